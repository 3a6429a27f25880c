"""What the queue's search box finds."""

import pytest

from incidents.models import Report
from tests.factories.incidents import make_report

pytestmark = pytest.mark.django_db


def found(words):
    return sorted(report.place for report in Report.objects.search(words))


@pytest.fixture
def reports():
    make_report(text="Gatlampan vid gångvägen är släckt.", place="Torget")
    make_report(text="Klottersanering behövs på 100% av muren.", place="Exempelvägen 12 B")
    make_report(text="Skräp, 12 säckar.", place="Exempelvägen 3")


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("lampor släckta", ["Torget"]),
        ("SLÄCKT gatlampa", ["Torget"]),
        ("klotter", ["Exempelvägen 12 B"]),
        ("gångväg torget", ["Torget"]),
        ("lampor klotter", []),
        ("exempelvägen 12", ["Exempelvägen 12 B"]),
        ("exempelvägen", ["Exempelvägen 12 B", "Exempelvägen 3"]),
        ("100%", ["Exempelvägen 12 B"]),
        ("1%0", []),
        ("_", []),
        ("' OR 1=1 --", []),
    ],
)
def test_words_are_found_in_any_order_and_form(reports, words, places):
    assert found(words) == places


def test_a_number_is_found_by_its_beginning(reports):
    report = Report.objects.order_by("pk").first()
    assert report.place in found(report.number[:-1])


def test_an_empty_search_leaves_the_list_alone(reports):
    assert len(found(" \x00 ")) == 3
