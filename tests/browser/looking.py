"""What is wrong with a page as it stands in Chromium: its status, axe, the content security policy, its width."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.fixtures.browser import broken_rules

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
# Colours come from the style sheet: pages of one make have the same, and looking at them is half of axe's time.
WITHOUT_COLOURS = {**WCAG, "rules": {"color-contrast": {"enabled": False}}}
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def narrow(new_page: Callable[..., Any], **options: Any) -> Any:
    return new_page(viewport={"width": 320, "height": 700}, **options)


def faults(
    page: Any, address: str, watched: list[str], *, allowed: int = 200, rules: dict[str, Any] = WCAG
) -> list[str]:
    """Return what is wrong with one page, one line a fault."""
    answer = page.goto(address)
    if answer.status != allowed:
        return [f"{address}: status {answer.status}"]
    return faults_here(page, address, watched, rules)


def faults_here(page: Any, address: str, watched: list[str], rules: dict[str, Any] = WCAG) -> list[str]:
    """Return what is wrong with the page as it stands; what axe itself does to it is not counted."""
    ours = len(watched)
    found = [
        f"{address}: {rule['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in broken_rules(page, **rules)
        for node in rule["nodes"][:2]
    ]
    del watched[ours:]
    wide = page.evaluate(WIDE)
    return [*found, f"{address}: {wide} px sideways"] if wide > 0 else found


def plain_faults(page: Any, address: str) -> list[str]:
    """Return what is wrong with a page like one that axe has seen: its status and its width."""
    answer = page.goto(address)
    wide = page.evaluate(WIDE)
    found = [f"{address}: status {answer.status}"] if answer.status != 200 else []
    return [*found, f"{address}: {wide} px sideways"] if wide > 0 else found


def all_faults(page: Any, addresses: Iterable[str], watched: list[str], rules: dict[str, Any] = WCAG) -> list[str]:
    """Return every fault of every page, not only the first."""
    return [line for address in addresses for line in faults(page, address, watched, rules=rules)]
