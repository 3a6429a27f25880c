"""Collect what can be translated, one catalogue a room, and say what is missing from one.

Django's `makemessages` makes one catalogue for everything or one an app; here templates lie outside the
apps and a room owns both, so msgids are collected by room. Needs gettext's `xgettext`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import templatize

ROOMS = (
    "common",
    "accounts",
    "post",
    "documents",
    "neighbourhoods",
    "incidents",
    "calendar",
    "grannstod",
    "newsletters",
    "house",
)
ACCOUNT_TEMPLATES = ("accounts", "account", "mfa", "socialaccount", "allauth")
HOUSE_TEMPLATES = ("house", "pages", "admin")
TEMPLATE_KINDS = {".html", ".txt", ".xml", ".svg", ".md"}
KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HEADER = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Language": "sv",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
Key = tuple[str, str]


def sources(room: str) -> Iterator[Path]:
    """Yield the Python files and templates whose words belong to the room."""
    root, templates = settings.BASE_DIR, settings.BASE_DIR / "templates"
    code = {"calendar": root / "calendar" / "holiday_calendar", "house": root / "botkyrka_trygghet"}.get(
        room, root / room
    )
    yield from (file for file in sorted(code.rglob("*.py")) if "migrations" not in file.parts)
    folders = {"accounts": ACCOUNT_TEMPLATES, "house": HOUSE_TEMPLATES}.get(room, (room,))
    places = [file for name in folders for file in sorted((templates / name).rglob("*"))]
    if room == "house":
        places += sorted(file for file in templates.iterdir() if file.is_file())
    places += sorted((code / "templates").rglob("*"))
    yield from (file for file in places if file.suffix in TEMPLATE_KINDS)


def collect(room: str) -> polib.POFile:
    """Return every msgid of the room, in the order of its files.

    Raises CommandError when gettext's tools are not installed or cannot read a file.
    """
    if not shutil.which("xgettext"):
        raise CommandError("gettext is not installed: apt-get install gettext")
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for number, source in enumerate(sources(room)):
            text = source.read_text(encoding="utf-8")
            copy = Path(folder) / f"{number:04}.py"
            copy.write_text(text if source.suffix == ".py" else templatize(text, origin=str(source)), encoding="utf-8")
            names.append(copy.name)
        target = Path(folder) / "all.pot"
        if not names:
            return polib.POFile()
        run_xgettext(names, target)
        return polib.pofile(str(target), encoding="utf-8") if target.exists() else polib.POFile()


def run_xgettext(names: list[str], target: Path) -> None:
    """Write the msgids of the files `names`, which lie beside `target`, into it."""
    command = ["xgettext", "-L", "Python", "--from-code=UTF-8", "--no-location", "--add-comments=Translators"]
    command += [f"--keyword={keyword}" for keyword in KEYWORDS]
    done = subprocess.run(  # noqa: S603  (names are made above)
        [*command, "-o", str(target), *names], cwd=target.parent, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CommandError(done.stderr)


def catalogue_path(room: str) -> Path:
    """Return where the room's Swedish catalogue lies."""
    return Path(settings.BASE_DIR) / "locale" / room / "sv" / "LC_MESSAGES" / "django.po"


def key(entry: polib.POEntry) -> Key:
    """Return what gettext looks an entry up by."""
    return entry.msgctxt or "", entry.msgid


def existing(room: str) -> polib.POFile:
    """Return the room's catalogue, empty when it has none yet."""
    path = catalogue_path(room)
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()


def merge(room: str) -> tuple[int, int]:
    """Write the room's catalogue anew with what it translates already; return (msgids, still untranslated)."""
    known = {key(entry): entry for entry in existing(room) if not entry.obsolete}
    merged = polib.POFile(wrapwidth=110)
    merged.metadata = dict(HEADER)
    for entry in collect(room):
        if old := known.get(key(entry)):
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural or entry.msgstr_plural
            entry.tcomment, entry.msgstr = old.tcomment, "" if entry.msgid_plural else old.msgstr
        entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        merged.append(entry)
    if not len(merged):
        return 0, 0
    path = catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    merged.save(str(path))
    return len(merged), len(merged.untranslated_entries())


def faults(room: str) -> list[str]:
    """Return one sentence for everything that keeps the room's catalogue from being complete."""
    catalogue = existing(room)
    there = {key(entry): entry for entry in catalogue if not entry.obsolete}
    wanted = {key(entry): entry for entry in collect(room)}
    found = [f"not in the catalogue: {msgid!r}" for context, msgid in wanted if (context, msgid) not in there]
    found += [f"no longer used: {msgid!r}" for context, msgid in there if (context, msgid) not in wanted]
    found += [f"no longer used: {entry.msgid!r}" for entry in catalogue.obsolete_entries()]
    for entry in there.values():
        if entry.fuzzy:
            found.append(f"uncertain (fuzzy): {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"not translated: {entry.msgid!r}")
        elif changed := changed_placeholders(entry):
            found.append(f"placeholders differ ({changed}): {entry.msgid!r}")
    return [f"{room}: {fault}" for fault in found]


def changed_placeholders(entry: polib.POEntry) -> str:
    """Return the placeholders that only one side has, or an empty string; a plural form may drop the number."""
    originals = set(PLACEHOLDER.findall(entry.msgid + " " + entry.msgid_plural))
    versions = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    differing = set[str]()
    for version in versions:
        found = set(PLACEHOLDER.findall(version))
        differing |= found - originals if entry.msgid_plural else found ^ originals
    return " ".join(sorted(differing))


def conflicts() -> list[str]:
    """Return the msgids that two rooms translate differently: Django would silently use one for both."""
    first: dict[Key, tuple[str, str]] = {}
    found = []
    for room in ROOMS:
        for entry in existing(room):
            said = entry.msgstr or str(sorted(entry.msgstr_plural.items()))
            other, other_said = first.setdefault(key(entry), (room, said))
            if said != other_said and entry.translated():
                found.append(f"{room}: {entry.msgid!r} is {said!r} here and {other_said!r} in {other}: use pgettext")
    return found
