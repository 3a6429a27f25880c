"""Settings of the tests: the house's own, read after the test environment is prepared."""

import os

from botkyrka_trygghet.local.testing import own_broker, prepare

prepare()
os.environ["REDIS_URL"] = own_broker(os.environ["REDIS_URL"], os.environ.get("PYTEST_XDIST_WORKER", ""))

from botkyrka_trygghet.settings import *  # noqa: E402, F403
from botkyrka_trygghet.settings import VAR_DIR  # noqa: E402

PRIVATE_ROOT = VAR_DIR / "private" / os.environ.get("PYTEST_XDIST_WORKER", "alone")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick: no password here is secret
LOGGING_CONFIG = None
