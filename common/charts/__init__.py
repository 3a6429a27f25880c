"""Pictures of figures and places: the same SVG in page, mail and PDF.

Presentation attributes only (no style, no script), a `<title>` and a `<desc>` in each, and the same figures
as a table to stand beside. Told apart in grey by line and weight; classes are there for a page's dark theme.
"""

from common.charts.heat import week_of_hours
from common.charts.lying_bars import bars
from common.charts.maps import MapPoint, locator, map_sketch
from common.charts.svg import DataTable, Drawing, comparison_table, difference
from common.charts.trends import Span, trend_line

__all__ = [
    "DataTable",
    "Drawing",
    "MapPoint",
    "Span",
    "bars",
    "comparison_table",
    "difference",
    "locator",
    "map_sketch",
    "trend_line",
    "week_of_hours",
]
