"""`manage.py demo_people`: the example people, by role, and how each signs in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from accounts.roles import by_key
from botkyrka_trygghet.demo.people import PASSWORD, PEOPLE, DemoPerson


class Command(BaseCommand):
    """Refuses outside DEBUG."""

    help = "Prints the example people and how each signs in, with the authenticator's current code."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print staff first, then those who sign in by code."""
        if not settings.DEBUG:
            raise CommandError("Example people are for DEBUG=1 only.")
        there = set(User.objects.filter(email__in=[one.email for one in PEOPLE]).values_list("email", flat=True))
        if not there:
            raise CommandError("There are no example people here. Make them with: ./run manage seed_demo")
        with translation.override("en"):
            staff, others = reverse("account_login"), reverse("account_request_login_code")
            self._heading(f"Staff: {staff}  password {PASSWORD}  then the code (a new one each 30 s)")
            for one in PEOPLE:
                if one.email in there and one.signs_in_with_password:
                    self._line(one, f"code {one.current_code()}  secret {one.totp_secret}")
            self._heading(f"Everybody else: {others}  the code comes by mail, read it at /_post/")
            for one in PEOPLE:
                if one.email in there and not one.signs_in_with_password:
                    self._line(one, "")

    def _heading(self, text: str) -> None:
        self.stdout.write(text)

    def _line(self, one: DemoPerson, how: str) -> None:
        self.stdout.write(f"  {by_key(one.role).title!s:<33} {one.email:<24} {how}".rstrip())
