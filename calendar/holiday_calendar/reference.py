"""What every installation begins with: two school years, to be confirmed, and rules for the year's meetings."""

from __future__ import annotations

import tomllib
from datetime import time
from pathlib import Path

from holiday_calendar import services
from holiday_calendar.importing import read_school_years
from holiday_calendar.models import MeetingRule, SchoolYear

FOLDER = Path(__file__).resolve().parent / "school_years"


RULES = FOLDER.parent / "meeting_rules.toml"


def load() -> None:
    """Publish the shipped school years and rules that are not there yet; what someone has changed is left alone."""
    for path in sorted(FOLDER.glob("*.toml")):
        for year in read_school_years(path.name, path.read_bytes()):
            if not SchoolYear.objects.filter(label=year.label, school_form=year.school_form).exists():
                services.publish_school_year(year=year, actor=None)
    if not MeetingRule.objects.exists():
        rules = tomllib.loads(RULES.read_text())["rules"]
        MeetingRule.objects.bulk_create(
            MeetingRule(**rule | {"begins": time.fromisoformat(rule["begins"])}) for rule in rules
        )
