"""Signs of life: one a kind and day, and the area's last contact follows what its own people did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from common import clock
from neighbourhoods import services
from neighbourhoods.models import AreaActivity
from tests.factories.neighbourhoods import make_area

pytestmark = pytest.mark.django_db
Kind = AreaActivity.Kind


def test_the_same_kind_and_day_twice_is_one() -> None:
    area = make_area()
    for _twice in range(2):
        services.record_activity(area=area, kind=Kind.ANSWER, source="portal")
    services.record_activity(area=area, kind=Kind.MEETING)
    assert area.activities.count() == 2


def test_last_contact_follows_the_areas_own_people_only_and_never_backwards() -> None:
    today = clock.today()
    area = make_area(last_contact_on=today - timedelta(days=100))

    def last() -> int:
        area.refresh_from_db()
        assert area.last_contact_on
        return (today - area.last_contact_on).days

    services.record_activity(area=area, kind=Kind.SIGN_CHECK)
    services.record_activity(area=area, kind=Kind.TRAINING)
    assert last() == 100
    services.record_activity(area=area, kind=Kind.PASSED_ON, on=today - timedelta(days=10))
    services.record_activity(area=area, kind=Kind.ANSWER, on=today - timedelta(days=30))
    assert last() == 10


def test_what_nobody_could_mean_is_refused_and_nothing_saved() -> None:
    area = make_area()
    with pytest.raises(ValidationError) as unknown:
        services.record_activities(rows=[(area.pk, Kind.ANSWER, clock.today()), (area.pk, "dans", clock.today())])
    with pytest.raises(ValidationError) as future:
        services.record_activity(area=area, kind=Kind.ANSWER, on=clock.today() + timedelta(days=1))
    assert unknown.value.code == "unknown_kind" and future.value.code == "in_the_future"
    assert not area.activities.exists()
