"""What is counted and read, one file a subject."""

from incidents.figures.borders import outside
from incidents.figures.delivered import DeliveredLine, beside, delivered, letter_counts, period_words
from incidents.figures.duplicates import NEAR_FOR_STAFF, Similar, Sought, similar
from incidents.figures.efforts import EffortLine, counted_kinds, effort_lines, effort_weeks
from incidents.figures.map_ground import district_borders
from incidents.figures.police import WeekRow, WeekTable, feed_in_trouble, police_by_week
from incidents.figures.portal import PortalRow, portal_rows
from incidents.figures.public import (
    PublicReport,
    areas_to_follow,
    as_public,
    coarse,
    printable,
    public_page,
    public_reports,
)
from incidents.figures.publishing import (
    Consequences,
    KindLine,
    PublishingChange,
    consequences,
    kind_lines,
    publishing_changes,
)
from incidents.figures.queue import QueueCounts, came_in, queue_counts, weekly_counts
from incidents.figures.released import (
    NOWHERE,
    ReleasedSum,
    ReleasedTable,
    are_published,
    letter_areas,
    letter_period,
    letter_sums,
    months,
    released_series,
    released_sums,
    released_table,
)
from incidents.figures.releasing import first_of_next
from incidents.figures.retention import Rehearsal, Standing, rehearse, standings
from incidents.figures.routing import Trial, proposed, try_out
from incidents.figures.seeing import roles_with_reports, who_would_see
from incidents.figures.series import (
    MONTHS,
    Comparison,
    Scope,
    Trend,
    YearOnYear,
    area_trend,
    by_category,
    by_district,
    year_before,
)
from incidents.figures.suggesting import BEGINNINGS, suggested_kind

__all__ = [
    "BEGINNINGS",
    "MONTHS",
    "NEAR_FOR_STAFF",
    "NOWHERE",
    "Comparison",
    "Consequences",
    "DeliveredLine",
    "EffortLine",
    "KindLine",
    "PortalRow",
    "PublicReport",
    "PublishingChange",
    "QueueCounts",
    "Rehearsal",
    "ReleasedSum",
    "ReleasedTable",
    "Scope",
    "Similar",
    "Sought",
    "Standing",
    "Trend",
    "Trial",
    "WeekRow",
    "WeekTable",
    "YearOnYear",
    "are_published",
    "area_trend",
    "areas_to_follow",
    "as_public",
    "beside",
    "by_category",
    "by_district",
    "came_in",
    "coarse",
    "consequences",
    "counted_kinds",
    "delivered",
    "district_borders",
    "effort_lines",
    "effort_weeks",
    "feed_in_trouble",
    "first_of_next",
    "kind_lines",
    "letter_areas",
    "letter_counts",
    "letter_period",
    "letter_sums",
    "months",
    "outside",
    "period_words",
    "police_by_week",
    "portal_rows",
    "printable",
    "proposed",
    "public_page",
    "public_reports",
    "publishing_changes",
    "queue_counts",
    "rehearse",
    "released_series",
    "released_sums",
    "released_table",
    "roles_with_reports",
    "similar",
    "standings",
    "suggested_kind",
    "try_out",
    "weekly_counts",
    "who_would_see",
    "year_before",
]
