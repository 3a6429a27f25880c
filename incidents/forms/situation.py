"""Which weeks, kinds and places the situation shows, and which reports stand behind one of its numbers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F, Value
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, Floor
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from incidents.figures import situation
from incidents.figures.situation import Wanted
from incidents.models import Category
from incidents.querysets import ReportQuerySet
from neighbourhoods.models import Area, District

WEEKS = 13
_YEARS = [MinValueValidator(date(1991, 1, 7)), MaxValueValidator(date(2100, 1, 1))]
_DAY = forms.DateInput(attrs={"class": "in", "type": "date"}, format="%Y-%m-%d")
_SELECT = forms.Select(attrs={"class": "in"})


class SituationForm(forms.Form):
    """Weeks, kind and district. What can't be read is ignored: something is always shown."""

    since = forms.DateField(required=False, label=_("From the week of"), widget=_DAY, validators=_YEARS)
    until = forms.DateField(required=False, label=_("To the week of"), widget=_DAY, validators=_YEARS)
    category = forms.ModelChoiceField(
        Category.objects.all(), to_field_name="code", required=False, label=_("Kind"), empty_label=_("Every kind"),
        widget=_SELECT,
    )  # fmt: skip
    district = forms.ModelChoiceField(
        District.objects.defer("boundary"), to_field_name="slug", required=False, label=_("District"),
        empty_label=_("Every district"), widget=_SELECT,
    )  # fmt: skip

    def __init__(self, *args: Any, user: User | AnonymousUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = set(Category.objects.kept_from(user).values_list("pk", flat=True))
        kinds = cast("forms.ModelChoiceField[Any]", self.fields["category"])
        kinds.queryset = Category.objects.exclude(pk__in=self.kept)

    def wanted(self) -> Wanted:
        """Return what is asked for: whole weeks, the last thirteen if none are named, never the one under way."""
        self.is_valid()
        data: dict[str, Any] = self.cleaned_data
        latest = situation.monday_of(clock.today()) - timedelta(weeks=1)
        last = min(situation.monday_of(data.get("until") or latest), latest)
        first = situation.monday_of(data.get("since") or last - timedelta(weeks=WEEKS - 1))
        first = min(max(first, last - timedelta(weeks=situation.MOST_WEEKS - 1)), last)
        kind, district = data.get("category"), data.get("district")
        return Wanted(
            first, last, (kind.pk,) if kind else situation.kinds_but(self.kept), district.pk if district else None
        )


class BehindForm(SituationForm):
    """The reports behind one number: what the situation shows, and which square, hour, area or time of it."""

    last_year = forms.BooleanField(required=False)
    week = forms.DateField(required=False, validators=_YEARS)
    hour = forms.IntegerField(required=False, min_value=0, max_value=167)
    square = forms.IntegerField(required=False, min_value=0, max_value=72_000 * situation.ROW)
    wide = forms.IntegerField(required=False, min_value=0, max_value=72_000 * situation.ROW)
    area = forms.ModelChoiceField(Area.objects.defer("boundary"), to_field_name="slug", required=False)
    no_district = forms.BooleanField(required=False)
    took = forms.IntegerField(required=False, min_value=0, max_value=len(situation.TOOK) - 1)
    late = forms.NullBooleanField(required=False)
    closed = forms.BooleanField(required=False)
    kinds = forms.ModelMultipleChoiceField(Category.objects.all(), to_field_name="code", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = cast("forms.ModelMultipleChoiceField[Any]", self.fields["kinds"])
        kinds.queryset = Category.objects.exclude(pk__in=self.kept)

    def apply(self, reports: ReportQuerySet) -> ReportQuerySet:
        """Limit the reports to those that the number counts."""
        wanted = self.wanted()
        data = self.cleaned_data
        first, last = wanted.before if data.get("last_year") else (wanted.first, wanted.last)
        if data.get("week"):
            first = last = situation.monday_of(data["week"])
        moment = "closed_at" if data.get("closed") or data.get("took") is not None else "received_at"
        found = reports.filter(
            **{
                f"{moment}__gte": clock.start_of_day(first),
                f"{moment}__lt": clock.start_of_day(last + timedelta(weeks=1)),
            },
            merged_into=None,
        )
        if wanted.kinds is not None:
            found = found.filter(category__in=wanted.kinds)
        if data.get("kinds"):
            found = found.filter(category__in=data["kinds"])
        if wanted.district is not None or data.get("no_district"):
            found = found.filter(district=wanted.district)
        if data.get("area"):
            found = found.filter(area=data["area"])
        return _one_side(found, data)


def _one_side(found: ReportQuerySet, data: dict[str, Any]) -> ReportQuerySet:
    if data.get("hour") is not None:
        day, hour = divmod(data["hour"], 24)
        found = found.alias(
            day_=ExtractIsoWeekDay("received_at", tzinfo=clock.STOCKHOLM),
            hour_=ExtractHour("received_at", tzinfo=clock.STOCKHOLM),
        ).filter(day_=day + 1, hour_=hour)
    for name, step in (("square", situation.SQUARE), ("wide", situation.WIDE)):
        if data.get(name) is not None:
            column, row = divmod(data[name], situation.ROW)
            found = found.alias(
                column_=Floor((F("longitude") + Value(180.0)) / Value(step[0])),
                row_=Floor((F("latitude") + Value(90.0)) / Value(step[1])),
            ).filter(column_=column, row_=row)
    if data.get("took") is not None:
        found = situation.that_took(found, data["took"], late=data.get("late"))
    elif data.get("closed") and data.get("late"):
        found = found.filter(closed_at__gt=F("due_at"))
    return found
