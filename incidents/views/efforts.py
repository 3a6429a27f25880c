"""Efforts: the list, one with what was reported meanwhile, recording and changing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.gates import permission_or_404
from incidents import figures, services
from incidents.figures import EffortLine
from incidents.forms.efforts import EffortForm
from incidents.models import Effort
from incidents.views.situation import Line

A_PAGE = 30
sees = permission_or_404("incidents.see_all_reports")
records = permission_or_404("incidents.see_all_reports", "incidents.record_efforts")


@require_safe
@sees
def index(request: HttpRequest) -> HttpResponse:
    """List the efforts, the latest first."""
    efforts = Effort.objects.visible_to(request.user).for_list()
    return render(
        request, "incidents/efforts.html", {"page": Paginator(efforts, A_PAGE).get_page(request.GET.get("sida"))}
    )


@require_safe
@sees
def one(request: HttpRequest, pk: str) -> HttpResponse:
    """Show an effort, what was reported while it went on, and how it has been changed."""
    effort = get_object_or_404(Effort.objects.visible_to(request.user).for_list(), pk=pk)
    kinds = figures.counted_kinds(effort)
    context = {
        "effort": effort,
        "kinds": kinds,
        "not_counted": len(effort.categories.all()) - len(kinds),
        "weeks": figures.effort_weeks(effort),
        "lines": _lines(effort),
        "changes": [(change, _differences(change)) for change in effort.changes.select_related("by")],
    }
    return render(request, "incidents/effort.html", context)


def _lines(effort: Effort) -> list[Line]:
    """Return the effort's counts with the addresses of the reports behind them."""
    codes = {kind.pk: kind.code for kind in effort.categories.all()}
    return [
        Line(line.place, line.now, line.before, _behind(line, codes), _behind(line, codes, last_year=1))
        for line in figures.effort_lines(effort)
    ]


def _behind(line: EffortLine, codes: dict[int, str], **more: int) -> str:
    wanted = line.wanted
    kinds = [codes[pk] for pk in wanted.kinds or ()]
    asked = {"since": wanted.first.isoformat(), "until": wanted.last.isoformat(), "kinds": kinds, **more}
    asked |= {"area": line.area.slug} if line.area else {"district": line.district.slug} if line.district else {}
    return f"{reverse('incidents:situation_list')}?{urlencode(asked, doseq=True)}" if kinds else ""


def _differences(change: Any) -> list[tuple[str, str, str]]:
    return [
        (
            str(getattr(Effort._meta.get_field(name), "verbose_name", name)),
            change.before[name] or "–",
            change.after.get(name) or "–",
        )
        for name in change.before
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@records
def edit(request: HttpRequest, pk: str = "") -> HttpResponse:
    """Record an effort, or change one."""
    assert isinstance(request.user, User)
    found = get_object_or_404(Effort.objects.visible_to(request.user), pk=pk) if pk else None
    form = EffortForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid() and (saved := _saved(request.user, found, form)):
        messages.success(request, _("Saved."))
        return redirect("incidents:effort", pk=saved.pk)
    held = Effort.objects.get(pk=found.pk) if found else None  # the form has written into the one it was given
    context = {"form": form, "effort": held}
    return render(request, "incidents/effort_form.html", context, status=422 if form.errors else 200)


def _saved(user: User, found: Effort | None, form: EffortForm) -> Effort | None:
    fields = dict(form.cleaned_data)
    version, note, token = fields.pop("version"), fields.pop("note", ""), fields.pop("form_token")
    try:
        if found is None:
            return services.record_effort(by=user, fields=fields, form_token=token)
        return services.change_effort(effort=found, by=user, fields=fields, version=version, note=note)
    except ValidationError as error:
        form.add_error(None, error)
        return None
