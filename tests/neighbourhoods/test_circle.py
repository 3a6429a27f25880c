"""The circle of neighbours: joined by a confirmed address, written to seldom, left in a click, misuse told."""

from __future__ import annotations

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import segno
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import clock, form_tokens
from neighbourhoods import services
from neighbourhoods.figures import circle_key, circle_size
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, AreaActivity, CircleMisuse, CircleNote
from neighbourhoods.slots import Letter
from post.models import Content, Subscription
from post.services import add_members
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(agent: User) -> Area:
    area = make_area("Sagogränd")
    make_agent(area, agent)
    return area


def join_two(area: Area) -> None:
    services.circle_of(area)
    add_members(list_key=circle_key(area), emails=["a@example.org", "b@example.org"], consent={"how": "test"})


def note(area: Area, by: User, **fields) -> CircleNote:
    words = {"subject": "Lampan", "text": "Den är lagad.", "form_token": form_tokens.new()}
    return services.send_note(area=area, by=by, **words | fields)


def test_a_neighbour_joins_by_confirming(client, home, mailoutbox):
    circle = services.circle_of(home)
    address = reverse("neighbourhoods:circle_join", args=[circle.token])
    assert client.get(address).status_code == 200
    assert client.post(address, {"email": "inte en adress"}).status_code == 422
    assert client.post(address, {"email": "granne@example.org"}).status_code == 200
    assert circle_size(home) == 0
    assert mailoutbox[0].to == ["granne@example.org"]
    (link,) = set(re.findall(r"https?://[^/\s]+(/\S+)", mailoutbox[0].body.split("\n\n-- ")[0]))
    # A mail program that looks at the link confirms nothing; the neighbour's press does, once.
    assert client.get(link).status_code == 200 and circle_size(home) == 0
    assert [client.post(link).status_code for _twice in range(2)] == [200, 410] and circle_size(home) == 1
    assert Subscription.objects.get().status == "confirmed"
    assert client.get(reverse("neighbourhoods:circle_join", args=["okand"])).status_code == 404


def test_joining_is_limited(client, home):
    address = reverse("neighbourhoods:circle_join", args=[services.circle_of(home).token])
    codes = [client.post(address, {"email": f"g{n}@example.org"}).status_code for n in range(11)]
    assert codes == [200] * 10 + [429]


def test_an_old_link_leads_nowhere(client, home, agent):
    old = services.circle_of(home).token
    client.force_login(agent)
    client.post(reverse("neighbourhoods:circle_renew", args=[home.slug]))
    assert client.get(reverse("neighbourhoods:circle_join", args=[old])).status_code == 404


def test_the_agent_sees_a_number_never_an_address(client, home, agent):
    join_two(home)
    client.force_login(agent)
    page = client.get(reverse("neighbourhoods:circle", args=[home.slug])).content.decode()
    assert "2 grannar är med" in page
    assert "@example.org" not in page.replace(agent.email, "")


def test_a_note_is_looked_at_and_sent_once(client, home, agent):
    join_two(home)
    client.force_login(agent)
    address = reverse("neighbourhoods:circle", args=[home.slug])
    words = {"subject": "Städdag", "text": "Lördag klockan tio.", "form_token": form_tokens.new()}
    assert "Lördag klockan tio." in client.post(address, words).content.decode()
    assert not CircleNote.objects.exists()
    for _twice in range(2):
        assert client.post(address, words | {"steg": "klart"}).status_code == 302
    made = CircleNote.objects.get()
    body = bytes(Content.objects.get(mailing__key=f"neighbourhoods:circle:{made.pk}", language="sv").body).decode()
    assert "List-Unsubscribe" in body
    assert AreaActivity.objects.get(area=home).kind == "note"


