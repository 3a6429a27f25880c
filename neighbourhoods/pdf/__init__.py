"""What this room puts on paper, one file a document."""

from neighbourhoods.pdf.area_summary import (
    AGENTS_RANK,
    FIGURES_RANK,
    MAP_RANK,
    AreaSummary,
    agents_section,
    figures_section,
    in_order,
    map_section,
)
from neighbourhoods.pdf.certificate import TrainingCertificate, TrainingCertificates

__all__ = [
    "AGENTS_RANK",
    "FIGURES_RANK",
    "MAP_RANK",
    "AreaSummary",
    "TrainingCertificate",
    "TrainingCertificates",
    "agents_section",
    "figures_section",
    "in_order",
    "map_section",
]
