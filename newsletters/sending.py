"""Hands an issue over to `post`: one frozen letter per place and language, one delivery per reader.

The issue and its mail-out are made in one transaction, and the mail-out's key is the issue's: a second "send",
from another worker or after a crash, finds the same mail-out and sends nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parseaddr, quote

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower

from common import clock
from neighbourhoods.models import Area, ContactAgent, District
from newsletters import mail, transitions
from newsletters.figures import Ground, Place
from newsletters.lifecycle import IssueStatus
from newsletters.models import Issue, ReaderPlace, Series
from post import services as post
from post.lifecycle import DeliveryStatus, MailingStatus, SubscriptionStatus
from post.models import Mailing, Subscription


@transaction.atomic
def begin(issue_pk: int) -> Issue:
    """Start sending a scheduled issue. Raises MoveRefusedError if another worker got there first."""
    issue = transitions.move(issue_pk, IssueStatus.SENDING, by=None, reason="time_has_come")
    named = list(_named(issue))
    mailing = post.create_mailing(
        key=f"newsletters:issue:{issue.pk}",
        title=f"{issue.name} {issue.title}",
        list_keys=[issue.series.list_key],
        sender=_sender(issue.series),
        thread=f"newsletters:issue:{issue.pk}",
        extra_recipients=named,
        named_only=issue.corrects_id is not None,
    )
    freeze_all(issue, mailing, places({person.variant for person in named}))
    post.start_mailing(mailing=mailing)
    issue.mailing = mailing
    issue.save(update_fields=["mailing"])
    return issue


def _sender(series: Series) -> str:
    """Return who speaks, as the series says it, at the house's own address."""
    name, address = " ".join(series.sender.split()), parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return f'"{quote(name)}" <{address}>'


def _named(issue: Issue) -> Iterable[post.Recipient]:
    if issue.corrects is not None:
        return _who_got(issue.corrects)
    agents = list(_agents(issue)) if issue.series.goes_to_agents else []
    return [*agents, *_readers_with_a_place(issue, {person.email.lower() for person in agents})]


def _agents(issue: Issue) -> Iterable[post.Recipient]:
    """Go through today's contact agents who have not left the series, each once, by their area.

    What an agent chose by the link of a letter stands in the list, and goes before the account's language.
    """
    mine = Subscription.objects.alias(address=Lower("email")).filter(address=Lower(OuterRef("user__email")))
    reads = mine.filter(list__key=issue.series.list_key, status=SubscriptionStatus.CONFIRMED)
    agents = (
        ContactAgent.objects.current()
        .filter(user__is_active=True)
        .alias(address=Lower("user__email"))
        .exclude(address__in=_who_left(issue))
        .annotate(chosen=Subquery(reads.values("language")[:1]))
        .order_by("user_id", "pk")
        .distinct("user_id")
        .values_list("user__email", "user__language", "chosen", "area_id", "user_id")
    )
    for email, usual, chosen, area, person in agents:
        yield post.Recipient(email=email, language=chosen or usual, variant=f"area-{area}", person=f"user:{person}")


def _who_left(issue: Issue) -> QuerySet[Subscription, str]:
    left = Subscription.objects.filter(list__key=issue.series.list_key, status=SubscriptionStatus.LEFT)
    return left.values_list(Lower("email"), flat=True)


def _readers_with_a_place(issue: Issue, named: set[str]) -> Iterable[post.Recipient]:
    """Go through the subscribers who chose an area or a district; the other readers of the list need no name."""
    rows = ReaderPlace.objects.filter(
        subscription__list__key=issue.series.list_key, subscription__status=SubscriptionStatus.CONFIRMED
    ).values_list("subscription__email", "subscription__language", "area_id", "district__slug")
    for email, language, area, district in rows:
        if email.lower() not in named:
            variant = f"area-{area}" if area else district or ""
            yield post.Recipient(email=email, language=language, variant=variant)


def _who_got(issue: Issue) -> Iterable[post.Recipient]:
    """Go through those whose mail server took the issue that is being corrected, by the letter they got."""
    if issue.mailing is None:
        return
    accepted = issue.mailing.deliveries.filter(status=DeliveryStatus.ACCEPTED)
    got = accepted.alias(address=Lower("recipient")).exclude(address__in=_who_left(issue))
    for email, language, variant, person in got.values_list("recipient", "language", "variant", "person").iterator():
        yield post.Recipient(email=email, language=language, variant=variant, person=person)


def places(variants: set[str]) -> list[Place]:
    """Return the places that letters are frozen for: the whole municipality, and those that readers are named for."""
    areas = [int(variant[5:]) for variant in variants if variant.startswith("area-") and variant[5:].isdecimal()]
    held = Area.objects.filter(pk__in=areas).select_related("district").defer("boundary", "district__boundary")
    districts = District.objects.filter(slug__in=variants).defer("boundary")
    return [Place(), *(Place(area=area) for area in held), *(Place(district=district) for district in districts)]


def freeze_all(issue: Issue, mailing: Mailing, wanted: Iterable[Place]) -> None:
    """Freeze the letter for every place in every language."""
    ground, wanted = Ground(), list(wanted)
    images = mail.pictures_of(issue)
    for language, _name in settings.LANGUAGES:
        composer = mail.Composer(
            issue,
            language=language,
            ground=ground,
            unsubscribe_url=post.UNSUBSCRIBE_URL,
            preferences_url=post.PREFERENCES_URL,
        )
        for place in wanted:
            letter = composer.letter(place)
            post.freeze(
                mailing=mailing,
                variant=place.variant,
                language=language,
                subject=letter.subject,
                html=letter.html,
                text=letter.text,
                images=images,
            )


def finish_if_done(issue: Issue) -> None:
    """Mark an issue as sent once its mail-out is through, or as cancelled if that was cancelled among the mail-outs."""
    if issue.mailing is None:
        return
    if issue.mailing.status == MailingStatus.SENT:
        transitions.move(issue.pk, IssueStatus.SENT, by=None, reason="all_delivered", sent_at=clock.now())
    if issue.mailing.status == MailingStatus.CANCELLED:
        transitions.move(issue.pk, IssueStatus.CANCELLED, by=None, reason="mailing_cancelled")
