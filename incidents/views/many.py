"""One act on many reports: told row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import User
from common.gates import permission_or_404
from incidents import services
from incidents.forms.many import ManyForm
from incidents.models import Report


@never_cache
@require_POST
@permission_or_404("incidents.triage_report")
def act_on_many(request: HttpRequest) -> HttpResponse:
    """Do one act with the chosen reports, and show what became of each."""
    assert isinstance(request.user, User)
    form = ManyForm(request.POST)
    fates: list[services.Fate] = []
    if form.is_valid():
        mine = Report.objects.visible_to(request.user)
        fates = services.act_on_many(reports=mine, chosen=form.chosen(), act=form.act_chosen(), by=request.user)
    context = {
        "done": [fate for fate in fates if not fate.problem],
        "left": [fate for fate in fates if fate.problem],
        "problems": [sentence for found in form.errors.values() for sentence in found],
        "query": request.GET.urlencode(),
    }
    return render(request, "incidents/many_done.html", context, status=422 if form.errors else 200)
