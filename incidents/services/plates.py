"""Registration plates: kept for abandoned or stolen vehicles only, encrypted, in a field of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from common import crypto, sensitive_text
from common.resealing import Resealed, reseal
from incidents.models import Category, Destination, Report

MOST = 20  # characters


def take_out_plates(text: str, category: Category) -> tuple[str, str]:
    """Return the text without its plates, and the first of them where the category may hold one, else "".

    Also what somebody in a hurry wrote is kept like this: plates stand nowhere else.
    """
    plates = [finding.words for finding in sensitive_text.find(text) if finding.kind == sensitive_text.PLATE]
    for words in plates:
        text = text.replace(words, _("[registration plate taken out]"))
    return text, plates[0] if plates and category.is_plate_kind else ""


def seal(plate: str) -> bytes | None:
    """Return a plate encrypted for the database, None for none."""
    plate = " ".join(plate.upper().split())[:MOST]
    return crypto.encrypt(plate.encode()) if plate else None


def keep_plate(report: Report, text: str) -> None:
    """Seal a text's first plate with an open report that may hold one and has none yet. Who calls saves it."""
    if report.is_open and not report.plate_sealed:
        report.plate_sealed = seal(take_out_plates(text, report.category)[1])


def unseal(report: Report) -> str:
    """Return a report's plate, "" if it has none. Who calls leaves the trace in the audit trail."""
    return crypto.decrypt(bytes(report.plate_sealed)).decode() if report.plate_sealed else ""


def reseal_all() -> Resealed:
    """Write plates, and the keys of other systems, anew with the newest key."""
    return reseal(Report.objects.all(), "plate_sealed") + reseal(Destination.objects.all(), "key_sealed")
