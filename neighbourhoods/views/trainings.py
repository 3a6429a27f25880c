"""The coordinator's trainings: the list, entering and changing one, and its page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import audit
from common import clock
from common.gates import permission_or_404
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods.figures import training_links
from neighbourhoods.figures import trainings as figures
from neighbourhoods.forms.trainings import LackingFilter, TrainingFilter, TrainingForm
from neighbourhoods.lifecycle import SEATED, SignUpStatus, TrainingStatus
from neighbourhoods.models import Training
from neighbourhoods.querysets import ContactAgentQuerySet, TrainingQuerySet
from neighbourhoods.services import trainings as services
from neighbourhoods.views.access import person

MAY = "neighbourhoods.manage_trainings"
A_PAGE = 50
MAKERS = {"xlsx": xlsx_response, "csv": csv_response}


def training_or_404(request: HttpRequest, pk: int) -> Training:
    """Return a training in the person's scope."""
    found: Training | None = Training.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _wanted(request: HttpRequest) -> tuple[TrainingFilter, TrainingQuerySet]:
    """Return the filter as it stands and the trainings it lets through, latest first."""
    form = TrainingFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    found = Training.objects.visible_to(request.user)
    for word in asked.get("q", "").split()[:5]:
        found = found.filter(Q(title__icontains=word) | Q(venue__icontains=word))
    for name, field in (("slag", "kind"), ("status", "status")):
        if asked.get(name):
            found = found.filter(**{field: asked[name]})
    if asked.get("nar") == "kommande":
        return form, found.filter(ends_at__gt=clock.now()).order_by("starts_at", "pk")
    if asked.get("nar") == "tidigare":
        found = found.filter(ends_at__lte=clock.now())
    return form, found.order_by("-starts_at", "-pk")


@require_GET
@permission_or_404(MAY)
def index(request: HttpRequest) -> HttpResponse:
    """List the trainings, with how full each is."""
    form, found = _wanted(request)
    page = Paginator(found.with_counts(), A_PAGE).get_page(request.GET.get("sida"))
    lacking = figures.without_course().count()
    context = {"form": form, "page": page, "query": _query(request.GET), "lacking": lacking}
    return render(request, "neighbourhoods/trainings_list.html", context)


def _query(query: QueryDict) -> str:
    held = query.copy()
    held.pop("sida", None)
    return held.urlencode()


def _columns() -> list[Column[Any]]:
    return [
        (_("Title"), lambda one: one.title),
        (_("Kind"), lambda one: str(one.get_kind_display())),
        (_("Status"), lambda one: str(one.get_status_display())),
        (_("Begins"), lambda one: one.starts_at),
        (_("Ends"), lambda one: one.ends_at),
        (_("Place"), lambda one: one.venue),
        (_("Who may come"), lambda one: str(one.get_audience_display())),
        (_("Places"), lambda one: one.capacity),
        (_("Taken"), lambda one: one.taken),
        (_("Waiting"), lambda one: one.waiting),
        (_("Were there"), lambda one: one.were_there),
    ]


@require_GET
@permission_or_404(MAY)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the list as filtered, as xlsx or CSV."""
    if kind not in MAKERS:
        raise Http404
    _form, found = _wanted(request)
    response: HttpResponseBase = MAKERS[kind]("utbildningar", _columns(), list(found.with_counts()))
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def new(request: HttpRequest) -> HttpResponseBase:
    """Enter a training. It stands as a draft until it is opened."""
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            training = services.create_training(training=Training(**form.values()), by=person(request))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("neighbourhoods:training_desk", pk=training.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404(MAY)
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a draft or an open training; a new day, time or place is told to everybody who comes."""
    training = training_or_404(request, pk)
    if training.status not in (TrainingStatus.DRAFT, TrainingStatus.OPEN):
        raise Http404
    form = TrainingForm(request.POST or None, initial=TrainingForm.initial_of(training))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_training(training=training, changes=form.values(), by=person(request))
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect("neighbourhoods:training_desk", pk=pk)
    return _form_page(request, form, training)


def _form_page(request: HttpRequest, form: TrainingForm, training: Training | None) -> HttpResponse:
    told = services.told_of(training) if training is not None and training.status == TrainingStatus.OPEN else 0
    context = {"form": form, "training": training, "told": told}
    return render(request, "neighbourhoods/trainings_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@permission_or_404(MAY)
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one training: its facts, who comes, who waits, and what can be done. That it was read is logged."""
    training = training_or_404(request, pk)
    people = list(training.sign_ups.select_related("seat").order_by("queued_at", "pk"))
    audit(
        actor=person(request), action="training.people_read", object_type="neighbourhoods.training", object_id=str(pk)
    )
    context = {
        "training": training,
        "seated": sorted((one for one in people if one.status in SEATED), key=lambda one: one.full_name.lower()),
        "waiting": [one for one in people if one.status == SignUpStatus.WAITING],
        "asked": [one for one in people if one.status == SignUpStatus.ASKED],
        "gone": [one for one in people if one.status == SignUpStatus.WITHDRAWN],
        "there": sum(one.status == SignUpStatus.ATTENDED for one in people),
        "link": training_links.training_link(training),
        "answers": figures.answers(training),
        "events": training.events.select_related("actor"),
        "said": training.messages.select_related("sent_by"),
    }
    return render(request, "neighbourhoods/trainings_desk.html", context)


def _lacking(request: HttpRequest) -> tuple[LackingFilter, ContactAgentQuerySet]:
    form = LackingFilter(request.GET)
    form.is_valid()
    found = figures.without_course()
    for word in form.cleaned_data.get("q", "").split()[:5]:
        found = found.filter(figures.about_agent(word))
    if form.cleaned_data.get("kommundel"):
        found = found.filter(area__district=form.cleaned_data["kommundel"])
    return form, found.visible_to(request.user).order_by("area__district__name", "area__name", "pk")


@require_GET
@permission_or_404(MAY, "neighbourhoods.see_all_areas")
def lacking(request: HttpRequest) -> HttpResponse:
    """List the agents who have not taken the basic course."""
    form, found = _lacking(request)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("sida"))
    audit(actor=person(request), action="agents.read", object_type="neighbourhoods.contactagent")
    courses = Training.objects.coming().filter(kind=Training.Kind.BASIC).with_counts().order_by("starts_at")[:3]
    context = {"form": form, "page": page, "query": _query(request.GET), "courses": courses}
    return render(request, "neighbourhoods/trainings_lacking.html", context)


@require_GET
@permission_or_404(MAY, "neighbourhoods.see_all_areas")
def lacking_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the agents without the course as xlsx or CSV. That it was taken out is logged."""
    if kind not in MAKERS:
        raise Http404
    _form, found = _lacking(request)
    audit(actor=person(request), action="agents.exported", object_type="neighbourhoods.contactagent", object_id="")
    columns: list[Column[Any]] = [
        (_("District"), lambda one: one.area.district.name),
        (_("Area"), lambda one: one.area.name),
        (_("Contact agent"), lambda one: one.user.full_name),
        (_("E-mail address"), lambda one: one.user.email),
        (_("Phone"), lambda one: one.user.phone),
        (_("Since"), lambda one: one.starts_on),
    ]
    response: HttpResponseBase = MAKERS[kind]("saknar-grundkurs", columns, list(found))
    return response
