"""What this room puts into the slots of rooms below: where answers to messages to areas go."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common import form_tokens
from neighbourhoods import services
from neighbourhoods.models import MessageRecipient
from post.slots import Reply, ThreadGoneError, ThreadLink


class MessageThread:
    """The exchange with one agent about one message; the thread's number is the recipient's row."""

    label = gettext_lazy("Message to areas")

    def receive(self, thread_id: str, reply: Reply) -> None:
        """Take an agent's answer: the post has seen that it comes from the person we wrote to."""
        row = self._row(thread_id)
        if row is None:
            raise ThreadGoneError
        services.answer(recipient=row, by=row.user, text=reply.text[:5000], form_token=form_tokens.new(), by_mail=True)

    def find(self, words: str, user: User) -> str | None:
        """Return the exchange a person names by its number, for those who write to areas."""
        number = words.strip().lstrip("#")
        if not user.has_perm("neighbourhoods.write_to_areas") or self._row(number) is None:
            return None
        return number

    def link(self, thread_id: str, user: User) -> ThreadLink | None:
        """Return the message's page at the desk."""
        row = self._row(thread_id)
        if row is None or not user.has_perm("neighbourhoods.write_to_areas"):
            return None
        title = _("Message: %(subject)s") % {"subject": row.message.subject}
        return ThreadLink(title, reverse("neighbourhoods:message", args=[row.message_id]))

    def _row(self, thread_id: str) -> MessageRecipient | None:
        if not thread_id.isdecimal() or len(thread_id) > 18:
            return None
        return MessageRecipient.objects.select_related("message", "user", "area").filter(pk=int(thread_id)).first()


MESSAGE_THREAD = MessageThread()
