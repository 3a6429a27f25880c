"""Full names in a text, as a question: no list knows them all, and many are words or places too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.sensitive_text.findings import Span, words
from common.sensitive_text.name_lists import FIRST_NAMES, LAST_NAMES, PARTICLES, SURNAME_ENDINGS

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")
_FIRST = frozenset(name.casefold() for name in FIRST_NAMES)
_LAST = frozenset(name.casefold() for name in LAST_NAMES)
# What follows or ends the name of a place that bears a person's name.
_PLACE_WORDS = re.compile(
    r"(?:gatan?|väg(?:en)?|gränd(?:en)?|stig(?:en)?|plan(?:en)?|plats(?:en)?|torg(?:et)?|allén?|backen?|park(?:en)?|skolan?|gården?"
    r"|bron?|kyrkan?|centrum|hus(?:et)?|kommun(?:en)?|station(?:en)?|museum|stiftelse|street|road|square|school)$",
    re.IGNORECASE,
)
# After these, two words with capitals are a person.
_CUES = words(
    """
    heter hette heta kallas namn namnet namnen grannen granne hyresgästen killen tjejen mannen kvinnan pojken
    flickan ägaren hos herr fru fröken sonen dottern brodern systern kompisen vännen läraren vaktmästaren av named
    called name mr mrs ms neighbour neighbor tenant man woman boy girl guy owner
    """
)
# Words with capitals that stand before or after others and are nobody: at the start of a sentence, say.
_NOBODY = words(
    """
    jag du han hon den det de vi ni en ett i på vid när där här som och men eller hej tack någon några alla min mitt
    mina vår vårt våra er ert det denna detta dessa har är var kan ska vill bor kom såg hörde igår idag nu sedan
    efter före under över mot från till med utan bakom framför mellan nära runt inne ute hela ingen inget inga stora
    lilla gamla nya norra södra västra östra nedre övre ica coop lidl willys hemköp maxi kvantum volvo saab audi
    toyota bmw police polisen kommun the a an this that these those there here my our his her your their it is was
    in on at by near from to with hi hello thanks i we you he she they and but or yesterday today mr mrs ms herr fru
    somebody someone please behind outside
    """
)
# First and last names that are words too: in small letters they name nobody.
_ALSO_WORDS = words(
    """
    stig sten bo kent per ola gun siv gerd lind berg björk holm ek falk lund ström dahl ali can max love leo maja
    mona sana mari mina said omar nour kim dan viola hanna rana saga alma vera la laine aho nur blom kaya björn
    islam silva jan mars malin frida britt maj love signe stella klara clara ester gustav axel sven
    """
)


def full_names(text: str) -> Iterator[Span]:
    """Find a first name with a surname, in either order and either case, and who is said to be called something."""
    found = list(_WORD.finditer(text))
    position = 0
    while position < len(found) - 1:
        length = _name_length(text, found, position)
        if length:
            yield found[position].start(), _end(found[position + length - 1])
        position += max(length, 1)


def _end(word: re.Match[str]) -> int:
    return word.end() - word[0].endswith(".")


def _name_length(text: str, found: list[re.Match[str]], start: int) -> int:
    """Return how many words from here make a full name, or 0."""
    parts = _run(text, found, start)
    for length in range(len(parts), 1, -1):
        before = found[start - 1][0].casefold().rstrip(".") if start else ""
        if _is_name(parts[:length], before) and not _is_place(parts[:length], text, found, start + length):
            return length
    return 0


def _run(text: str, found: list[re.Match[str]], start: int) -> list[str]:
    """Return up to four words that stand side by side, from here: what a name could be made of."""
    run = [found[start][0]]
    for here, after in zip(found[start : start + 3], found[start + 1 : start + 4], strict=False):
        between = text[here.end() : after.start()]
        is_initial = here[0].endswith(".") and len(here[0]) == 2
        if here[0].endswith(".") and not is_initial:
            break
        if between not in (" ", "\u00a0", ", ", ""):
            break
        if between == ", " and len(run) > 1:
            break
        run.append(after[0])
    return run


def _is_name(parts: list[str], before: str) -> bool:
    bare = [part.rstrip(".") for part in parts]
    low = [_without_genitive(part.casefold()) for part in bare]
    if any(word in _NOBODY for word in low) or low[-1] in PARTICLES or low[0] in PARTICLES:
        return False
    if not all(part[0].isupper() or word in PARTICLES for part, word in zip(bare, low, strict=True)):
        return len(low) == 2 and _is_known_in_small_letters(*low)
    middle_fits = all(word in PARTICLES or word in _FIRST or len(word) == 1 or _is_surname(word) for word in low[1:-1])
    if not middle_fits and before not in _CUES:
        return False
    knows_first, knows_last = _is_first(low[0]), _is_surname(low[-1])
    is_initial = len(low[0]) == 1
    if before in _CUES and len(low) == 2:
        return not any(_PLACE_WORDS.search(part) for part in bare)
    return (
        knows_first
        or (knows_last and (is_initial or _could_be_first(bare[0])))
        or (low[0] in _LAST and _is_first(low[-1]))
    )


def _without_genitive(word: str) -> str:
    if word.endswith("s") and (word[:-1] in _FIRST or word[:-1] in _LAST) and word not in _FIRST:
        return word[:-1]
    return word


def _is_first(word: str) -> bool:
    return word in _FIRST or any(part in _FIRST for part in word.split("-"))


def _is_surname(word: str) -> bool:
    return (
        word in _LAST or (len(word) > 4 and word.endswith(SURNAME_ENDINGS)) or any(p in _LAST for p in word.split("-"))
    )


def _could_be_first(word: str) -> bool:
    return len(word) > 2 and not word.isupper() and not _PLACE_WORDS.search(word)


def _is_known_in_small_letters(first: str, last: str) -> bool:
    is_plain_word = first in _ALSO_WORDS and (last in _ALSO_WORDS or last not in _LAST)
    return first in _FIRST and (last in _LAST) and not is_plain_word and last not in _ALSO_WORDS


def _is_place(parts: list[str], text: str, found: list[re.Match[str]], following: int) -> bool:
    """Tell whether the words are a street or a square named after somebody."""
    if any(_PLACE_WORDS.search(part) for part in parts):
        return True
    if following >= len(found):
        return False
    after = found[following]
    is_next = text[found[following - 1].end() : after.start()] == " "
    return is_next and _PLACE_WORDS.search(after[0].rstrip(".")) is not None and parts[-1].endswith("s")
