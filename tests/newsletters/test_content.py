"""What an issue is built of: tips, figures of the reader's own place, what is coming, pictures, several hands."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from common import clock
from newsletters import mail, sending, services
from newsletters.figures import Place, as_text
from newsletters.lifecycle import IssueStatus
from newsletters.models import Block, Comment, Issue, Tip
from newsletters.periodic import send_due
from post.lifecycle import DeliveryStatus
from post.models import Delivery
from tests.factories.accounts import person
from tests.factories.neighbourhoods import make_area
from tests.factories.newsletters import make_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue() -> Issue:
    return make_issue(status=IssueStatus.DRAFT)


def picture() -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (1200, 800), "green").save(held, "PNG")
    return SimpleUploadedFile("bild.png", held.getvalue(), "image/png")


def posted(issue: Issue, **block: object) -> dict[str, object]:
    form = {"version": issue.version, "title": "Rubrik", "preamble": "", "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    return {**form, **{f"form-0-{name}": value for name, value in block.items()}}


def test_readers_of_an_area_get_the_districts_figures_and_are_told_why(issue) -> None:
    area = make_area(households=14, households_joined=10, households_declined=1)
    letter = mail.Composer(issue).letter(Place(area=area))
    statistics = letter.parts[-1].statistics[0]
    assert statistics.told
    assert statistics.told in letter.html
    assert area.district.name in statistics.told_first
    assert not mail.Composer(issue).parts(Place(district=area.district))[-1].statistics[0].told


def test_a_tip_remembers_when_it_was_used(client, coordinator, issue) -> None:
    tip = Tip.objects.create(title="Lampan", text="Tänd **lampan**.")
    client.force_login(coordinator)
    page = reverse("newsletters:edit", args=[issue.pk])
    assert "aldrig använt" in client.get(page).content.decode()
    assert client.post(page, posted(issue, kind="tip", tip=tip.pk)).status_code == 302
    block = issue.blocks.get()
    assert (block.heading, block.tip) == ("Månadens tips", tip)
    assert "<strong>lampan</strong>" in mail.Composer(issue).letter().html
    assert Tip.objects.with_last_use().get().last_used == issue.send_at


def test_a_tip_that_is_rewritten_changes_no_issue_that_holds_it(client, coordinator, issue) -> None:
    tip = Tip.objects.create(title="Lampan", text="Tänd **lampan**.")
    client.force_login(coordinator)
    client.post(reverse("newsletters:edit", args=[issue.pk]), posted(issue, kind="tip", tip=tip.pk))
    Tip.objects.update(text="Något helt annat.")
    Issue.objects.update(status=IssueStatus.SENT)
    page = client.get(issue.get_absolute_url()).content.decode()
    assert "<strong>lampan</strong>" in page and "helt annat" not in page
    assert issue.get_absolute_url() in client.get("/nyhetsbrev/", {"q": "tända"}).content.decode()
    assert "lampan" in client.get(reverse("newsletters:feed")).content.decode()
    issue.blocks.update(tip_text="")  # saved before the words were kept
    assert "helt annat" in client.get(issue.get_absolute_url()).content.decode()


def test_a_picture_in_a_text_is_refused_with_what_to_do(client, coordinator, issue) -> None:
    client.force_login(coordinator)
    words = "Se ![bron][1]\n\n[1]: https://a.example/bro.jpg"
    page = reverse("newsletters:edit", args=[issue.pk])
    answer = client.post(page, posted(issue, kind="text", heading="Bron", text=words)).content.decode()
    assert "bildblock" in answer and "Se ![bron]" in answer and not issue.blocks.filter(heading="Bron").exists()


def test_a_picture_without_words_is_refused(client, coordinator, issue) -> None:
    client.force_login(coordinator)
    page = reverse("newsletters:edit", args=[issue.pk])
    answer = client.post(page, posted(issue, kind="picture", picture=picture()))
    assert "Skriv vad bilden visar" in answer.content.decode()
    assert not issue.blocks.exclude(picture="").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        issue.blocks.update(picture="x", alternative="")


def test_pictures_that_no_block_has_do_not_stay(client, coordinator, issue, monkeypatch) -> None:
    monkeypatch.setattr(services.pictures, "FOLDER", f"newsletters-{issue.pk}-{clock.now():%s}")
    client.force_login(coordinator)
    page = reverse("newsletters:edit", args=[issue.pk])
    shown = {"kind": "picture", "alternative": "En lampa", "heading": "Bild"}
    told = client.post(page, posted(issue, **shown | {"alternative": ""}, picture=picture())).content.decode()
    assert told.index('href="#id_form-0-alternative"') < told.index('id="id_title"')  # said above the form, too
    client.post(page, {**posted(issue, **shown, picture=picture()), "version": issue.version + 7})
    assert not list(services.pictures._stored())  # refused: somebody else was first
    client.post(page, posted(issue, **shown, picture=picture()))
    issue.refresh_from_db()
    kept = issue.blocks.get()
    client.post(page, posted(issue, pk=kept.pk, **shown, picture=picture()))
    assert (len(list(services.pictures._stored())), services.tidy_pictures()) == (2, 0)
    with clock.at(clock.now() + timedelta(days=2)):
        assert services.tidy_pictures() == 1
    kept.refresh_from_db()
    assert list(services.pictures._stored()) == [kept.picture]


def test_a_picture_travels_in_the_mail_and_stands_in_the_archive(client, coordinator, issue) -> None:
    client.force_login(coordinator)
    page = reverse("newsletters:edit", args=[issue.pk])
    sent = posted(issue, kind="picture", picture=picture(), alternative="En grön ruta")
    assert client.post(page, sent).status_code == 302
    block = issue.blocks.get()
    assert f"cid:block-{block.pk}.jpg" in mail.Composer(issue).letter().html
    assert "data:image/jpeg" in client.get(reverse("newsletters:preview_frame", args=[issue.pk])).content.decode()
    address = reverse("newsletters:picture", args=[block.pk])
    client.logout()
    assert client.get(address).status_code == 404
    Issue.objects.update(status=IssueStatus.SENT)
    answer = client.get(address)
    assert answer["Content-Type"] == "image/jpeg"
    answer.close()


@pytest.mark.parametrize(
    ("kind", "words"), [("trainings", "Ingen utbildning"), ("calendar", "kalender"), ("volunteers", "/var-med/")]
)
def test_what_the_house_fills_in(issue, kind, words) -> None:
    Block.objects.create(issue=issue, position=1, kind=kind, heading="På gång")
    letter = mail.Composer(issue).letter()
    assert words in letter.html
    assert words in letter.text


def test_markdown_reads_well_as_plain_text() -> None:
    assert as_text("Läs [mer](https://example.org) **nu**, 2 * 3 * 4") == "Läs mer: https://example.org nu, 2 * 3 * 4"


def test_every_version_is_kept_and_compared(client, coordinator, issue) -> None:
    for words in ("Ett", "Två"):
        issue.refresh_from_db()
        text = [services.BlockText(None, "text", "Del", words)]
        services.write(issue=issue, version=issue.version, title="Rubrik", preamble="", blocks=text, by=coordinator)
    assert [one.number for one in issue.versions.all()] == [0, 1, 2]
    client.force_login(coordinator)
    page = client.get(reverse("newsletters:versions", args=[issue.pk])).content.decode()
    assert "<del>Ett</del>" in page
    assert "<ins>Två</ins>" in page


def test_the_second_editor_is_told_by_whom_and_keeps_the_words(client, coordinator, issue) -> None:
    other = person(full_name="Kim Exempel")
    form = posted(issue, kind="text", heading="Del", text="Mina ord")
    text = [services.BlockText(None, "text", "Del", "Kims ord")]
    services.write(issue=issue, version=issue.version, title="Rubrik", preamble="", blocks=text, by=other)
    client.force_login(coordinator)
    page = client.post(reverse("newsletters:edit", args=[issue.pk]), form).content.decode()
    assert "Kim Exempel har sparat" in page
    assert "Mina ord" in page
    assert issue.blocks.get().text == "Kims ord"


def test_comments_are_said_and_settled(client, police, issue) -> None:
    client.force_login(police)
    where = reverse("newsletters:comment", args=[issue.pk])
    client.post(where, {"comment": "Byt rubrik"})
    held = Comment.objects.get()
    assert held.author == police
    client.post(where, {"klar": held.pk})
    assert Comment.objects.get().settled_at
    assert client.post(where, {"klar": "²"}).status_code == 404
    client.post(where, {"comment": " "})
    assert Comment.objects.count() == 1


def test_a_correction_goes_to_those_who_got_the_mistake_and_to_nobody_else(coordinator) -> None:
    issue = make_issue(status=IssueStatus.SCHEDULED, send_at=clock.now())
    sending.begin(issue.pk)
    issue.refresh_from_db()
    values = {"mailing": issue.mailing, "chunk": 0}
    Delivery.objects.create(recipient="fick@example.org", status=DeliveryStatus.ACCEPTED, message_id="a", **values)
    Delivery.objects.create(recipient="studs@example.org", status=DeliveryStatus.BOUNCED, message_id="b", **values)
    made = services.correct(issue=issue, by=coordinator)
    assert (made.glyph, made.status) == ("A1r", IssueStatus.DRAFT)
    with pytest.raises(ValidationError) as refused:
        services.correct(issue=issue, by=coordinator)
    assert refused.value.code == "under_way"
    Issue.objects.filter(pk=made.pk).update(status=IssueStatus.SCHEDULED, send_at=clock.now() - timedelta(minutes=1))
    send_due()
    made.refresh_from_db()
    assert made.mailing.named_only
    assert list(made.mailing.deliveries.values_list("recipient", flat=True)) == ["fick@example.org"]


def test_what_has_not_been_sent_is_not_corrected(coordinator, issue) -> None:
    with pytest.raises(ValidationError) as refused:
        services.correct(issue=issue, by=coordinator)
    assert refused.value.code == "not_sent"
