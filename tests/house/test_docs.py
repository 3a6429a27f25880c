"""The documents name what is there."""

import re
import tomllib

import pytest
from django.urls import resolve

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
