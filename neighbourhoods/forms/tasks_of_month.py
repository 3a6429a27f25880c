"""How an agent wants to be reached."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ChannelsForm(forms.Form):
    """Mail always comes; SMS when it is urgent, outside one's own quiet hours."""

    is_shown = forms.BooleanField(
        label=_("My name may be shown to the other agents, on the welcome sheet and in the area's summary"),
        required=False,
    )
    phone = forms.CharField(label=_("Mobile number"), max_length=32, required=False)
    by_sms = forms.BooleanField(label=_("Send me an SMS when it is urgent"), required=False)
    quiet_from = forms.TimeField(
        label=_("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="21:00"
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        initial="08:00",
        help_text=_("In between no SMS comes from us, whatever happens. The mail comes all the same."),
    )
