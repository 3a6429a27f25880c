"""The public report form: a sentence for everything that is wrong, and everything that was written kept."""

from __future__ import annotations

import math
import re
from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import form_tokens, sensitive_text
from common.pictures import clean_photo, taken_at
from incidents import figures, services
from incidents.models import Category, Report
from incidents.services import Position
from neighbourhoods import figures as places

NONE_OF_THESE = "none"
MAX_TEXT = 4000
PHOTO_KINDS = "image/jpeg,image/png,image/webp,image/heic,image/heif"


class ManyFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to five pictures, each returned as clean JPEG bytes; one that is broken is named and the rest kept."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the clean pictures as a list of bytes."""
        uploads: list[UploadedFile[Any]] = [upload for upload in (data or []) if upload]
        if len(uploads) > services.MAX_PHOTOS:
            raise ValidationError(_("At most five photos can be sent. Choose five."), code="too_many_photos")
        self.kept: list[bytes] = []
        problems: list[str] = []
        self.place: tuple[float, float] | None = None
        for upload in uploads:
            self.place = self.place or taken_at(cast(BinaryIO, upload))
            try:
                self.kept.append(clean_photo(cast(BinaryIO, upload), upload.size or 0))
            except ValidationError as error:
                problems.extend(f"{upload.name}: {message}" for message in error.messages)
        if problems:
            raise ValidationError(problems, code="photo")
        return list(self.kept)


