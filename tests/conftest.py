"""Fixtures every room's tests share. Real processes, real Chromium and people are in `tests/fixtures/`."""

import gc

import hypothesis
import pytest

# A rule is proved by what it says, never by how fast this machine was.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.processes",
    "tests.fixtures.mailbox",
    "tests.fixtures.browser",
    "tests.fixtures.people",
    "tests.fixtures.feeds",
    "tests.fixtures.sms_gateway",
    "tests.fixtures.openid_provider",
    "tests.fixtures.secret_links",
]


def pytest_collection_finish() -> None:
    """Leave what was imported out of every later search for garbage: that was a twentieth of the tests' time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, whatever the order is: else the last minutes wait for one test."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
