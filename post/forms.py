"""Forms of the pages a reader reaches by link."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from post.lifecycle import DeliveryStatus, IncomingKind
from post.models import Delivery, MailingList
from post.querysets import IncomingQuerySet
from post.slots import THREADS


class PreferencesForm(forms.Form):
    """Which lists one reads."""

    lists = forms.MultipleChoiceField(
        label=_("What you read"), required=False, widget=forms.CheckboxSelectMultiple, choices=()
    )

    def __init__(self, data: object = None, *, lists: Iterable[MailingList], reads: Iterable[str]) -> None:
        super().__init__(data, initial={"lists": list(reads)})  # type: ignore[arg-type]  # QueryDict or None
        field = self.fields["lists"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.pk), row.title) for row in lists]


class LedgerSearchForm(forms.Form):
    """Find what was sent to somebody."""

    recipient = forms.CharField(label=_("E-mail address of the recipient"), max_length=320)
    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all outcomes")), *DeliveryStatus.choices]
    )


class LedgerFilterForm(forms.Form):
    """Choose among messages; what stands in the address holds nobody's data."""

    utfall = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[("", _("all outcomes")), *DeliveryStatus.choices]
    )
    kanal = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("all channels")), *Delivery.Channel.choices]
    )
    fran = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    till = forms.DateField(label=_("To and including"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    tillhor = forms.CharField(label=_("Belongs to"), required=False, max_length=120)
    utskick = forms.IntegerField(label=_("Mail-out"), required=False, min_value=1, widget=forms.HiddenInput)


class IncomingSearchForm(forms.Form):
    """Find mail that came in."""

    words = forms.CharField(label=_("The sender's whole address, or words of the subject"), max_length=200)


class IncomingFilterForm(forms.Form):
    """Choose among mail that came in. What can't be read is ignored: a list is always shown."""

    visa = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("what waits for a person")), ("allt", _("everything"))]
    )
    slag = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all kinds")), *IncomingKind.choices])

    def apply(self, rows: IncomingQuerySet) -> IncomingQuerySet:
        """Limit the rows."""
        self.is_valid()
        chosen = self.cleaned_data
        rows = rows if chosen.get("visa") == "allt" else rows.waiting()
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
