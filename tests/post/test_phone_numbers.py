"""A person's telephone numbers: text messages are taken out and forgotten with whoever they went to."""

from collections.abc import Callable

import pytest

from common import personal_data
from neighbourhoods.models import OrganisationContact
from post.models import Content, Delivery
from post.slots import PHONE_BOOKS
from tests.factories import post as factory
from tests.factories.break_rooms import make_participant
from tests.factories.grannstod import make_applicant
from tests.factories.neighbourhoods import make_interested, make_organisation
from tests.factories.trainings import make_sign_up

EMAIL, TYPED, NUMBER = "kim@example.com", "(+46) 070/765 43-21", "+46707654321"
HELD = {"email": EMAIL, "phone": "070-765 43 21"}


def make_contact(**fields: str) -> OrganisationContact:
    return OrganisationContact.objects.create(organisation=make_organisation(), role="Jour", **fields)


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_applicant, make_interested, make_contact, make_participant, make_sign_up])
def test_texts_go_with_whoever_a_room_knows_by_address_and_number(make: Callable[..., object]) -> None:
    """The rooms forget the number first, and the post knows it all the same."""
    make(**HELD)
    factory.text_message("070 765 43 21")
    [held] = [row for row in personal_data.export(EMAIL)["post"] if row.get("channel") == "sms"]
    assert held["text"] == "Kvällens pass är inställt.\n"
    personal_data.erase(EMAIL.upper())
    row = Delivery.objects.get(channel="sms")
    assert (row.recipient.startswith("erased:"), row.status, row.reason) == (True, "skipped", "erased")
    assert bytes(Content.objects.get(pk=row.content_id).body) == b""


@pytest.mark.django_db
@pytest.mark.parametrize("is_with_account", [True, False])
def test_who_writes_anothers_number_in_a_form_neither_reads_nor_stops_their_texts(volunteer, is_with_account) -> None:
    if is_with_account:
        volunteer.phone = TYPED.replace("(+46) ", "")
        volunteer.save()
    else:
        make_interested(email="bo@example.com", phone="0046 70 765 43 21")
    make_applicant(**HELD)
    factory.text_message(NUMBER)
    assert personal_data.export(EMAIL)["post"] == []
    personal_data.erase(EMAIL)
    assert Delivery.objects.get().recipient == NUMBER
    if is_with_account:
        assert personal_data.export(volunteer.email)["post"]


def test_every_room_that_keeps_numbers_has_opened_its_phone_book() -> None:
    kept = {entry.model for entry in personal_data.registered() if "phone" in entry.field}
    assert kept - {"accounts.User"} == {key for key, _book in PHONE_BOOKS.items()}
