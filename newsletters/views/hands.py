"""What several hands leave behind: comments, versions with their differences, translations."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common.gates import permission_or_404
from newsletters import services
from newsletters.forms import CommentForm, TranslatedBlockFormSet, TranslationForm
from newsletters.models import Block, Issue
from newsletters.views.asking import asked, editor, visible


@permission_or_404("newsletters.see_drafts")
@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about an issue, or note that what was said is taken care of."""
    found = get_object_or_404(visible(request), pk=pk)
    settled = request.POST.get("klar", "")
    if settled:
        if not (settled.isdecimal() and len(settled) < 10):
            raise Http404
        services.settle(comment=get_object_or_404(found.comments, pk=settled), by=editor(request))
        return redirect("newsletters:edit", pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        services.comment(issue=found, text=form.cleaned_data["comment"], by=editor(request))
    else:
        messages.error(request, _("Write what you want to say, in at most 2,000 characters."))
    return redirect("newsletters:edit", pk)


@permission_or_404("newsletters.see_drafts")
@require_GET
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was changed from one saved version to another, the last two unless others are chosen."""
    found = get_object_or_404(visible(request), pk=pk)
    held = list(found.versions.select_related("author", "partner"))
    numbers = {str(one.number): one for one in held}
    new = numbers.get(asked(request, "till")) or (held[-1] if held else None)
    before = [one for one in held if new and one.number < new.number]
    old = numbers.get(asked(request, "fran")) or (before[-1] if before else None)
    context = {
        "issue": found,
        "versions": held,
        "old": old,
        "new": new,
        "lines": list(differences(old.text if old else "", new.text)) if new else [],
    }
    return render(request, "newsletters/versions.html", context)


def differences(old: str, new: str) -> Iterator[tuple[str, str]]:
    """Go through the lines of two texts: "+" what came, "-" what went, " " what stands."""
    for line in difflib.ndiff(old.splitlines(), new.splitlines()):
        if line[0] in "+- ":
            yield line[0], line[2:]


@permission_or_404("newsletters.change_issue")
@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Write an issue's words in another language, beside the words it was written in."""
    found = get_object_or_404(visible(request), pk=pk)
    if language not in dict(settings.LANGUAGES) or language == settings.LANGUAGE_CODE:
        raise Http404
    held = found.translations.filter(language=language).first()
    words = {"title": held.title, "preamble": held.preamble} if held else {}
    form = TranslationForm(request.POST or None, initial={"version": found.version, **words})
    blocks = list(found.blocks.select_related("tip").prefetch_related("translations"))
    formset = TranslatedBlockFormSet(request.POST or None, initial=[_words(block, language) for block in blocks])
    is_typed = request.method == "POST" and form.is_valid() and formset.is_valid()
    if is_typed and _save(request, found, form, formset, language):
        messages.success(request, _("Saved."))
        return redirect("newsletters:translate", pk, language)
    context = {
        "issue": found,
        "language": language,
        "language_name": dict(settings.LANGUAGES)[language],
        "form": form,
        "formset": formset,
        "pairs": _pairs(blocks, formset),
        "is_old": held is not None and found.versions.filter(number__gt=held.of_version).exists(),
        "has_changed": any(error.code == "changed" for error in form.non_field_errors().as_data()),
    }
    return render(request, "newsletters/translate.html", context)


def _pairs(blocks: list[Block], formset: Any) -> list[tuple[Block | None, Any]]:
    """Return each form with its block; None where that has been taken out since the page was opened."""
    held = {str(block.pk): block for block in blocks}
    return [(held.get(str(one["pk"].value())), one) for one in formset.forms]


def _words(block: Any, language: str) -> dict[str, Any]:
    held = next((one for one in block.translations.all() if one.language == language), None)
    words = {"heading": held.heading, "text": held.text, "alternative": held.alternative} if held else {}
    return {"pk": block.pk, **words}


def _save(request: HttpRequest, found: Issue, form: Any, formset: Any, language: str) -> bool:
    typed = {
        one.cleaned_data["pk"]: services.Translated(
            one.cleaned_data["heading"], one.cleaned_data["text"], one.cleaned_data["alternative"]
        )
        for one in formset
        if one.cleaned_data.get("pk")
    }
    try:
        services.translate(issue=found, language=language, blocks=typed, by=editor(request), **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True
