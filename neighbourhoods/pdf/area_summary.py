"""The area summary: one or two sheets that could hang in a stairwell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock
from documents.slots import Paper, Progress, SubjectGoneError
from neighbourhoods import figures
from neighbourhoods.lifecycle import AreaStatus
from neighbourhoods.models import Area
from neighbourhoods.slots import AREA_SECTIONS, Section

if TYPE_CHECKING:
    from accounts.models import User

FIGURES_RANK, MAP_RANK, AGENTS_RANK = 10, 60, 70


class AreaSummary:
    """The kind of document `area_summary`; its subject is the area's number."""

    def title(self, subject: str) -> str:
        """Return the area's name and district."""
        area = _area(subject)
        return _("%(area)s, %(district)s: summary") % {"area": area.name, "district": area.district.name}

    def may_request(self, user: User, subject: str) -> bool:
        """Tell whether the area is in the person's scope."""
        return subject.isdecimal() and Area.objects.visible_to(user).filter(pk=subject).exists()

    def may_read(self, user: User, subject: str) -> bool:
        """Tell whether the area is in the person's scope today: who has left the role does not read on."""
        return self.may_request(user, subject)

    def build(self, subject: str, language: str, progress: Progress) -> Paper:
        """Gather the room's own sections and those that the rooms above hand down."""
        area = _area(subject)
        progress(10, _("Gathering figures"))
        sections = [figures_section(area), map_section(area), agents_section(area)]
        fillings = list(AREA_SECTIONS)
        for done, filling in enumerate(fillings, start=1):
            sections.append(filling(area))
            progress(10 + 50 * done // len(fillings), _("Gathering figures"))
        today = date_format(clock.today(), "DATE_FORMAT")
        return Paper(
            template="neighbourhoods/summary.html",
            context={"area": area, "say": _say(area), "sections": in_order(sections)},
            title=area.name,
            subtitle=_subtitle(area, today),
            foot=f"{area.name}, {area.district.name}. {today}",
            sources=_("Households and agents: the municipality's register, %(date)s. Sketch not to scale.")
            % {"date": today},
            description=_("Summary of a neighbourhood-watch area"),
        )


def _area(subject: str) -> Area:
    held: Area | None = (
        Area.objects.select_related("district").filter(pk=subject).first() if subject.isdecimal() else None
    )
    if held is None:
        raise SubjectGoneError(subject)
    return held


def _subtitle(area: Area, today: str) -> str:
    words = _("Grannsamverkan in %(district)s. As of %(date)s.") % {"district": area.district.name, "date": today}
    return f"{words} {_('Example, invented data.')}" if area.is_example else words


def _say(area: Area) -> str:
    """Return the sentence that the paper begins with."""
    agents = area.agents.current().count()
    return {
        "alive": ngettext(
            "The area is alive: one contact agent.", "The area is alive: %(count)d contact agents.", agents
        )
        % {"count": agents}
        if agents
        else _("The area is alive, but has no contact agent now. Would you like to be one?"),
        "quiet": _("The area has been quiet for a while. It takes a quarter of an hour a month to keep it alive."),
        "dormant": _("The area is dormant. It needs neighbours who would like to start it again."),
        "forming": _("The area is being formed. More neighbours are welcome."),
        "closed": _("The area is closed."),
    }[figures.vitality_of(area)]


def in_order(sections: list[Section | None]) -> list[Section]:
    """Return the sections that have something to say, lowest rank first."""
    return sorted((section for section in sections if section is not None), key=lambda section: section.rank)


def figures_section(area: Area) -> Section:
    """Return the row of large numbers. A small number of households gives way to the district's."""
    agents = list(area.agents.current())
    trained = sum(agent.trained_on is not None for agent in agents)
    row = [
        figures.households_figure(area),
        (
            _("Contact agents"),
            str(len(agents)),
            ngettext("%(count)d has taken the basic course", "%(count)d have taken the basic course", trained)
            % {"count": trained},
        ),
    ]
    if area.started_on and area.status in (AreaStatus.ACTIVE, AreaStatus.DORMANT):
        row.append((_("Active since"), str(area.started_on.year), str(area.get_housing_display())))
    return Section("", "neighbourhoods/sections/figures.html", {"figures": row}, rank=FIGURES_RANK)


def map_section(area: Area) -> Section | None:
    """Return a sketch of the area among its neighbours, or None where no border has been drawn."""
    drawing = figures.sketch(area)
    if drawing is None:
        return None
    key = [(_("Dashed line"), _("the area's border"))]
    context = {"map": drawing, "locator": figures.place_in_municipality(area), "key": key}
    return Section(_("Where the area lies"), "neighbourhoods/sections/map.html", context, rank=MAP_RANK)


def agents_section(area: Area) -> Section:
    """Return the agents who agree to be shown, and how many there are besides."""
    agents = figures.shown_agents(area)
    people = [(agent.user.full_name, _role(agent.is_head, agent.user.email)) for agent in agents.shown]
    if agents.others:
        sentence = ngettext(
            "One contact agent who has chosen not to be shown.",
            "%(count)d contact agents who have chosen not to be shown.",
            agents.others,
        )
        people.append(("", sentence % {"count": agents.others}))
    if not people:
        people.append(("", _("The area has no contact agent now.")))
    return Section(_("Contact agents"), "neighbourhoods/sections/agents.html", {"people": people}, rank=AGENTS_RANK)


def _role(is_head: bool, email: str) -> str:
    return f"{_('head contact agent')}. {email}" if is_head else email
