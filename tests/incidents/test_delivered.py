"""Counts from others: every row's fate first, corrections that keep what they replace, never added to reports."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from common.list_runs import LIST_RUN_MOVES, ListRunStatus
from common.moves import MoveRefusedError
from incidents import figures, services, transitions
from incidents.importing.delivered import period_of
from incidents.models import CountList, DeliveredCount
from tests.factories.incidents import make_category
from tests.factories.insights import HEAD, deliver, make_source, preview
from tests.factories.neighbourhoods import make_area, make_district

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2025", (date(2025, 1, 1), date(2025, 12, 31))),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29))),
        ("2025-03-01 00:00:00", (date(2025, 3, 1), date(2025, 3, 31))),
        ("2025 kvartal 4", (date(2025, 10, 1), date(2025, 12, 31))),
        ("2025-K1", (date(2025, 1, 1), date(2025, 3, 31))),
        ("2025-13", None), ("0000", None), ("maj", None), ("2025-05-17", None),
    ],
)  # fmt: skip
def test_a_period_as_people_write_it(text: str, found: tuple[date, date] | None) -> None:
    assert period_of(text) == found


def test_each_row_has_its_fate_and_nothing_is_counted(coordinator: User) -> None:
    make_source()
    tumba = make_district("Tumba")
    make_area("Eken", district=tumba)
    make_area("Eken", district=make_district("Alby"))
    deliver("Polisen;Klotter;Tumba;;2025-05;30;slutlig\nPolisen;Klotter;Tumba;;2025-06;7;\n", coordinator)
    held = preview(
        "polisen;klotter;tumba;;2025-06;8;\nPolisen;Klotter;Tumba;;2025-05;30;slutlig\nPolisen;Klotter;;;2025;1 200;\n"
        "Polisen;Klotter;Tumba;Eken;2025-05;3,0;ja\nPolisen;Klotter;;Eken;2025-05;3;\nPolisen;Klotter;Tumba;;2025-05;9;\n"
        "Någon;Klotter;;;2025;1;\nPolisen;;;;2025;1;\nPolisen;Klotter;Rågsved;;2025;1;\nPolisen;Klotter;;;2025;-1;\n"
        "Polisen;Klotter;;;2099;1;\nPolisen;Klotter;;;våren;1;\nPolisen;Klotter;;;2025;1;\nPolisen;Glas;;;2025;1;kanske\n",
        coordinator,
    )
    fates = list(held.rows.values_list("outcome", flat=True))
    assert fates == ["changed", "unchanged", "new", "new", *["refused"] * 10]
    assert all(held.rows.filter(outcome="refused").values_list("remark", flat=True))
    assert DeliveredCount.objects.count() == 2


def test_a_correction_replaces_and_the_earlier_count_is_kept_and_comes_back_when_undone(coordinator: User) -> None:
    make_source()
    make_category("graffiti", name="Klotter")
    first = deliver("Polisen;Klotter;;;2025-05;30;\n", coordinator)
    second = deliver("Polisen;klotter;;;2025-05;33;slutlig\n", coordinator)
    new = DeliveredCount.objects.standing().get()
    assert (new.number, new.is_final, new.kind) == (33, True, "Klotter")
    assert new.category is not None and new.replaces is not None and new.replaces.number == 30
    assert services.undo_counts(held=first, by=coordinator) == 1
    assert services.undo_counts(held=second, by=coordinator) == 0
    assert DeliveredCount.objects.standing().get().number == 30


def test_what_changed_after_the_preview_is_refused(coordinator: User) -> None:
    make_source()
    held = preview("Polisen;Klotter;;;2025-05;30;\nPolisen;Glas;;;2025-05;3;\n", coordinator)
    deliver("Polisen;Klotter;;;2025-05;31;\n", coordinator)
    services.save_counts(held=held, by=coordinator)
    assert held.counts == {"refused": 1, "new": 1}
    assert sorted(DeliveredCount.objects.standing().values_list("number", flat=True)) == [3, 31]
    with pytest.raises(MoveRefusedError):
        services.save_counts(held=held, by=coordinator)


def test_the_database_holds_one_standing_count(coordinator: User) -> None:
    make_source()
    deliver("Polisen;Klotter;;;2025-05;30;\n", coordinator)
    count = DeliveredCount.objects.get()
    count.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        count.save(force_insert=True)


@pytest.mark.parametrize(("here", "there"), list(product(ListRunStatus, ListRunStatus)))
def test_every_pair_of_states(here: ListRunStatus, there: ListRunStatus, coordinator: User) -> None:
    held = CountList.objects.create(file_name="a.csv", status=here)
    if there in LIST_RUN_MOVES[here]:
        assert transitions.move_count_list(held, there, by=coordinator).moved_to == there
    else:
        with pytest.raises(MoveRefusedError):
            transitions.move_count_list(held, there, by=coordinator)


def test_last_year_stands_beside_and_letters_hold_no_small_number(coordinator: User) -> None:
    make_source()
    tumba, alby = make_district("Tumba"), make_district("Alby")
    deliver(
        "Polisen;Klotter;;;2024-02;80;\nPolisen;Klotter;;;2025-02;90;\nPolisen;Klotter;Tumba;;2025-02;40;\n"
        "Polisen;Klotter;Alby;;2025-02;9;\nPolisen;Glas;;;2025-02;50;\nPolisen;Glas;Tumba;;2025-02;46;\n"
        "Polisen;Glas;Alby;;2025-02;4;\nPolisen;Hot;;;2025-02;3;\n",
        coordinator,
    )
    shown = {line.count.kind: (line.count.place, line.count.number) for line in figures.letter_counts(tumba)}
    assert shown["Klotter"] == ("Tumba", 40)
    # Alby's four would be found by subtracting Tumba's from the municipality's.
    assert "Hot" not in shown and shown["Glas"][1] == 50
    whole = {line.count.kind: line for line in figures.letter_counts(None)}
    assert whole["Klotter"].before is not None and whole["Klotter"].before.number == 80
    assert {line.count.number for line in figures.letter_counts(alby)} == {9, 50}


def test_the_pages_from_file_to_undone(client: Client, coordinator: User) -> None:
    make_source()
    client.force_login(coordinator)
    bad = client.post("/samordning/siffror/listor/", {"file": SimpleUploadedFile("a.csv", b"Gata;Nummer\nA;1\n")})
    assert bad.status_code == 422
    text = HEAD + "Polisen;Klotter;;;2025-05;30;\n=1+1;;;;;;\n"
    sent = client.post("/samordning/siffror/listor/", {"file": SimpleUploadedFile("a.csv", text.encode())}, follow=True)
    assert "Spara 1 rad" in sent.content.decode()
    run = sent.redirect_chain[-1][0]
    mend = b"".join(client.get(f"{run}att-ratta.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=1+1" in mend
    client.post(f"{run}spara/")
    page = client.get("/samordning/siffror/?since=2025-01-01").content.decode()
    assert "maj 2025" in page and "preliminär" in page
    lage = client.get("/samordning/lage/?since=2025-05-01&until=2025-06-30").content.decode()
    assert "maj 2025" in lage
    client.post(f"{run}angra/")
    assert not DeliveredCount.objects.exists()


def test_a_number_opens_what_it_has_replaced(client: Client, coordinator: User) -> None:
    make_source()
    deliver("Polisen;Klotter;;;2025-05;30;\nPolisen;Glas;;;2025-05;2;\n", coordinator)
    deliver("Polisen;Klotter;;;2025-05;33;\n", coordinator)
    corrected = DeliveredCount.objects.standing().get(number=33)
    client.force_login(coordinator)
    page = client.get("/samordning/siffror/?since=2025-01-01").content.decode()
    assert f'"/samordning/siffror/?count={corrected.pk}">33</a>' in page
    opened = client.get(f"/samordning/siffror/?count={corrected.pk}").context["lines"]
    assert [line.count.number for line in opened] == [33, 30]
    assert client.get("/samordning/siffror/?count=999999").context["lines"] == []
