"""The records officer's page: what is held about one person in every room, as a file, and erasing them. Always noted.

Everything goes by POST: an address stands in no web address, and so in no log.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from accounts.services import audit
from common import personal_data
from common.gates import permission_or_404
from common.personal_extract import facts_of, packed
from common.signed_links import token_hash
from common.tables import Column, xlsx_response


class PersonSearchForm(forms.Form):
    """Whom it is about."""

    email = forms.EmailField(label=gettext_lazy("The person's e-mail address"), max_length=254)


class EraseForm(PersonSearchForm):
    """The second step: write the address once more, and say on what decision."""

    again = forms.EmailField(label=gettext_lazy("Write the address once more"), max_length=254)
    sure = forms.BooleanField(label=gettext_lazy("There is a decision, and it cannot be undone"))

    def clean(self) -> dict[str, Any]:
        """Compare the two, and leave colleagues alone: what staff have done belongs to the municipality."""
        data = super().clean() or self.cleaned_data
        email = data.get("email", "").lower()
        if data.get("again") and data["again"].lower() != email:
            self.add_error("again", _("This is not the same address."))
        if User.objects.filter(email__iexact=email, is_staff=True).exists():
            self.add_error(None, _("This is a colleague's account. Take their roles away first."))
        return data


@dataclass(frozen=True)
class Line:
    """One fact of an extract: which room, which of its records, and what stands there."""

    room: str
    number: int
    name: str
    value: str


def _lines(email: str) -> list[Line]:
    return list(_each_line(personal_data.export(email)))


def _each_line(held: dict[str, list[dict[str, object]]]) -> Iterator[Line]:
    for room, records in held.items():
        title = str(apps.get_app_config(room).verbose_name)
        for number, record in enumerate(records, start=1):
            for name, words in facts_of(record):
                yield Line(title, number, name, words)


def _columns() -> list[Column[Line]]:
    return [
        (_("Where"), lambda line: line.room),
        (_("Record"), lambda line: line.number),
        (_("What"), lambda line: line.name),
        (_("Says"), lambda line: line.value),
    ]


def _note(request: HttpRequest, action: str, email: str) -> None:
    assert isinstance(request.user, User)
    mark = token_hash(email.lower())[:16]
    audit(actor=request.user, action=action, object_type="common.address", object_id=mark)


@never_cache
@permission_or_404("accounts.handle_personal_data")
@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest) -> HttpResponse:
    """Look one person up in every room (GDPR article 15)."""
    form = PersonSearchForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        _note(request, "person.extracted", email)
        context |= {"email": email, "lines": _lines(email), "erase_form": EraseForm(initial={"email": email})}
    return render(request, "pages/records.html", context, status=400 if form.errors else 200)


@never_cache
@permission_or_404("accounts.handle_personal_data")
@require_POST
def records_file(request: HttpRequest) -> HttpResponseBase:
    """Give the extract to be handed over: as a workbook, or all of it with the photos."""
    form = PersonSearchForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/records.html", {"form": form}, status=400)
    email = form.cleaned_data["email"]
    _note(request, "person.extract_fetched", email)
    if "photos" in request.POST:
        return packed(email, name=_("register-extract"))
    return xlsx_response(_("register-extract"), _columns(), _lines(email))


@never_cache
@permission_or_404("accounts.handle_personal_data")
@require_POST
def records_erase(request: HttpRequest) -> HttpResponse:
    """Erase one person everywhere, once the address has been written twice."""
    form = EraseForm(request.POST)
    if not form.is_valid():
        email = form.data.get("email", "")
        context = {"form": PersonSearchForm(initial={"email": email}), "erase_form": form, "email": email}
        return render(request, "pages/records.html", context, status=400)
    email = form.cleaned_data["email"]
    with transaction.atomic():
        _note(request, "person.erased_everywhere", email)
        changed = personal_data.erase(email)
    rooms = [(str(apps.get_app_config(room).verbose_name), rows) for room, rows in changed.items() if rows]
    return render(request, "pages/records.html", {"form": PersonSearchForm(), "erased": True, "rooms": rooms})
