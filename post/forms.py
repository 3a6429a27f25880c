"""Forms of the pages a reader reaches by link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common import clock, form_tokens
from common.table_reading import Rows, read_text, read_upload
from post.lifecycle import DeliveryStatus, ImportWay, IncomingKind, LiftReason, TextUrgency
from post.mail.pasted import FAULTS, read_address
from post.models import Delivery, MailingList
from post.querysets import IncomingQuerySet
from post.slots import THREADS
from post.sms.numbers import parse_pasted
from post.sms.segments import clean_text

MOST_FAULTS = 10


class AddressField(forms.CharField):
    """An e-mail address as people write it, put right where it can be meant in one way only."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=320, widget=widget, **options)

    def clean(self, value: Any) -> str:
        """Return the address. Raises ValidationError with what is wrong."""
        text = super().clean(value)
        if not text:
            return ""
        reading = read_address(text)
        if reading.fault:
            raise ValidationError(FAULTS[reading.fault], code=reading.fault)
        return reading.address


class PreferencesForm(forms.Form):
    """Which lists one reads."""

    lists = forms.MultipleChoiceField(
        label=_("What you read"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    nothing = forms.BooleanField(
        label=_("No mail-outs at all, whatever list I stand in"),
        required=False,
        help_text=_(
            "Answers and codes that you ask for yourself still reach you, and news of a report that you follow, until "
            "you stop following it."
        ),
    )

    def __init__(
        self, data: object = None, *, lists: Iterable[MailingList], reads: Iterable[str], **initial: object
    ) -> None:
        super().__init__(data, initial={"lists": list(reads), **initial})  # type: ignore[arg-type]  # QueryDict or None
        field = self.fields["lists"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), row.title) for row in lists]


class AboutMeForm(forms.Form):
    """Ask what is held about an address."""

    email = AddressField(label=_("Your e-mail address"))


class EraseMeForm(forms.Form):
    """Say that one means it."""

    sure = forms.BooleanField(label=_("Yes, erase what you hold about me. I know that it cannot be undone."))


class LedgerSearchForm(forms.Form):
    """Find what was sent to somebody."""

    recipient = forms.CharField(label=_("Address or mobile number of the recipient"), max_length=320)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all outcomes")), *DeliveryStatus.choices]
    )