class ReportForm(forms.Form):
    """What, where, when, words, photos and an address to answer to."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32, required=False)
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True, is_public_choice=True),
        to_field_name="code",
        label=gettext_lazy("What does it concern?"),
        error_messages={"required": gettext_lazy("Choose what it concerns.")},
    )
    place = forms.CharField(
        label=gettext_lazy("Where is it?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Write an address, a street or a place."),
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    place_choice = forms.CharField(max_length=60, required=False)
    latitude = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    longitude = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    # What the place was called when its position was taken from it, an own area's say: other words are looked for.
    position_words = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    occurred_when = forms.ChoiceField(
        choices=Report.Occurred.choices,
        label=gettext_lazy("When?"),
        error_messages={"required": gettext_lazy("Choose when it was.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Tell us in your own words"),
        max_length=MAX_TEXT,
        help_text=gettext_lazy(
            "Write what you see and where. Do not write names, number plates or phone numbers: yours or others'."
        ),
        widget=forms.Textarea(attrs={"class": "in", "rows": 5}),
        error_messages={
            "required": gettext_lazy("Write what you have seen. A few words are enough."),
            "max_length": gettext_lazy("The text is too long: at most 4,000 characters. Write the most important."),
        },
    )
    plate = forms.CharField(
        label=gettext_lazy("The vehicle's number plate"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("Only for an abandoned or stolen vehicle. Kept encrypted, and erased when we are done."),
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "off"}),
    )
    keep_text = forms.BooleanField(required=False, label=gettext_lazy("Send the text as it is: it is needed"))
    photos = PhotosField(
        label=gettext_lazy("Photo"),
        required=False,
        help_text=gettext_lazy("Photograph the thing, not people. We remove where the picture was taken."),
        widget=ManyFilesInput(attrs={"class": "in", "accept": PHOTO_KINDS}),
    )
    use_photo_place = forms.BooleanField(
        required=False,
        label=gettext_lazy("Use the place where the photo was taken. Then it is removed from the photo."),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Only who handles the report can see it, and that is logged."),
        widget=forms.TextInput(attrs={"class": "in", "autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        max_length=254,
        required=False,
        help_text=gettext_lazy("We use it for this report only."),
        widget=forms.EmailInput(attrs={"class": "in", "autocomplete": "email"}),
        error_messages={"invalid": gettext_lazy("Write the e-mail address in full: name@example.com.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found_places: list[places.Place] = []
        self.was_looked_for = False
        self.asks_about_text = False
        self.label_suffix = ""

    def clean_form_token(self) -> str:
        """Give a form that lost its token a new one: nothing that was written is lost for that."""
        token = str(self.cleaned_data["form_token"])
        return token if form_tokens.is_well_formed(token) else form_tokens.new()

    def clean_text(self) -> str:
        """Drop what no database takes."""
        text = services.plain(str(self.cleaned_data["text"]))
        if not text:
            raise ValidationError(_("Write what you have seen. A few words are enough."), code="required")
        return text

    def clean(self) -> dict[str, Any]:
        """Find the place, and ask once about what looks like personal data."""
        data = self.cleaned_data
        if "place" in data:
            self._add_errors("place", self._locate)
        if "text" in data:
            self._add_errors("text", self._guard)
        if "place" in data:
            self._add_errors("place", self._guard_place)
        category = data.get("category")
        if category and not category.is_anonymous_allowed and not data.get("email") and "email" not in self.errors:
            self.add_error("email", _("Give an e-mail address: this kind of report needs one."))
        return data

    def _add_errors(self, field: str, check: Any) -> None:
        try:
            check()
        except ValidationError as error:
            self.add_error(field, error)

    @property
    def kept_position(self) -> tuple[str, str, str]:
        """Latitude, longitude and the words they belong to, for a form that is shown again; empty for a wrong one."""
        if self.is_bound and "position" not in self.cleaned_data:
            return ("", "", "")
        values = [self[name].value() or "" for name in ("latitude", "longitude", "position_words")]
        return (str(values[0]), str(values[1]), str(values[2]))

    def found_place(self) -> dict[str, str]:
        """Return the place as fields of the form that is shown again: what was found is not looked for a second time.

        A photo that was read for its place is not sent again, and a choice among places is not offered again.
        """
        position: Position | None = self.cleaned_data.get("position")
        if position is None or not self.was_looked_for:
            return {}
        words = services.plain(str(self.data.get("place", ""))) if "place" in self.errors else position.label
        found = {"place": words, "position_words": words, "latitude": "", "longitude": ""}
        if position.latitude is not None and position.longitude is not None:
            found |= {"latitude": f"{position.latitude:.6f}", "longitude": f"{position.longitude:.6f}"}
        return found

    @property
    def keeps_own_words(self) -> bool:
        """Whether its writer has said that none of the places found is meant, and nothing is wrong with the place."""
        chosen = self.is_bound and self["place_choice"].value() == NONE_OF_THESE
        return bool(chosen and "position" in self.cleaned_data and not self.found_places)

    @property
    def is_urgent(self) -> bool:
        """Whether it is going on now: then nothing about the wording may stop it."""
        return bool(self.data.get("occurred_when") == Report.Occurred.NOW)

    def _guard(self) -> None:
        text = self.cleaned_data["text"]
        self._ask_about([*sensitive_text.find(text), *sensitive_text.questions(text)])

    def _guard_place(self) -> None:
        self._ask_about(sensitive_text.find(self.cleaned_data["place"]))

    def _ask_about(self, found: list[sensitive_text.Finding]) -> None:
        if not found or self.is_urgent or self.cleaned_data.get("keep_text"):
            return
        self.asks_about_text = True
        raise ValidationError(
            [_guard_sentence(finding, self._may_name_plate()) for finding in found[:3]], code="personal_data"
        )

    def _may_name_plate(self) -> bool:
        category = self.cleaned_data.get("category")
        return bool(category and category.is_plate_kind)

    def _locate(self) -> None:
        words = services.plain(self.cleaned_data["place"])
        was = self.cleaned_data.get("position_words")
        if (self.cleaned_data.get("latitude") or self.cleaned_data.get("longitude")) and was in ("", words):
            self.cleaned_data["position"] = self._own_position(words)
            return
        self.was_looked_for = True
        photo_place = getattr(self.fields["photos"], "place", None)
        if self.cleaned_data.get("use_photo_place") and photo_place and not words:
            position = Position(_("Where the photo was taken"), *photo_place)
            services.require_position(position)
            self.cleaned_data["position"] = position
            return
        if not words:
            raise ValidationError(_("Write where it is: an address, a street or a place."), code="required")
        self.cleaned_data["position"] = self._search(words)

    def _own_position(self, words: str) -> Position:
        lat, lon = _number(self.cleaned_data.get("latitude")), _number(self.cleaned_data.get("longitude"))
        position = Position(words or _("The position of the phone"), lat, lon)
        services.require_position(position)
        return position

    def _search(self, words: str) -> Position:
        found = places.search_addresses(words)
        inside = [place for place in found if places.is_in_municipality(place.longitude, place.latitude)]
        if found and not inside:
            raise ValidationError(
                _("That place is outside %(municipality)s. Report it to the municipality where it is.")
                % {"municipality": settings.MUNICIPALITY},
                code="outside",
            )
        choice = self.cleaned_data.get("place_choice")
        was = self.cleaned_data.get("position_words")
        if not inside or (choice == NONE_OF_THESE and was in ("", words)):
            return Position(words)
        for place in inside:
            if choice == place_key(place):
                return _as_position(place)
        exact = [place for place in inside if _same(place.label, words)]
        if len(exact) == 1 or (len(inside) == 1 and _says(inside[0].label, words)):
            return _as_position((exact or inside)[0])
        self.found_places = inside
        if len(inside) == 1:  # another town, or another street that sounds like it
            raise ValidationError(_("We found only this. Say whether it is what you mean."), code="ambiguous")
        raise ValidationError(_("There are several. Choose which one you mean."), code="ambiguous")

    def place_choices(self) -> list[tuple[str, places.Place]]:
        """Return the places to choose among, with the value each sends."""
        return [(place_key(place), place) for place in self.found_places]

    def suggest(self, data: dict[str, Any]) -> str:
        """Return the kind that the words sound like, where none was chosen and it can be chosen here."""
        code = figures.suggested_kind(str(data.get("text", ""))[:MAX_TEXT])
        is_known = Category.objects.filter(code=code, is_active=True, is_public_choice=True).exists()
        return code if is_known else ""

    def problems(self) -> list[tuple[str, str]]:
        """Return (field's id, sentence) for the summary at the top, in the order of the form."""
        targets = {"category": "id_category_0", "occurred_when": "id_occurred_when_0"}
        if self.found_places:
            targets["place"] = "id_place_choice_0"
        return [
            (targets.get(name, f"id_{name}"), str(message))
            for name in self.fields
            for message in self.errors.get(name, [])
        ] + [("id_text", str(message)) for message in self.non_field_errors()]

    def clean_pictures(self) -> list[bytes]:
        """Return the pictures that could be read, even when something else in the form was wrong."""
        field = self.fields["photos"]
        return list(getattr(field, "kept", []))

    def as_hidden_token(self) -> SafeString:
        """Return the token's hidden field."""
        return self["form_token"].as_hidden()


def _guard_sentence(finding: sensitive_text.Finding, may_name_plate: bool) -> str:
    sentences = {
        sensitive_text.PERSONAL_PLATE: _("Is ”%(words)s” a number plate? Then take it out."),
        sensitive_text.NAME: _("Is ”%(words)s” somebody's name? Then take it out: write about the place."),
        sensitive_text.PLATE: _(
            "”%(words)s” looks like a number plate. Take it out. Write the colour and make instead."
        ),
        sensitive_text.IDENTITY: _("”%(words)s” looks like a personal identity number. Take it out."),
        sensitive_text.PHONE: _("”%(words)s” looks like a phone number. Take it out."),
        sensitive_text.EMAIL: _("”%(words)s” is an e-mail address. Take it out; your own has a field below."),
    }
    if may_name_plate and finding.kind in (sensitive_text.PLATE, sensitive_text.PERSONAL_PLATE):
        return _("”%(words)s” looks like a number plate. Write it in its own box below, not in the text.") % {
            "words": finding.words
        }
    return sentences[finding.kind] % {"words": finding.words}


def place_key(place: places.Place) -> str:
    """Return the value a found place sends when it is chosen."""
    return f"{place.latitude:.6f},{place.longitude:.6f}"


def _as_position(place: places.Place) -> Position:
    return Position(place.label, place.latitude, place.longitude)


def _says(label: str, words: str) -> bool:
    """Tell whether a place's name says everything that was written, or the beginnings of it."""
    parts = re.findall(r"\w+", label.lower())
    return all(any(part.startswith(word) for part in parts) for word in re.findall(r"\w+", words.lower()))


def _same(label: str, words: str) -> bool:
    return label.replace(",", "").lower().split() == words.replace(",", "").lower().split()


def _number(value: Any) -> float:
    try:
        return float(str(value))
    except ValueError:
        return math.nan
