"""What is asked when an area begins: of a neighbour who would like to take part, and of the coordinator."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common import form_tokens
from neighbourhoods.lifecycle import InterestStatus, StartupStatus
from neighbourhoods.models import Area, District, InterestedPerson


def day_field(label: Any, *, required: bool = False, **options: Any) -> forms.DateField:
    """Return a field for a day, as browsers draw one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


def district_field() -> forms.ModelChoiceField[District]:
    """Return a filter's choice of district."""
    return forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.defer("boundary"),
        to_field_name="slug",
        required=False,
        empty_label=_("all"),
    )


def search_field(label: Any) -> forms.CharField:
    """Return a filter's search box."""
    widget = forms.TextInput(attrs={"class": "in", "type": "search"})
    return forms.CharField(label=label, required=False, max_length=100, widget=widget)


class InterestForm(forms.Form):
    """A neighbour who would like to take part. The place was found on the page before."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    address = forms.CharField(label=_("Where you live"), max_length=200)
    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=32, required=False, widget=forms.TextInput(attrs={"autocomplete": "tel"})
    )
    wants_to_be_agent = forms.BooleanField(
        label=_("I could be contact agent: a quarter of an hour a month"), required=False
    )
    consent = forms.BooleanField(
        label=_("You may keep this and contact me about Grannsamverkan where I live"),
        error_messages={"required": _("We may write it down only if you agree. Tick the box.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_token", form_tokens.new())

    def clean_form_token(self) -> str:
        """Give a form that lost its token a new one."""
        token = str(self.cleaned_data["form_token"])
        return token if form_tokens.is_well_formed(token) else form_tokens.new()


class StartAreaForm(forms.Form):
    """An area that neighbours want, and who of them belong to it."""

    name = forms.CharField(label=_("Name of the area"), max_length=120)
    district = forms.ModelChoiceField(
        label=_("District"), queryset=District.objects.defer("boundary"), empty_label=_("choose")
    )
    housing = forms.ChoiceField(label=_("Housing"), choices=Area.Housing.choices, initial=Area.Housing.MIXED)
    households = forms.IntegerField(label=_("Households, if you know"), min_value=0, max_value=100_000, required=False)
    people = forms.ModelMultipleChoiceField(
        label=_("Who asked, or lives near"),
        queryset=InterestedPerson.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, near: list[InterestedPerson], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = InterestedPerson.objects.filter(pk__in=[person.pk for person in near])
        field.label_from_instance = lambda obj: f"{obj.name}, {obj.address}"  # type: ignore[method-assign]  # one word
        if not near:
            del self.fields["people"]


class CountForm(forms.Form):
    """How many households there are, join and decline. Numbers only."""

    households = forms.IntegerField(label=_("Households in the area"), min_value=1, max_value=100_000)
    joined = forms.IntegerField(label=_("Join"), min_value=0, max_value=100_000)
    declined = forms.IntegerField(
        label=_("Decline"), min_value=0, max_value=100_000, help_text=_("A number only: nobody's name is kept.")
    )
    counted_on = day_field(_("Counted on"), required=True)


class StepsForm(forms.Form):
    """The days on which the steps of a start-up happened."""

    meeting_held_on = day_field(_("Start meeting held on"))
    meeting_people = forms.IntegerField(label=_("How many came"), min_value=0, max_value=10_000, required=False)
    course_held_on = day_field(_("Basic course held on"))
    agreement_on = day_field(_("Agreement signed on"))
    threshold = forms.IntegerField(label=_("Share that should join (per cent)"), min_value=1, max_value=100)


class OrderForm(forms.Form):
    """How many signs."""

    quantity = forms.IntegerField(label=_("How many signs"), min_value=1, max_value=50, initial=2)


class ReleaseForm(forms.Form):
    """Release an order; a reason is needed only before its time."""

    override_reason = forms.CharField(
        label=_("Why before its time"),
        max_length=300,
        required=False,
        help_text=_("Needed only when a step is missing. Kept and logged. Name nobody."),
    )


class StartupFilter(forms.Form):
    """The list of start-up cases. What can't be understood is left out, never an error page."""

    STEPS = (
        ("", _("all")),
        ("hushall", _("Households counted")),
        ("mote", _("Start meeting")),
        ("kurs", _("Basic course")),
        ("ombud", _("Contact agent appointed")),
        ("avtal", _("Agreement signed")),
    )
    q = search_field(_("Search area"))
    kommundel = district_field()
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("all")), *StartupStatus.choices], required=False, initial="open"
    )
    saknar = forms.ChoiceField(label=_("Step that is missing"), choices=STEPS, required=False)


class InterestFilter(forms.Form):
    """The list of people who would like to take part."""

    q = search_field(_("Search name, address or e-mail"))
    kommundel = district_field()
    status = forms.ChoiceField(label=_("Status"), choices=[("", _("all")), *InterestStatus.choices], required=False)
    ombud = forms.BooleanField(label=_("Would like to be agent"), required=False)


class AreaSearch(forms.Form):
    """The search for the area that somebody belongs to."""

    q = search_field(_("Search area or district"))


class InterestMoveForm(forms.Form):
    """How far one has come with a person."""

    to = forms.ChoiceField(choices=InterestStatus.choices)

    def clean_to(self) -> InterestStatus:
        """Return the status itself."""
        return InterestStatus(self.cleaned_data["to"])