def test_the_notes_can_be_taken_out_without_any_neighbour(client, home, agent):
    join_two(home)
    note(home, agent)
    client.force_login(agent)
    answer = client.get(reverse("neighbourhoods:circle_export", args=[home.slug, "csv"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert ";Lampan;Den är lagad." in text
    assert "@example.org" not in text
    assert client.get(reverse("neighbourhoods:circle_export", args=[home.slug, "exe"])).status_code == 404


def test_what_may_not_go_out(home, agent):
    join_two(home)
    for text, code in (
        ("Titta på https://example.com/x", "foreign_link"),
        ("Titta på www.botkyrka.se.example.com", "foreign_link"),
        ("Han är 19700101-1234", "personal_number"),
    ):
        with pytest.raises(ValidationError) as refusal:
            note(home, agent, text=text)
        assert refusal.value.code == code
    assert note(home, agent, text="Läs på https://www.botkyrka.se/trygghet, ring 070-123 45 67.").pk


def test_not_too_often_and_not_to_nobody(home, agent):
    with pytest.raises(ValidationError) as refusal:
        note(home, agent)
    assert refusal.value.code == "nobody"
    join_two(home)
    note(home, agent)
    note(home, agent)
    with pytest.raises(ValidationError) as refusal:
        note(home, agent)
    assert refusal.value.code == "too_often"


def test_a_letter_is_passed_on_once_an_area(home, agent):
    join_two(home)
    letter = Letter("letter:1", "Nyhetsbrev A", "Höst.", "/nyhetsbrev/1/", clock.today())
    services.pass_on(area=home, letter=letter, by=agent, form_token=form_tokens.new())
    with pytest.raises(ValidationError) as refusal:
        services.pass_on(area=home, letter=letter, by=agent, form_token=form_tokens.new())
    assert refusal.value.code == "passed_on"
    assert AreaActivity.objects.get(area=home).kind == "passed_on"


def test_a_real_letter_is_passed_on_by_one_press(client, home, agent):
    join_two(home)
    issue = make_issue(title="Trygg i höst", status="sent", send_at=clock.now() - timedelta(days=3))
    client.force_login(agent)
    page = client.get(reverse("neighbourhoods:circle", args=[home.slug])).content.decode()
    assert "Trygg i höst" in page and f'value="letter:{issue.pk}"' in page
    told = client.post(reverse("neighbourhoods:pass_on", args=[home.slug]), {"brev": f"letter:{issue.pk}"}, follow=True)
    assert "Skickat vidare. Tack!" in told.content.decode()
    made = CircleNote.objects.get()
    assert (made.kind, made.letter, made.subject) == ("letter", f"letter:{issue.pk}", str(issue))
    body = Content.objects.get(mailing__key=f"neighbourhoods:circle:{made.pk}", language="sv").body
    assert issue.get_absolute_url() in message_from_bytes(bytes(body), policy=policy.default).get_body().get_content()
    assert AreaActivity.objects.get(area=home).kind == "passed_on"


def test_the_note_for_the_stairwell_has_link_and_code(client, home, agent, settings):
    client.force_login(agent)
    page = client.get(reverse("neighbourhoods:circle_sheet", args=[home.slug])).content.decode()
    link = settings.BASE_URL.rstrip("/") + reverse("neighbourhoods:circle_join", args=[services.circle_of(home).token])
    assert f"<b>{link}</b>" in page
    assert segno.make(link, error="m").svg_inline(scale=6, border=4, dark="#000", light="#fff") in page


def test_a_neighbour_tells_of_misuse_and_a_coordinator_settles_it(client, home, agent, coordinator, other_agent):
    join_two(home)
    made = note(home, agent)
    body = bytes(Content.objects.get(mailing__key=f"neighbourhoods:circle:{made.pk}", language="sv").body).decode()
    assert "/fel/" in body
    address = reverse("neighbourhoods:circle_misuse", args=[services.circle_of(home).token])
    token = form_tokens.new()
    for _twice in range(2):
        assert client.post(address, {"text": "Det pekar ut någon.", "form_token": token}).status_code == 200
    told = CircleMisuse.objects.get()
    settle = reverse("neighbourhoods:misuse_settle", args=[told.pk])
    for user in (agent, other_agent):
        client.force_login(user)
        assert client.get(reverse("neighbourhoods:misuse_list")).status_code == 404
        assert client.post(settle).status_code == 404
    client.force_login(coordinator)
    assert "pekar ut" in client.get(reverse("neighbourhoods:misuse_list")).content.decode()
    client.post(settle, {"vad": "stoppa"})
    with pytest.raises(ValidationError) as refusal:
        note(home, agent)
    assert refusal.value.code == "circle_stopped"
    client.post(settle, {"vad": "klar"})
    told.refresh_from_db()
    assert told.settled_by == coordinator
    assert client.get(settle).status_code == 405


def test_a_closed_areas_neighbours_are_forgotten_and_get_nothing_that_waits() -> None:
    area = make_agent().area
    join_two(area)
    kept = make_agent().area
    join_two(kept)
    services.move_area(area=area, to=AreaStatus.CLOSED, by=None)
    assert not Subscription.objects.filter(list__key=circle_key(area)).exists()
    assert Subscription.objects.filter(list__key=circle_key(kept)).exists()


def test_an_agent_who_draws_a_new_link_does_not_silence_the_notes_already_sent(client, home, agent):
    join_two(home)
    made = note(home, agent)
    body = Content.objects.get(mailing__key=f"neighbourhoods:circle:{made.pk}", language="sv").body
    words = message_from_bytes(bytes(body), policy=policy.default).get_body(("plain",)).get_content()
    (link,) = re.findall(r"https?://[^/\s]+(/\S+/fel/\S+)", words)
    services.renew_link(area=home)
    told = client.post(link, {"text": "Det pekar ut någon.", "form_token": form_tokens.new()})
    assert told.status_code == 200
    assert CircleMisuse.objects.get().note == made
    forged = link.partition("?")[0] + f"?brev={made.pk}:fel"
    assert client.get(forged).status_code == 404, "without its signature the old link leads nowhere"


def test_a_stop_is_made_and_lifted_without_a_report(client, home, agent, coordinator, police):
    join_two(home)
    stop, page = (reverse(f"neighbourhoods:{name}", args=[home.slug]) for name in ("circle_stop", "area"))
    settled = reverse("neighbourhoods:misuse_list")
    for user in (agent, police):
        client.force_login(user)
        assert client.post(stop, {"vad": "stoppa"}).status_code == 404
    client.force_login(coordinator)
    assert "Stoppa områdets utskick" in client.get(page).content.decode()
    client.post(stop, {"vad": "stoppa"})
    with pytest.raises(ValidationError):
        note(home, agent)
    assert stop in client.get(settled).content.decode(), "listed though no report waits"
    assert settled in client.get(reverse("neighbourhoods:messages")).content.decode()
    assert "Stoppad" in client.get(page).content.decode()
    client.post(stop, {"vad": "slapp"})
    assert note(home, agent).pk and stop not in client.get(settled).content.decode()
    assert client.post(stop, {"vad": "annat"}).status_code == 404
    actions = AuditEntry.objects.filter(object_id=str(home.pk)).values_list("action", flat=True)
    assert {"circle.stopped", "circle.released"} <= set(actions)