# A day before or after the first and last that Python knows can't be reckoned with.
_A_DAY_OF_OURS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class LedgerFilterForm(forms.Form):
    """Choose among messages; what stands in the address holds nobody's data."""

    utfall = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all outcomes")), *DeliveryStatus.choices]
    )
    kanal = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all channels")), *Delivery.Channel.choices]
    )
    fran = forms.DateField(
        label=_("From"), required=False, validators=_A_DAY_OF_OURS, widget=forms.DateInput(attrs={"type": "date"})
    )
    till = forms.DateField(
        label=_("To and including"),
        required=False,
        validators=_A_DAY_OF_OURS,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    tillhor = forms.CharField(label=_("Belongs to"), required=False, max_length=120)
    utskick = forms.IntegerField(label=_("Mail-out"), required=False, min_value=1, widget=forms.HiddenInput)


class PaceForm(forms.Form):
    """How fast a mail-out may go."""

    per_minute = forms.IntegerField(
        label=_("Most messages a minute"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Empty: as for all mail-outs. 0: no limit."),
    )


class IncomingSearchForm(forms.Form):
    """Find mail that came in."""

    words = forms.CharField(label=_("The sender's whole address, or words of the subject"), max_length=200)


class IncomingFilterForm(forms.Form):
    """Choose among mail that came in. What can't be read is ignored: a list is always shown."""

    visa = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("what waits for a person")), ("allt", _("everything"))]
    )
    slag = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *IncomingKind.choices])
    tillhor = forms.CharField(label=_("Belongs to"), required=False, max_length=120)

    def apply(self, rows: IncomingQuerySet) -> IncomingQuerySet:
        """Limit the rows. Of one matter everything is shown: what was brought to it waits for nobody."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("tillhor"):
            rows = rows.filter(thread=chosen["tillhor"])
        elif chosen.get("visa") != "allt":
            rows = rows.waiting()
        return rows.filter(kind=chosen["slag"]) if chosen.get("slag") else rows


class BelongsForm(forms.Form):
    """Where a message belongs."""

    kind = forms.ChoiceField(label=_("It belongs to"), choices=())
    words = forms.CharField(label=_("Number"), max_length=60)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, taker.label) for key, taker in THREADS.items()]


class ReaderSearchForm(forms.Form):
    """Find one reader of a list."""

    email = AddressField(label=_("E-mail address"))


class ReaderAddForm(forms.Form):
    """Ask one address whether it wants a list."""

    email = AddressField(label=_("E-mail address"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class LiftForm(forms.Form):
    """Say why mail-outs go to a suppressed address again."""

    reason = forms.ChoiceField(label=_("Why"), choices=LiftReason.choices)


class ImportForm(forms.Form):
    """Bring readers in: a file or pasted lines, and the proof that they agreed."""

    file = forms.FileField(label=_("Excel or CSV file"), required=False, help_text=_("At most 10,000 lines and 5 MB."))
    pasted = forms.CharField(
        label=_("Or paste addresses here, one a line"),
        required=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of lines that don't say sv or en themselves.")
    )
    way = forms.ChoiceField(label=_("How did they agree?"), choices=ImportWay.choices)
    agreed_on = forms.DateField(
        label=_("When did they agree?"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, when it was several."),
    )
    taken_by = forms.CharField(label=_("Who took the consent?"), max_length=120)
    document = forms.CharField(
        label=_("Which document shows it?"),
        max_length=120,
        help_text=_("Its number in the register, or where it is kept."),
    )
    form_token = forms.CharField(widget=forms.HiddenInput)

    def clean_agreed_on(self) -> Any:
        """Refuse a day to come: nobody has agreed then."""
        day = self.cleaned_data["agreed_on"]
        if day > clock.today():
            raise ValidationError(gettext("This day has not come yet."), code="future")
        return day

    def clean_form_token(self) -> str:
        """Take a new token for one that could not be ours."""
        token: str = self.cleaned_data["form_token"]
        return token if form_tokens.is_well_formed(token) else form_tokens.new()

    def clean(self) -> dict[str, Any]:
        """Read the rows, from the file if there is one."""
        data = super().clean() or self.cleaned_data
        upload, pasted = data.get("file"), data.get("pasted") or ""
        if not upload and not pasted.strip():
            raise ValidationError(gettext("There is no address here. Choose a file or paste some lines."), code="empty")
        rows: Rows = read_upload(upload.name, upload.file) if upload else read_text(pasted)
        return {**data, "rows": rows}


class TextMessageForm(forms.Form):
    """A text message: what it says, to which numbers, and whether it may wait for morning."""

    form_token = forms.CharField(widget=forms.HiddenInput, max_length=32)
    text = forms.CharField(
        label=_("Message"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say who writes. One part holds 160 characters, 70 with an emoji."),
        error_messages={"required": _("Write the message.")},
    )
    numbers = forms.CharField(
        label=_("Mobile numbers"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, or with commas between. Each number gets the message once."),
        error_messages={"required": _("Write at least one mobile number.")},
    )
    urgency = forms.ChoiceField(
        label=_("May it wait for morning?"),
        required=False,
        choices=[("", _("yes, it is not sent at night")), *TextUrgency.choices],
        help_text=_("Choose a reason only if it can't wait. The reason is noted in the log."),
    )

    @classmethod
    def fresh(cls) -> TextMessageForm:
        """Return an empty form with a new token."""
        return cls(initial={"form_token": form_tokens.new()})

    def clean_text(self) -> str:
        """Return the text as it will leave."""
        return clean_text(self.cleaned_data["text"])

    def clean_numbers(self) -> list[str]:
        """Return the numbers, each once; name every line that is none."""
        numbers, faults = parse_pasted(self.cleaned_data["numbers"])
        if faults:
            raise ValidationError(faults[:MOST_FAULTS])
        if not numbers:
            raise ValidationError(_("Write at least one mobile number."), code="nobody")
        return numbers
