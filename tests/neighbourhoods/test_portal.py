"""The portal: tasks of the month, meetings, counts, channels; never another area's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from common import clock, form_tokens
from incidents import reference
from incidents import services as incidents
from incidents.models import Category, Report
from neighbourhoods import figures, services
from neighbourhoods.figures import Asked, Reached, reached
from neighbourhoods.models import (
    AgentChannels,
    Area,
    AreaActivity,
    AreaGroup,
    AreaMessage,
    CircleNote,
    ContactAgent,
    GroupedArea,
    GroupHead,
    HouseholdCount,
    MessageRecipient,
    TaskDone,
    YearlyMeeting,
)
from neighbourhoods.slots import AgentTask
from tests.factories.neighbourhoods import make_agent, make_area, make_sign, square
from tests.factories.newsletters import make_issue
from tests.factories.portal import make_group, make_meeting

pytestmark = pytest.mark.django_db
AREA_PAGES = ("portal_signs", "meetings", "count", "welcome", "circle", "circle_sheet", "portal_write")


@pytest.fixture
def home(agent: User) -> Area:
    area = make_area("Sagogränd")
    make_agent(area, agent)
    return area


@pytest.mark.parametrize("page", AREA_PAGES)
def test_pages_of_an_area_are_for_its_own_agents(page, client, home, agent, other_agent, coordinator):
    make_agent(make_area("Grannbyn"), other_agent)
    address = reverse(f"neighbourhoods:{page}", args=[home.slug])
    assert client.get(address).status_code == 302
    for user, status in ((agent, 200), (other_agent, 404), (coordinator, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status, user
    client.force_login(agent)
    assert client.put(address).status_code == 405


def test_a_task_is_ticked_off_and_taken_back(client, home, agent):
    client.force_login(agent)
    page = client.get(reverse("portal")).content.decode()
    assert "skyltarna" in page
    assert "minuter" in page
    tick = reverse("neighbourhoods:tick", args=[home.slug])
    client.post(tick, {"uppgift": "signs"})
    client.post(tick, {"uppgift": "signs"})
    assert TaskDone.objects.get().area == home
    assert AreaActivity.objects.filter(area=home, kind="sign_check").count() == 1
    client.post(tick, {"uppgift": "signs", "angra": "1"})
    assert not TaskDone.objects.exists()
    assert not AreaActivity.objects.exists()
    assert client.post(tick, {"uppgift": "annat"}).status_code == 404


def test_ticking_a_message_says_that_this_agent_has_read_it(client, home, agent, coordinator):
    make_agent(make_area("Grannbyn"), agent)
    fellow = make_agent(home).user
    people = [Reached(user.pk, str(user), home.pk, home.name, "", by_sms=False) for user in (agent, fellow)]
    words = {"subject": "Cykelstölder", "text": "Lås.", "form_token": form_tokens.new()}
    message = services.write_to_areas(to=people, by=coordinator, **words)
    client.force_login(agent)
    assert client.get(reverse("portal")).content.decode().count("Läs: Cykelstölder</a>") == 1
    for _twice in range(2):
        tick = reverse("neighbourhoods:tick", args=[home.slug])
        assert client.post(tick, {"uppgift": f"message:{message.pk}"}).status_code == 302
    assert [one.user for one in message.recipients.exclude(read_at=None)] == [agent]
    assert AreaActivity.objects.get().area == home and not TaskDone.objects.exists()
    left = [one.task.key for one in figures.asked_of(fellow, home) if not one.is_done]
    assert f"message:{message.pk}" in left


def test_what_has_been_done_lately_is_not_asked_again(client, home, agent):
    for kind in ("meeting", "count", "sign_check"):
        services.record_activity(area=home, kind=kind, on=clock.today() - timedelta(days=100))
    client.force_login(agent)
    page = client.get(reverse("portal")).content.decode()
    assert "skyltarna" not in page


def asked(*minutes, **fields):
    return [
        Asked(AgentTask(f"{place}", "", minute, "", **fields), False, False) for place, minute in enumerate(minutes)
    ]


def test_what_is_asked_of_an_agent_fits_in_a_quarter_of_an_hour():
    done = Asked(AgentTask("done", "", 5, ""), True, True)
    evening = asked(60, is_apart=True)
    two = [asked(2, 10, 3) + evening + [done], asked(5, 2, 3)]
    first, other = figures.within_a_quarter(two)
    minutes = [[one.task.minutes for one in held] for held in (first.first, first.later, other.first, other.later)]
    assert minutes == [[2, 5], [10, 3], [5, 2], [3]] and first.minutes_left == 2 and first.evenings == evening
    assert sum(minutes[0] + minutes[2]) <= figures.QUARTER
    letter = asked(2, message_id=1)
    assert figures.within_a_quarter([letter + asked(16) + asked(15)])[0].first == letter
    full = figures.within_a_quarter([[Asked(AgentTask("long", "", 15, ""), True, True), *letter]])[0]
    assert full.later == [] and full.more_messages == 1


def test_messages_beyond_the_quarter_of_an_hour_are_counted():
    two = [asked(*[2] * 5, message_id=1) for _area in range(2)]
    months = figures.within_a_quarter(two)
    assert sum(month.minutes_left for month in months) <= figures.QUARTER
    assert sum(len(month.first) + month.more_messages for month in months) == 10
    assert sum(month.more_messages for month in months) == 3


def test_the_portal_says_how_many_more_messages_there_are(client, home, agent):
    for number in range(9):
        words = {"subject": f"Brev {number}", "text": "Hej", "form_token": form_tokens.new()}
        services.write_to_areas(to=reached(Area.objects.all()), by=agent, **words)
    client.force_login(agent)
    answer = client.get(reverse("portal"))
    assert answer.context["areas"][0].month.minutes_left <= figures.QUARTER
    assert "Och 2 meddelanden till att läsa" in answer.content.decode()


def test_a_letter_told_by_word_of_mouth_is_not_asked_for_again_next_month(home, agent):
    issue = make_issue(title="Trygg i höst", status="sent", send_at=clock.now() - timedelta(days=3))
    key = f"letter:{issue.pk}"
    task = next(one.task for one in figures.asked_of(agent, home) if one.task.key == key)
    services.tick(area=home, task=task, by=agent)
    assert [one.is_done for one in figures.asked_of(agent, home) if one.task.key == key] == [True]
    with clock.at(clock.start_of_day(clock.today().replace(day=1) + timedelta(days=32))):
        assert key in [one.key for one in figures.letters_to_pass_on(home)], "the circle can still get it"
        assert key not in [one.task.key for one in figures.asked_of(agent, home)]
        assert key in [one.task.key for one in figures.asked_of(agent, make_agent(user=agent).area)]


def test_the_rest_of_the_month_can_wait_and_an_evening_stands_apart(client, home, agent):
    ContactAgent.objects.update(trained_on=None)
    make_meeting(home, sent_at=clock.now())
    for number in range(5):
        words = {"subject": f"Brev {number}", "text": "Hej", "form_token": form_tokens.new()}
        services.write_to_areas(to=reached(Area.objects.all()), by=agent, **words)
    client.force_login(agent)
    (own,) = client.get(reverse("portal")).context["areas"]
    assert own.month.minutes_left <= figures.QUARTER and len(own.month.first) == 7
    page = client.get(reverse("portal")).content.decode()
    assert page.index("Anmäl dig till grundkursen") < page.index("Kan vänta") < page.index("skyltarna")
    assert "En kväll med grannarna" in page


def test_nobody_ticks_another_areas_task(client, home, other_agent):
    make_agent(make_area("Grannbyn"), other_agent)
    client.force_login(other_agent)
    assert client.post(reverse("neighbourhoods:tick", args=[home.slug]), {"uppgift": "signs"}).status_code == 404


def test_a_meeting_is_called_held_and_told_of(client, home, agent, monkeypatch):
    client.force_login(agent)
    address = reverse("neighbourhoods:meetings", args=[home.slug])
    day = (clock.today() + timedelta(days=14)).isoformat()
    data = {"day": day, "time": "18:30", "place": "Gården", "invitation": "Kom!", "form_token": form_tokens.new()}
    for _twice in range(2):
        assert client.post(address, data).status_code == 302
    meeting = YearlyMeeting.objects.get()
    page = reverse("neighbourhoods:meeting", args=[home.slug, meeting.pk])
    assert client.get(page).status_code == 200
    sheet = client.get(reverse("neighbourhoods:meeting_sheet", args=[home.slug, meeting.pk])).content.decode()
    assert "Gården" in sheet
    assert "18.30" in sheet
    YearlyMeeting.objects.update(starts_at=clock.now() - timedelta(hours=3))
    assert client.post(page, {"households_present": "11", "outcome": "Fler lampor."}).status_code == 302
    assert AreaActivity.objects.get().kind == "meeting"
    assert client.post(address, data | {"day": "2020-01-01", "form_token": form_tokens.new()}).status_code == 422


def test_another_areas_meeting_is_not_there(client, home, agent, other_agent):
    far = make_area("Grannbyn")
    make_agent(far, other_agent)
    meeting = YearlyMeeting.objects.create(
        area=far, starts_at=clock.now(), place="Torget", invitation="Hej", form_token=form_tokens.new()
    )
    client.force_login(agent)
    for name in ("meeting", "meeting_sheet"):
        for slug in (home.slug, far.slug):
            assert client.get(reverse(f"neighbourhoods:{name}", args=[slug, meeting.pk])).status_code == 404


def test_households_are_counted_in_numbers(client, home, agent):
    client.force_login(agent)
    address = reverse("neighbourhoods:count", args=[home.slug])
    assert client.post(address, {"households": "20", "joined": "15", "declined": "9"}).status_code == 422
    assert not HouseholdCount.objects.exists()
    assert client.post(address, {"households": "20", "joined": "15", "declined": "2"}).status_code == 302
    home.refresh_from_db()
    assert (home.households, home.households_joined, home.households_declined) == (20, 15, 2)


def test_welcoming_shows_only_agents_who_agree(client, home, agent):
    shy = make_agent(home)
    client.force_login(agent)
    address = reverse("neighbourhoods:welcome", args=[home.slug])
    page = client.get(address).content.decode()
    assert agent.email in page
    assert shy.user.email not in page and str(shy.user) not in page
    open_one = make_agent(home, agrees_to_be_shown=True)
    User.objects.filter(pk=open_one.user_id).update(phone="070-174 06 05")
    for shown in (client.get(address), client.get(reverse("neighbourhoods:portal_area", args=[home.slug]))):
        told = shown.content.decode()
        assert str(open_one.user) in told
        assert open_one.user.email not in told and "070-174 06 05" not in told, "a name was agreed to, no more"
    assert "<svg" in page
    client.post(address)
    assert AreaActivity.objects.get().kind == "welcome"


def test_channels_and_quiet_hours(client, home, agent):
    client.force_login(agent)
    address = reverse("neighbourhoods:channels")
    hours = {"quiet_from": "22:00", "quiet_until": "07:00", "by_sms": "on"}
    assert client.post(address, hours | {"phone": ""}).status_code == 422
    assert client.post(address, hours | {"phone": "08-123 45 67"}).status_code == 422
    assert client.post(address, hours | {"phone": "070-123 45 67"}).status_code == 302
    assert not ContactAgent.objects.get(user=agent).agrees_to_be_shown
    client.post(address, hours | {"phone": "070-123 45 67", "is_shown": "on"})
    assert ContactAgent.objects.get(user=agent).agrees_to_be_shown
    wish = AgentChannels.objects.get(user=agent)
    night = clock.start_of_day(clock.today())
    assert wish.is_quiet(night.time())
    assert not wish.is_quiet(night.replace(hour=12).time())


def test_one_press_reports_and_is_taken_back_within_minutes(client, agent, other_agent, coordinator):
    reference.load()
    home = make_area("Sagogränd", boundary=square())
    make_agent(home, agent)
    client.force_login(agent)
    page = client.get(reverse("portal")).content.decode()
    button = rf'value="(\w{{32}})"><input type="hidden" name="omrade" value="{home.slug}"><[^>]+ value="graffiti"'
    [token] = re.findall(button, page)
    press = {"omrade": home.slug, "vad": "graffiti", "form_token": token}
    at_once = reverse("incidents:report_at_once")
    first, second = client.post(at_once, press), client.post(at_once, press)
    assert first["Location"] == second["Location"], "two presses of one button are one report"
    report = Report.objects.get()
    assert (report.area, report.category.code, report.channel) == (home, "graffiti", "agent")
    assert report.text == f"{report.category}, {home.name}."
    back = f"{first['Location'].split('?')[0]}angra/"
    assert back in client.get(first["Location"]).content.decode()
    client.post(back)
    report.refresh_from_db()
    assert report.status == "declined" and report.events.latest("pk").reason == "taken_back"
    assert back not in client.get(first["Location"]).content.decode()
    client.force_login(other_agent)
    assert client.post(at_once, press | {"form_token": form_tokens.new()}).status_code == 404


def test_what_one_press_can_not_say_is_written_and_what_is_begun_is_not_taken_back(client, agent, coordinator):
    reference.load()
    home, bare = make_area("Sagogränd", boundary=square()), make_area("Utan gräns")
    for area in (home, bare):
        make_agent(area, agent)
    client.force_login(agent)

    def pressed(area):
        press = {"omrade": area.slug, "vad": "graffiti", "form_token": form_tokens.new()}
        return client.post(reverse("incidents:report_at_once"), press)["Location"]

    assert pressed(bare) == f"/rapportera/?omrade={bare.slug}&vad=graffiti" and not Report.objects.exists()
    begun, late = (f"{pressed(home).split('?')[0]}angra/" for _twice in range(2))
    incidents.assign(report=Report.objects.earliest("pk"), to=coordinator, by=coordinator)
    client.post(begun)
    with clock.at(clock.now() + timedelta(minutes=6)):
        client.post(late)
    assert set(Report.objects.values_list("status", flat=True)) == {"received"}
    Category.objects.update(is_anonymous_allowed=False)
    assert pressed(home) == f"/rapportera/?omrade={home.slug}&vad=graffiti"


def test_a_head_of_a_group_alone_has_a_way_in_and_reads_the_answers(client, home, agent, other_agent):
    group = AreaGroup.objects.create(name="Grupp")
    GroupedArea.objects.create(group=group, area=home)
    services.appoint_group_head(group=group, user=other_agent, by=None)
    client.force_login(other_agent)
    page = reverse("neighbourhoods:group")
    assert page in client.get(reverse("portal")).content.decode()
    client.post(page, {"subject": "Möte", "text": "Kan ni på torsdag?", "form_token": form_tokens.new()})
    row = MessageRecipient.objects.get(user=agent)
    services.answer(recipient=row, by=agent, text="Ja, jag kan.", form_token=form_tokens.new())
    told = client.get(page).content.decode()
    assert "Kan ni" in told or "Möte" in told
    assert "Ja, jag kan." in told and "1 av 1" in told


def test_two_heads_of_a_group_get_a_sentence(home, agent, other_agent):
    group = AreaGroup.objects.create(name="Grupp")
    head = services.appoint_group_head(group=group, user=agent, by=None)
    with pytest.raises(ValidationError, match="Gruppen har"):
        GroupHead(group=group, user=other_agent, period=head.period).validate_constraints()


def test_what_is_held_of_an_agent_is_told_and_the_invitation_forgotten(home, agent):
    meeting = services.call_meeting(
        area=home,
        starts_at=clock.now() + timedelta(days=3),
        place="Gården",
        invitation=f"Kom! {agent}, kontaktombud",
        by=agent,
        form_token=form_tokens.new(),
    )
    assert "meeting" in {row["kind"] for row in services.export_person(agent.email)}
    services.erase_person(agent.email)
    meeting.refresh_from_db()
    assert str(agent) not in meeting.invitation


def test_what_an_agent_wrote_to_many_is_emptied_alike(home, agent, other_agent):
    by, token = {"author": agent}, form_tokens.new
    to_group = AreaMessage.objects.create(**by, direction="to_group", subject="Hej", text="Ann", form_token=token())
    answered = MessageRecipient.objects.create(message=to_group, user=other_agent, area=home)
    services.answer(recipient=answered, by=other_agent, text="Ja.", form_token=token())
    to_many = AreaMessage.objects.create(**by, direction="to_agents", subject="Hej", text="Ring", form_token=token())
    note = CircleNote.objects.create(**by, area=home, subject="Ann här", text="Ring Ann", form_token=token())
    passed_on = {"kind": "letter", "letter": "letter:1", "subject": "Trygg i höst", "text": "Läs."}
    letter = CircleNote.objects.create(**by, **passed_on, area=home, form_token=token())
    meeting = make_meeting(home, called_by=agent, outcome="Ann väljs.")
    services.erase_person(agent.email)
    for held in (to_group, to_many, note, letter, meeting):
        held.refresh_from_db()
    assert (
        (to_group.author, to_group.subject, to_group.text) == (note.author, note.subject, note.text) == (None, "–", "")
    )
    assert (meeting.called_by, meeting.invitation, meeting.outcome) == (None, "", "")
    assert (letter.author, letter.text, to_many.text) == (None, "Läs.", "Ring")
    assert answered.answers.get().text == "Ja."


def test_a_meeting_that_is_to_come_has_no_result(home, agent):
    meeting = services.call_meeting(
        area=home,
        starts_at=clock.now() + timedelta(days=3),
        place="Gården",
        invitation="Kom!",
        by=agent,
        form_token=form_tokens.new(),
    )
    with pytest.raises(ValidationError) as refusal:
        services.record_meeting(meeting=meeting, households_present=3, outcome="")
    assert refusal.value.code == "not_held_yet"


def test_signs_are_entered_and_looked_at_by_the_agent(client, home, agent):
    client.force_login(agent)
    page = reverse("neighbourhoods:portal_signs", args=[home.slug])
    client.post(page, {"vad": "ny", "place": "Infarten"})
    sign = home.signs.get()
    strange = make_sign(make_area("Grannbyn"))
    look = {"vad": "koll", "condition": "damaged", "checked_on": clock.today().isoformat(), "wants_replacement": "on"}
    assert client.post(page, look | {"sign": strange.pk}).status_code == 422
    assert client.post(page, look | {"sign": sign.pk}).status_code == 302
    sign.refresh_from_db()
    assert sign.condition == "damaged" and sign.orders.open().count() == 1
    assert page in client.get(reverse("neighbourhoods:portal_area", args=[home.slug])).content.decode()


def test_a_portal_of_a_head_of_a_group_alone_says_so_and_has_the_ways_on(client, home, agent, other_agent, mailoutbox):
    group = make_group(home, make_area("Almgården"))
    services.appoint_group_head(group=group, user=other_agent, by=None)
    client.force_login(other_agent)
    page = client.get(reverse("portal")).content.decode()
    assert "Du har inget område" not in page and "huvudkontaktombud för en grupp" in page
    write = reverse("neighbourhoods:portal_write_head")
    for name in ("neighbourhoods:channels", "neighbourhoods:portal_messages", "accounts:own"):
        assert reverse(name) in page
    assert write in page and reverse("grannstod:visits") not in page
    words = {"subject": "Vakant", "text": "Ingen svarar.", "form_token": form_tokens.new()}
    assert client.post(write, words | {"area": make_area("Utanför").pk}).status_code == 422
    answer = client.post(write, words | {"area": home.pk})
    assert client.get(answer.url).status_code == 200
    row = MessageRecipient.objects.get()
    assert (row.area, row.user, len(mailoutbox)) == (home, other_agent, 1)
    assert not AreaActivity.objects.exists(), "a head's word is no sign of life of the area"
    client.force_login(agent)
    assert client.get(write).status_code == 404
