"""The trainings' jobs."""

from __future__ import annotations

import logging

from celery import shared_task

from neighbourhoods.services import training_sweeps

logger = logging.getLogger(__name__)


@shared_task(name="neighbourhoods.periodic.sweep_trainings")
def sweep_trainings() -> None:
    """Let offers pass and make new ones, tell of changes, remind, and ask afterwards (each minute). Safe twice."""
    lapsed, offered = training_sweeps.lapse_offers(), training_sweeps.offer_free_seats()
    told, reminded = training_sweeps.tell_changes(), training_sweeps.remind()
    asked = training_sweeps.ask_afterwards()
    if lapsed or offered or told or reminded or asked:
        counts = {"lapsed": lapsed, "offered": offered, "told": told, "reminded": reminded, "asked": asked}
        logger.info("trainings swept", extra=counts)


@shared_task(name="neighbourhoods.periodic.tidy_trainings")
def tidy_trainings() -> None:
    """Forget wishes about food, unanswered sign-ups and old names (each night)."""
    dietary = training_sweeps.forget_dietary()
    unconfirmed, names = training_sweeps.forget_unconfirmed(), training_sweeps.forget_names()
    logger.info("trainings tidied", extra={"dietary": dietary, "unconfirmed": unconfirmed, "names": names})
