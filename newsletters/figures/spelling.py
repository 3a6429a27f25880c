"""Spelling, by Hunspell and its dictionaries; words of the house's own and the names of its places are known."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from neighbourhoods.models import Area, District, Organisation, PlaceName
from newsletters.figures.words import as_text
from newsletters.models import KnownWord

WORD = re.compile(r"[^\W\d_]+(?:[-'’:][^\W\d_]+)*")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
# The language's dictionary; its files come with a package, or with the system's own.
DICTIONARIES = {"sv": "sv_SE", "en": "en_US"}
_SHARED = (Path(sys.prefix) / "share" / "hunspell", Path("/usr/share/hunspell"))
SHORT_NAME = 5  # letters: BRÅ, MSB and their like are no words of a dictionary
SUGGESTS_FOR = 2.0  # seconds: of long compounds it takes the dictionary long to guess
_one_at_a_time = Lock()  # Hunspell is not made for several threads


class NoDictionaryError(Exception):
    """The language has no dictionary on this machine."""


def misspelled(text: str, language: str) -> list[str]:
    """Return the words of a Markdown text that neither the dictionary nor the house knows, each once, in order.

    Raises NoDictionaryError.
    """
    dictionary = _dictionary(language)
    with _one_at_a_time:
        doubtful = [word for word in dict.fromkeys(_words(text)) if not _is_spelled(dictionary, word)]
    own = _own_words() if doubtful else frozenset()
    return [word for word in doubtful if not _is_own(word, own)]


def suggestions(words: list[str], language: str) -> dict[str, str]:
    """Return what each of some words may be meant to be, as far as it is found in a moment."""
    dictionary, until = _dictionary(language), time.monotonic() + SUGGESTS_FOR
    found: dict[str, str] = {}
    with _one_at_a_time:
        for word in words:
            if time.monotonic() > until:
                break
            if guesses := dictionary.suggest(word):
                found[word] = guesses[0]
    return found


def _words(markdown: str) -> Iterator[str]:
    for word in WORD.findall(_ADDRESS.sub(" ", as_text(markdown))):
        if len(word) > 1 and not (word.isupper() and len(word) <= SHORT_NAME):
            yield word


def _is_spelled(dictionary: Any, word: str) -> bool:
    """Tell whether a word is right, as it stands or by its parts: "Alby-ungdomar", "MSB:s"."""
    if dictionary.spell(word):
        return True
    parts = re.split("[-:]", word)
    return len(parts) > 1 and all(_is_part(dictionary, part) for part in parts)


def _is_part(dictionary: Any, part: str) -> bool:
    return len(part) < 2 or (part.isupper() and len(part) <= SHORT_NAME) or bool(dictionary.spell(part))


def _own_words() -> frozenset[str]:
    """Return, in small letters, what coordinators have added and the names of places and organisations."""
    own = {word.lower() for word in KnownWord.objects.values_list("word", flat=True)}
    for model in (Area, District, Organisation, PlaceName):
        for name in model.objects.values_list("name", flat=True):
            own.update(word.lower() for word in WORD.findall(name))
    return frozenset(own)


def _is_own(word: str, own: Collection[str]) -> bool:
    """Tell whether the house knows a word, in the genitive too."""
    small = word.lower()
    return small in own or small.removesuffix("s") in own or all(part in own for part in small.split("-"))


@lru_cache(maxsize=4)
def _dictionary(language: str) -> Any:
    from hunspell import Hunspell

    name = DICTIONARIES.get(language, "")
    bundled = Path(sys.modules["hunspell"].__file__ or "").parent / "dictionaries"
    for folder in (*_SHARED, bundled):
        if name and (folder / f"{name}.dic").exists():
            return Hunspell(name, hunspell_data_dir=f"{folder}/")
    raise NoDictionaryError(language)
