"""The agent's list of the month is ticked off; how the agent wants to be reached."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.gates import permission_or_404
from neighbourhoods import figures, services
from neighbourhoods.forms import ChannelsForm
from neighbourhoods.models import AgentChannels
from neighbourhoods.views.access import area_or_404, person, serves_or_404


@require_POST
@permission_or_404("neighbourhoods.use_portal")
def tick(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick a task of this month off, or take the tick back."""
    area = area_or_404(request, slug)
    user = person(request)
    key = request.POST.get("uppgift", "")
    task = next((one.task for one in figures.asked_of(user, area) if one.task.key == key), None)
    if task is None:
        raise Http404
    if request.POST.get("angra"):
        services.untick(area=area, task=task)
        messages.success(request, _("It stands on the list again."))
    else:
        services.tick(area=area, task=task, by=user)
        messages.success(request, _("Thank you! It is noted."))
    return redirect("portal")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.use_portal")
def channels(request: HttpRequest) -> HttpResponseBase:
    """Choose mail alone or SMS too, and one's own quiet hours."""
    user = serves_or_404(request)
    held = AgentChannels.objects.filter(user=user).first() or AgentChannels(user=user)
    now = {"by_sms": held.by_sms, "quiet_from": held.quiet_from, "quiet_until": held.quiet_until, "phone": user.phone}
    now["is_shown"] = figures.is_shown(user)
    form = ChannelsForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            services.save_channels(user=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None if hasattr(error, "error_dict") else "phone", error)
        else:
            messages.success(request, _("Saved."))
            return redirect("portal")
    status = 422 if form.errors else 200
    return render(request, "neighbourhoods/portal_channels.html", {"form": form}, status=status)
