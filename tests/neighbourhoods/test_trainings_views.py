"""The trainings' pages: signing up by every way, the coordinator's work, scope, and what is written wrong."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import clock
from neighbourhoods import cards
from neighbourhoods.figures import training_links
from neighbourhoods.figures import trainings as figures
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import ContactAgent, FollowUpCount, SignUp, Training
from neighbourhoods.services import signups
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.trainings import make_sign_up, make_training

pytestmark = pytest.mark.django_db
S = SignUpStatus
ANYBODY = {"full_name": "Kim Exempel", "email": "kim@example.com", "phone": ""}


def path_of(whole: str) -> str:
    return "/" + whole.split("/", 3)[3]


def desk(name: str, training: Training, *more: Any) -> str:
    return reverse(f"neighbourhoods:{name}", args=[training.pk, *more])


def filled(**changes: str) -> dict[str, str]:
    day = clock.today() + timedelta(days=40)
    fields = {"kind": "basic_course", "title": "Grundkurs i vår", "day": day.isoformat(), "begins": "18:00"}
    fields |= {"ends": "21:00", "venue": "Polishuset", "capacity": "20", "audience": "agents", "offer_hours": "48"}
    return fields | changes


def test_a_neighbour_signs_up_without_an_account_and_answers_the_mail(client: Client) -> None:
    training = make_training(serves_food=True)
    page = desk("training", training)
    assert training.title in client.get(reverse("neighbourhoods:trainings_public")).content.decode()
    answer = client.post(page, ANYBODY | {"dietary": "vegetariskt"})
    assert answer.status_code == 200 and "kim@example.com" in answer.content.decode()
    sign_up = training.sign_ups.get()
    own = path_of(training_links.own_link(sign_up))
    assert own in str(mail.outbox[0].body)
    assert client.get(own)["Referrer-Policy"] == "strict-origin"
    sign_up.refresh_from_db()
    assert sign_up.status == S.ASKED, "a scanner that follows the link signs nobody up"
    assert client.post(own, {"gor": "bekrafta"}).status_code == 302
    sign_up.refresh_from_db()
    assert (sign_up.status, sign_up.dietary) == (S.CONFIRMED, "vegetariskt")
    client.post(own, {"gor": "kost", "kost": " nötter \n och ägg "})
    sign_up.refresh_from_db()
    assert sign_up.dietary == "nötter och ägg"
    entry = client.get(own + "kalender.ics")
    assert entry["Content-Type"].startswith("text/calendar; method=PUBLISH") and b"BEGIN:VEVENT" in entry.content
    client.post(own, {"gor": "nej"})
    sign_up.refresh_from_db()
    assert (sign_up.status, sign_up.dietary) == (S.WITHDRAWN, "")
    assert b"METHOD:CANCEL" in client.get(own + "kalender.ics").content
    client.post(own, {"gor": "igen"})
    sign_up.refresh_from_db()
    assert sign_up.status == S.CONFIRMED


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "inte en adress"},
        {"email": ""},
        {"full_name": "   "},
        {"full_name": "x" * 121},
        {"email": "a@b.se\nBcc: c@d.se"},
    ],
)
def test_what_is_written_wrong_is_said_and_nothing_saved(client: Client, wrong: dict[str, str]) -> None:
    training = make_training()
    answer = client.post(desk("training", training), ANYBODY | wrong)
    assert answer.status_code == 422 and b'class="errors"' in answer.content
    assert not training.sign_ups.exists() and mail.outbox == []


def test_one_address_is_written_to_a_few_times_a_day(client: Client) -> None:
    training = make_training()
    for _one in range(6):
        answer = client.post(desk("training", training), ANYBODY)
    assert answer.status_code == 422 and len(mail.outbox) == 5


def test_the_secret_link_opens_what_is_not_public_until_it_is_replaced(client: Client, coordinator: User) -> None:
    training = make_training(audience="agents")
    link = path_of(training_links.training_link(training))
    assert client.get(desk("training", training)).status_code == 404
    assert client.get(link).status_code == 200
    assert client.post(link, ANYBODY).status_code == 200
    assert training.sign_ups.get().status == S.ASKED
    client.force_login(coordinator)
    client.post(desk("training_new_link", training))
    client.logout()
    assert client.get(link).status_code == 404
    for forged in ("abc", "1-1", link.split("/")[-2].replace("-", "+")):
        assert client.get(reverse("neighbourhoods:training_link", args=[forged])).status_code == 404


def test_a_draft_is_shown_to_nobody_by_link(client: Client) -> None:
    assert client.get(path_of(training_links.training_link(make_training(status="draft")))).status_code == 404


def test_an_agent_signs_up_in_the_portal_with_one_press(client: Client, agent: User) -> None:
    make_agent(make_area(), agent)
    training = make_training(audience="agents", capacity=1)
    client.force_login(agent)
    listing = reverse("neighbourhoods:trainings_portal")
    assert training.title in client.get(listing).content.decode()
    assert training.title in client.get("/portal/").content.decode()
    answer = client.post(desk("training", training))
    sign_up = training.sign_ups.get()
    assert answer["Location"] == training_links.own_link(sign_up) and sign_up.status == S.CONFIRMED
    shown = client.get(listing).content.decode()
    assert path_of(training_links.own_link(sign_up)) in shown
    again = client.post(desk("training", training))
    assert again.status_code == 302 and training.sign_ups.count() == 1


def test_what_is_for_others_is_not_there(client: Client, agent: User, volunteer: User) -> None:
    training = make_training(audience="volunteers")
    client.force_login(agent)
    assert client.get(desk("training", training)).status_code == 404
    assert client.post(desk("training", training)).status_code == 404
    client.force_login(volunteer)
    assert client.get(desk("training", training)).status_code == 200


def test_a_sign_up_of_an_erased_person_opens_nothing(client: Client) -> None:
    sign_up = make_sign_up()
    own, entry = path_of(training_links.own_link(sign_up)), training_links.own_link(sign_up) + "kalender.ics"
    SignUp.objects.update(email="")
    assert client.get(own).status_code == 404 and client.get(path_of(entry)).status_code == 404


def test_the_question_counts_a_press_and_not_a_visit(client: Client) -> None:
    training = make_training(status="held", in_days=-2, question="Fick du svar?")
    sign_up = make_sign_up(training, status=S.ATTENDED)
    page = path_of(training_links.question_link(sign_up))
    assert "Fick du svar?" in client.get(page).content.decode()
    assert not FollowUpCount.objects.exists()
    client.post(page, {"svar": "strunt"})
    client.post(page, {"svar": "partly"})
    client.post(page, {"svar": "no"})
    assert [(one.answer, one.times) for one in FollowUpCount.objects.all()] == [("partly", 1)]


def test_the_coordinator_enters_opens_moves_and_cancels(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    assert client.post(reverse("neighbourhoods:training_new"), filled()).status_code == 302
    training = Training.objects.get()
    assert (training.status, training.seats.count(), clock.local(training.starts_at).hour) == ("draft", 20, 18)
    client.post(desk("training_open", training))
    make_sign_up(training)
    moved = filled(begins="19.00", ends="21:30")
    assert client.post(desk("training_change", training), moved).status_code == 302
    training.refresh_from_db()
    assert (training.status, training.sequence, clock.local(training.starts_at).hour) == ("open", 1, 19)
    asked = client.get(desk("training_cancel", training))
    assert asked.context["told"] == 1
    training.refresh_from_db()
    assert training.status == TrainingStatus.OPEN
    client.post(desk("training_cancel", training), {"words": "Sjukt."})
    training.refresh_from_db()
    assert (training.status, training.farewell) == ("cancelled", "Sjukt.")
    assert client.get(desk("training_change", training)).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": "17:00"}, "ends"),
        ({"capacity": "0"}, "capacity"),
        ({"capacity": "301"}, "capacity"),
        ({"capacity": "tjugo"}, "capacity"),
        ({"day": "32 januari"}, "day"),
        ({"day": "9999-12-31"}, "day"),
        ({"closes_on": "9999-12-31"}, "closes_on"),
        ({"begins": "25:00"}, "begins"),
        ({"audience": "alla"}, "audience"),
        ({"title": ""}, "title"),
        ({"offer_hours": "9999"}, "offer_hours"),
    ],
)
def test_a_wrong_form_is_said_at_its_field(
    client: Client, coordinator: User, wrong: dict[str, str], field: str
) -> None:
    client.force_login(coordinator)
    answer = client.post(reverse("neighbourhoods:training_new"), filled(**wrong))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not Training.objects.exists()


def test_the_list_is_searched_filtered_and_taken_out(client: Client, coordinator: User) -> None:
    make_training(title="Fördjupningskväll om lås", kind="theme_evening")
    make_training(title="=Grundkurs", in_days=-9)
    client.force_login(coordinator)
    page = reverse("neighbourhoods:trainings")
    for query, many in (("", 2), ("q=lås", 1), ("slag=theme_evening", 1), ("nar=tidigare", 1), ("nar=kommande", 1)):
        assert client.get(f"{page}?{query}").context["page"].paginator.count == many, query
    assert client.get(f"{page}?status=hittepå&sida=99&slag=x").status_code == 200
    taken = client.get(reverse("neighbourhoods:trainings_export", args=["csv"]))
    words = b"".join(taken).decode("utf-8-sig")  # type: ignore[arg-type]  # a streamed answer
    assert "'=Grundkurs" in words and len(words.splitlines()) == 3
    assert client.get(reverse("neighbourhoods:trainings_export", args=["xlsx"])).status_code == 200
    assert client.get(reverse("neighbourhoods:trainings_export", args=["pdf"])).status_code == 404


def test_who_comes_is_taken_out_and_that_is_logged(client: Client, coordinator: User) -> None:
    training = make_training()
    make_sign_up(training, full_name="Ada Exempelgren", dietary="nötter")
    client.force_login(coordinator)
    assert "Ada Exempelgren" in client.get(desk("training_desk", training)).content.decode()
    taken = client.get(desk("training_people", training, "csv"))
    assert "nötter" in b"".join(taken).decode()  # type: ignore[arg-type]  # a streamed answer
    actions = set(AuditEntry.objects.filter(object_id=str(training.pk)).values_list("action", flat=True))
    assert {"training.people_read", "training.people_exported"} <= actions


def test_a_message_is_looked_through_and_then_sent_once(client: Client, coordinator: User) -> None:
    training = make_training()
    make_sign_up(training)
    client.force_login(coordinator)
    page = desk("training_write", training)
    token = client.get(page).context["form"]["form_token"].value()
    words = {"form_token": token, "circle": "all", "subject": "Ta med penna", "words": "Hej!\n\n<b>Ta med penna.</b>"}
    shown = client.post(page, words)
    assert shown.context["people"] == 1 and "&lt;b&gt;" in shown.content.decode() and mail.outbox == []
    for _twice in range(2):
        assert client.post(page, words | {"steg": "klart"}).status_code == 302
    assert [one.subject for one in mail.outbox] == ["Ta med penna"]


def test_somebody_who_rang_is_put_on_and_taken_off(client: Client, coordinator: User) -> None:
    training = make_training(capacity=1)
    client.force_login(coordinator)
    add = desk("training_add", training)
    token = client.get(add).context["form"]["form_token"].value()
    for _twice in range(2):
        assert client.post(add, {"full_name": "Elsa Exempel", "form_token": token}).status_code == 302
    first = training.sign_ups.get()
    client.post(add, {"full_name": "Bo Exempel", "email": "bo@example.com"})
    second = training.sign_ups.get(full_name="Bo Exempel")
    assert (first.status, second.status) == (S.CONFIRMED, S.WAITING)
    assert client.post(add, {"full_name": "Bo", "email": "BO@example.com"}).status_code == 422
    client.post(desk("training_person", training, second.pk), {"gor": "plats"})
    second.refresh_from_db()
    assert second.status == S.WAITING
    client.post(desk("training_person", training, first.pk), {"gor": "bort"})
    client.post(desk("training_person", training, second.pk), {"gor": "plats"})
    second.refresh_from_db()
    assert second.status == S.CONFIRMED
    other = make_sign_up()
    assert client.get(desk("training_person", training, other.pk)).status_code == 404
    assert client.post(desk("attendance_mark", training, other.pk), {"gor": "har"}).status_code == 404


def test_attendance_on_a_phone_with_undo_and_finish(client: Client, coordinator: User) -> None:
    agent = make_agent()
    training = make_training(in_days=1 / 24)
    sign_up = signups.sign_up(training=training, user=agent.user)
    make_sign_up(training, full_name="Utan Namn")
    client.force_login(coordinator)
    page, mark = desk("attendance", training), desk("attendance_mark", training, sign_up.pk)
    for press, status in (("har", S.ATTENDED), ("angra", S.CONFIRMED), ("inte", S.ABSENT), ("har", S.ATTENDED)):
        assert client.post(mark, {"gor": press})["Location"].endswith(f"#p{sign_up.pk}")
        sign_up.refresh_from_db()
        assert sign_up.status == status
    assert client.post(mark, {"gor": "strunt"}).status_code == 404
    assert client.post(page, {"full_name": ""}).status_code == 422
    assert client.post(page, {"full_name": "Kom Ändå"}).status_code == 302
    client.post(desk("attendance_finish", training))
    training.refresh_from_db()
    assert training.status == TrainingStatus.OPEN, "not before it has begun"
    with clock.at(training.starts_at + timedelta(minutes=1)):
        assert "/narvaro/klart/" in client.get(page).content.decode()
        client.post(desk("attendance_finish", training))
    training.refresh_from_db()
    assert training.status == TrainingStatus.HELD
    assert ContactAgent.objects.get(pk=agent.pk).trained_on == clock.local(training.starts_at).date()


def test_who_lacks_the_course_is_listed_and_taken_out(client: Client, coordinator: User) -> None:
    lacking = make_agent(make_area("Åkern"))
    make_agent(trained_on=clock.today())
    client.force_login(coordinator)
    page = client.get(reverse("neighbourhoods:trainings_lacking"))
    assert [one.pk for one in page.context["page"]] == [lacking.pk]
    assert client.get(reverse("neighbourhoods:trainings_lacking") + "?q=finnsinte").context["page"].paginator.count == 0
    taken = client.get(reverse("neighbourhoods:lacking_export", args=["csv"]))
    assert "Åkern" in b"".join(taken).decode()  # type: ignore[arg-type]  # a streamed answer
    assert AuditEntry.objects.filter(action="agents.exported").exists()


def test_the_desk_tells_of_an_evening_nobody_has_finished(client: Client, coordinator: User) -> None:
    make_training(title="Glömd kväll", in_days=-2)
    client.force_login(coordinator)
    assert "Glömd kväll" in client.get("/samordning/").content.decode()


def at_noon(month: int, day: int, year: int = 2026) -> datetime:
    return clock.start_of_day(date(year, month, day)) + timedelta(hours=12)


def test_the_desk_tells_of_each_term_without_a_course_and_of_a_year_with_few_evenings(coordinator: User) -> None:
    def lacking() -> list[str]:
        return [str(need.title) for need in cards.training_needs(coordinator)]

    autumn, spring, evenings = "Ingen grundkurs hösten 2026", "Ingen grundkurs våren 2027", "För få temakvällar 2026"
    with clock.at(at_noon(9, 15)):
        make_training(in_days=2, kind="other")
        make_training(in_days=2, status="cancelled")
        make_training(starts_at=at_noon(7, 1, 2027))
        make_training(starts_at=at_noon(7, 31), status="held")
        assert lacking() == [autumn, spring, evenings]
        make_training(starts_at=at_noon(12, 31), status="draft")
        make_training(starts_at=at_noon(2, 1), kind="theme_evening", status="held")
        make_training(starts_at=at_noon(1, 1, 2027), kind="theme_evening")
        assert lacking() == [spring, evenings]
        make_training(starts_at=at_noon(6, 30, 2027))
        make_training(starts_at=at_noon(12, 1), kind="theme_evening", status="draft")
        assert lacking() == []


@pytest.mark.parametrize(
    ("day", "months"), [(date(2026, 6, 30), [1, 8]), (date(2026, 7, 1), [8]), (date(2026, 8, 1), [8, 1])]
)
def test_terms(day: date, months: list[int]) -> None:
    assert [first.month for first, _last in figures.terms(day)] == months


def test_as_many_queries_for_one_as_for_many(client: Client, coordinator: User) -> None:
    training = make_training(capacity=60)
    make_sign_up(training)
    make_agent()
    client.force_login(coordinator)
    pages = [reverse(f"neighbourhoods:{name}") for name in ("trainings", "trainings_public", "trainings_lacking")]
    pages += [desk("training_desk", training), desk("attendance", training)]

    def count() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    count()
    few = count()
    for _one in range(20):
        make_sign_up(training)
        make_training()
        make_agent()
    assert count() == few
