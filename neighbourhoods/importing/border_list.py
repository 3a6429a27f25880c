"""Borders of areas from a GeoJSON file, as rows of a list: judged as the command judges them. Nothing is saved here."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from common.list_runs import Outcome
from neighbourhoods import figures
from neighbourhoods.importing.boundaries import DISTRICT_KEYS, NAME_KEYS, BorderJudge, What
from neighbourhoods.importing.judged import Judged
from neighbourhoods.importing.reading import properties_of, read_features, text_of
from neighbourhoods.models import Area

HEADINGS: dict[str, tuple[str, ...]] = {"name": ("namn", "name"), "district": ("kommundel", "district")}
MOST_BYTES, MOST_FEATURES = 20_000_000, 5_000
Rows = list[tuple[int, dict[str, str]]]


def read(name: str, file: IO[bytes]) -> tuple[Rows, list[str]]:
    """Return each feature's number and cells, the feature itself among them; no column is left out.

    Raises ValidationError: `file_kind`, `too_large`, `too_many_rows`, or as `read_features`.
    """
    if not name.lower().endswith((".geojson", ".json")):
        raise ValidationError(_("Choose a file of borders in GeoJSON (.geojson)."), code="file_kind")
    with NamedTemporaryFile() as held:
        shutil.copyfileobj(file, held)
        if held.tell() > MOST_BYTES:
            raise ValidationError(_("The file is larger than 20 MB. Simplify the borders first."), code="too_large")
        held.flush()
        features, epsg = read_features(Path(held.name))
    if len(features) > MOST_FEATURES:
        raise ValidationError(
            _("The file holds more than %(most)d borders. Divide it.") % {"most": MOST_FEATURES}, code="too_many_rows"
        )
    return [(number, _cells(feature, epsg)) for number, feature in enumerate(features, start=1)], []


def _cells(feature: dict[str, Any], epsg: int | None) -> dict[str, str]:
    properties = properties_of(feature)
    words = {"name": text_of(properties, *NAME_KEYS)[:200], "district": text_of(properties, *DISTRICT_KEYS)[:200]}
    kept = {"properties": {"name": words["name"], "kommundel": words["district"]}, "geometry": feature.get("geometry")}
    return words | {"feature": json.dumps(kept | {"epsg": epsg})}


class BorderListJudge:
    """Judges rows against the borders held now."""

    def __init__(self) -> None:
        self.borders = BorderJudge(What.AREAS)

    def judge(self, number: int, cells: dict[str, str]) -> Judged:
        """Return what the row would do, or why it is refused; what a border leaves outside is told."""
        feature = json.loads(cells["feature"])
        found = self.borders.judge(number, feature, feature["epsg"])
        if found.refusal or found.district is None:
            return Judged(number, found.name[:120], Outcome.REFUSED, found.refusal[:300], cells)
        area = Area.objects.filter(district=found.district, name__iexact=found.name).first()
        after: dict[str, Any] = {"boundary": found.boundary}
        before: dict[str, Any] = {"boundary": area.boundary} if area else {}
        outcome = Outcome.NEW if area is None else Outcome.UNCHANGED if before == after else Outcome.CHANGED
        left = figures.orphans(area, found.boundary) if area and outcome is Outcome.CHANGED else []
        remark = " ".join(filter(None, [found.remark, *left]))[:300]
        if area is None:
            after |= {"name": found.name, "district_id": found.district.pk}
        placed = cells | {"district": found.district.name}
        return Judged(number, found.name, outcome, remark, placed, before, after, area.pk if area else None)
