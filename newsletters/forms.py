"""Forms of the editorial desk and the one a reader subscribes with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock
from common.typed import ModelForm
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area, District
from newsletters.figures import Place, holds_a_picture
from newsletters.models import Block, Series, Tip


def no_pictures(text: str) -> None:
    """Refuse a picture in the midst of a text: nobody would see it. Raises ValidationError (`picture`)."""
    if holds_a_picture(text):
        raise ValidationError(_("Add pictures as a picture block, with words for what they show."), code="picture")


class PlaceForm(forms.Form):
    """Whose figures a reader wants."""

    place = forms.ChoiceField(
        label=_("Whose figures do you want to see?"),
        required=False,
        help_text=_(
            "Of an area you get its own number of reports and each kind for its district; where so small numbers could "
            "point somebody out, the district's only."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = place_choices()  # type: ignore[attr-defined]  # a choice field


class SubscribeForm(PlaceForm):
    """E-mail address and which letters."""

    field_order = ["series", "email", "place"]

    series = forms.ModelMultipleChoiceField(
        label=_("Which letters do you want?"),
        queryset=Series.objects.filter(is_open=True),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one letter.")},
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a message there first: you choose in it whether you want the letters."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Write your e-mail address."),
            "invalid": _("Write an e-mail address like namn@example.com."),
        },
    )


def place_choices() -> list[tuple[str, Any]]:
    """Return the whole municipality, its districts and, by district, its areas, as choices in two queries."""
    districts = list(District.objects.order_by("name").values_list("pk", "slug", "name"))
    areas = Area.objects.exclude(status=AreaStatus.CLOSED).order_by("name").values_list("pk", "district", "name")
    by_district: dict[int, list[tuple[str, str]]] = {}
    for pk, district, name in areas:
        by_district.setdefault(district, []).append((f"area-{pk}", name))
    groups = [
        (name, [(slug, gettext("All of %(place)s") % {"place": name}), *by_district.get(pk, [])])
        for pk, slug, name in districts
    ]
    return [("", gettext("The whole municipality")), *groups]


def place_of(choice: str) -> Place:
    """Return the place that a choice stands for; an unknown one is the whole municipality."""
    kind, _dash, number = choice.partition("-")
    if kind == "area" and number.isdecimal() and len(number) < 10:
        area = Area.objects.filter(pk=number).select_related("district").defer("boundary").first()
        return Place(area=area)
    return Place(district=District.objects.filter(slug=choice).first() if choice else None)


class IssueForm(forms.Form):
    """Heading and preamble of an issue, with the version the editor opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=160)
    preamble = forms.CharField(
        label=_("Preamble"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Two or three sentences that make people read on."),
    )


class BlockForm(forms.Form):
    """One block of an issue. An empty heading and text, or the tick, removes it."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=Block.Kind.choices, required=False)
    heading = forms.CharField(
        label=_("Heading of the block"),
        max_length=120,
        required=False,
        help_text=_("Left empty, all but texts and pictures get a usual one."),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[no_pictures],
        help_text=_("Markdown: **bold**, *italic*, - list, [words](https://…). A tip has its text from the library."),
    )
    tip = forms.TypedChoiceField(label=_("Tip from the library"), coerce=int, empty_value=None, required=False)
    picture = forms.FileField(label=_("Picture"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    alternative = forms.CharField(
        label=_("What the picture shows"),
        max_length=200,
        required=False,
        help_text=_("For those who don't see it. A picture without these words is not saved."),
    )
    position = forms.IntegerField(
        label=_("Place in the letter"),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    remove = forms.BooleanField(label=_("Remove this block"), required=False)

    def __init__(self, *args: Any, tips: list[tuple[int | str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tip"].choices = [("", "–"), *(tips or [])]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Ask for what the kind needs, and give a usual heading where none is written."""
        data = super().clean() or {}
        if data.get("remove"):
            return data
        kind = data["kind"] = data.get("kind") or Block.Kind.TEXT
        if kind == Block.Kind.TEXT and data.get("text") and not data.get("heading"):
            self.add_error("heading", _("Write a heading for this block, or remove its text."))
        if kind == Block.Kind.TIP and not data.get("tip") and "tip" not in self.errors:
            self.add_error("tip", _("Choose a tip from the library."))
        if kind == Block.Kind.PICTURE:
            self._clean_picture(data)
        data["heading"] = data.get("heading") or self._usual_heading(kind)
        return data

    def _clean_picture(self, data: dict[str, Any]) -> None:
        if not data.get("alternative") and "alternative" not in self.errors:
            self.add_error("alternative", _("Say what the picture shows, for those who don't see it."))
        if not data.get("picture") and not data.get("pk"):
            self.add_error("picture", _("Choose a picture."))

    def _usual_heading(self, kind: str) -> str:
        if kind == Block.Kind.TIP:
            return gettext("Tip of the month")
        return {
            Block.Kind.STATISTICS.value: gettext("How it looks where you live"),
            Block.Kind.TRAININGS.value: gettext("Courses and evenings"),
            Block.Kind.CALENDAR.value: gettext("Coming up where you live"),
            Block.Kind.VOLUNTEERS.value: gettext("Would you like to take part?"),
        }.get(kind, "")

    @property
    def is_empty(self) -> bool:
        """Tell whether the editor left this block empty, or removed it."""
        data = self.cleaned_data
        bare = data.get("kind", Block.Kind.TEXT) == Block.Kind.TEXT and not (data.get("heading") or data.get("text"))
        return bool(data.get("remove")) or bare


BlockFormSet = forms.formset_factory(BlockForm, extra=2, max_num=14, absolute_max=20)


def tip_choices(month: int) -> list[tuple[int | str, str]]:
    """Return the library as choices: what fits the month and was used longest ago first, each with its last use."""
    tips = sorted(Tip.objects.filter(is_active=True).with_last_use(), key=lambda tip: not tip.fits(month))
    return [(tip.pk, _tip_label(tip, tip.fits(month))) for tip in tips]


def _tip_label(tip: Any, fits: bool) -> str:
    used = date_format(clock.local(tip.last_used), "F Y") if tip.last_used else ""
    words = gettext("%(title)s (used %(when)s)") if used else gettext("%(title)s (never used)")
    label = words % {"title": tip.title, "when": used}
    return label if fits else gettext("%(tip)s, for another season") % {"tip": label}


class TipForm(ModelForm[Tip]):
    """A tip of the library, whose text stands in letters as an editor's does."""

    class Meta:
        model = Tip
        fields = ("title", "text", "first_month", "last_month", "is_active")

    def clean_text(self) -> str:
        """Refuse pictures."""
        no_pictures(self.cleaned_data["text"])
        return str(self.cleaned_data["text"])


class TranslationForm(forms.Form):
    """Heading and preamble in another language, with the version the translator opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Heading"), max_length=160)
    preamble = forms.CharField(
        label=_("Preamble"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class TranslatedBlockForm(forms.Form):
    """One block in another language; without a heading it stands as it was written."""

    pk = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(label=_("Heading of the block"), max_length=120, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        validators=[no_pictures],
    )
    alternative = forms.CharField(label=_("What the picture shows"), max_length=200, required=False)


TranslatedBlockFormSet = forms.formset_factory(TranslatedBlockForm, extra=0, max_num=20, absolute_max=20)


class CommentForm(forms.Form):
    """Something said about an issue before it leaves."""

    comment = forms.CharField(label=_("Write a comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class OwnTextForm(forms.Form):
    """A text by an outside author, in an issue of ours."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    block = forms.IntegerField(widget=forms.HiddenInput, required=False)
    heading = forms.CharField(label=_("Heading of the block"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10}),
        validators=[no_pictures],
        help_text=_("Markdown: **bold**, *italic*, - list, [words](https://…)."),
    )
    remove = forms.BooleanField(label=_("Remove this text from the letter"), required=False)


class PartnerForm(forms.Form):
    """Somebody from another organisation who is to read an issue, or write in it, before it is approved."""

    organisation = forms.CharField(label=_("Organisation"), max_length=120)
    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)
    may_write = forms.BooleanField(label=_("They may also write texts of their own"), required=False)


class MomentField(forms.DateTimeField):
    """A day and an hour that the night has, and has once; what Django says of the others nobody understands."""

    def clean(self, value: Any) -> Any:
        """Say it in our own words. Raises ValidationError."""
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class ScheduleForm(forms.Form):
    """When an approved issue leaves."""

    send_at = MomentField(
        label=_("Send at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H.%M"],
        error_messages={
            "required": _("Write a day and a time."),
            "invalid": _("Write the day and time as 2026-12-01 09:00. In the hour that clocks change, choose another."),
        },
    )

    def clean_send_at(self) -> Any:
        """Refuse the past."""
        moment = self.cleaned_data["send_at"]
        if moment < clock.now():
            raise ValidationError(_("That time has passed. Choose a later one."), code="in_the_past")
        return moment
