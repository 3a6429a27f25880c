"""Places and categories that the tests of this room share."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from common import form_tokens
from incidents import reference
from neighbourhoods.models import Area
from tests.factories import neighbourhoods as places


@pytest.fixture
def categories(db: None) -> None:
    """The categories a municipality starts with."""
    reference.load()


@pytest.fixture
def area(db: None, agent: Any) -> Area:
    """An area with a border, of which `agent` is contact agent; `other_agent` has another."""
    made = places.make_area("Päronbacken", boundary=places.square(), district=places.make_district("Tumba"))
    places.make_agent(made, agent)
    return made


@pytest.fixture
def other_area(db: None, other_agent: Any) -> Area:
    """An area elsewhere, of which `other_agent` is contact agent."""
    made = places.make_area("Krusbärsdalen", boundary=places.square(17.9, 59.15))
    places.make_agent(made, other_agent)
    return made


@pytest.fixture
def filled(categories: None) -> dict[str, str]:
    """What a sensible person sends, on a day when nobody has sent anything yet."""
    cache.clear()
    return {
        "form_token": form_tokens.new(),
        "category": "graffiti",
        "place": "Muren vid parken",
        "occurred_when": "week",
        "text": "Färg på muren.",
        "email": "",
    }
