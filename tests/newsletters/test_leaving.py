"""An issue leaves, or can't, or is stopped half-way: the others leave, and those who got it can be put right."""

from __future__ import annotations

from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from django.core import mail as sent_mail
from django.core.exceptions import ValidationError
from django.urls import reverse

from common import clock
from newsletters import periodic, sending, services
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Issue
from post import services as post
from post.lifecycle import DeliveryStatus
from post.models import Content, Delivery
from tests.factories.newsletters import make_issue, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def stopped(coordinator) -> Issue:
    """An issue that one reader got before the rest was cancelled."""
    issue = sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    for number, status in enumerate((DeliveryStatus.ACCEPTED, DeliveryStatus.WAITING)):
        Delivery.objects.create(
            mailing=issue.mailing, chunk=0, recipient=f"lasare{number}@example.org", status=status, message_id=number
        )
    return services.cancel(issue=issue, by=coordinator)


def test_an_issue_stopped_half_way_is_corrected_to_those_who_got_it(client, coordinator, stopped) -> None:
    client.force_login(coordinator)
    page = client.get(reverse("newsletters:edit", args=[stopped.pk])).content.decode()
    assert 'value="ratta"' in page and "avbröts" in page
    client.post(reverse("newsletters:act", args=[stopped.pk]), {"gor": "ratta"})
    made = Issue.objects.get(corrects=stopped)
    assert not services.can_be_corrected(made)
    Issue.objects.filter(pk=made.pk).update(status=IssueStatus.SCHEDULED, send_at=clock.now())
    periodic.send_due()
    made.refresh_from_db()
    assert list(made.mailing.deliveries.values_list("recipient", flat=True)) == ["lasare0@example.org"]


def test_an_issue_nobody_got_is_not_corrected(client, coordinator, stopped) -> None:
    stopped.mailing.deliveries.update(status=DeliveryStatus.CANCELLED)
    with pytest.raises(ValidationError) as refused:
        services.correct(issue=stopped, by=coordinator)
    assert refused.value.code == "not_sent"
    client.force_login(coordinator)
    assert 'value="ratta"' not in client.get(reverse("newsletters:edit", args=[stopped.pk])).content.decode()


def test_the_link_of_a_stopped_letter_says_that_it_was_withdrawn(client, coordinator, stopped) -> None:
    answer = client.get(stopped.get_absolute_url())
    assert (answer.status_code, "har dragits tillbaka" in answer.content.decode()) == (410, True)
    assert "Ring <strong>112" not in answer.content.decode()
    made = services.correct(issue=stopped, by=coordinator)
    Issue.objects.filter(pk=made.pk).update(status=IssueStatus.SENT)
    assert made.get_absolute_url() in client.get(stopped.get_absolute_url()).content.decode()
    never_left = services.cancel(issue=make_issue(number=2), by=coordinator)
    assert client.get(never_left.get_absolute_url()).status_code == 404


def test_one_that_cannot_leave_holds_up_no_other_and_its_alarm_says_why(coordinator) -> None:
    now = clock.now()
    broken, whole = (make_issue(status=IssueStatus.SCHEDULED, number=n, send_at=now) for n in (1, 2))
    Block.objects.create(
        issue=broken, kind="picture", heading="Bron", picture="newsletters/ar/borta.jpg", alternative="x"
    )
    through = sending.begin(make_issue(status=IssueStatus.SCHEDULED, number=3, send_at=now).pk)
    through.mailing.status = "sent"
    through.mailing.save()
    periodic.send_due()
    states = dict(Issue.objects.values_list("number", "status"))
    assert states == {1: IssueStatus.SCHEDULED, 2: IssueStatus.SENDING, 3: IssueStatus.SENT}
    assert Issue.objects.get(pk=whole.pk).mailing is not None
    with clock.at(now + timedelta(minutes=20)):
        periodic.raise_alarms()
    assert "Bron" in sent_mail.outbox[-1].body and "borta" in sent_mail.outbox[-1].body


def test_a_picture_that_is_gone_is_told_before_approval(client, coordinator) -> None:
    issue = make_issue(status=IssueStatus.DRAFT)
    Block.objects.create(
        issue=issue, kind="picture", heading="Bron", picture="newsletters/ar/borta.jpg", alternative="x"
    )
    client.force_login(coordinator)
    assert "Bilden till ”Bron” är borta" in client.get(reverse("newsletters:check", args=[issue.pk])).content.decode()
    assert client.get(reverse("newsletters:preview_frame", args=[issue.pk])).status_code == 200


def test_a_mail_out_cancelled_among_the_mail_outs_cancels_its_issue(coordinator) -> None:
    issue = sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now()).pk)
    post.cancel(mailing=issue.mailing, actor=coordinator)
    periodic.send_due()
    issue.refresh_from_db()
    assert (issue.status, issue.sent_at) == (IssueStatus.CANCELLED, None)


def test_readers_see_who_speaks_however_long_the_name(settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Botkyrka Trygghet <brev@trygg.example>"
    speaker = 'Säkerhetschefen, "säkerhetssamordnaren" och trygghetssamordnaren i Botkyrka kommun'
    series = make_series("B", sender=speaker)
    sending.begin(make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now(), series=series).pk)
    body = bytes(Content.objects.filter(mailing__isnull=False)[0].body)
    assert b"\n" not in body.replace(b"\r\n", b"")
    shown = str(make_header(decode_header(message_from_bytes(body)["From"])))
    assert shown == f"{speaker} <brev@trygg.example>"
