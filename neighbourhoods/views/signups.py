"""Trainings as those who come see them: what there is, signing up, and one's own page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common import ics
from common.gates import permission_or_404
from common.limits import client_network, within_limit
from common.signed_links import secret_page
from neighbourhoods.figures import training_links, trainings
from neighbourhoods.forms.trainings import AskForm, ComeForm
from neighbourhoods.lifecycle import SignUpStatus, TrainingStatus
from neighbourhoods.models import FollowUpCount, SignUp, Training
from neighbourhoods.querysets import audiences_of
from neighbourhoods.services import signups as services
from neighbourhoods.views.access import person
from neighbourhoods.views.trainings import training_or_404

A_DAY = 86_400
ASKED_A_DAY, ASKED_A_NETWORK = 5, 40
_S = SignUpStatus


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """List what the reader may come to, and what they have signed up for if they have an account."""
    coming = trainings.coming(audiences=audiences_of(request.user))
    mine = trainings.of_person(request.user) if request.user.is_authenticated else []
    booked = {one.sign_up.training_id for one in mine}
    context = {"coming": [one for one in coming if one.pk not in booked], "mine": mine}
    return render(request, "neighbourhoods/trainings_public.html", context)


@require_GET
@permission_or_404("neighbourhoods.use_portal")
def portal_listing(request: HttpRequest) -> HttpResponse:
    """Show the same list as part of the portal."""
    return listing(request)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a training the reader may come to, with the form."""
    return _page(request, training_or_404(request, pk))


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a training to whoever holds its link, whoever it is for. A draft is not shown yet."""
    training = training_links.training_by_link(token)
    if training is None or training.status == TrainingStatus.DRAFT:
        raise Http404
    return _page(request, training)


def _page(request: HttpRequest, training: Training) -> HttpResponse:
    if request.user.is_authenticated:
        return _with_account(request, training)
    form = AskForm(request.POST or None, training=training)
    if request.method == "POST" and form.is_valid() and _within_limits(request, form):
        try:
            services.ask_to_come(training=training, language=_language(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            context = {"training": training, "email": form.cleaned_data["email"]}
            return render(request, "neighbourhoods/trainings_asked.html", context)
    return _show(request, training, form)


def _with_account(request: HttpRequest, training: Training) -> HttpResponse:
    user = person(request)
    mine = training.sign_ups.filter(user=user).exclude(email="").first()
    form = ComeForm(request.POST if request.method == "POST" else None, training=training)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.sign_up(training=training, user=user, dietary=form.cleaned_data.get("dietary", ""))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(training_links.own_link(made))
    return _show(request, training, form, mine=mine)


def _show(request: HttpRequest, training: Training, form: Any, mine: SignUp | None = None) -> HttpResponse:
    taken = training.sign_ups.seated().count()
    waiting = training.sign_ups.in_line().count()
    context = {
        "training": training,
        "form": form,
        "left": max(0, training.capacity - taken - waiting),
        "waiting": waiting,
        "mine": mine,
        "own_link": training_links.own_link(mine) if mine else "",
        "is_coming": mine is not None and mine.status in services.COMING,
    }
    return render(request, "neighbourhoods/trainings_page.html", context, status=422 if form.errors else 200)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _within_limits(request: HttpRequest, form: AskForm) -> bool:
    address, network = form.cleaned_data["email"], client_network(request)
    if within_limit("training:address", address, most=ASKED_A_DAY, seconds=A_DAY) and within_limit(
        "training:network", network, most=ASKED_A_NETWORK, seconds=A_DAY
    ):
        return True
    form.add_error(None, _("Too many have been sent today. Try again tomorrow, or call us."))
    return False


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """A person's own page about one sign-up: answer, say no, change the food, sign up again."""
    sign_up = training_links.sign_up_by_link(token)
    if sign_up is None:
        raise Http404
    if request.method == "POST":
        return _act(request, sign_up, token)
    context = {
        "sign_up": sign_up,
        "training": sign_up.training,
        "token": token,
        "may_change": not sign_up.training.has_begun and sign_up.training.status == TrainingStatus.OPEN,
    }
    return render(request, "neighbourhoods/trainings_own.html", context)


def _act(request: HttpRequest, sign_up: SignUp, token: str) -> HttpResponse:
    verb = request.POST.get("gor", "")
    try:
        with translation.override(_language()):
            _do(verb, sign_up, " ".join(request.POST.get("kost", "").split())[:300])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("neighbourhoods:my_sign_up", token=token)


def _do(verb: str, sign_up: SignUp, dietary: str) -> None:
    if verb == "bekrafta":
        services.confirm_sign_up(sign_up=sign_up)
    elif verb == "ja":
        services.accept_offer(sign_up=sign_up)
    elif verb == "nej":
        services.withdraw(sign_up=sign_up, reason="own")
    elif verb == "igen":
        services.come_again(sign_up=sign_up)
    elif verb == "kost" and sign_up.training.serves_food:
        services.change_dietary(sign_up=sign_up, dietary=dietary)
    else:
        raise Http404


@secret_page
@require_GET
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """Return the training as a file for the person's calendar."""
    sign_up = training_links.sign_up_by_link(token)
    if sign_up is None:
        raise Http404
    is_off = sign_up.status not in (_S.CONFIRMED, _S.ATTENDED, _S.ABSENT)
    event = trainings.calendar_entry(sign_up.training, url=training_links.own_link(sign_up), is_cancelled=is_off)
    kind = f"text/calendar; method={ics.entry_method(event)}; charset=utf-8"
    disposition = {"Content-Disposition": 'attachment; filename="utbildning.ics"'}
    return HttpResponse(ics.entry(event), content_type=kind, headers=disposition)


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, token: str) -> HttpResponse:
    """Ask the question afterwards; a press is counted, once a person. Scanners that follow links press nothing."""
    sign_up = training_links.sign_up_by_question(token)
    if sign_up is None or not sign_up.training.question:
        raise Http404
    is_answered = sign_up.answered_at is not None
    if request.method == "POST":
        try:
            services.answer_question(sign_up=sign_up, answer=request.POST.get("svar", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            is_answered = True
    context = {"training": sign_up.training, "is_answered": is_answered, "choices": FollowUpCount.Answer.choices}
    return render(request, "neighbourhoods/trainings_question.html", context)
