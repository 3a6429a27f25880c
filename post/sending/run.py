"""Who sends what when: single messages first, then mail-outs bundle by bundle."""

from __future__ import annotations

import logging
import time

from django.db import connection, transaction
from django.db.models import Q

from common import clock
from common.moves import MoveRefusedError
from post import transitions
from post.lifecycle import MailingStatus
from post.models import Chunk, Delivery, Mailing
from post.sending import chunks, faults
from post.sending.letters import Composer, Due, single_letter
from post.sending.marks import Marks
from post.sending.pace import Pace
from post.sending.relay import Answer, Outcome, Pipeline, RelayAwayError, connect, hang_up
from post.sending.rounds import BATCH_LASTS, End, PausedError, Round, singles_wait, still_sending

logger = logging.getLogger(__name__)

LINE_LASTS = 1_000  # messages, then a fresh connection
LONGEST_SLEEP = 0.5  # seconds, while a mail-out's allowance is used up
LINES_LOST = 3  # one after the other without a message accepted or refused: this mail server is left alone for now


class Sender:
    """One line's run: a connection to the mail server and the texts of the contents it has met."""

    def __init__(self, *, seconds: float) -> None:
        self._ends = time.monotonic() + seconds
        self._line: Pipeline | None = None
        self._sent_on_line = 0
        self._lost = 0
        self._looks_again = 0.0
        self._composer = Composer()

    def out_of_time(self) -> bool:
        """Tell whether this run should make way for another task."""
        return time.monotonic() > self._ends

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            hang_up(self._line)
            self._line = None

    def send_singles(self) -> None:
        """Send every single message that is due. Raises RelayAwayError when no mail server answers."""
        transitions.expire(clock.now())
        while self._send_one_single():
            pass

    def send_mailing(self, mailing: Mailing) -> None:
        """Send a mail-out's bundles until none is left to claim, it is paused, or time is up.

        Whatever goes wrong, the bundle at hand is let go of. Raises RelayAwayError.
        """
        pace = Pace(mailing.pk, mailing.per_minute)
        try:
            with Marks() as marks:
                self._send_bundles(mailing, marks, pace)
        except RelayAwayError:
            raise
        except BaseException:
            connection.close()  # and with it the lock
            raise

    def _send_bundles(self, mailing: Mailing, marks: Marks, pace: Pace) -> None:
        while not self.out_of_time():
            bundle = chunks.claim(mailing.pk)
            if bundle is None:
                return
            try:
                self._send_bundle(mailing, bundle, marks, pace)
            except RelayAwayError:
                chunks.release(bundle)
                raise
            chunks.release(bundle)

    def _send_one_single(self) -> bool:
        """Send one single message under its row's lock, so that nobody else takes it; False when none is due."""
        with transaction.atomic():
            due = Delivery.objects.due(clock.now()).in_order().select_related("content")
            delivery = due.select_for_update(skip_locked=True, of=("self",)).first()
            if delivery is None:
                return False
            line = self._ready_line()
            letter = single_letter(delivery, line)
            if letter is not None:
                try:
                    for _letter, answer in line.transmit(iter([letter])):
                        self._note(delivery, answer, None)
                except RelayAwayError:
                    self._lost += 1
            transitions.erase_secrets(Q(pk=delivery.content_id))
        self._give_up_on_a_broken_server()
        return True

    def _send_bundle(self, mailing: Mailing, bundle: chunks.Bundle, marks: Marks, pace: Pace) -> None:
        """Send what is due in a bundle, in passes: one ends when single messages wait, or the line goes down."""
        while not self.out_of_time():
            self._look_around(mailing.pk)
            ended = self._pass(mailing, bundle, marks, pace)
            self._give_up_on_a_broken_server()
            if ended is End.NOTHING_LEFT or not still_sending(mailing.pk):
                return
            if ended is End.PACE:
                transitions.count_bundle(bundle.pk, is_held=True)
                time.sleep(min(pace.seconds_to_wait(), LONGEST_SLEEP))

    def _look_around(self, mailing_id: int) -> None:
        """Note that somebody is at work, and let single messages go first; not for each of many small bundles."""
        if time.monotonic() < self._looks_again:
            return
        chunks.touch(mailing_id)
        if singles_wait():
            self.send_singles()
        self._looks_again = time.monotonic() + BATCH_LASTS

    def _pass(self, mailing: Mailing, bundle: chunks.Bundle, marks: Marks, pace: Pace) -> End:
        """Send messages of a bundle over one line, and say why that ended."""
        line = self._ready_line()
        round_ = Round(mailing.pk, bundle, marks, pace, self._composer, line)
        letters = round_.letters(until=lambda: self.out_of_time() or self._sent_on_line >= LINE_LASTS)
        try:
            for letter, answer in line.transmit(letters, round_):
                self._note(round_.under_way.pop(letter.key), answer, marks)
        except RelayAwayError:  # what is left is still due, and is tried on a new line
            self._lost += 1
            round_.ended = End.INTERRUPTED
        except PausedError:
            round_.ended = End.INTERRUPTED
        marks.settle()
        marks.check()
        if round_.failure is not None:
            raise round_.failure
        return round_.ended

    def _ready_line(self) -> Pipeline:
        if self._line is not None and (self._line.sock is None or self._sent_on_line >= LINE_LASTS):
            self.close()
        if self._line is None:
            self._line, self._sent_on_line = connect(), 0
            faults.clear()
        return self._line

    def _give_up_on_a_broken_server(self) -> None:
        if self._lost >= LINES_LOST:
            logger.warning("mail server drops every line")
            raise RelayAwayError(kind="drops")

    def _note(self, delivery: Due | Delivery, answer: Answer, marks: Marks | None) -> None:
        """Store an answer: an accepted one beside the dialogue where there are `marks`, else at once."""
        self._sent_on_line += 1
        if answer.outcome in (Outcome.ACCEPTED, Outcome.REFUSED):
            self._lost = 0
        if answer.outcome is Outcome.ACCEPTED:
            if marks is not None:
                marks.begin(delivery.pk, answer.code, answer.text)
            else:
                transitions.accepted(delivery, answer.code, answer.text)
            return
        if marks is not None:
            marks.settle()
        if answer.outcome is Outcome.REFUSED:
            transitions.refused(delivery, answer.code, answer.text, reason="refused")
            if answer.of_recipient:
                transitions.turned_away(delivery.pk, answer.text)
            return
        reason = "unknown" if answer.outcome is Outcome.UNKNOWN else "later"
        at_once = answer.closed and reason == "later"
        goes_on = transitions.deferred(delivery, answer.code, answer.text, reason=reason, at_once=at_once)
        if not goes_on and answer.of_recipient and answer.is_passing:
            transitions.given_up(delivery.pk, answer.text)


def begin(mailing_id: int) -> Mailing | None:
    """Return the mail-out if it is being sent now; one that is due is fanned out first."""
    mailing = Mailing.objects.filter(pk=mailing_id).at_work(clock.now()).first()
    if mailing is None or mailing.status == MailingStatus.SENDING:
        return mailing
    try:
        with transaction.atomic():
            mailing = transitions.move_mailing(mailing_id, MailingStatus.SENDING, actor=None)
            chunks.fan_out(mailing)
        chunks.acquaint(mailing)
    except MoveRefusedError:  # another worker began, or a person paused it, in the same moment
        return Mailing.objects.filter(pk=mailing_id, status=MailingStatus.SENDING).first()
    return mailing


def finish(mailing_id: int) -> None:
    """Move a mail-out with nothing left to do to its end."""
    if not still_sending(mailing_id) or Chunk.objects.filter(mailing_id=mailing_id, done=False).exists():
        return
    try:
        transitions.move_mailing(mailing_id, MailingStatus.SENT, actor=None)
    except MoveRefusedError:
        logger.info("mail-out was finished by someone else", extra={"mailing": mailing_id})
