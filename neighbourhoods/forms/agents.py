"""What is asked about appointments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common import clock
from common.typed import ModelForm
from neighbourhoods import services
from neighbourhoods.forms.startup import district_field, search_field
from neighbourhoods.models import ContactAgent


def _day(label: Any, *, required: bool = True, **options: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, **options)


def _tell() -> forms.BooleanField:
    label = _("Mail the new agent where, from when and how to sign in")
    return forms.BooleanField(label=label, required=False, initial=True)


class AgentFilter(forms.Form):
    """The list's search and filters. What can't be understood is left out, never an error page."""

    q = search_field(_("Search name, e-mail address or area"))
    kommundel = district_field()
    vilka = forms.ChoiceField(
        label=_("Who"),
        choices=[("", _("all")), ("head", _("head contact agents")), ("untrained", _("without basic course"))],
        required=False,
    )
    nar = forms.ChoiceField(
        label=_("When"),
        choices=[
            ("", _("today")),
            ("soon", _("ending within 60 days")),
            ("coming", _("to come")),
            ("former", _("ended")),
        ],
        required=False,
    )


class AppointForm(forms.Form):
    """Appoint a contact agent: someone with an account, or a new person who then signs in by code."""

    email = forms.EmailField(label=_("The agent's e-mail address"), max_length=254)
    full_name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Needed only for someone who has no account yet.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    starts_on = _day(_("First day"))
    last_day = _day(_("Last day"), required=False, help_text=_("Leave empty if no end is known."))
    is_head = forms.BooleanField(label=_("Head contact agent"), required=False)
    agrees_to_be_shown = forms.BooleanField(label=_("Agrees to be shown by name"), required=False)
    trained_on = _day(_("Took the basic course on"), required=False)
    tell = _tell()

    def __init__(self, *args: Any, may_add_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_add_people = may_add_people

    def clean(self) -> dict[str, Any]:
        """Find the account; without one a name is needed, and the right to add people."""
        return _with_account(self, super().clean() or {})


def _with_account(form: AppointForm | HandOverForm | GroupHeadForm, data: dict[str, Any]) -> dict[str, Any]:
    email = data.get("email")
    if not email:
        return data
    data["user"] = User.objects.filter(email__iexact=email).first()
    if data["user"] is None and not form.may_add_people:
        form.add_error("email", ValidationError(_("Nobody has this address. Ask a safety coordinator to add it.")))
    elif data["user"] is None and not data.get("full_name"):
        form.add_error("full_name", ValidationError(_("Nobody has this address yet: write the person's name too.")))
    return data


class HandOverForm(forms.Form):
    """To whom the role goes: someone with an account, or a new person who then signs in by code."""

    email = forms.EmailField(label=_("The new agent's e-mail address"), max_length=254)
    full_name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Needed only for someone who has no account yet.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    first_day = _day(_("The new agent's first day"))
    agrees_to_be_shown = forms.BooleanField(label=_("Agrees to be shown by name"), required=False)
    tell = _tell()

    def __init__(self, *args: Any, may_add_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_add_people = may_add_people

    def clean(self) -> dict[str, Any]:
        """Find the account, as when appointing."""
        return _with_account(self, super().clean() or {})


class GroupHeadForm(forms.Form):
    """Who heads a group of areas: someone with an account, or a new person who then signs in by code."""

    email = forms.EmailField(label=_("The head contact agent's e-mail address"), max_length=254)
    full_name = forms.CharField(
        label=_("Name"), max_length=120, required=False, help_text=_("Needed only for someone who has no account yet.")
    )
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    first_day = _day(_("First day"))
    tell = forms.BooleanField(label=_("Mail which group, from when and how to sign in"), required=False, initial=True)

    def __init__(self, *args: Any, may_add_people: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may_add_people = may_add_people

    def clean(self) -> dict[str, Any]:
        """Find the account, as when appointing."""
        return _with_account(self, super().clean() or {})


class GroupFilter(forms.Form):
    """The search in the list of groups."""

    q = search_field(_("Search group or area"))


class PortalHandOverForm(forms.Form):
    """A head contact agent names one of the area's own agents: an address typed here would tell who has an account."""

    to = forms.ModelChoiceField(label=_("Who takes over"), queryset=ContactAgent.objects.none())
    first_day = _day(_("The new agent's first day"))

    def __init__(self, *args: Any, fellows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = fellows
        field.label_from_instance = lambda obj: str(obj.user)  # type: ignore[method-assign]  # one word for one field

    def clean_first_day(self) -> Any:
        """Not before tomorrow: the past is for the coordinator to put right."""
        day = self.cleaned_data["first_day"]
        if day <= clock.today():
            raise ValidationError(_("Choose a day that lies ahead."), code="past")
        return day


class AddressForm(forms.Form):
    """The right address of an agent whose mail came back."""

    email = forms.EmailField(label=_("The right e-mail address"), max_length=254)


class EndForm(forms.Form):
    """The last day of an appointment: earlier, later, or none that is known."""

    last_day = _day(_("Last day"), required=False)
    no_end = forms.BooleanField(label=_("No last day: it goes on until further notice"), required=False)

    def clean(self) -> dict[str, Any]:
        """Let one of the two be said; `last_day` is None where no end is known."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("no_end"):
            data["last_day"] = None
        elif not data.get("last_day") and "last_day" not in self.errors:
            self.add_error("last_day", _("Write the last day, or tick that there is none."))
        return data


class AppointmentForm(ModelForm[ContactAgent]):
    """An appointment in the admin: an address instead of a list of everyone, first and last day instead of a range."""

    email = forms.EmailField(
        label=_("The agent's e-mail address"),
        help_text=_("Someone who has an account. Invite a new person under People first."),
    )
    starts_on = _day(_("First day"))
    last_day = _day(_("Last day"), required=False, help_text=_("Leave empty if no end is known."))

    class Meta:
        model = ContactAgent
        fields = ["is_head", "agrees_to_be_shown", "trained_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = self.instance if self.instance.pk else None
        self.fields["email"].disabled = held is not None
        self.initial["email"] = held.user.email if held else ""
        self.initial["starts_on"] = held.starts_on if held else clock.today()
        self.initial["last_day"] = held.last_day if held else None

    def clean(self) -> dict[str, Any]:
        """Find the person and make the range; refuse what may not stand beside other appointments."""
        data: dict[str, Any] = super().clean() or {}
        if self.errors:
            return data
        user = User.objects.filter(email__iexact=data["email"]).first()
        if user is None:
            self.add_error("email", _("Nobody has this address. Invite the person under People first."))
            return data
        self.instance.user = user
        self.instance.area = data.get("area") or self.instance.area
        self.instance.period = services.period_of(data["starts_on"], data["last_day"])
        for name in ("is_head", "agrees_to_be_shown", "trained_on"):
            setattr(self.instance, name, data.get(name))
        services.check_appointment(self.instance)
        return data
