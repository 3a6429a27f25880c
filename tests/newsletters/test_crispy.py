"""Forms through django-crispy-forms come out as the house's components."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories.newsletters import make_series

pytestmark = pytest.mark.django_db


def test_a_crispy_form_has_labels_hints_and_errors_tied_to_their_fields(client) -> None:
    make_series()
    page = client.post(reverse("newsletters:subscribe"), {"email": "fel"}).content.decode()
    assert '<label class="h" for="id_email">' in page
    assert 'id="id_email_helptext"' in page
    assert 'href="#id_email"' in page
    assert 'aria-invalid="true"' in page
    assert "style=" not in page
