"""A copy of a report as a public record: masked, gone through by a person, kept as it left."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEntry
from incidents import services
from incidents.models import ReportEvent
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


def test_the_draft_leaves_out_what_points_at_somebody(coordinator):
    report = make_report(
        text="Ring 070-123 45 67. Bilen ABC 123 och Kim Ek.", reporter_name="Ola Ny", reporter_email="ola@example.org"
    )
    services.add_note(report=report, text="Internt", by=coordinator)
    services.answer(report=report, text="Vi har lagat den.", by=coordinator)
    draft = services.masked(report)
    for words in ("070-123", "ABC 123", "ABC123", "Ola", "ola@example.org", "Internt"):
        assert words not in draft
    assert "Vi har lagat den." in draft


def test_a_copy_is_kept_once_a_person_has_read_it(client, coordinator):
    report = make_report()
    client.force_login(coordinator)
    where = f"/samordning/anmalningar/{report.number}/lamna-ut/"
    assert client.post(where, {"text": "En mur."}).status_code == 422
    refused = client.post(where, {"text": "Ring 070-123 45 67", "is_reviewed": "on"})
    assert (refused.status_code, report.disclosures.count()) == (422, 0)
    assert client.post(where, {"text": "En mur.", "is_reviewed": "on", "reference": "KS 1"}).status_code == 302
    kept = report.disclosures.get()
    assert (kept.text, kept.reviewed_by) == ("En mur.", coordinator)
    assert report.events.get(kind=ReportEvent.Kind.DISCLOSED).actor == coordinator
    assert AuditEntry.objects.filter(action="report.disclosed", object_id=str(report.pk)).exists()
    assert "KS 1" in client.get(where).content.decode()
    with pytest.raises(ValidationError):
        services.disclose(report=report, text=" ", reference="", by=coordinator)
