"""Partners from other organisations: in without an account, by link and code, for one purpose, revocable."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import mail
from accounts.models import PartnerAccess, User
from accounts.services.auditing import audit
from accounts.slots import PARTNER_PAGES, PartnerPage
from common import clock
from common.signed_links import new_token, token_hash

CODE_DIGITS = 8
MOST_ATTEMPTS = 5
MOST_DAYS = 366
SESSION_SECONDS = 4 * 60 * 60
_SESSION_KEY = "partner_access"


@transaction.atomic
def open_partner_access(*, by: User, email: str, organisation: str, purpose: str, days: int) -> PartnerAccess:
    """Mail a link and, in a mail of its own, the code that goes with it.

    `purpose` is what is opened ("calendar:break:12"). Raises PermissionDenied, or ValidationError `days`.
    """
    if not by.has_perm("accounts.add_partneraccess"):
        raise PermissionDenied
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(_("Choose between 1 and 366 days."), code="days")
    token, code = new_token(), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    access = PartnerAccess.objects.create(
        link_hash=token_hash(token),
        code_hash=_code_hash(token, code),
        purpose=purpose,
        organisation=organisation,
        email=email.strip().lower(),
        opened_by=by,
        expires_at=clock.now() + timedelta(days=days),
    )
    audit(actor=by, action="partner.opened", object_type="accounts.partneraccess", object_id=str(access.pk))
    mail.partner_link(access, token).send()
    mail.partner_code(access, code).send()
    return access


def partner_access_by_token(token: str) -> PartnerAccess | None:
    """Return the open access a link leads to, or None for a forged, withdrawn or expired one."""
    return PartnerAccess.objects.open().filter(link_hash=token_hash(token)).first()


def enter_partner_access(*, token: str, code: str) -> PartnerAccess:
    """Let someone in who holds both link and code; counts every wrong code.

    Raises ValidationError `access_over`, `too_many_attempts` or `wrong_code`. Each try is counted before it is
    judged and outside any transaction of ours, so that many at once can't share one count.
    """
    access = partner_access_by_token(token)
    if access is None:
        raise ValidationError(
            _("This link is no longer valid. Ask the municipality for a new one."), code="access_over"
        )
    counted = PartnerAccess.objects.open().filter(pk=access.pk, attempts__lt=MOST_ATTEMPTS)
    if not counted.update(attempts=F("attempts") + 1):
        raise ValidationError(
            _("Too many wrong codes: the link is locked. Ask the municipality for a new one."),
            code="too_many_attempts",
        )
    given = "".join(filter(str.isdigit, code))
    if not hmac.compare_digest(access.code_hash, _code_hash(token, given)):
        audit(actor=None, action="partner.refused", object_type="accounts.partneraccess", object_id=str(access.pk))
        raise ValidationError(_("The code is not right. Look in the other mail we sent you."), code="wrong_code")
    PartnerAccess.objects.filter(pk=access.pk).update(attempts=0, last_used_at=clock.now())
    audit(actor=None, action="partner.entered", object_type="accounts.partneraccess", object_id=str(access.pk))
    return access


def remember_partner(request: HttpRequest, access: PartnerAccess) -> None:
    """Keep in the visitor's session that this access was entered; the row is asked anew on every page."""
    request.session[_SESSION_KEY] = access.pk
    request.session.set_expiry(SESSION_SECONDS)


def partner_access_of(request: HttpRequest, *, purpose: str) -> PartnerAccess | None:
    """Return the open access with which the visitor is inside for exactly this purpose, or None."""
    held = request.session.get(_SESSION_KEY)
    return PartnerAccess.objects.open().filter(pk=held, purpose=purpose).first() if held else None


@transaction.atomic
def revoke_partner_access(*, by: User, access: PartnerAccess) -> None:
    """Close an access at once, for whoever is inside too. Raises PermissionDenied."""
    if not by.has_perm("accounts.change_partneraccess"):
        raise PermissionDenied
    if PartnerAccess.objects.filter(pk=access.pk, revoked_at=None).update(revoked_at=clock.now()):
        audit(actor=by, action="partner.revoked", object_type="accounts.partneraccess", object_id=str(access.pk))


def partner_page_of(purpose: str) -> PartnerPage | None:
    """Return the page that a room filled in for a purpose, by its longest run of first words, or None."""
    words = purpose.split(":")
    for length in range(len(words), 0, -1):
        page = PARTNER_PAGES.get(":".join(words[:length]))
        if page is not None:
            return page
    return None


def partner_choices(by: User) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be opened for a partner now, by kind; kinds with nothing to open are left out."""
    groups = [(str(page.title), page.choices(by)) for page in PARTNER_PAGES]
    return [(title, choices) for title, choices in groups if choices]


def name_of_purpose(purpose: str, choices: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Return in words what an access opens: by name while it can be chosen, then by kind."""
    names = {code: name for _title, group in choices for code, name in group}
    page = partner_page_of(purpose)
    return names.get(purpose) or (str(page.title) if page else purpose)


def _code_hash(token: str, code: str) -> str:
    return token_hash(f"{token}:{code}")
