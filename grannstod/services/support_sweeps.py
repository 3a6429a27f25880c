"""What support does by the clock: agents are told, what is late is said, what has outlived its decision goes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import User
from common import clock
from common.resealing import Resealed, reseal
from grannstod import mail
from grannstod.figures.support import reachable_agents, without_pair
from grannstod.models import SupportEvent, SupportRetention, SupportVisit, VictimSupportCase
from grannstod.querysets import SupportQuerySet
from neighbourhoods.models import Area

# Without consent nothing may point at a day: an agent hears only this long afterwards, and only that patrols are near.
SILENCE = timedelta(days=7)
A_DAY = timedelta(days=1)
LEAD = "lead_support"
ASKED, NOBODY, NO_PAIR = "area_asked", "agent_asked", "pair_asked"
TOLD, TOLD_WITH_CONSENT = "agents_told", "told_with_consent"
GIVEN = Q(consent=VictimSupportCase.Consent.GIVEN)


def tell_agents() -> int:
    """Tell the contact agents of each case's area, once: at once with consent, else a week later and only that
    Grannstöd is active nearby; then once more if consent comes after that. Returns how many cases; one whose area has
    nobody to tell waits for somebody."""
    pks = list(_to_be_told().values_list("pk", flat=True))
    return sum(_tell(pk) for pk in pks)


def _to_be_told() -> SupportQuerySet:
    first = Q(agents_told_at=None) & (GIVEN | Q(referred_at__lte=clock.now() - SILENCE))
    told_all = SupportEvent.objects.filter(case=OuterRef("pk"), what=TOLD_WITH_CONSENT)
    later = GIVEN & Q(consent_at__gt=F("agents_told_at")) & ~Exists(told_all)
    return VictimSupportCase.objects.filter(first | later, area__isnull=False, erased_at=None)


@transaction.atomic
def _tell(case_id: int) -> bool:
    found = _to_be_told().select_for_update(skip_locked=True, of=("self",)).select_related("area")
    case = found.filter(pk=case_id).first()
    if case is None or case.area is None:
        return False
    agents = reachable_agents(case.area)
    if not agents:
        return False
    has_consent = case.consent == VictimSupportCase.Consent.GIVEN
    for agent in agents:
        mail.support_nearby(agent, case.area, has_consent=has_consent).send()
    case.agents_told_at = clock.now()
    case.save(update_fields=["agents_told_at"])
    SupportEvent.objects.create(case=case, what=TOLD_WITH_CONSENT if has_consent else TOLD)
    return True


def _leading() -> QuerySet[User]:
    leading = User.objects.filter(groups__permissions__codename=LEAD, is_active=True)
    return leading.exclude(email="").distinct()


@transaction.atomic
def escalate() -> int:
    """Say once a week to those who lead that visits are late; the mail holds numbers only. Returns how many are."""
    today = clock.today()
    late = VictimSupportCase.objects.select_for_update().open().filter(due_on__lt=today)
    cases = list(late.filter(Q(escalated_on=None) | Q(escalated_on__lte=today - timedelta(days=7))))
    if not cases:
        return 0
    for leader in _leading():
        mail.support_late(leader, len(cases)).send()
    VictimSupportCase.objects.filter(pk__in=[case.pk for case in cases]).update(escalated_on=today)
    SupportEvent.objects.bulk_create(SupportEvent(case=case, what="escalated") for case in cases)
    return len(cases)


@transaction.atomic
def ask_for_areas() -> int:
    """Remind those who lead, once a week, of cases without an area, closed ones too, and of those whose area has no
    contact agent whom a mail reaches: nobody can be told. Returns how many."""
    untold = VictimSupportCase.objects.untold()
    lacking = untold.filter(area=None, referred_at__lte=clock.now() - A_DAY)
    alone = [case.pk for case in _to_be_told().select_related("area") if not reachable_agents(_area(case))]
    lonely = VictimSupportCase.objects.filter(pk__in=alone)
    return _remind(lacking, ASKED, mail.support_without_area) + _remind(lonely, NOBODY, mail.support_without_agent)


@transaction.atomic
def ask_for_pairs() -> int:
    """Remind those who lead, once a week, of visits to come that are not by two with a clearance any more. Returns how
    many."""
    broken = VictimSupportCase.objects.filter(pk__in=[visit.case_id for visit in without_pair()])
    return _remind(broken, NO_PAIR, mail.support_without_pair)


def _area(case: VictimSupportCase) -> Area:
    assert case.area is not None
    return case.area


def _remind(found: SupportQuerySet, what: str, compose: Callable[[User, int], EmailMultiAlternatives]) -> int:
    a_week_ago = clock.now() - timedelta(days=7)
    asked = SupportEvent.objects.filter(what=what, at__gt=a_week_ago).values("case")
    cases = list(found.select_for_update().exclude(pk__in=asked))
    for leader in _leading() if cases else ():
        compose(leader, len(cases)).send()
    SupportEvent.objects.bulk_create(SupportEvent(case=case, what=what) for case in cases)
    return len(cases)


@transaction.atomic
def erase_outlived() -> int:
    """Erase what tells who somebody is from closed cases older than the decision in force. Returns how many.

    It stands in no history, no document and no mail, so emptying the rows is all. What is counted stays.
    """
    decision = SupportRetention.objects.first()
    if decision is None:
        return 0
    before = clock.start_of_day(clock.months_before(clock.today(), decision.months))
    outlived = VictimSupportCase.objects.filter(closed_at__lt=before, erased_at=None)
    pks = list(outlived.select_for_update().values_list("pk", flat=True))
    SupportVisit.objects.filter(case__in=pks).update(sealed=None, one=None, other=None)
    VictimSupportCase.objects.filter(pk__in=pks).update(sealed=None, area=None, erased_at=clock.now())
    SupportEvent.objects.filter(case__in=pks).update(actor=None)
    SupportEvent.objects.bulk_create(SupportEvent(case_id=pk, what="erased") for pk in pks)
    return len(pks)


def reseal_all() -> Resealed:
    """Write who is supported, and what was noted at visits, anew with the newest key."""
    return reseal(VictimSupportCase.objects.all(), "sealed") + reseal(SupportVisit.objects.all(), "sealed")
