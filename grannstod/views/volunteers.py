"""The leader's pages about people: who has asked to join, who takes part, papers and status."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.services import audit
from grannstod import services
from grannstod.figures import people as reads
from grannstod.forms.joining import CoursesForm, PapersForm
from grannstod.lifecycle import APPLICANT_MOVES, VOLUNTEER_MOVES, ApplicantStatus, VolunteerStatus
from grannstod.models import Applicant, Volunteer
from grannstod.views.people import person_of, require

HANDLE = "grannstod.change_volunteer"


@require_safe
@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """List who has asked to join and who takes part. Contact data is read here, so the reading is logged."""
    user = require(request, HANDLE)
    applicants = Applicant.objects.visible_to(user).exclude(status=ApplicantStatus.UNCONFIRMED)
    waiting = [(one, _steps(one)) for one in applicants.select_related("district").defer("district__boundary")]
    if waiting:
        audit(actor=user, action="grannstod.applicants_read", object_type="grannstod.applicant")
    context = {"applicants": waiting, "people": reads.volunteers(user), "accompanied": reads.accompanied_drives()}
    return render(request, "grannstod/volunteers.html", context)


def _steps(applicant: Applicant) -> list[tuple[str, str]]:
    """Return what can be done with an applicant: the step's key and the words of its button."""
    words = {
        ApplicantStatus.INTERVIEWED: _("Interviewed"),
        ApplicantStatus.REFERRED: _("Reference taken"),
        ApplicantStatus.DECLINED: _("Say no thank you"),
    }
    here = ApplicantStatus(applicant.status)
    steps = [(to.value, words[to]) for to in words if to in APPLICANT_MOVES[here]]
    return [("take_on", _("Take on")), *steps] if here == ApplicantStatus.REFERRED else steps


@require_POST
@login_required
def applicant(request: HttpRequest, applicant_id: int) -> HttpResponse:
    """Take a step with an applicant."""
    user = require(request, HANDLE)
    held = get_object_or_404(Applicant.objects.visible_to(user), pk=applicant_id)
    what = request.POST.get("steg", "")
    try:
        if what == "take_on":
            services.take_on(applicant_id=held.pk, actor=user)
            messages.success(request, _("Welcome mail sent; the training has begun."))
        elif what in ApplicantStatus.values:
            services.move_applicant(applicant_id=held.pk, to=ApplicantStatus(what), actor=user)
            messages.success(request, _("Noted."))
        else:
            raise Http404
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("grannstod:volunteers")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def volunteer(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Show one volunteer: papers, drives, what has happened; write papers down."""
    user = require(request, HANDLE)
    found = get_object_or_404(Volunteer.objects.visible_to(user).select_related("user"), pk=volunteer_id)
    form = PapersForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        try:
            services.note_papers(volunteer_id=found.pk, papers=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted."))
            return redirect("grannstod:volunteer", found.pk)
    return _show(request, found, form, CoursesForm(volunteer=found))


@require_POST
@login_required
def courses(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Write down what a supporter has learnt."""
    user = require(request, HANDLE)
    found = get_object_or_404(Volunteer.objects.visible_to(user).select_related("user"), pk=volunteer_id)
    form = CoursesForm(request.POST, volunteer=found)
    if form.is_valid():
        try:
            services.note_courses(volunteer_id=found.pk, taken=form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Noted."))
            return redirect("grannstod:volunteer", found.pk)
    return _show(request, found, PapersForm(instance=found), form)


def _show(request: HttpRequest, found: Volunteer, form: PapersForm, learnt: CoursesForm) -> HttpResponse:
    audit(
        actor=person_of(request), action="grannstod.volunteer_read", object_type="grannstod.volunteer",
        object_id=str(found.pk),
    )  # fmt: skip
    held = Volunteer.objects.select_related("user").get(pk=found.pk)
    context = {
        "volunteer": held,
        "form": form,
        "courses": learnt,
        "driven": reads.driven_by(held),
        "accompanied": reads.accompanied_drives(),
        "events": held.events.select_related("actor"),
        "moves": [to for to in VolunteerStatus if to in VOLUNTEER_MOVES[VolunteerStatus(held.status)]],
    }
    return render(request, "grannstod/volunteer.html", context, status=422 if form.errors or learnt.errors else 200)


@require_POST
@login_required
def move(request: HttpRequest, volunteer_id: int) -> HttpResponse:
    """Move a volunteer's status."""
    user = require(request, HANDLE)
    found = get_object_or_404(Volunteer.objects.visible_to(user), pk=volunteer_id)
    to = request.POST.get("till", "")
    if to not in VolunteerStatus.values:
        raise Http404
    try:
        services.move_volunteer(volunteer_id=found.pk, to=VolunteerStatus(to), actor=user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Noted."))
    return redirect("grannstod:volunteer", found.pk)
