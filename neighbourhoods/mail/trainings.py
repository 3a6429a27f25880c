"""Mail about a training: one function composes one mail, in the language of whoever gets it.

Nearly all of it carries the link to the person's own page, so it is secret: encrypted in the ledger, then erased.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common import clock, ics
from neighbourhoods.figures import training_links, trainings
from neighbourhoods.models import SignUp, TrainingMessage


def to_confirm(sign_up: SignUp) -> EmailMultiAlternatives:
    """Ask whether it was really this person who signed up."""
    with translation.override(sign_up.language):
        lines = [
            _("Somebody, we hope you, wants to come. Press the button and your place is yours, if there is one."),
            _("Was it not you? Then do nothing: what was written is deleted after two days."),
        ]
        subject = _("Do you want to come to %(title)s?") % {"title": sign_up.training.title}
        return _compose(sign_up, subject, lines, _("Yes, I am coming"))


def place(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that the person has a place, with the entry for the calendar."""
    with translation.override(sign_up.language):
        lines = [
            _("You have a place. Welcome!"),
            _("If you can't come after all, say so on your page: somebody else would like the place."),
        ]
        subject = _("You have a place: %(title)s") % {"title": sign_up.training.title}
        return _with_entry(_compose(sign_up, subject, lines, _("Your page about this evening")), sign_up)


