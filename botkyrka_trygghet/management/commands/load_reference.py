"""`manage.py load_reference`: what every installation needs, from code: roles, districts, categories, series."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand

from accounts import services

ROOMS = ("neighbourhoods", "post", "documents", "incidents", "holiday_calendar", "grannstod", "newsletters")


class Command(BaseCommand):
    """Safe to run again at every start."""

    help = "Makes roles and loads every room's reference data; safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the groups, then let each room that has reference data load it."""
        self.stdout.write(f"roles: {services.make_groups()}")
        for room in ROOMS:
            if find_spec(f"{room}.reference") is None:
                continue
            import_module(f"{room}.reference").load()
            self.stdout.write(f"{room}: loaded")
