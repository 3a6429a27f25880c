"""`calendar/` must stay a plain folder: as a package it would hide Python's own `calendar`."""

import calendar
import sysconfig

from botkyrka_trygghet.local.places import ROOT


def test_the_folder_holds_only_the_room():
    kept = {path.name for path in (ROOT / "calendar").iterdir()} - {"__pycache__"}
    assert kept == {"holiday_calendar"}


def test_import_calendar_gives_the_standard_library():
    assert calendar.__file__.startswith(sysconfig.get_path("stdlib"))
    assert calendar.isleap(2028)
