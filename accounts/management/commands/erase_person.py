"""Erase a person everywhere: `manage.py erase_person kim@example.com`."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.services import audit
from common import personal_data
from common.signed_links import token_hash

PHONE = re.compile(r"\+?[0-9][0-9 -]{6,18}")


class Command(BaseCommand):
    """Run every room's eraser for one address (or a number without an account), and leave a trace without it."""

    help = "Erase everything held about the person with an e-mail address. Cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Erase, and say how many rows changed where."""
        email = options["email"].strip()
        try:
            if not PHONE.fullmatch(email):
                validate_email(email)
        except ValidationError as error:
            raise CommandError(f"Not an e-mail address: {email}. Write it in full: name@example.com.") from error
        with transaction.atomic():
            changed = personal_data.erase(email)
            audit(
                actor=None,
                action="person.erased_everywhere",
                object_type="common.address",
                object_id=token_hash(email.lower())[:16],
            )
        for room, rows in changed.items():
            self.stdout.write(f"{room}: {rows}")
        self.stdout.write("Erased." if any(changed.values()) else "Nothing was held about this address.")
