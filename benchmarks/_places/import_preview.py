"""How long it takes to look a list of 35,000 areas through: half of them new, the others changed or as they are."""

from __future__ import annotations

import io
import time

from benchmarks._places.options import LARGE, Asked, Figure

BAR_SECONDS = 30


def figures(_asked: Asked) -> list[Figure]:
    """Return the seconds of the preview, every row's fate stored."""
    from neighbourhoods import services
    from neighbourhoods.models import Area

    held = Area.objects.values_list("name", "district__name", "households").order_by("pk")[: LARGE // 2]
    lines = [f"{name};{district};{count + number % 2}" for number, (name, district, count) in enumerate(held)]
    district = lines[0].split(";")[1]
    lines += [f"Ett nytt område {number};{district};20" for number in range(LARGE - len(lines))]
    file = io.BytesIO("\n".join(["Namn;Kommundel;Hushåll", *lines]).encode())
    began = time.monotonic()
    run = services.preview_list(kind="areas", name="lista.csv", file=file, by=None)
    took = time.monotonic() - began
    if sum(run.counts.values()) != LARGE or run.counts.get("refused"):
        raise SystemExit(f"the rows were not judged as they should be: {run.counts}")
    return [Figure("import_preview_seconds", took, BAR_SECONDS)]
