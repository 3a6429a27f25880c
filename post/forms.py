"""Forms of the pages a reader reaches by link."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from post.lifecycle import DeliveryStatus
from post.models import Delivery, MailingList


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
