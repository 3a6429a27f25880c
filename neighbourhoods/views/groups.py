"""A head contact agent's page: the group's vacancies and vitality, and a message to its agents."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import form_tokens
from common.gates import permission_or_404
from common.limits import within_limit
from neighbourhoods import figures, services
from neighbourhoods.forms import WordsForm
from neighbourhoods.models import AreaMessage
from neighbourhoods.views.access import person

DAY, MESSAGES_A_DAY = 86_400, 3


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def group(request: HttpRequest) -> HttpResponseBase:
    """Show the areas the person heads, and let the head write to their agents."""
    user = person(request)
    rows = figures.group_rows(user)
    if not rows:
        raise Http404
    others = [one for one in figures.reached(figures.headed_areas(user)) if one.user_id != user.pk]
    form = WordsForm(request.POST or None, initial={"form_token": form_tokens.new()})
    if form.is_valid():
        try:
            if not within_limit("group-message", str(user.pk), most=MESSAGES_A_DAY, seconds=DAY):
                raise ValidationError(_("Three messages a day is the most. Try again tomorrow."), code="too_often")
            services.write_to_areas(to=others, by=user, direction=AreaMessage.Direction.TO_GROUP, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The message is on its way."))
            return redirect("neighbourhoods:group")
    context = {"rows": rows, "form": form, "others": len(others), "vacant": sum(row.is_vacant for row in rows)}
    return render(request, "neighbourhoods/portal_group.html", context, status=422 if form.errors else 200)
