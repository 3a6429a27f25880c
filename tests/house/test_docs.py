"""The documents name what is there."""

import re
import tomllib

import pytest
from django.apps import apps
from django.urls import resolve

from botkyrka_trygghet.admin_site import ROOMS
from botkyrka_trygghet.local.places import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_every_dependency_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    text = (ROOT / "docs/dependencies.md").read_text()
    for requirement in named:
        name = re.split(r"[^a-z0-9-]", requirement)[0]
        assert name in text or name.startswith("types-"), name


def documented_addresses() -> list[tuple[str, str]]:
    files = [ROOT / "README.md", *sorted((ROOT / "docs" / "users").glob("*.md"))]
    found = [(file.name, where) for file in files for where in re.findall(r"`(/[\w/-]*)`", file.read_text("utf-8"))]
    assert len(found) > 20
    return found


@pytest.mark.parametrize(("file", "where"), documented_addresses())
def test_every_address_the_guides_name_leads_somewhere(file: str, where: str) -> None:
    assert where == "/_post/" or resolve(where)


def of_the_house() -> set[str]:
    """Return the names of models (but for what notes changes), slots and files that people look for in the map."""
    models = {model.__name__ for model in apps.get_models() if model._meta.app_label in ROOMS}
    named = {name for name in models if not name.startswith("Historical") and not name.endswith("Event")}
    for path in [*ROOT.glob("*/slots.py"), *ROOT.glob("calendar/*/slots.py"), ROOT / "common" / "resealing.py"]:
        named.update(re.findall(r"^([A-Z_]+): Slot\[", path.read_text("utf-8"), flags=re.MULTILINE))
    for folder in ("common", "botkyrka_trygghet", *(f"neighbourhoods/{layer}" for layer in ("models", "services"))):
        named.update(path.stem for path in (ROOT / folder).glob("*.py"))
    return named - {"__init__", "apps"}


def test_the_map_of_the_house_names_what_is_there() -> None:
    text = re.sub("```.*?```", "", (ROOT / "docs" / "architecture.md").read_text("utf-8"), flags=re.DOTALL)
    words = {word for quoted in re.findall(r"`([^`]+)`", text) for word in re.findall(r"\w+", quoted)}
    assert len(of_the_house()) > 200
    assert sorted(of_the_house() - words) == []
