"""Readers: whose figures they get, in which language, and what is known after sending."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from django.core import mail as sent_mail
from django.urls import reverse

from common import clock
from newsletters import figures, mail, sending, services
from newsletters.figures import Place
from newsletters.lifecycle import IssueStatus
from newsletters.models import ArchiveVisits, Issue, ReaderPlace
from post import services as post
from post.lifecycle import SubscriptionStatus
from post.mail.links import token_for
from post.models import Content, Delivery, MailingList, Subscription
from tests.factories.neighbourhoods import make_agent, make_area
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db


def test_a_reader_chooses_a_place_and_gets_its_letter(client) -> None:
    series, area = make_series(), make_area()
    form = {"email": "lasare@example.org", "series": [series.pk], "place": f"area-{area.pk}"}
    assert client.post(reverse("newsletters:subscribe"), form).status_code == 200
    assert ReaderPlace.objects.get().area == area
    Subscription.objects.update(status=SubscriptionStatus.CONFIRMED)
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now())
    sending.begin(issue.pk)
    assert Delivery.objects.get().variant == f"area-{area.pk}"
    assert {(row.variant, row.language) for row in Content.objects.filter(mailing__isnull=False)} == {
        (variant, language) for variant in ("", f"area-{area.pk}") for language in ("sv", "en")
    }


def test_a_form_changes_nothing_for_somebody_who_reads_already(client) -> None:
    series, area = make_series(), make_area()
    services.subscribe(series=[series], email="lasare@example.org", language="sv", place=Place())
    Subscription.objects.update(status=SubscriptionStatus.CONFIRMED)
    services.subscribe(series=[series], email="lasare@example.org", language="sv", place=Place(area=area))
    assert ReaderPlace.objects.get().area is None


def test_a_reader_who_moves_changes_the_place_by_the_letters_link_and_reads_on(client) -> None:
    old, new = make_area("Gamla"), make_area("Nya")
    services.subscribe(series=[make_series()], email="lasare@example.org", language="sv", place=Place(area=old))
    Subscription.objects.update(status=SubscriptionStatus.CONFIRMED)
    sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    token = token_for(Delivery.objects.get().pk, None)
    page = reverse("newsletters:reader_place", args=[token])
    assert page in client.get(reverse("post:preferences", args=[token])).content.decode()
    assert f'value="area-{old.pk}" selected' in client.get(page).content.decode()
    assert client.post(page, {"place": "area-999999999"}).status_code == 400
    assert client.post(page, {"place": f"area-{new.pk}"}).status_code == 302
    assert (ReaderPlace.objects.get().area, Subscription.objects.get().status) == (new, SubscriptionStatus.CONFIRMED)
    assert client.get(reverse("newsletters:reader_place", args=["x"])).status_code == 404


def test_an_agent_without_a_subscription_is_told_whose_figures_they_get(client) -> None:
    make_agent()
    make_series()
    sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    page = reverse("newsletters:reader_place", args=[token_for(Delivery.objects.get().pk, None)])
    assert "kontaktombud" in client.get(page).content.decode()
    client.post(page, {"place": ""})
    assert not ReaderPlace.objects.exists()


def test_an_agent_who_left_is_brought_back_by_nobody_but_themselves(client) -> None:
    """Whoever fills in the public form with the agent's address changes nothing: the letter's button does."""
    agent, series, other = make_agent(), make_series(), make_area("Annat")
    agent.user.email = "Ombud@example.org"
    agent.user.save()
    services.subscribe(series=[series], email="OMBUD@example.org", language="sv", place=Place())
    post.set_reading(mailing_list=MailingList.objects.get(), email="OMBUD@example.org", reads=False, reason="link")
    form = {"email": "OMBUD@example.org", "series": [series.pk], "place": f"area-{other.pk}"}
    assert client.post(reverse("newsletters:subscribe"), form).status_code == 200
    assert Subscription.objects.get().status == SubscriptionStatus.LEFT
    issue = sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    assert not issue.mailing.deliveries.exists()
    confirm = re.search(r"http://[^/]+(/bekrafta/\S+)", sent_mail.outbox[-1].body)[1]
    assert client.post(confirm).status_code == 200
    assert (Subscription.objects.get().status, ReaderPlace.objects.get().area) == (SubscriptionStatus.CONFIRMED, other)


def test_an_agent_gets_the_language_chosen_by_the_letters_link(client) -> None:
    make_agent()
    make_series()
    first = sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    token = token_for(first.mailing.deliveries.get().pk, None)
    held = MailingList.objects.get()
    client.post(reverse("post:preferences", args=[token]), {"lists": [held.pk], "language": "en"})
    second = sending.begin(make_issue(status=IssueStatus.SCHEDULED, number=2, send_at=clock.now()).pk)
    assert second.mailing.deliveries.get().language == "en"
    page = reverse("newsletters:reader_place", args=[token])
    assert client.post(page, {"place": ""}).status_code == 302
    shown = client.get(f"{page}?sparat=1").content.decode()
    assert "Som kontaktombud" in shown and "från nästa brev" not in shown and "<select" not in shown
    assert not ReaderPlace.objects.exists()


def test_known_search_engines_are_no_visits(client) -> None:
    issue = make_issue(status=IssueStatus.SENT)
    robot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
    for who in (robot, phone):
        assert client.get(issue.get_absolute_url(), HTTP_USER_AGENT=who).status_code == 200
    assert ArchiveVisits.objects.get().times == 1


def test_an_unknown_place_is_refused_with_a_sentence(client) -> None:
    series = make_series()
    form = {"email": "lasare@example.org", "series": [series.pk], "place": "area-999999999"}
    assert client.post(reverse("newsletters:subscribe"), form).status_code == 400
    assert not Subscription.objects.exists()


def test_an_agent_who_also_subscribes_gets_one_copy_of_the_own_area(client) -> None:
    agent = make_agent()
    series = make_series()
    place = Place(district=agent.area.district)
    services.subscribe(series=[series], email=agent.user.email.upper(), language="sv", place=place)
    Subscription.objects.update(status=SubscriptionStatus.CONFIRMED)
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now())
    sending.begin(issue.pk)
    assert Delivery.objects.get().variant == f"area-{agent.area_id}"


def test_a_translated_issue_is_read_in_the_readers_language(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    block = issue.blocks.first()
    client.force_login(coordinator)
    where = reverse("newsletters:translate", args=[issue.pk, "en"])
    form = {
        "version": issue.version,
        "title": "Dark evenings",
        "preamble": "",
        "form-TOTAL_FORMS": 1,
        "form-INITIAL_FORMS": 1,
        "form-0-pk": block.pk,
        "form-0-heading": "Part",
        "form-0-text": "Call **112**.",
    }
    assert client.post(where, form).status_code == 302
    english, swedish = (mail.Composer(issue, language=code).letter() for code in ("en", "sv"))
    assert (english.subject, swedish.subject) == ("Dark evenings", issue.title)
    assert "Call <strong>112</strong>" in english.html
    assert '<h2 lang="sv">' in english.html  # the block of figures is not translated
    assert client.get(reverse("newsletters:translate", args=[issue.pk, "xx"])).status_code == 404


def test_the_archive_has_a_feed(client) -> None:
    make_issue(status=IssueStatus.SENT, title="Mörkertid & ljus", send_at=clock.now())
    make_issue(status=IssueStatus.DRAFT, number=2, title="Hemligt")
    make_issue(status=IssueStatus.SENT, series=make_series("B"), title="Annat", send_at=clock.now())
    answer = client.get(reverse("newsletters:feed"), {"brev": "a"})
    root = ET.fromstring(answer.content)
    titles = [entry.text for entry in root.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles[1:] == ["Mörkertid & ljus"]
    assert answer["Content-Type"].startswith("application/atom+xml")


def test_an_issue_that_left_without_a_trace_is_not_said_to_wait(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.SENT, sent_at=clock.now())
    client.force_login(coordinator)
    assert "Inget finns sparat" in client.get(reverse("newsletters:outcome", args=[issue.pk])).content.decode()


def test_after_sending_nobody_is_watched_but_all_is_counted(client, coordinator) -> None:
    series = make_series()
    services.subscribe(series=[series], email="lasare@example.org", language="sv", place=Place())
    Subscription.objects.update(status=SubscriptionStatus.CONFIRMED)
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now())
    assert figures.outcome(issue) is None
    issue = sending.begin(issue.pk)
    for _ in range(2):
        client.get(issue.get_absolute_url())
    held = figures.outcome(Issue.objects.select_related("mailing").get())
    assert held is not None
    assert held.visits == 2
    assert ArchiveVisits.objects.get().times == 2
    client.force_login(coordinator)
    assert "Öppnat i arkivet" in client.get(reverse("newsletters:outcome", args=[issue.pk])).content.decode()
