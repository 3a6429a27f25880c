from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages

from accounts.models import User
from documents import slots
from tests.documents.kinds import Leaflet


def person(email: str, *permissions: str) -> User:
    """Return somebody with permissions of the room."""
    user = User.objects.create_user(email, email.split("@")[0])
    held = Permission.objects.filter(content_type__app_label="documents", codename__in=permissions)
    user.user_permissions.set(held)
    assert held.count() == len(permissions)
    return user


@pytest.fixture
def asker(db: None) -> User:
    return person("asker@example.com", "request_document")


@pytest.fixture
def stranger(db: None) -> User:
    return person("stranger@example.com", "request_document")


@pytest.fixture
def overseer(db: None) -> User:
    return person("overseer@example.com", "see_all_documents")


@pytest.fixture
def leaflet(asker: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leaflet]:
    """A kind in the slot for the test's time, which `asker` may request and read."""
    kind = Leaflet(readers={asker.pk}, requesters={asker.pk})
    monkeypatch.setattr(slots.KINDS, "_fillings", {**slots.KINDS._fillings, "leaflet": (100, kind)})
    return kind


@pytest.fixture(autouse=True)
def private_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Files of a test lie in its own folder."""

    def forget_location() -> None:
        for cached in ("base_location", "location"):
            storages["default"].__dict__.pop(cached, None)

    monkeypatch.setattr(storages["default"], "_location", str(tmp_path))
    forget_location()
    yield tmp_path
    monkeypatch.undo()
    forget_location()
