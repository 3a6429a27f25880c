"""Two years after a shift nobody who drove, and nothing they wrote or photographed, can be read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from accounts.models import User
from common import clock
from grannstod import services
from grannstod.models import Observation, Patrol
from tests.factories.grannstod import make_observation, make_patrol

pytestmark = pytest.mark.django_db


def test_after_two_years_words_photos_and_crew_go_and_counts_stay(
    volunteer: User, django_capture_on_commit_callbacks: Any
) -> None:
    patrol = make_patrol(volunteer)
    seen = make_observation(patrol, text="En trasig lampa", place="Torget")
    seen.photo.save("p.jpg", ContentFile(b"bild"))
    name = seen.photo.name
    with clock.at(clock.now() + timedelta(days=720)):
        assert services.forget_drives() == 0
    with clock.at(clock.now() + timedelta(days=740)), django_capture_on_commit_callbacks(execute=True):
        assert services.forget_drives() > 0
    kept = Observation.objects.get(pk=seen.pk)
    assert (kept.text, kept.place, kept.author, bool(kept.photo)) == ("", "", None, False)
    assert kept.category == seen.category and kept.outcome == seen.outcome
    assert not default_storage.exists(name)
    assert not Patrol.objects.get(pk=patrol.pk).shift.crew.exists()
    with clock.at(clock.now() + timedelta(days=740)):
        assert services.forget_drives() == 0
