"""The first version of the rule of vitality; a house that has a rule is left alone."""

from neighbourhoods import services


def load() -> None:
    """Make the first version where there is none."""
    services.rule_in_force()
