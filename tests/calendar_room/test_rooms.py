"""A break's own room: who sees it, the link of one's own, the log, hours without adults, targets by week."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, PartnerAccess, User
from common import clock, personal_data
from holiday_calendar import figures, services
from holiday_calendar.forms import TargetForm
from holiday_calendar.mail import participant_token
from holiday_calendar.models import BreakRoom, LogNote, Participant, Presence, Target
from tests.factories.break_rooms import furnish, make_break, make_participant, make_room
from tests.factories.incidents import make_category, make_report
from tests.factories.neighbourhoods import make_district

pytestmark = pytest.mark.django_db
TODAY = date(2027, 3, 3)  # a Wednesday in the middle of week 9


def noon(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=clock.STOCKHOLM)


@pytest.fixture
def held() -> Any:
    with clock.at(noon(TODAY)):
        yield make_room(date(2027, 3, 1))


def test_only_who_plans_and_who_takes_part_sees_a_room(
    held: BreakRoom, coordinator: User, police: User, agent: User
) -> None:
    make_participant(held, email=agent.email.upper())
    seen = [BreakRoom.objects.visible_to(person).filter(pk=held.pk).exists() for person in (coordinator, agent, police)]
    assert seen == [True, True, False]


def test_a_participant_with_an_account_reads_and_changes_nothing(client: Any, held: BreakRoom, agent: User) -> None:
    make_participant(held, email=agent.email)
    client.force_login(agent)
    assert client.get(reverse("calendar:room", args=[held.pk])).status_code == 200
    for name in ("room_plan", "room_person_new", "room_presence", "room_target"):
        assert client.get(reverse(f"calendar:{name}", args=[held.pk])).status_code == 404
    assert client.post(reverse("calendar:room_act", args=[held.pk]), {"gor": "fraga"}).status_code == 404


def test_last_years_lessons_and_people_come_along(coordinator: User) -> None:
    with clock.at(noon(TODAY)):
        before = make_room(date(2026, 2, 23), kind="winter", keep="Öppna gårdar", change="Fler ute på torsdag")
        make_participant(before, email="kvar@example.org", confirmed_at=clock.now())
        opened = services.open_room(school_break=make_break(date(2027, 3, 1), kind="winter"), actor=coordinator)
        assert figures.room_before(opened) == before
        line = opened.participants.get()
        assert (line.email, line.confirmed_at) == ("kvar@example.org", None)
        assert services.open_room(school_break=opened.school_break, actor=coordinator).participants.count() == 1


def test_what_somebody_saved_meanwhile_is_not_overwritten(client: Any, held: BreakRoom, coordinator: User) -> None:
    client.force_login(coordinator)
    where = reverse("calendar:room_plan", args=[held.pk])
    posted = {"version": "0", "risks": "", "keep": "", "change": "", "watch_from": "18", "watch_to": "23"}
    assert client.post(where, posted | {"goal": "Första"}).status_code == 302
    answer = client.post(where, posted | {"goal": "Andra"})
    held.refresh_from_db()
    assert (answer.status_code, held.goal) == (422, "Första")
    assert "Andra" in answer.content.decode()


def test_people_are_asked_by_a_link_of_their_own(client: Any, held: BreakRoom, coordinator: User) -> None:
    line = make_participant(held)
    make_participant(held, confirmed_at=clock.now())
    assert services.ask_people(room=held, actor=coordinator) == 1
    letter = mail.outbox[0]
    assert letter.to == [line.email] and participant_token(line) in str(letter.body)
    where = reverse("calendar:participant", args=[participant_token(line)])
    assert (
        client.post(where, {"gor": "rad", "role": "Väktare", "phone": "112", "name": "", "on_duty": ""}).status_code
        == 302
    )
    line.refresh_from_db()
    assert line.role == "Väktare" and line.confirmed_at is not None


def test_a_link_that_was_passed_on_is_ended_and_its_use_logged(client: Any, held: BreakRoom, coordinator: User) -> None:
    line = make_participant(held)
    where = reverse("calendar:participant", args=[participant_token(line)])
    assert client.get(where).status_code == 200
    assert AuditEntry.objects.filter(action="calendar.link_used", object_id=str(line.pk)).count() == 1
    services.renew_link(participant=line, actor=coordinator)
    assert client.get(where).status_code == 404
    assert client.get(reverse("calendar:participant", args=[participant_token(line)])).status_code == 200
    with clock.at(noon(date(2027, 5, 30))):
        assert services.participant_of(participant_token(line)) is None


def test_whoever_was_forwarded_a_link_ends_it_and_its_owner_gets_a_new_one(client: Any, held: BreakRoom) -> None:
    line = make_participant(held)
    where = reverse("calendar:participant", args=[participant_token(line)])
    assert client.post(where, {"gor": "inte-min"}).status_code == 200
    assert client.get(where).status_code == 404
    assert AuditEntry.objects.filter(action="calendar.link_disowned", object_id=str(line.pk), actor=None).exists()
    line.refresh_from_db()
    assert mail.outbox[-1].to == [line.email] and participant_token(line) in mail.outbox[-1].body


def test_the_link_shows_nobody_elses_phone(client: Any, held: BreakRoom) -> None:
    make_participant(held, phone="070-999 99 99")
    page = client.get(reverse("calendar:participant", args=[participant_token(make_participant(held))]))
    assert "070-999 99 99" not in page.content.decode()


def test_notes_by_link_are_kept_once_and_only_for_days_of_the_break(client: Any, held: BreakRoom) -> None:
    line = make_participant(held)
    where = reverse("calendar:participant", args=[participant_token(line)])
    note = {"gor": "anteckning", "n-day": "2027-03-02", "n-text": "Lugnt vid torget"}
    assert [client.post(where, note).status_code for _again in range(2)] == [302, 302]
    assert LogNote.objects.get().day == date(2027, 3, 2)
    assert client.post(where, note | {"n-day": "2027-03-05"}).status_code == 422
    assert client.post(where, note | {"n-day": "2026-03-05"}).status_code == 422
    assert LogNote.objects.count() == 1


def test_an_evaluation_can_be_changed_but_not_given_too_early(held: BreakRoom) -> None:
    line = make_participant(held)
    for rating in (2, 5):
        services.evaluate(participant=line, rating=rating, worked="Gårdarna", differently="")
    assert Participant.objects.get().rating == 5
    later = make_participant(make_room(date(2027, 6, 14)))
    with pytest.raises(ValidationError):
        services.evaluate(participant=later, rating=1, worked="", differently="")


def test_hours_without_adults_stand_by_district(held: BreakRoom) -> None:
    district = make_district()
    evening = noon(date(2027, 3, 2), 19)
    Presence.objects.create(
        room=held, kind="guards", district=district, starts_at=evening, ends_at=evening + timedelta(hours=2)
    )
    first, last = figures.shown_week(held, None)
    assert (first, last) == (date(2027, 3, 1), date(2027, 3, 5))
    row = next(
        r for r in figures.gaps(held, first, last, figures.adults_out(held, first, last)) if r.district == district.name
    )
    assert row.days[:2] == ("18–23", "18–19, 21–23")


def test_the_night_when_clocks_change_has_its_hours() -> None:
    with clock.at(noon(date(2027, 3, 28))):
        room = make_room(date(2027, 3, 28), days=1, watch_from=0, watch_to=5)
        district, midnight = make_district(), clock.start_of_day(date(2027, 3, 28))
        Presence.objects.create(
            room=room, kind="guards", district=district, starts_at=midnight, ends_at=noon(date(2027, 3, 28), 4)
        )
        days = (date(2027, 3, 28), date(2027, 3, 28))
        row = next(r for r in figures.gaps(room, *days, figures.adults_out(room, *days)) if r.district == district.name)
        assert row.days == ("04–05",)


def test_an_evening_may_pass_midnight_but_not_lie_outside(held: BreakRoom) -> None:
    start = noon(date(2027, 3, 5), 22)
    presence = Presence(room=held, kind="guards", district=make_district(), starts_at=start)
    presence.ends_at = start + timedelta(hours=4)
    services.save_presence(presence=presence)
    for moved in (start + timedelta(days=30), start - timedelta(days=30)):
        outside = Presence(room=held, kind="guards", district=presence.district, starts_at=moved)
        outside.ends_at = moved + timedelta(hours=1)
        with pytest.raises(ValidationError):
            services.save_presence(presence=outside)


def test_a_target_is_followed_week_by_week_beside_the_same_weeks_last_year(held: BreakRoom) -> None:
    graffiti = make_category()
    Target.objects.create(room=held, category=graffiti, fewer_percent=50)
    for day in (date(2026, 2, 23), date(2026, 2, 24), date(2026, 2, 25), date(2026, 2, 26), date(2027, 3, 1)):
        make_report(category=graffiti, received_at=noon(day, 9))
    week = figures.targets(held)[0].weeks[0]
    # Of the week under way the same days are counted: what came on the Thursday last year is left out.
    assert (week.number, week.this_year, week.last_year) == (9, 1, 3)
    assert figures.targets(held)[0].is_reached
    with clock.at(noon(date(2027, 1, 4))):
        assert not figures.targets(held)[0].has_begun


def test_a_partner_sees_this_break_only_and_is_logged(client: Any, held: BreakRoom) -> None:
    access = PartnerAccess.objects.create(
        purpose=held.partner_purpose, link_hash="a", expires_at=clock.now() + timedelta(days=1)
    )
    other = make_room(date(2027, 4, 5))
    session = client.session
    session["partner_access"] = access.pk
    session.save()
    make_report(received_at=noon(date(2027, 3, 1), 9))
    page = client.get(reverse("calendar:partner", args=[held.pk]))
    # Counts that nobody has published are for those who may see every report.
    assert page.status_code == 200 and not page.context["beside"] and b"/statistik/" in page.content
    assert client.get(reverse("calendar:partner", args=[other.pk])).status_code == 404
    assert AuditEntry.objects.filter(action="calendar.contact_list_read", object_id=str(access.pk)).exists()
    PartnerAccess.objects.update(revoked_at=clock.now())
    assert client.get(reverse("calendar:partner", args=[held.pk])).status_code == 404


def test_as_many_questions_for_one_line_as_for_fifty(client: Any, held: BreakRoom, coordinator: User) -> None:
    client.force_login(coordinator)
    furnish(held)
    where = reverse("calendar:room", args=[held.pk])
    client.get(where)
    with CaptureQueriesContext(connection) as one:
        client.get(where)
    for number in range(49):
        line = make_participant(held, evaluated_at=clock.now(), rating=3)
        LogNote.objects.create(room=held, participant=line, signature="Prov", day=TODAY, text=f"Rad {number}")
    with CaptureQueriesContext(connection) as fifty:
        client.get(where)
    assert len(fifty) == len(one)


def test_a_person_is_erased_and_the_line_stays(held: BreakRoom) -> None:
    line = make_participant(held, email="bort@example.org")
    old = participant_token(line)
    assert personal_data.export("bort@example.org")["calendar"]
    assert personal_data.erase("bort@example.org")["calendar"] == 1
    line.refresh_from_db()
    assert (line.name, line.phone) == ("", "") and "bort@" not in line.email
    assert services.participant_of(old) is None


def test_a_wrong_evening_is_changed_and_removed_by_who_plans(client: Any, held: BreakRoom, coordinator: User) -> None:
    furnish(held)
    evening = held.presences.get()
    where, act = reverse("calendar:room", args=[held.pk]), reverse("calendar:room_act", args=[held.pk])
    client.force_login(coordinator)
    page = client.get(where + "?vecka=2027-03-01").content.decode()
    assert 'value="ta-bort-ute"' in page and f'name="rad" value="{evening.pk}"' in page
    change = reverse("calendar:room_presence_change", args=[held.pk, evening.pk])
    assert change in page and 'value="18:00"' in client.get(change).content.decode()
    filled = {
        "kind": "guards",
        "district": evening.district_id,
        "day": "2027-03-02",
        "begins": "20:00",
        "ends": "01:00",
    }
    assert client.post(change, filled | {"day": "2027-04-02"}).status_code == 422
    client.post(change, filled)
    evening.refresh_from_db()
    assert (evening.first_day, evening.ends_at) == (date(2027, 3, 2), noon(date(2027, 3, 3), 1))
    answer = client.post(act, {"gor": "ta-bort-ute", "rad": evening.pk})
    assert answer["Location"] == f"{where}?vecka=2027-03-02#ute"
    assert not held.presences.exists()
    assert AuditEntry.objects.filter(action="calendar.presence_removed", actor=coordinator).exists()
    assert 'value="ta-bort-ute"' not in client.get(where).content.decode()  # Grannstöd's shifts, say, stand elsewhere


def test_a_successors_line_ends_the_link_of_the_one_before_and_is_asked_about(
    client: Any, held: BreakRoom, coordinator: User
) -> None:
    line = make_participant(held, asked_at=clock.now(), confirmed_at=clock.now())
    client.force_login(coordinator)
    where = reverse("calendar:room_person", args=[held.pk, line.pk])
    old, sent = participant_token(line), {"organisation": line.organisation_id, "role": line.role, "name": line.name}
    same = sent | {"phone": line.phone, "on_duty": "", "email": line.email}
    client.post(where, same)
    line.refresh_from_db()
    assert line.confirmed_at is not None  # nothing was changed
    client.post(where, same | {"phone": "070-111 22 33"})
    line.refresh_from_db()
    assert (line.asked_at, line.confirmed_at) == (None, None)
    assert services.participant_of(old) == line
    assert client.post(where, same | {"email": "ny@example.org"}).status_code == 302
    line.refresh_from_db()
    assert services.participant_of(old) is None
    assert services.participant_of(participant_token(line)) == line
    assert AuditEntry.objects.filter(action="calendar.line_passed_on", object_id=str(line.pk)).count() == 1
    services.ask_by_the_clock()
    assert mail.outbox[-1].to == ["ny@example.org"]


def test_the_same_line_twice_is_told_in_words(client: Any, held: BreakRoom, coordinator: User) -> None:
    line = make_participant(held)
    own = make_participant(held, organisation=line.organisation, email=line.email, role="Jour")
    client.force_login(coordinator)
    filled = {"organisation": line.organisation_id, "role": line.role, "email": line.email, "name": "", "phone": ""}
    answer = client.post(reverse("calendar:room_person_new", args=[held.pk]), filled | {"on_duty": ""})
    assert answer.status_code == 422 and "står redan på listan" in answer.content.decode()
    where = reverse("calendar:participant", args=[participant_token(own)])
    answer = client.post(where, {"gor": "rad", "role": line.role, "name": "", "phone": "", "on_duty": ""})
    assert answer.status_code == 422 and "står redan på listan" in answer.content.decode()
    assert held.participants.count() == 2


def test_what_is_kept_to_some_roles_is_in_no_rooms_figures(held: BreakRoom) -> None:
    kept = make_category("hot")
    Target.objects.create(room=held, category=kept, fewer_percent=10)
    for category in (kept, make_category()):
        make_report(category=category, received_at=noon(date(2027, 3, 2), 9))
    assert figures.reports_beside(held).totals[0] == 2  # type: ignore[union-attr]  # the break has begun
    kept.seen_by.add(Group.objects.create(name="Prov"))
    assert figures.reports_beside(held).totals[0] == 1  # type: ignore[union-attr]  # the break has begun
    assert figures.targets(held) == []
    choices = TargetForm(instance=Target(room=held)).fields["category"].queryset  # type: ignore[attr-defined]
    assert not choices.filter(pk=kept.pk).exists()


def test_whoever_takes_part_finds_the_way_to_the_room(client: Any, held: BreakRoom, agent: User, police: User) -> None:
    line = make_participant(held, email=agent.email)
    link = reverse("calendar:participant", args=[participant_token(line)])
    room, rooms = reverse("calendar:room", args=[held.pk]), reverse("calendar:rooms")
    meetings = reverse("calendar:meetings")
    assert room not in client.get(link).content.decode()
    for person, ways in ((agent, (True, False, True)), (police, (False, True, False))):
        client.force_login(person)
        page = client.get("/kalender/").content.decode()
        seen = (f'href="{rooms}"' in page, f'href="{meetings}"' in page, room in client.get(link).content.decode())
        assert seen == ways
