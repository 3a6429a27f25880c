"""A participant's own page, by a mailed link: the own line, the day's note, the evaluation. Nobody else's phone."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock
from common.limits import client_network, within_limit
from common.signed_links import secret_page
from holiday_calendar import services
from holiday_calendar.forms import EvaluationForm, NoteForm, OwnLineForm
from holiday_calendar.models import BreakRoom, Participant

LINE, NOTE, EVALUATION = "rad", "anteckning", "utvardering"


@secret_page
@require_http_methods(["GET", "HEAD", "POST"])
def participant(request: HttpRequest, token: str) -> HttpResponse:
    """Show and take what one participant has to say; a link that is over says so."""
    found = services.participant_of(token)
    if found is None:
        return render(request, "calendar/participant_over.html", status=404)
    asked = request.POST.get("gor") if request.method == "POST" else ""
    if asked == "inte-min":
        services.renew_link(participant=found, actor=None)
        return render(request, "calendar/participant_over.html", {"disowned": True})
    posted = _forms(found, request if asked else None, asked or "")
    if asked in posted and posted[asked].is_valid():
        if not within_limit("break_link", f"{found.pk}-{client_network(request)}", most=60, seconds=3600):
            messages.error(request, _("That was a lot at once. Try again in an hour: nothing was saved."))
        elif _saved(request, found, asked, posted[asked]):
            return redirect("calendar:participant", token=token)
    held = found.room.school_break
    context = {
        "participant": found,
        "held": held,
        "forms": posted,
        "takes_notes": services.note_day(held) is not None or asked == NOTE,
        "has_begun": clock.today() >= held.first_day,
        "notes": found.notes.all()[:20],
        "sees_room": BreakRoom.objects.visible_to(request.user).filter(pk=found.room_id).exists(),
    }
    bad = any(form.errors for form in posted.values())
    return render(request, "calendar/participant.html", context, status=422 if bad else 200)


def _forms(found: Participant, request: HttpRequest | None, asked: str) -> dict[str, forms.BaseForm]:
    data = {name: request.POST if request and asked == name else None for name in (LINE, NOTE, EVALUATION)}
    answers = {"rating": found.rating, "worked": found.worked, "differently": found.differently}
    # The form writes into its instance while it looks at it: a copy, so that the page shows what is saved.
    own = Participant.objects.get(pk=found.pk)
    return {
        LINE: OwnLineForm(data[LINE], instance=own),
        NOTE: NoteForm(data[NOTE], initial={"day": services.note_day(found.room.school_break)}, prefix="n"),
        EVALUATION: EvaluationForm(data[EVALUATION], initial=answers, prefix="u"),
    }


def _saved(request: HttpRequest, found: Participant, asked: str, form: forms.BaseForm) -> bool:
    """Save one form; what the service refuses stands beside it."""
    data = form.cleaned_data
    try:
        if asked == LINE:
            services.confirm_line(participant=found, values=data)
        elif asked == NOTE:
            services.write_note(room=found.room, participant=found, author=None, **data)
        else:
            services.evaluate(participant=found, **data)
    except ValidationError as error:
        form.add_error("day" if asked == NOTE else None, error)
        return False
    messages.success(request, _("Thank you, that is saved."))
    return True
