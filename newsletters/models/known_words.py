"""Words that the municipality spells right and no dictionary knows."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class KnownWord(models.Model):
    """A word of the house's own, a name or a term; capitals make no other word of it."""

    word = models.CharField(_("word"), max_length=60)

    class Meta:
        verbose_name = _("word of our own")
        verbose_name_plural = _("words of our own")
        ordering = ["word"]
        constraints = [
            models.UniqueConstraint(
                Lower("word"), name="known_word_once", violation_error_message=_("The word is in the list already.")
            )
        ]

    def __str__(self) -> str:
        return self.word
