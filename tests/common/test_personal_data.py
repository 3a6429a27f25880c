"""No field that holds somebody's data goes unregistered: purpose and time limit are said for each."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from common import personal_data

ROOMS = {"newsletters", "grannstod", "calendar", "incidents", "neighbourhoods", "post", "documents", "accounts"}
# Field names that hold a person's data wherever they stand.
ALWAYS = re.compile(r"(^|_)(email|e_mail|phone|mobile|full_name|first_name|last_name|recipient|reporter|person)($|_)")
# Words of residents, volunteers and readers, in the rooms that take them.
WORDS = re.compile(r"^(text|body|note|message|answer|comment|words|observed|image|file|place|address)$")
WORDS_IN = {"incidents", "grannstod"}
HOLDS_TEXT = (models.CharField, models.TextField, models.FileField, models.JSONField, models.BinaryField)
# What looks personal by name and is not, with the reason.
IMPERSONAL: dict[tuple[str, str], str] = {
    ("grannstod.ChecklistLine", "text"): "the coordinator's checklist, the same for every drive",
    ("incidents.StandardText", "text"): "the coordinators' own words, the same for every report",
    ("incidents.RoutingRule", "words"): "words a coordinator looks for in reports, such as graffiti",
}


def candidates() -> Iterator[tuple[str, str]]:
    """Go through the fields of the rooms' own models that look as if they held personal data."""
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ROOMS or model.__name__.startswith("Historical"):
            continue
        for field in model._meta.get_fields():
            if not isinstance(field, HOLDS_TEXT) or getattr(field, "choices", None):
                continue
            if ALWAYS.search(field.name) or (room in WORDS_IN and WORDS.match(field.name)):
                yield f"{room}.{model.__name__}", field.name


@pytest.mark.parametrize(("model", "field"), sorted(candidates()))
def test_what_looks_personal_is_registered(model: str, field: str) -> None:
    registered = {(entry.model.lower(), entry.field) for entry in personal_data.registered()}
    assert (model.lower(), field) in registered or (model, field) in IMPERSONAL, (
        f"{model}.{field} looks personal. Register it in the room's apps.py with purpose and time limit, "
        "or say in IMPERSONAL why it isn't."
    )


@pytest.mark.parametrize("entry", personal_data.registered(), ids=lambda entry: f"{entry.model}.{entry.field}")
def test_what_is_registered_exists_and_says_why(entry: personal_data.PersonalField) -> None:
    apps.get_model(entry.model)._meta.get_field(entry.field)
    assert entry.purpose
    assert entry.keep
    assert entry.legal_ground


@pytest.fixture
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_fields", "_erasers", "_exporters"):
        monkeypatch.setattr(personal_data, name, {})


def test_the_registry_remembers(empty_registry: None) -> None:
    personal_data.register("b.B", ["y"], purpose="p", keep="k")
    personal_data.register("a.A", ["x"], purpose="p", keep="k", legal_ground="law")
    assert [(entry.model, entry.field) for entry in personal_data.registered()] == [("a.A", "x"), ("b.B", "y")]
    assert personal_data.registered()[0].legal_ground == "law"
    assert personal_data.registered()[1].legal_ground.startswith("GDPR")


@pytest.mark.django_db
def test_everybody_is_asked_to_forget_and_to_tell(empty_registry: None) -> None:
    asked: list[str] = []
    for room in ("b", "a"):
        personal_data.register_eraser(room, lambda email: asked.append(email) or 2)
        personal_data.register_exporter(room, lambda email: [{"email": email}])
    assert personal_data.erase("kim@example.com") == {"a": 2, "b": 2}
    assert asked == ["kim@example.com"] * 2
    assert personal_data.export("kim@example.com") == {
        "a": [{"email": "kim@example.com"}],
        "b": [{"email": "kim@example.com"}],
    }
