"""Outside DEBUG every way in refuses unsafe settings, with a sentence that says what to do."""

import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings

from botkyrka_trygghet.checks import faults
from botkyrka_trygghet.local.environment import production
from botkyrka_trygghet.local.places import ROOT

SAFE = {
    "DEBUG": False,
    "SECRET_KEY": "abcdefghij" * 5,
    "SECRET_KEY_FALLBACKS": [],
    "HASH_KEY": "uvwxyzabcd" * 5,
    "ENCRYPTION_KEYS": ["klmnopqrst" * 5],
    "ALLOWED_HOSTS": ["trygghet.botkyrka.se"],
    "BASE_URL": "https://trygghet.botkyrka.se",
    "SECURE_SSL_REDIRECT": True,
    "TRUSTED_PROXIES": 1,
    "POST_DOMAIN": "trygghet.botkyrka.se",
    "DEFAULT_FROM_EMAIL": "Botkyrka Trygghet <trygghet@botkyrka.se>",
    "SERVER_EMAIL": "drift@botkyrka.se",
    "CONTACT_EMAIL": "trygghet@botkyrka.se",
    "SMS_URL": "46elks://user:password@api.46elks.com/a1/sms?from=Botkyrka",
    "SMS_QUIET_FROM": "21:00",
    "SMS_QUIET_UNTIL": "08:00",
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is missing or too short"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY is missing or too short"),
        ({"HASH_KEY": "short"}, "HASH_KEY is too short"),
        ({"HASH_KEY": SAFE["SECRET_KEY"], "SECRET_KEY_FALLBACKS": ["old" * 20]}, "HASH_KEY must be set before"),
        ({"ENCRYPTION_KEYS": []}, "ENCRYPTION_KEYS is missing"),
        ({"ENCRYPTION_KEYS": ["x" * 50, "old"]}, "a key that is too short"),
        ({"ENCRYPTION_KEYS": [SAFE["SECRET_KEY"]]}, "must not hold SECRET_KEY"),
        ({"ALLOWED_HOSTS": []}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ["trygghet.botkyrka.se", "*"]}, "never *"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://trygghet.botkyrka.se"}, "BASE_URL"),
        ({"BASE_URL": "https://trygghet.botkyrka.se/app"}, "without a path"),
        ({"TRUSTED_PROXIES": 0}, "TRUSTED_PROXIES is 0"),
        ({"POST_DOMAIN": "example.com"}, "POST_DOMAIN: still example.com"),
        ({"DEFAULT_FROM_EMAIL": "B <b@example.com>"}, "DEFAULT_FROM_EMAIL: still example.com"),
        ({"SMS_URL": "file://"}, "for DEBUG only"),
        ({"SMS_URL": "46elks+http://user:password@api.46elks.com/a1/sms"}, "for DEBUG only"),
        ({"SMS_URL": "46elks://api.46elks.com/a1/sms"}, "SMS_URL must look like"),
        ({"SMS_QUIET_UNTIL": "25:00"}, "times of the day"),
    ],
)
def test_each_unsafe_value_is_named(change, said):
    found = faults(SimpleNamespace(**{**SAFE, **change}))
    assert len(found) == 1
    assert said in found[0]


def test_safe_settings_and_debug_pass():
    assert faults(SimpleNamespace(**SAFE)) == []
    assert faults(SimpleNamespace(DEBUG=True)) == []


SERVERS = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "manage.py", "check"],
        [sys.executable, "-m", "gunicorn", "botkyrka_trygghet.wsgi", "--bind", "127.0.0.1:0", "--no-control-socket"],
        [sys.executable, "-m", "celery", "-A", "botkyrka_trygghet", "worker"],
        [sys.executable, "-m", "celery", "-A", "botkyrka_trygghet", "beat", "--pidfile="],
    ],
    ids=["manage.py", "gunicorn", "worker", "beat"],
)
def test_every_process_refuses_to_start(command, tmp_path):
    env = production(SERVERS, tmp_path, ALLOWED_HOSTS="*", SECRET_KEY="")
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert "ALLOWED_HOSTS must name" in done.stdout + done.stderr
    assert "SECRET_KEY is missing" in done.stdout + done.stderr


def test_env_example_names_every_variable_and_no_other():
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "botkyrka_trygghet/settings.py").read_text()))
    written = re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    scripts = (
        "".join(file.read_text() for file in (ROOT / "docker").iterdir()) + (ROOT / "docker-compose.yml").read_text()
    )
    read |= set(re.findall(r"\$\{([A-Z_]+):", scripts))
    assert set(written) == read
    assert len(written) == len(set(written))


def test_env_example_is_not_safe_as_it_stands():
    """Somebody who copies it and sets nothing must be stopped."""
    values = dict(re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE))
    named = {**SAFE, **{name: value for name, value in values.items() if name in SAFE}}
    named.update(ENCRYPTION_KEYS=[], ALLOWED_HOSTS=["trygghet.example.com"], TRUSTED_PROXIES=1)
    assert len(faults(SimpleNamespace(**named))) == 3
    assert django_settings.SECRET_KEY not in values.values()
