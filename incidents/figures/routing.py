"""Which rule takes a report, and what a rule would have taken: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from common import clock
from incidents.models import Report, RoutingRule
from incidents.querysets import ReportQuerySet

TRIED = 200  # reports


def fits(rule: RoutingRule, report: Report) -> bool:
    """Tell whether all of a rule's conditions hold for a report."""
    kinds = {category.pk for category in rule.categories.all()}
    return (
        (not kinds or report.category_id in kinds)
        and (rule.district_id is None or report.district_id == rule.district_id)
        and (rule.area_id is None or report.area_id == rule.area_id)
        and (rule.owner_id is None or (report.area is not None and report.area.owner_id == rule.owner_id))
        and _in_hours(rule, clock.local(report.received_at).hour)
        and _has_word(rule.words, f"{report.text}\n{report.place}")
    )


def _in_hours(rule: RoutingRule, hour: int) -> bool:
    """Hours may go over midnight: from 22 to 6. The same hour twice is round the clock."""
    if rule.from_hour == rule.to_hour:
        return True
    if rule.from_hour < rule.to_hour:
        return rule.from_hour <= hour < rule.to_hour
    return hour >= rule.from_hour or hour < rule.to_hour


def _has_word(words: str, text: str) -> bool:
    """Tell whether a text has one of the words (with commas between) at the beginning of a word of its own."""
    wanted = [word.strip() for word in words.split(",") if word.strip()]
    return not wanted or any(re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE) for word in wanted)


def proposed(report: Report, rules: Iterable[RoutingRule]) -> RoutingRule | None:
    """Return the first rule that takes a report, or None. The rules come in the order they are asked."""
    return next((rule for rule in rules if fits(rule, report)), None)


@dataclass(frozen=True)
class Tried:
    """One report that a rule would take. `before` is the rule that takes it first, where one does."""

    report: Report
    before: RoutingRule | None


@dataclass(frozen=True)
class Trial:
    """What a rule would have done with the latest reports."""

    asked: int
    taken: list[Tried]


def try_out(rule: RoutingRule, reports: ReportQuerySet, in_force: Iterable[RoutingRule]) -> Trial:
    """Ask a rule about the latest real reports: which it would take, and which another rule takes before it."""
    latest = list(reports.real().for_list().order_by("-received_at", "-pk")[:TRIED])
    key = (rule.rank, rule.pk or 0)
    earlier = [other for other in in_force if other.pk != rule.pk and (other.rank, other.pk) < key]
    return Trial(len(latest), [Tried(each, proposed(each, earlier)) for each in latest if fits(rule, each)])
