"""The coordinator's groups of areas: who heads each, and the role handed over in one guided act."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.services import create_person
from common import clock
from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import EndForm, GroupFilter, GroupHeadForm
from neighbourhoods.models import AreaGroup, GroupHead
from neighbourhoods.views.access import person
from neighbourhoods.views.list_exports import GROUPS

CHANGE = ("neighbourhoods.see_all_areas", "neighbourhoods.add_grouphead", "neighbourhoods.change_grouphead")


@require_GET
@permission_or_404(*GROUPS)
def index(request: HttpRequest) -> HttpResponse:
    """List the groups with head, areas and vacancies."""
    form = GroupFilter(request.GET)
    form.is_valid()
    groups = figures.headed_groups(form.cleaned_data.get("q", ""))
    return render(request, "neighbourhoods/groups.html", {"form": form, "groups": groups})


@require_GET
@permission_or_404(*GROUPS)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a group: its head now, before and to come, and its areas."""
    return _page(request, get_object_or_404(AreaGroup, pk=pk), EndForm(initial={"last_day": clock.today()}))


def _page(request: HttpRequest, group: AreaGroup, end: EndForm) -> HttpResponse:
    heads = list(group.heads.select_related("user"))
    today = clock.today()
    context = {
        "group": group,
        "areas": figures.areas_of_group(group),
        "now": next((head for head in heads if today in head.period), None),
        "coming": [head for head in heads if head.starts_on and head.starts_on > today],
        "former": [head for head in heads if head.ends_on and head.ends_on <= today],
        "end": end,
        "may_change": request.user.has_perms(CHANGE),
    }
    return render(request, "neighbourhoods/group.html", context, status=422 if end.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(*CHANGE)
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Let somebody head the group: where somebody does already, the role is handed over; asked, then confirmed."""
    group = get_object_or_404(AreaGroup, pk=pk)
    now = GroupHead.objects.current().filter(group=group).select_related("user").first()
    first = clock.today() + timedelta(days=1) if now else clock.today()
    may_add = request.user.has_perm("accounts.invite")
    form = GroupHeadForm(request.POST or None, may_add_people=may_add, initial={"first_day": first})
    context: dict[str, Any] = {"group": group, "now": now, "form": form}
    if form.is_valid():
        data = form.cleaned_data
        if request.POST.get("steg") != "klart":
            values = [(name, request.POST.get(name, "")) for name in form.fields]
            context |= {"to": data["user"] or data["full_name"], "first_day": data["first_day"], "values": values}
            return render(request, "neighbourhoods/group_head.html", context)
        try:
            _carry_out(group, now, data, person(request))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The role is handed over.") if now else _("The group has a head contact agent.")
            )
            return redirect("neighbourhoods:area_group", pk=pk)
    return render(request, "neighbourhoods/group_head.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _carry_out(group: AreaGroup, now: GroupHead | None, data: dict[str, Any], by: User) -> None:
    to = data["user"] or create_person(email=data["email"], full_name=data["full_name"], phone=data["phone"])
    if now is not None:
        new = services.hand_group_over(head=now, to=to, on=data["first_day"], by=by)
    else:
        new = services.appoint_group_head(group=group, user=to, starts_on=data["first_day"], by=by)
    if data["tell"]:
        services.tell_group_head(head=new, by=by)


@require_POST
@permission_or_404(*CHANGE)
def end(request: HttpRequest, pk: int, head_pk: int) -> HttpResponse:
    """Let a head's time end, today or on another day, or prolong it."""
    held = GroupHead.objects.filter(group=pk, pk=head_pk).select_related("user", "group").first()
    if held is None:
        raise Http404
    form = EndForm(request.POST)
    if form.is_valid():
        try:
            services.set_group_last_day(head=held, last_day=form.cleaned_data["last_day"], by=person(request))
        except ValidationError as error:
            form.add_error("last_day", error)
        else:
            messages.success(request, _("Saved."))
            return redirect("neighbourhoods:area_group", pk=pk)
    return _page(request, held.group, form)
