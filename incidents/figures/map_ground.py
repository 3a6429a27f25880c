"""What the map of the form shows where there are no map pictures: the districts, drawn roughly."""

from __future__ import annotations

from typing import Any

from shapely.geometry import mapping, shape

from neighbourhoods.models import District

ROUGH = 0.0003  # degrees: some 20-30 m


def district_borders() -> dict[str, Any]:
    """Return the districts that have a border as GeoJSON (WGS84), simplified."""
    known = District.objects.order_by("name").values_list("name", "boundary")
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": mapping(shape(border).simplify(ROUGH, preserve_topology=True)),
            }
            for name, border in known
            if border is not None
        ],
    }
