"""A head contact agent's page: the group's vacancies and vitality, and a message to its agents."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common import form_tokens
from common.gates import permission_or_404
from common.limits import within_limit
from common.tables import Column, csv_response, xlsx_response
from neighbourhoods import figures, services
from neighbourhoods.forms import AnswerForm, WordsForm
from neighbourhoods.models import AreaMessage
from neighbourhoods.views.access import person
from neighbourhoods.views.messages import answer_form, answered, number_in

DAY, MESSAGES_A_DAY, ANSWERS_A_DAY = 86_400, 3, 50
MAKERS = {"xlsx": xlsx_response, "csv": csv_response}


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def group(request: HttpRequest) -> HttpResponseBase:
    """Show the areas the person heads, and let the head write to their agents."""
    user = person(request)
    rows = figures.group_rows(user)
    if not rows:
        raise Http404
    others = [one for one in figures.reached(figures.headed_areas(user)) if one.user_id != user.pk]
    is_answer = "till" in request.POST
    form = WordsForm(None if is_answer else request.POST or None, initial={"form_token": form_tokens.new()})
    reply = answer_form(request.POST if is_answer else None)
    done = _answered(request, user, reply) if is_answer else form.is_valid() and _sent(request, user, others, form)
    if done:
        return redirect("neighbourhoods:group")
    context = {
        "rows": rows,
        "form": form,
        "reply": reply,
        "others": len(others),
        "vacant": sum(row.is_vacant for row in rows),
        "sent": figures.sent_to_group(user),
    }
    status = 422 if form.errors or reply.errors else 200
    return render(request, "neighbourhoods/portal_group.html", context, status=status)


def _sent(request: HttpRequest, user: User, others: list[figures.Reached], form: WordsForm) -> bool:
    try:
        if not within_limit("group-message", str(user.pk), most=MESSAGES_A_DAY, seconds=DAY):
            raise ValidationError(_("Three messages a day is the most. Try again tomorrow."), code="too_often")
        services.write_to_areas(to=others, by=user, direction=AreaMessage.Direction.TO_GROUP, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("The message is on its way."))
    return True


def _answered(request: HttpRequest, user: User, reply: AnswerForm) -> bool:
    """Answer what an agent has answered to one of the head's own messages, or note that it is read."""
    row = number_in(request.POST.get("till", ""))
    own = AreaMessage.objects.filter(author=user, direction=AreaMessage.Direction.TO_GROUP, recipients=row).first()
    if own is None:
        raise Http404
    if not within_limit("group-answer", str(user.pk), most=ANSWERS_A_DAY, seconds=DAY):
        reply.add_error(None, _("You have written much today. Call us, or go on tomorrow."))
        return False
    return answered(request, own, reply)


@require_safe
@permission_or_404("neighbourhoods.use_portal")
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the areas the person heads as xlsx or CSV: what the page shows, nobody's name."""
    rows = figures.group_rows(person(request))
    if not rows or kind not in MAKERS:
        raise Http404
    columns: list[Column[figures.GroupRow]] = [
        (_("Area"), lambda row: row.area.name),
        (_("District"), lambda row: row.area.district.name),
        (_("How the area is"), lambda row: row.vitality),
        (_("Contact agents"), lambda row: row.agents),
        (_("Has a head contact agent"), lambda row: _("yes") if row.has_head else _("no")),
    ]
    response: HttpResponseBase = MAKERS[kind]("min-grupp", columns, rows)
    return response
