"""Messages to areas: who is reached, what it costs, what agents say of it, and where answers go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry, User
from common import clock, form_tokens
from neighbourhoods import services
from neighbourhoods.figures import Choice, chosen_areas, group_rows, reached, reading_of, readings, textable
from neighbourhoods.models import (
    AgentChannels,
    AreaGroup,
    AreaMessage,
    GroupedArea,
    MessageAnswer,
    MessageRecipient,
)
from neighbourhoods.slots_filled import MESSAGE_THREAD
from neighbourhoods.tasks import send_message
from neighbourhoods.views.list_exports import LISTS
from post.models import TextMessage
from post.slots import Reply, ThreadGoneError
from tests.factories.neighbourhoods import make_agent, make_area, make_district, square

pytestmark = pytest.mark.django_db


def written(to, by: User, **fields) -> AreaMessage:
    words = {"subject": "Möte", "text": "Vi ses på torsdag.", "form_token": form_tokens.new()}
    return services.write_to_areas(to=to, by=by, **words | fields)


def test_a_choice_reaches_todays_agents_once(coordinator):
    tumba, alby = make_district("Tumba"), make_district("Alby")
    first, second = make_area(district=tumba, housing="rented"), make_area(district=tumba)
    far = make_area(district=alby, status="dormant")
    both = make_agent(first).user
    make_agent(second, both)
    other = make_agent(far).user
    cases = (
        (Choice(), {both, other}),
        (Choice(districts=[tumba.pk]), {both}),
        (Choice(housings=["rented"]), {both}),
        (Choice(statuses=["dormant"]), {other}),
        (Choice(areas=[far.pk]), {other}),
        (Choice(districts=[tumba.pk], areas=[far.pk]), {both, other}),
    )
    for choice, people in cases:
        found = [one.user_id for one in reached(chosen_areas(choice))]
        assert sorted(found) == sorted(user.pk for user in people), choice


def test_only_those_who_want_sms_and_are_awake_get_one():
    noon = clock.start_of_day(clock.today()).replace(hour=12)
    night = noon.replace(hour=23)
    wants, sleeps, mail_only = (make_agent(make_area()).user for _ in range(3))
    for user in (wants, sleeps, mail_only):
        User.objects.filter(pk=user.pk).update(phone="070-123 45 67")
    AgentChannels.objects.create(user=wants, by_sms=True)
    AgentChannels.objects.create(user=mail_only, by_sms=False)
    with clock.at(noon):
        assert len(textable(reached(chosen_areas(Choice())))) == 1
    with clock.at(night):
        assert textable(reached(chosen_areas(Choice()))) == []


def test_the_coordinator_looks_before_sending(client, coordinator, settings, mailoutbox):
    settings.SMS_URL = "file://"
    agents = [make_agent(make_area()).user for _ in range(3)]
    User.objects.filter(pk=agents[0].pk).update(phone="070-123 45 67")
    AgentChannels.objects.create(user=agents[0], by_sms=True, quiet_from="00:00", quiet_until="00:00")
    client.force_login(coordinator)
    address = reverse("neighbourhoods:message_write")
    words = {"subject": "Inbrott", "text": "Håll utkik.", "urgency": "danger", "sms_text": "Håll utkik."}
    words |= {"form_token": form_tokens.new(), "som": str(agents[1].pk)}
    page = client.post(address, words).content.decode()
    assert agents[1].full_name in page
    assert "Skicka till 3 ombud" in page
    assert not AreaMessage.objects.exists()
    for _twice in range(2):
        assert client.post(address, words | {"steg": "klart"}).status_code == 302
    message = AreaMessage.objects.get()
    assert TextMessage.objects.get().content.thread == f"neighbourhoods:text:{message.pk}"
    send_message(message.pk)
    send_message(message.pk)
    assert sorted(one.to[0] for one in mailoutbox) == sorted(user.email for user in agents)
    assert client.get(reverse("neighbourhoods:message", args=[message.pk])).status_code == 200
    assert client.post(address, words | {"sms_text": "", "form_token": form_tokens.new()}).status_code == 422


def test_agents_tell_what_became_of_it_and_answer(client, coordinator, agent, other_agent, mailoutbox):
    make_agent(make_area(), agent)
    make_agent(make_area(), other_agent)
    message = written([one for one in reached(chosen_areas(Choice())) if one.user_id == agent.pk], coordinator)
    address = reverse("neighbourhoods:portal_message", args=[message.pk])
    client.force_login(other_agent)
    assert client.get(address).status_code == 404
    assert client.post(address, {"last": "ja"}).status_code == 404
    client.force_login(agent)
    assert "Vi ses på torsdag." in client.get(address).content.decode()
    client.post(address, {"last": "ja"})
    client.post(address, {"last": "vidare"})
    client.post(address, {"text": "Vi kommer två.", "form_token": form_tokens.new()})
    told = reading_of(message)
    assert (told.sent, told.read, told.passed_on, told.answered) == (1, 1, 1, 1)
    client.force_login(coordinator)
    desk = reverse("neighbourhoods:message", args=[message.pk])
    row = MessageRecipient.objects.get()
    assert "Vi kommer två." in client.get(desk).content.decode()
    client.post(desk, {"till": str(row.pk), "text": "Vad bra!", "form_token": form_tokens.new()})
    assert not MessageAnswer.objects.filter(seen_at=None).exists()
    assert [one.to for one in mailoutbox] == [[agent.email]]


def test_a_reply_by_mail_comes_back_to_its_thread(coordinator, agent, settings):
    settings.POST_REPLY_DOMAIN = "svar.example.com"
    make_agent(make_area(), agent)
    message = written(reached(chosen_areas(Choice())), coordinator)
    row = message.recipients.get()
    reply = Reply(agent.email, "Sv: Möte", "Tack!", "Tack!", (), clock.now())
    MESSAGE_THREAD.receive(str(row.pk), reply)
    assert MessageAnswer.objects.get().by_mail
    assert MESSAGE_THREAD.link(str(row.pk), coordinator).url == reverse("neighbourhoods:message", args=[message.pk])
    assert MESSAGE_THREAD.link(str(row.pk), agent) is None
    with pytest.raises(ThreadGoneError):
        MESSAGE_THREAD.receive("0", reply)


def test_an_agent_writes_to_the_coordinator(client, agent, coordinator, other_agent):
    home = make_area()
    make_agent(home, agent)
    client.force_login(agent)
    address = reverse("neighbourhoods:portal_write", args=[home.slug])
    words = {"subject": "Nyckel", "text": "Vem har den?", "form_token": form_tokens.new()}
    for _twice in range(2):
        assert client.post(address, words).status_code == 302
    message = AreaMessage.objects.get()
    assert MessageAnswer.objects.get().seen_at is None
    client.force_login(coordinator)
    assert "Nyckel" in client.get(reverse("neighbourhoods:messages")).content.decode()
    assert "1 meddelande från kontaktombud" in client.get(reverse("desk")).content.decode()
    abroad = make_area("Grannbyn")
    make_agent(abroad, other_agent)
    client.force_login(other_agent)
    stolen = client.post(reverse("neighbourhoods:portal_write", args=[abroad.slug]), words)
    assert stolen.status_code == 422 and message.recipients.count() == 1
    assert client.get(reverse("neighbourhoods:portal_message", args=[message.pk])).status_code == 404


def test_a_head_sees_the_group_and_writes_to_it(client, agent, other_agent, coordinator, django_assert_num_queries):
    mine, theirs, outside = make_area("Ett"), make_area("Två"), make_area("Tre")
    make_agent(mine, agent)
    make_agent(theirs, other_agent)
    make_agent(outside)
    group = AreaGroup.objects.create(name="Torget")
    empty = make_area("Fyra")
    for area in (mine, theirs, empty):
        GroupedArea.objects.create(group=group, area=area)
    client.force_login(agent)
    address = reverse("neighbourhoods:group")
    assert client.get(address).status_code == 404
    services.appoint_group_head(group=group, user=agent, by=coordinator)
    page = client.get(address).content.decode()
    assert "Fyra" in page
    assert "Tre" not in page.replace("Trend", "").replace("Tre meddelanden", "")
    assert other_agent.email not in page
    services.score_areas()
    with django_assert_num_queries(2):
        assert [row.is_vacant for row in group_rows(agent)] == [True, False, False]
    taken = reverse("neighbourhoods:group_export", args=["csv"])
    lines = b"".join(client.get(taken)).decode()
    assert [line.split(";")[0] for line in lines.splitlines()[1:]] == ["Fyra", "Ett", "Två"]
    assert other_agent.email not in lines and other_agent.full_name not in lines
    client.force_login(other_agent)
    assert client.get(taken).status_code == 404
    client.force_login(agent)
    client.post(address, {"subject": "Hej", "text": "Fika?", "form_token": form_tokens.new()})
    assert [row.user for row in MessageRecipient.objects.all()] == [other_agent]
    assert client.get(reverse("neighbourhoods:portal_area", args=[theirs.slug])).status_code == 404


def test_two_heads_of_a_group_are_impossible(agent, other_agent, coordinator):
    group = AreaGroup.objects.create(name="Torget")
    services.appoint_group_head(group=group, user=agent, by=coordinator)
    with pytest.raises(ValidationError) as refusal:
        services.appoint_group_head(group=group, user=other_agent, by=coordinator)
    assert refusal.value.code == "head_taken"


@pytest.mark.parametrize("page", ["messages", "message_write", "misuse_list", "bounced"])
def test_the_desks_pages_are_the_coordinators(page, client, agent, coordinator, police):
    address = reverse(f"neighbourhoods:{page}")
    assert client.get(address).status_code == 302
    for user, status in ((agent, 404), (police, 404), (coordinator, 200)):
        client.force_login(user)
        assert client.get(address).status_code == status


def test_areas_are_chosen_on_the_map_or_around_an_address(client, coordinator):
    near, far = make_area(boundary=square(17.80, 59.20)), make_area(boundary=square(17.90, 59.25))
    client.force_login(coordinator)
    write = reverse("neighbourhoods:message_write")
    for query, chosen in (
        ({"omraden": f"{far.pk},x,99999999"}, [far.pk]),
        ({"kring": "59.2001, 17.8001"}, [near.pk]),
        ({"kring": "därborta"}, []),
    ):
        assert client.get(write, query).context["form"].initial["areas"] == chosen
    data = client.get(reverse("neighbourhoods:map_data"), {"box": "17.7,59.1,18.0,59.3"}).json()
    assert {one["properties"]["id"] for one in data["features"]} == {near.pk, far.pk}


@pytest.mark.parametrize("name", list(LISTS))
def test_each_list_of_the_desk_is_taken_out(name, client, coordinator, agent, other_agent):
    make_agent(make_area(), agent)
    message = written(reached(chosen_areas(Choice())), coordinator)
    for kind in ("xlsx", "csv"):
        address = reverse("neighbourhoods:list_export", args=[name, kind])
        client.force_login(coordinator)
        assert client.get(address).status_code == 200
        assert AuditEntry.objects.filter(action=f"list.exported.{name}").exists()
        client.force_login(other_agent)
        assert client.get(address).status_code == 404
    client.force_login(coordinator)
    services.say_read(recipient=message.recipients.get(), passed_on=True)
    told = client.get(reverse("neighbourhoods:recipients_export", args=[message.pk, "csv"]))
    lines = b"".join(told).decode().splitlines()
    assert agent.full_name in lines[1] and str(clock.today().year) in lines[1]


def test_the_list_of_messages_asks_once_however_many_there_are(client, coordinator, agent, django_assert_num_queries):
    make_agent(make_area(), agent)
    address = reverse("neighbourhoods:list_export", args=["meddelanden", "xlsx"])
    client.force_login(coordinator)
    written(reached(chosen_areas(Choice())), coordinator)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _more in range(3):
        message = written(reached(chosen_areas(Choice())), coordinator)
    services.say_read(recipient=message.recipients.get(), passed_on=False)
    with django_assert_num_queries(len(one)):
        client.get(address)
    assert [told.read for told in readings(list(AreaMessage.objects.all())).values()] == [1, 0, 0, 0]


def test_unread_answers_stand_first_and_are_settled_without_an_answer(client, coordinator, agent, other_agent):
    make_agent(make_area("Ett"), agent)
    make_agent(make_area("Två"), other_agent)
    old = written(reached(chosen_areas(Choice())), coordinator, subject="Gammalt")
    written(reached(chosen_areas(Choice())), coordinator, subject="Nytt")
    row = old.recipients.get(user=other_agent)
    for text in ("Tack!", "Vi kommer."):
        services.answer(recipient=row, by=other_agent, text=text, form_token=form_tokens.new())
    services.answer(recipient=old.recipients.get(user=agent), by=coordinator, text="Hej.", form_token=form_tokens.new())
    client.force_login(coordinator)
    index, desk = reverse("neighbourhoods:messages"), reverse("neighbourhoods:message", args=[old.pk])
    page = client.get(index).content.decode()
    assert page.index("Gammalt") < page.index("Nytt") and "2 olästa svar" in page
    opened = client.get(desk)
    assert opened.context["talks"][0].row == row and "oläst" in opened.content.decode()
    assert client.post(desk, {"till": row.pk, "last": "ja"}).status_code == 302
    assert not MessageAnswer.objects.filter(seen_at=None).exists()
    page = client.get(index).content.decode()
    assert page.index("Nytt") < page.index("Gammalt") and "olästa svar" not in page
    assert client.post(desk, {"till": "0", "last": "ja"}).status_code == 404


def test_answers_to_a_heads_message_are_the_heads(client, agent, other_agent, coordinator, mailoutbox):
    head = make_agent(make_area("Ett"), agent, is_head=True)
    make_agent(head.area, other_agent)
    others = [one for one in reached(chosen_areas(Choice())) if one.user_id == other_agent.pk]
    message = written(others, agent, direction="to_group")
    row = message.recipients.get()
    services.answer(recipient=row, by=other_agent, text="Jag kan.", form_token=form_tokens.new())
    assert [(one.to, "Jag kan." in one.body) for one in mailoutbox] == [([agent.email], False)]
    client.force_login(coordinator)
    desk = reverse("neighbourhoods:message", args=[message.pk])
    assert "meddelande från kontaktombud" not in client.get(reverse("desk")).content.decode()
    assert 'name="till"' not in client.get(desk).content.decode()
    words = {"till": row.pk, "text": "Bra.", "form_token": form_tokens.new()}
    assert client.post(desk, words).status_code == 404
    client.force_login(agent)
    page = reverse("neighbourhoods:group")
    assert "oläst" in client.get(page).content.decode()
    assert client.post(page, words | {"text": ""}).status_code == 422
    assert client.post(page, words | {"till": "0"}).status_code == 404
    assert client.post(page, words).status_code == 302
    assert mailoutbox[-1].to == [other_agent.email] and "Bra." in mailoutbox[-1].body
    assert "oläst" not in client.get(page).content.decode()


def test_answers_to_whoever_heads_nothing_any_longer_wait_at_the_desk(client, agent, other_agent, coordinator):
    head = make_agent(make_area("Ett"), agent, is_head=True)
    make_agent(head.area, other_agent)
    message = written(reached(chosen_areas(Choice())), agent, direction="to_group")
    row = message.recipients.get(user=other_agent)
    services.answer(recipient=row, by=other_agent, text="Jag kan.", form_token=form_tokens.new())
    services.end_appointment(appointment=head, by=None, last_day=clock.today() - timedelta(days=1))
    client.force_login(coordinator)
    assert "1 meddelande från kontaktombud" in client.get(reverse("desk")).content.decode()
    desk = reverse("neighbourhoods:message", args=[message.pk])
    assert client.post(desk, {"till": row.pk, "last": "ja"}).status_code == 302
