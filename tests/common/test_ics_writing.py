"""A feed's events are written here for speed, and byte by byte as the library would."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from common import clock, ics

WORDS = st.text(st.characters(codec="utf-8"), max_size=120)
MOMENTS = st.integers(0, 2_800_000_000).map(
    lambda seconds: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@st.composite
def events(draw: st.DrawFn) -> ics.FeedEvent:
    starts, has_hours = draw(MOMENTS), draw(st.booleans())
    first = draw(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
    return ics.FeedEvent(
        uid=draw(st.sampled_from(["a@example.com", "å,b@example.com"])),
        sequence=draw(st.integers(0, 9)),
        changed_at=draw(MOMENTS),
        name=draw(WORDS),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 9))),
        starts_at=starts if has_hours else None,
        ends_at=starts + timedelta(hours=2) if has_hours else None,
        description=draw(WORDS),
        place=draw(WORDS),
        categories=tuple(draw(st.lists(WORDS.filter(bool), max_size=2))),
        is_cancelled=draw(st.booleans()),
        url=draw(st.sampled_from(["", "https://trygghet.example.com/kalender/a,b;c/" + "x" * 80])),
    )


@given(events())
def test_as_the_library_writes_it(event: ics.FeedEvent) -> None:
    assert ics.written(event) == ics._component(event).to_ical()


def test_the_hour_that_comes_twice() -> None:
    starts = datetime(2026, 10, 25, 2, 30, tzinfo=clock.STOCKHOLM, fold=1)
    ends = starts + timedelta(hours=1)
    event = ics.FeedEvent("a", 0, starts, "Natt", starts.date(), starts.date(), starts_at=starts, ends_at=ends)
    assert ics.written(event) == ics._component(event).to_ical()
