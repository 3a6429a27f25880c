"""The school years that every installation begins with: 2025/26 and 2026/27, to be confirmed."""

from __future__ import annotations

from pathlib import Path

from holiday_calendar import services
from holiday_calendar.importing import read_school_years
from holiday_calendar.models import SchoolYear

FOLDER = Path(__file__).resolve().parent / "school_years"


def load() -> None:
    """Publish the shipped school years that are not there yet; what someone has imported since is left alone."""
    for path in sorted(FOLDER.glob("*.toml")):
        for year in read_school_years(path.name, path.read_bytes()):
            if not SchoolYear.objects.filter(label=year.label, school_form=year.school_form).exists():
                services.publish_school_year(year=year, actor=None)
