"""Fixtures every room's tests share. Real processes, real Chromium and people are in `tests/fixtures/`."""

pytest_plugins = ["tests.fixtures.processes", "tests.fixtures.browser", "tests.fixtures.people"]
