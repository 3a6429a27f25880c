"""Fixtures every room's tests share. Real processes, real Chromium and people are in `tests/fixtures/`."""

import hypothesis

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
