"""How a kind is published: said before it is changed, kept in its history, and no way round what was left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts import roles
from accounts.models import AuditEntry, User
from common import clock
from incidents import figures, services
from incidents.admin import CategoryAdmin
from incidents.models import Category, Report
from incidents.transitions import ChangedMeanwhileError
from tests.factories.accounts import person
from tests.factories.incidents import make_category, make_report

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 20, 12, tzinfo=clock.STOCKHOLM)
KINDS = "/samordning/anmalningar/slag/"


def released(month: int, **fields: Any) -> Report:
    at = datetime(2026, month, 3, tzinfo=clock.STOCKHOLM)
    return make_report(received_at=at, released_at=at, public_text="Färg.", category="hot", **fields)


@pytest.fixture
def kind() -> Category:
    return make_category("hot", name="Hot", publishing="counts")


def test_what_was_left_out_of_published_months_is_not_given_away(
    client: Client, coordinator: User, kind: Category
) -> None:
    with clock.at(NOW):
        old = released(4)
        services.release_months()
        new = released(5)
        assert figures.consequences(kind, since=services.listed_from()).listed == 1
        services.set_publishing(category=kind, to="single", seen="counts", note="Beslut 1", by=coordinator)
        assert list(figures.public_reports()) == [new]
        assert client.get(f"/anmald/{old.number}/").status_code == 404
        page = client.get("/statistik/?manad=2026-04").content.decode()
        assert ">Hot<" in page and "/statistik/anmalda/?manad" not in page
        kind.refresh_from_db()
        assert figures.consequences(kind, since=None).listed == 1
        services.set_publishing(category=kind, to="counts", seen="single", note="Beslut 2", by=coordinator)
    assert not figures.public_reports().exists()
    assert client.get("/statistik/anmalningar.geojson").json()["features"] == []
    assert client.get(f"/anmald/{new.number}/").status_code == 404


def test_it_is_refused_without_a_reason_meanwhile_and_for_kinds_kept_to_some(
    coordinator: User, agent: User, kind: Category
) -> None:
    asked: dict[str, Any] = {"category": kind, "to": "single", "seen": "counts", "note": "Beslut", "by": coordinator}
    with pytest.raises(PermissionDenied):
        services.set_publishing(**asked | {"by": agent})
    with pytest.raises(ChangedMeanwhileError):
        services.set_publishing(**asked | {"seen": "single"})
    with pytest.raises(ValidationError, match="varför"):
        services.set_publishing(**asked | {"note": " "})
    kind.seen_by.set(coordinator.groups.all())
    with pytest.raises(ValidationError, match="roller"):
        services.set_publishing(**asked)
    kind.refresh_from_db()
    assert kind.publishing == "counts"


def test_the_pages_say_what_it_means_and_keep_the_history(client: Client, coordinator: User, kind: Category) -> None:
    with clock.at(NOW):
        released(5)
        client.force_login(coordinator)
        assert ">Hot</a>" in client.get(KINDS).content.decode()
        page = client.get(f"{KINDS}hot/").content.decode()
        assert "1 anmälan som är släppt" in page
        sent = {"to": "single", "seen": "counts", "note": "Nämnden 12 maj"}
        assert client.post(f"{KINDS}hot/", sent | {"note": ""}).status_code == 422
        assert client.post(f"{KINDS}hot/", sent, follow=True).redirect_chain[-1][0] == KINDS
        assert client.post(f"{KINDS}hot/", sent).status_code == 422
    assert '<a href="/statistik/anmalda/?typ=hot">1</a>' in client.get(KINDS).content.decode()
    assert "Nämnden 12 maj" in client.get(f"{KINDS}hot/").content.decode()
    assert AuditEntry.objects.filter(action="category.published_single", actor=coordinator).count() == 1
    [change] = figures.publishing_changes(kind)
    assert (change.by, change.note) == (coordinator, "Nämnden 12 maj")


def test_who_sees_a_kind_is_shown_before_it_is_changed(
    client: Client, coordinator: User, agent: User, kind: Category
) -> None:
    police = person(roles.POLICE)
    mine, theirs = coordinator.groups.get(), police.groups.get()
    report = make_report(category="hot", assigned_to=person(roles.SECURITY_COORDINATOR, full_name="Sven Prov"))
    client.force_login(coordinator)
    page = f"{KINDS}hot/roller/"
    assert "Polis" in client.get(page).content.decode()
    sent = {"roles": [mine.pk, theirs.pk], "seen": "", "note": "Beslut 3"}
    shown = client.post(page, sent | {"visa": ""})
    assert "Sven Prov: 1" in shown.content.decode() and shown.context["means"].lose == 2
    assert not kind.seen_by.exists()
    for wrong in ({"roles": [theirs.pk]}, {"seen": "7"}, {"note": ""}):
        assert client.post(page, sent | wrong | {"spara": ""}).status_code == 422
    assert client.post(page, sent | {"spara": ""}, follow=True).redirect_chain[-1][0] == KINDS
    assert set(kind.seen_by.all()) == {mine, theirs}
    seeing = [who for who in (coordinator, police, report.assigned_to) if Report.objects.visible_to(who).exists()]
    assert seeing == [coordinator, police]
    entry = AuditEntry.objects.get(action="category.seen_by")
    assert (entry.actor, entry.object_id) == (coordinator, f"{kind.pk}:{services.seen_by_now(kind)}")
    assert "Beslut 3" in client.get(f"{KINDS}hot/").content.decode()
    assert "Polis" in client.get(KINDS).content.decode()
    with pytest.raises(PermissionDenied):
        services.set_seen_by(category=kind, roles=[], seen=services.seen_by_now(kind), note="x", by=agent)


def test_a_kind_read_one_by_one_is_not_kept_to_some(rf: Any, db: None) -> None:
    form_class = CategoryAdmin(Category, admin.site).get_form(rf.get("/"))
    for code, refused in (("single", True), ("counts", False)):
        kind = make_category(code, name=code, publishing=code)
        form = form_class({"seen_by": [Group.objects.values_list("pk", flat=True)[0]]}, instance=kind)
        assert ("seen_by" in form.errors) is refused
