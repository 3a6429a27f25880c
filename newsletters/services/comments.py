"""What is said about an issue before it leaves."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from common import clock
from newsletters.models import Comment, Issue
from newsletters.services.writing import Author, names_of


@transaction.atomic
def comment(*, issue: Issue, text: str, by: Author) -> Comment:
    """Say something about an issue. Raises ValidationError (`empty`)."""
    if not text.strip():
        raise ValidationError(_("Write what you want to say."), code="empty")
    return Comment.objects.create(issue=issue, text=text.strip(), **names_of(by))


@transaction.atomic
def settle(*, comment: Comment, by: User) -> Comment:
    """Note that a comment has been taken care of; saying so twice changes nothing."""
    Comment.objects.filter(pk=comment.pk, settled_at=None).update(settled_at=clock.now())
    comment.refresh_from_db()
    return comment
