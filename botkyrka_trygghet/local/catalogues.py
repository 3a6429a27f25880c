"""Compile the translation catalogues: `locale/ROOM/sv/LC_MESSAGES/django.po` to the `.mo` beside it."""

from __future__ import annotations

import os
from pathlib import Path

import polib

from botkyrka_trygghet.local.places import ROOT


def compile_all(root: Path = ROOT) -> int:
    """Compile every catalogue that is newer than its compiled form, and return how many were.

    The compiled file appears in one step, so that a process starting meanwhile never reads half of it.
    """
    compiled = 0
    for source in sorted((root / "locale").glob("*/*/LC_MESSAGES/django.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        half = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(half))
        half.replace(target)
        compiled += 1
    return compiled
