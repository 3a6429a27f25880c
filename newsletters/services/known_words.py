"""The list of words that the municipality spells right and no dictionary knows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from newsletters.models import KnownWord

MOST_AT_ONCE, LONGEST = 100, 60


@transaction.atomic
def know_words(*, words: Iterable[str]) -> int:
    """Add words to the house's own; those there already, and what no word can be, are left out. Return how many."""
    wanted = {word.strip().lower(): word.strip() for word in list(words)[:MOST_AT_ONCE]}
    fit = [word for word in wanted.values() if 1 < len(word) <= LONGEST and word.isprintable() and " " not in word]
    before = KnownWord.objects.count()
    KnownWord.objects.bulk_create([KnownWord(word=word) for word in fit], ignore_conflicts=True)
    return KnownWord.objects.count() - before
