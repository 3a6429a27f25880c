"""The component sheet: every token and component on one page, in DEBUG only, so that a change is seen everywhere."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from common.icons import ICONS, PICTURES

COLOURS = [
    "ground",
    "surface",
    "sunken",
    "ink",
    "ink-soft",
    "line",
    "line-strong",
    "voice",
    "voice-strong",
    "voice-soft",
    "needs",
    "needs-soft",
    "stop",
    "stop-soft",
    "done",
    "wait",
    "wait-soft",
    "data-1",
    "data-2",
    "data-3",
    "data-4",
    "data-5",
    "data-6",
]


class SheetForm(forms.Form):
    """One field of each kind; sent empty, so that every field shows how it complains."""

    place = forms.CharField(label=_("Where is it?"), help_text=_("Write an address, a street or a place."))
    words = forms.CharField(label=_("In your own words"), widget=forms.Textarea(attrs={"rows": 4}))
    when = forms.ChoiceField(
        label=_("When?"), choices=[("now", _("right now")), ("today", _("today"))], widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "–"), ("light", _("broken lamp"))])
    email = forms.EmailField(label=_("Your e-mail address"), required=False)
    agrees = forms.BooleanField(label=_("I have read this"))


@require_GET
def sheet(request: HttpRequest) -> HttpResponse:
    """Show tokens, type and components."""
    context = {
        "colours": COLOURS,
        "icons": list(ICONS),
        "pictures": list(PICTURES),
        "form": SheetForm({"place": ""}),
        "months": [(18, 21), (15, 19), (12, 17), (16, 18), (21, 22), (24, 27)],
    }
    return render(request, "pages/style.html", context)