def in_line(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that every place is taken, and what happens now."""
    with translation.override(sign_up.language):
        lines = [
            _("Every place is taken just now. You stand on the waiting list."),
            _("When somebody says no we write to you at once, and you get some time to answer."),
        ]
        subject = _("You are on the waiting list: %(title)s") % {"title": sign_up.training.title}
        return _compose(sign_up, subject, lines, _("Your page about this evening"))


def offer(sign_up: SignUp) -> EmailMultiAlternatives:
    """Offer the place that has become free, until a moment. Not sent once that has passed."""
    with translation.override(sign_up.language):
        until = sign_up.offer_until or sign_up.training.starts_at
        lines = [
            _("A place has become free, and it is yours if you want it."),
            _("Answer before %(moment)s. After that it goes to the next in line.") % {"moment": _moment(until)},
        ]
        subject = _("There is a place for you: %(title)s") % {"title": sign_up.training.title}
        return _expiring(_compose(sign_up, subject, lines, _("Answer yes or no")), until)


def lapsed(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that the offer has passed, and how to stand in line again."""
    with translation.override(sign_up.language):
        lines = [
            _("You had no time to answer, so the place has gone to the next in line."),
            _("Would you still like to come? Sign up again on your page and you are back on the waiting list."),
        ]
        subject = _("The place has gone on: %(title)s") % {"title": sign_up.training.title}
        return _compose(sign_up, subject, lines, _("Your page about this evening"))


def farewell(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that the person is no longer expected; takes the entry out of the calendar."""
    with translation.override(sign_up.language):
        lines = [
            _("You are no longer signed up. Thank you for telling us."),
            _("Do you change your mind? Sign up again on your page."),
        ]
        subject = _("You are not signed up any more: %(title)s") % {"title": sign_up.training.title}
        mail = _compose(sign_up, subject, lines, _("Your page about this evening"))
        return _with_entry(mail, sign_up, is_cancelled=True)


def moved(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that time or place is another now; moves the entry in the calendar."""
    with translation.override(sign_up.language):
        lines = [
            _("Something has changed: look at day, time and place below."),
            _("Does it not suit you any more? Say so on your page."),
        ]
        subject = _("New time or place: %(title)s") % {"title": sign_up.training.title}
        mail = _compose(sign_up, subject, lines, _("Your page about this evening"))
        return _with_entry(mail, sign_up)


def cancelled(sign_up: SignUp) -> EmailMultiAlternatives:
    """Say that it is cancelled, in the coordinator's words; takes the entry out of the calendar."""
    with translation.override(sign_up.language):
        lines = [_("This is cancelled. You need do nothing.")]
        lines += [sign_up.training.farewell] if sign_up.training.farewell else []
        subject = _("Cancelled: %(title)s") % {"title": sign_up.training.title}
        return _with_entry(_compose(sign_up, subject, lines, ""), sign_up, is_cancelled=True)


def reminder(sign_up: SignUp) -> EmailMultiAlternatives:
    """Remind of the day, with the entry for the calendar. Not sent once it has begun."""
    with translation.override(sign_up.language):
        begins = sign_up.training.starts_at
        lines = [
            _("Soon we meet: %(moment)s.") % {"moment": _moment(begins)},
            _("If you can't come after all, say so on your page: somebody else would like the place."),
        ]
        subject = _("Reminder: %(title)s, %(day)s") % {"title": sign_up.training.title, "day": _day(begins)}
        mail = _compose(sign_up, subject, lines, _("Your page about this evening"))
        return _of_many(_expiring(_with_entry(mail, sign_up), begins))


def question(sign_up: SignUp) -> EmailMultiAlternatives:
    """Ask the one question afterwards."""
    with translation.override(sign_up.language):
        lines = [
            _("Thank you for coming!"),
            sign_up.training.question,
            _("It takes one press. We count the answers and don't keep who gave which."),
        ]
        subject = _("One question after %(title)s") % {"title": sign_up.training.title}
        return _of_many(_compose(sign_up, subject, lines, _("Answer"), link=training_links.question_link(sign_up)))


def message(sign_up: SignUp, said: TrainingMessage) -> EmailMultiAlternatives:
    """Bring a coordinator's own words to somebody who comes."""
    with translation.override(sign_up.language):
        lines = [part.strip() for part in said.words.split("\n\n") if part.strip()]
        mail = _of_many(_compose(sign_up, said.subject, lines, _("Your page about this evening")))
    mail.extra_headers["Auto-Submitted"] = "no"
    return mail


def _day(moment: datetime) -> str:
    return date_format(clock.local(moment), "j F")


def _moment(moment: datetime) -> str:
    there = clock.local(moment)
    return _("%(day)s at %(time)s") % {"day": date_format(there, "l j F"), "time": date_format(there, "TIME_FORMAT")}


def _compose(sign_up: SignUp, subject: str, lines: list[str], button: str, *, link: str = "") -> EmailMultiAlternatives:
    training = sign_up.training
    context = {
        "subject": subject,
        "name": sign_up.full_name,
        "lines": lines,
        "button": button,
        "link": link or training_links.own_link(sign_up),
        "title": training.title,
        "when": _when(training.starts_at, training.ends_at),
        "where": training.venue,
        "municipality": settings.MUNICIPALITY,
        "contact_phone": settings.CONTACT_PHONE,
        "language": sign_up.language,
    }
    mail = EmailMultiAlternatives(
        " ".join(subject.split()),
        render_to_string("neighbourhoods/mail/training.txt", context),
        to=[sign_up.email],
        headers={
            "X-House-Thread": f"neighbourhoods:training:{training.pk}",
            "X-House-Secret": "1",
        },
    )
    mail.attach_alternative(render_to_string("neighbourhoods/mail/training.html", context), "text/html")
    return mail


def _when(starts_at: datetime, ends_at: datetime) -> str:
    starts, ends = clock.local(starts_at), clock.local(ends_at)
    day, hours = date_format(starts, "l j F Y"), date_format(starts, "TIME_FORMAT")
    if ends.date() == starts.date():
        return f"{day}, {hours}–{date_format(ends, 'TIME_FORMAT')}"
    return f"{day}, {hours} – {date_format(ends, 'l j F Y')}, {date_format(ends, 'TIME_FORMAT')}"


def _with_entry(mail: EmailMultiAlternatives, sign_up: SignUp, *, is_cancelled: bool = False) -> EmailMultiAlternatives:
    event = trainings.calendar_entry(sign_up.training, url=training_links.own_link(sign_up), is_cancelled=is_cancelled)
    kind = f"text/calendar; method={ics.entry_method(event)}"
    mail.attach(_("training.ics"), ics.entry(event).decode(), kind)
    return mail


def _expiring(mail: EmailMultiAlternatives, at: datetime) -> EmailMultiAlternatives:
    mail.extra_headers["X-House-Expires"] = str(max(1, int((at - clock.now()).total_seconds())))
    return mail


def _of_many(mail: EmailMultiAlternatives) -> EmailMultiAlternatives:
    mail.extra_headers["X-House-Of-Many"] = "1"
    return mail
