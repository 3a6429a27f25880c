"""A person is erased everywhere, copies and photos too, and again after a restore of an older backup."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from common import clock, personal_data
from incidents.models import Report, ReportNote
from tests.factories.incidents import make_photo, make_report

EMAIL = "Kim.Prov@example.com"


def reported() -> Report:
    report = make_report(reporter_email=EMAIL, reporter_name="Kim", public_text="Kim skriver.", released_at=clock.now())
    ReportNote.objects.create(report=report, text="Kim ringde.")
    return report


@pytest.mark.django_db(transaction=True)
def test_words_released_words_notes_and_photos_go_and_the_record_stays() -> None:
    report = reported()
    photo = make_photo(report)
    call_command("erase_person", EMAIL.lower(), stdout=StringIO())
    report.refresh_from_db()
    assert (report.text, report.public_text, report.reporter_name, report.released_at) == ("", "", "", None)
    assert not report.notes.exists() and not report.photos.exists()
    assert not default_storage.exists(photo.name)
    assert report.place and report.number
    entry = AuditEntry.objects.get(action="person.erased_everywhere")
    assert EMAIL.lower() not in entry.object_id


@pytest.mark.django_db(transaction=True)
def test_a_restored_backup_is_erased_again() -> None:
    before = clock.now()
    reported()
    call_command("erase_person", EMAIL, stdout=StringIO())
    assert personal_data.erased_at(EMAIL.upper())
    assert not [name for name in default_storage.listdir(personal_data.ERASURES)[1] if "kim" in name.lower()]
    restored, other = reported(), make_report(reporter_email="other@example.com")
    call_command("repeat_erasures", since=before.isoformat(), stdout=StringIO())
    restored.refresh_from_db()
    other.refresh_from_db()
    assert restored.reporter_email == "" and other.reporter_email


@pytest.mark.django_db(transaction=True)
def test_who_came_back_before_the_backup_is_left_alone() -> None:
    personal_data.erase(EMAIL)
    back = reported()
    call_command("repeat_erasures", since=clock.now().isoformat(), stdout=StringIO())
    back.refresh_from_db()
    assert back.reporter_email == EMAIL


@pytest.mark.django_db
@pytest.mark.parametrize(("command", "words"), [("erase_person", ["kim"]), ("repeat_erasures", ["--since", "igår"])])
def test_what_cannot_be_read_is_said(command: str, words: list[str]) -> None:
    with pytest.raises(CommandError, match="Write it"):
        call_command(command, *words)
