"""The environment child processes get: what `./run` chooses, below what the caller already set."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from botkyrka_trygghet.local.places import VAR


def kept_secret(path: Path) -> str:
    """Return the secret in this file, made at random the first time: sessions survive a restart."""
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


def development(home: Path, servers: Mapping[str, str], **chosen: str) -> dict[str, str]:
    """Return the environment of `./run`'s processes."""
    env = {
        "DEBUG": "1",
        "SECRET_KEY": kept_secret(home / "secret-key"),
        "ENCRYPTION_KEYS": kept_secret(home / "encryption-key"),
        "VAR_DIR": str(VAR),
        "DJANGO_SETTINGS_MODULE": "botkyrka_trygghet.settings",
        "PYTHONUNBUFFERED": "1",
        **chosen,
    }
    return {**env, **os.environ, **servers}


def production(servers: Mapping[str, str], var: Path, **chosen: str) -> dict[str, str]:
    """Return an environment as `.env.example` asks for in production, with secrets made for this one use."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "VIRTUAL_ENV"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "botkyrka_trygghet.settings",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "HASH_KEY": secrets.token_urlsafe(48),
        "ENCRYPTION_KEYS": secrets.token_urlsafe(48),
        "ALLOWED_HOSTS": "trygghet.example.com",
        "BASE_URL": "https://trygghet.example.com",
        "TRUSTED_PROXIES": "1",
        "POST_DOMAIN": "trygghet.example.com",
        "SERVER_EMAIL": "drift@trygghet.example.com",
        "CONTACT_EMAIL": "trygghet@trygghet.example.com",
        "DEFAULT_FROM_EMAIL": "Botkyrka Trygghet <trygghet@trygghet.example.com>",
        "METRICS_TOKEN": secrets.token_urlsafe(24),
        "VAR_DIR": str(var),
        **servers,
        **chosen,
    }
