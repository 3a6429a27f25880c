"""The Celery app. It only wakes people up: the rows in PostgreSQL are the truth."""

import os

from celery import Celery
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "botkyrka_trygghet.settings")

app = Celery("botkyrka_trygghet")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")


@setup_logging.connect
def keep_django_logging(**_kwargs: object) -> None:
    """Stop Celery from taking over the root logger: Django's JSON logging stays in force."""
