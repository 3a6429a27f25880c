"""Scheduled work on reports."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task

from common import clock
from incidents import services

KEEP_PHOTOS = timedelta(days=1)
KEEP_POLICE_TEXTS = timedelta(days=365)


@shared_task(name="incidents.periodic.tidy")
def tidy() -> int:
    """Remove photos whose form never came again within a day, and texts of the police's events after a year."""
    services.forget_police_summaries(clock.now() - KEEP_POLICE_TEXTS)
    return services.tidy_kept_photos(clock.now() - KEEP_PHOTOS)


@shared_task(name="incidents.periodic.anonymise")
def anonymise() -> int:
    """Carry out the decisions on how long reports are kept."""
    return services.anonymise_outlived()


@shared_task(name="incidents.periodic.fetch_police_events")
def fetch_police_events() -> int:
    """Ask the police's feed for what is new: one conditional request."""
    return services.fetch_police_events()


@shared_task(name="incidents.periodic.sweep_photos")
def sweep_photos() -> int:
    """Wake a worker for photos whose small picture was never made."""
    return services.wake_for_small_pictures()


@shared_task(name="incidents.periodic.tell_of_late")
def tell_of_late() -> int:
    """Tell handlers of reports that are late, and those above of reports that have been late for a working day."""
    return services.tell_of_late()


@shared_task(name="incidents.periodic.ask_how_it_went")
def ask_how_it_went() -> int:
    """Ask reporters once, some days after closing, whether it helped."""
    return services.ask_how_it_went()


@shared_task(name="incidents.periodic.sweep_forwardings")
def sweep_forwardings() -> int:
    """Wake a worker for sendings to other systems whose turn it is."""
    return services.wake_for_forwardings()


@shared_task(name="incidents.periodic.sweep_receipts")
def sweep_receipts() -> int:
    """Wake a worker for receipts that nobody was woken for."""
    return services.wake_for_receipts()


@shared_task(name="incidents.periodic.ask_where_they_stand")
def ask_where_they_stand() -> int:
    """Ask other systems about what was sent to them."""
    return services.ask_where_they_stand()


@shared_task(name="incidents.periodic.fold_counts")
def fold_counts() -> bool:
    """Add what has changed to the counts of weeks."""
    return services.fold_counts()


@shared_task(name="incidents.periodic.release_months")
def release_months() -> int:
    """Publish the counts of the months that have ended a week ago."""
    return services.release_months()


@shared_task(name="incidents.periodic.send_standing_summaries")
def send_standing_summaries() -> int:
    """Have the summaries made whose months are published, and send those that are ready."""
    return services.send_standing_summaries()


@shared_task(name="incidents.periodic.tell_followers_of_places")
def tell_followers_of_places() -> int:
    """Write to those who follow a place: what was released, of yesterday, of last week."""
    return services.tell_followers_of_places()
