"""Fool the thief: the checklist that anybody goes through, and its texts on the coordinator's desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.gates import permission_or_404
from common.limits import client_network, within_limit
from neighbourhoods import figures, services
from neighbourhoods.forms import ChecklistForm, ItemFormSet
from neighbourhoods.models import ChecklistVersion
from neighbourhoods.views.access import person

COUNTED_A_DAY = 20  # forms counted per network and day; more are answered, but not counted


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest) -> HttpResponse:
    """Show the checklist and, once answered, the advice. Nothing is stored but counts."""
    version = ChecklistVersion.objects.latest_published(get_language() or settings.LANGUAGE_CODE)
    if version is None:
        return render(request, "neighbourhoods/checklist_missing.html")
    form = ChecklistForm(request.POST or None, version=version)
    context: dict[str, Any] = {"form": form, "version": version, "parts": _questions(form, version)}
    if request.method == "POST" and form.is_valid():
        if within_limit("checklist", client_network(request), most=COUNTED_A_DAY, seconds=86_400):
            services.count_answers(answers=form.answers(), form_token=form.cleaned_data["form_token"])
        context["result"] = figures.result(version, form.answers())
        return render(request, "neighbourhoods/checklist_result.html", context)
    return render(request, "neighbourhoods/checklist.html", context)


def _questions(form: ChecklistForm, version: ChecklistVersion) -> list[tuple[str, list[Any]]]:
    return [(part.title, [form[item.key] for item in part.items]) for part in figures.parts(version)]


@require_GET
@permission_or_404("neighbourhoods.edit_checklist")
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions of each language, and how often what was answered."""
    current = ChecklistVersion.objects.latest_published(get_language() or settings.LANGUAGE_CODE)
    context = {
        "versions": ChecklistVersion.objects.select_related("published_by"),
        "languages": settings.LANGUAGES,
        "tallies": figures.tallies(current) if current else [],
    }
    return render(request, "neighbourhoods/checklist_versions.html", context)


@require_POST
@permission_or_404("neighbourhoods.edit_checklist")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a draft in a language, or go on with the one there is."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    draft = services.begin_draft(language=language, by=person(request))
    return redirect("neighbourhoods:checklist_version", pk=draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_or_404("neighbourhoods.edit_checklist")
def version(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Edit a draft, or read a published version and what was new in it."""
    found = get_object_or_404(ChecklistVersion, pk=pk)
    if not found.is_draft:
        return render(request, "neighbourhoods/checklist_version.html", _version_context(found))
    initial = list(found.items.values("key", "topic", "question", "advice"))
    formset = ItemFormSet(request.POST or None, initial=None if request.POST else initial)
    if request.method == "POST" and formset.is_valid():
        texts = [text for form in formset if (text := form.text())]
        try:
            services.save_draft(draft=found, items=texts)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("The draft is saved. Nobody else sees it until you publish it."))
            return redirect("neighbourhoods:checklist_version", pk=pk)
    context = _version_context(found) | {"formset": formset}
    return render(request, "neighbourhoods/checklist_draft.html", context)


def _version_context(found: ChecklistVersion) -> dict[str, Any]:
    return {"version": found, "parts": figures.parts(found), "changes": figures.changes(found)}


@require_POST
@permission_or_404("neighbourhoods.edit_checklist")
def decide(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Publish a draft or throw it away."""
    draft = get_object_or_404(ChecklistVersion, pk=pk)
    verbs = {"publicera": services.publish_checklist, "kasta": services.discard_draft}
    if what not in verbs:
        raise Http404
    try:
        verbs[what](draft=draft, by=person(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Published.") if what == "publicera" else _("The draft is gone."))
    return redirect("neighbourhoods:checklist_versions")
