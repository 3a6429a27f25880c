"""How Grannsamverkan has grown, and how much of each district it covers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from common.charts import bars
from common.gates import permission_or_404
from common.tables import csv_response, xlsx_response
from neighbourhoods import figures
from neighbourhoods.models import Area, District
from neighbourhoods.views.access import person
from neighbourhoods.views.list_exports import may_take_out, named_lists

SEE = "neighbourhoods.see_all_areas"


class GrowthFilter(forms.Form):
    """One district, one housing type, or all."""

    kommundel = forms.ModelChoiceField(
        label=gettext_lazy("District"), queryset=District.objects.defer("boundary"), to_field_name="slug",
        required=False, empty_label=gettext_lazy("all"),
    )  # fmt: skip
    boende = forms.ChoiceField(
        label=gettext_lazy("Housing"), choices=[("", gettext_lazy("all")), *Area.Housing.choices], required=False
    )


def _wanted(request: HttpRequest) -> tuple[GrowthFilter, list[figures.GrowthRow]]:
    form = GrowthFilter(request.GET)
    form.is_valid()
    asked: dict[str, Any] = form.cleaned_data
    return form, figures.growth(district=asked.get("kommundel"), housing=asked.get("boende") or "")


@require_GET
@permission_or_404(SEE)
def index(request: HttpRequest) -> HttpResponse:
    """Show areas and agents year by year, and what is covered today."""
    form, rows = _wanted(request)
    years = [str(row.year) for row in rows]
    districts, housing = figures.coverage(), figures.growth_shares()
    context = {
        "form": form,
        "rows": rows,
        "chart": bars(
            [row.areas for row in rows], years, _("Areas at the end of each year"),
            before=[row.agents for row in rows], names=(_("areas"), _("agents")),
        ),
        "districts": [*districts, figures.whole(districts)],
        "housing": [*housing, figures.whole(housing)],
        "lists": [(name, words) for name, words in named_lists().items() if may_take_out(person(request), name)],
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "neighbourhoods/growth.html", context)


@require_GET
@permission_or_404(SEE)
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Return the years as filtered, as xlsx or CSV. Counts only: nobody's reading is logged."""
    makers = {"xlsx": xlsx_response, "csv": csv_response}
    if kind not in makers:
        raise Http404
    _form, rows = _wanted(request)
    columns: list[Any] = [
        (_("Year"), lambda row: row.year),
        (_("Areas"), lambda row: row.areas),
        (_("Contact agents"), lambda row: row.agents),
    ]
    response: HttpResponseBase = makers[kind]("vaxten", columns, rows)
    return response
