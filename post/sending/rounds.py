"""One round over the messages of a bundle: which letter comes next, and when to stop."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from django.db import OperationalError

from common import clock
from post import transitions
from post.lifecycle import MailingStatus
from post.models import Delivery, Mailing
from post.sending.chunks import Bundle, touch
from post.sending.letters import BATCH, Composer, Due, next_batch
from post.sending.marks import Marks
from post.sending.pace import Pace
from post.sending.relay import Letter, Pipeline

BATCH_LASTS = 0.7  # seconds, then wishes and single messages are asked anew
WORD_HOLDS = 0.3  # seconds: no text leaves on an older word that its mail-out goes on


class End(Enum):
    """Why a round ended."""

    NOTHING_LEFT = "nothing left"
    PACE = "allowance used up"
    INTERRUPTED = "something else comes first"


class PausedError(Exception):
    """Somebody has paused or cancelled the mail-out: the text at hand does not leave."""


@dataclass
class Round:
    """The letters of a bundle, batch by batch, so that the line never falls silent in between.

    `under_way` holds what was given and has no answer yet. The database is asked only when no mark is under way.
    A database that is away ends the letters and is remembered as `failure`: what was said is still to be answered.
    """

    mailing_id: int
    bundle: Bundle
    marks: Marks
    pace: Pace
    composer: Composer
    line: Pipeline
    under_way: dict[int, Due] = field(default_factory=dict)
    ended: End = End.INTERRUPTED
    failure: OperationalError | None = None
    _asked: float = field(default=0.0, init=False)  # when the database last said that the mail-out goes on

    def check(self) -> None:
        """Let a text leave only while answers are stored and nobody has paused the mail-out. Raises PausedError.

        A slow mail server's batch lasts longer than a pause may, so it is asked for beside the batches.
        """
        if time.monotonic() - self._asked > WORD_HOLDS:
            self.marks.settle()
            asked = time.monotonic()
            if not still_sending(self.mailing_id):
                raise PausedError
            self._asked = asked
        self.marks.check()

    def letters(self, *, until: Callable[[], bool]) -> Iterator[Letter]:
        """Give letters until none is left, or `until` says that something else comes first."""
        try:
            yield from self._letters(until)
        except OperationalError as error:
            self.failure = error

    def _letters(self, until: Callable[[], bool]) -> Iterator[Letter]:
        after = 0
        while True:
            self.marks.settle()
            self.marks.check()
            if after and self._breaks_off(until):
                return
            self._asked = time.monotonic()  # a mail-out that is paused gives no batch
            batch = next_batch(self.mailing_id, self.bundle.number, after=after)
            began, moment = time.monotonic(), clock.now()
            for due in batch:
                if due is not batch[0] and time.monotonic() - began > BATCH_LASTS:
                    break  # after one at least: a round always comes to its end
                if not self._may_send():
                    self.ended = End.PACE
                    return
                after = due.pk
                letter = self.composer.letter(due, self.line, moment, quiet=self.marks.settle)
                if letter is not None:
                    self.under_way[due.pk] = due
                    yield letter
            if len(batch) < BATCH and (not batch or after == batch[-1].pk):
                self.ended = End.NOTHING_LEFT
                return

    def _breaks_off(self, until: Callable[[], bool]) -> bool:
        """Note how the bundle stands, between two batches; True when the round is to end."""
        transitions.count_bundle(self.bundle.pk, is_held=True)
        touch(self.mailing_id)
        return until() or singles_wait()

    def _may_send(self) -> bool:
        if self.pace.is_limited:
            self.marks.settle()
        return self.pace.may_send()


def still_sending(mailing_id: int) -> bool:
    """Tell whether nobody has paused or cancelled a mail-out."""
    return Mailing.objects.filter(pk=mailing_id, status=MailingStatus.SENDING).exists()


def singles_wait() -> bool:
    """Tell whether single messages are due: they go first."""
    return Delivery.objects.due(clock.now()).exists()
