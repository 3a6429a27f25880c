"""What is looked at in an issue before its approval. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import outgoing
from newsletters.figures import NoDictionaryError, links_in, lix, looks_like_junk, misspelled, suggestions
from newsletters.mail.letter import Composer, Letter
from newsletters.mail.pictures import for_mail, missing
from newsletters.models import Block, BlockTranslation, Issue

MOST_BYTES = 100_000  # mail programs cut longer letters off
EASY, HARD = 40, 50  # LIX
MOST_DOUBTS = 60
MOST_LINKS, PATIENCE, AT_ONCE = 40, 3.0, 10
_ENCODED = 4 / 3  # base64


@dataclass(frozen=True)
class Finding:
    """One thing looked at: what, in words, and whether it is as it should be."""

    words: str
    is_well: bool


@dataclass(frozen=True)
class Doubt:
    """A word that no dictionary knows, and what it may be meant to be."""

    word: str
    language: str
    suggestion: str = ""


def check(issue: Issue) -> list[Finding]:
    """Look through an issue as it would leave now: size, pictures, reading ease, what looks like junk."""
    letter = Composer(issue).letter()
    gone = [Finding(_gone(block), False) for block in missing(issue)]
    size = [] if gone else [_size(issue, letter)]
    return [*size, *gone, *_pictures(issue), *_ease(issue), *_junk(issue)]


def _gone(block: Block) -> str:
    return _("The picture of “%(heading)s” is gone: choose it again.") % {"heading": block.heading}


def _size(issue: Issue, letter: Letter) -> Finding:
    pictures = sum(len(picture.data) for picture in for_mail(issue))
    size = len(letter.html.encode()) + len(letter.text.encode()) + int(pictures * _ENCODED)
    words = _("The letter is %(size)d kB; at most 100 kB is wanted.") % {"size": -(-size // 1000)}
    return Finding(words, size <= MOST_BYTES)


def _pictures(issue: Issue) -> list[Finding]:
    held = list(issue.blocks.exclude(picture="").values_list("alternative", flat=True))
    if not held:
        return []
    return [Finding(_("Every picture says in words what it shows."), all(word.strip() for word in held))]


def _ease(issue: Issue) -> list[Finding]:
    blocks = issue.blocks.select_related("tip")
    found = lix("\n\n".join([issue.preamble, *(block.words for block in blocks)]))
    if found is None:
        return []
    if found <= EASY:
        return [Finding(_("Reading ease: LIX %(lix)d, easy to read.") % {"lix": found}, True)]
    words = _("Reading ease: LIX %(lix)d. Shorter sentences and shorter words make more people read on.")
    return [Finding(words % {"lix": found}, found <= HARD)]


def _junk(issue: Issue) -> list[Finding]:
    """Look at what was written: in plain text the house itself sets headings in capitals."""
    found = looks_like_junk(issue.title, _all_words(issue, settings.LANGUAGE_CODE))
    if not found:
        return [Finding(_("Nothing looks like junk mail."), True)]
    return [Finding(_("Looks like junk mail: “%(words)s”.") % {"words": word}, False) for word in found]


def check_spelling(issue: Issue) -> tuple[list[Finding], list[Doubt]]:
    """Look every word up, of the issue and of its translations: what was found, and which words are in doubt."""
    findings, doubts = [], []
    for language, name in settings.LANGUAGES:
        text = _all_words(issue, language)
        if not text.strip():
            continue
        try:
            words = misspelled(text, language)[:MOST_DOUBTS]
        except NoDictionaryError:
            findings.append(
                Finding(_("%(language)s: no dictionary here; read it yourself.") % {"language": name}, False)
            )
            continue
        guesses = suggestions(words, language)
        doubts += [Doubt(word, language, guesses.get(word, "")) for word in words]
        findings.append(_spelling(str(name), len(words)))
    return findings, doubts


def _spelling(language: str, count: int) -> Finding:
    if not count:
        return Finding(_("%(language)s: every word is in the dictionary.") % {"language": language}, True)
    words = ngettext(
        "%(language)s: %(count)d word is not in the dictionary.",
        "%(language)s: %(count)d words are not in the dictionary.",
        count,
    )
    return Finding(words % {"language": language, "count": count}, False)


def _all_words(issue: Issue, language: str) -> str:
    """Return everything somebody wrote in a language, tips of the library too."""
    rows: list[tuple[str | None, ...]]
    if language == settings.LANGUAGE_CODE:
        rows = [(issue.title, issue.preamble)]
        rows += [(one.heading, one.words, one.alternative) for one in issue.blocks.select_related("tip")]
    else:
        rows = list(issue.translations.filter(language=language).values_list("title", "preamble"))
        of_blocks = BlockTranslation.objects.filter(block__issue=issue, language=language)
        rows += of_blocks.values_list("heading", "text", "alternative")
    return "\n\n".join(word for row in rows for word in row if word)


def check_links(issue: Issue, ask: Callable[[outgoing.Call], outgoing.Answer] = outgoing.call) -> list[Finding]:
    """Ask every address that an issue or a translation of it links to, many at once; private networks never."""
    texts = [block.words for block in issue.blocks.select_related("tip")]
    texts += BlockTranslation.objects.filter(block__issue=issue).values_list("text", flat=True)
    links = list(dict.fromkeys(link for text in texts for link in links_in(text)))[:MOST_LINKS]
    if not links:
        return [Finding(_("The letter links nowhere."), True)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda link: _answer(link, ask), links))
    return [_link(link, answer) for link, answer in zip(links, answers, strict=True)]


def _answer(link: str, ask: Callable[[outgoing.Call], outgoing.Answer]) -> int:
    """Return the status that an address answers with; 0 where nothing came."""
    try:
        return ask(outgoing.Call("HEAD", link, timeout=PATIENCE)).status
    except (outgoing.NotSentError, outgoing.LostAnswerError, ValueError):
        return 0


def _link(link: str, status: int) -> Finding:
    own = urlsplit(settings.BASE_URL).hostname
    if status == 0 and urlsplit(link).hostname == own:
        return Finding(_("%(link)s is our own page; open it yourself.") % {"link": link}, True)
    if status == 0:
        return Finding(_("%(link)s does not answer.") % {"link": link}, False)
    words = _("%(link)s answers (%(status)d).") % {"link": link, "status": status}
    return Finding(words, status < 400 or status in (405, 403))
