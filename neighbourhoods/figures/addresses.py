"""Which addresses, postal codes and place names answer a search."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Avg, Case, IntegerField, Q, Value, When
from django.db.models.functions import Length

from neighbourhoods.models import Address, PlaceName


@dataclass(frozen=True)
class Place:
    """An answer to an address search. `kind` is `address`, `postal_code` or `place`."""

    label: str
    latitude: float
    longitude: float
    kind: str


POSTAL_CODE = re.compile(r"(?:se[- ]?)?(\d{3}) ?(\d{0,2})")


LONGEST_QUERY = 100


def search_addresses(query: str, limit: int = 8) -> list[Place]:
    """Return addresses that answer a search, best first; then postal codes and place names.

    Parts of words count ("krögarv 5"), å, ä and ö are letters of their own, a slip of the pen is forgiven.
    """
    street, _comma, town = query.replace("\x00", " ").lower()[:LONGEST_QUERY].partition(",")
    text = " ".join(street.split() or town.split())
    if len(text) < 2:
        return []
    code = POSTAL_CODE.fullmatch(text)
    if code:
        return _postal_codes("".join(code.groups()), limit)
    found = [_address_place(address) for address in _addresses(text, " ".join(town.split()), limit)]
    return (found + _named_places(text, limit - len(found)))[:limit]


def _addresses(text: str, town: str, limit: int) -> list[Address]:
    words = text.split()
    by_words = Q()
    for word in words:
        by_words &= Q(search__contains=word) | Q(locality__iexact=word)
    street = " ".join(word for word in words if not word[0].isdigit())
    number = next((word for word in words if word[0].isdigit()), "")
    ranked = Address.objects.annotate(
        likeness=TrigramWordSimilarity(street or text, "search"),
        wanted=_one_if(Q(number__iexact=number)),
        first=_one_if(Q(search__startswith=text)),
        there=_one_if(Q(locality__istartswith=town) | Q(postal_code=town.replace(" ", ""))),
    ).order_by("-there", "-wanted", "-first", "-likeness", "street", Length("number"), "number", "pk")
    found = cast("list[Address]", list(ranked.filter(by_words)[:limit]))
    if found or not street:
        return found
    alike = Q(search__trigram_word_similar=street) | Q(search__trigram_similar=street)
    return cast(
        "list[Address]", list(ranked.filter(alike).order_by("-likeness", "-there", "-wanted", "street", "pk")[:limit])
    )


def _one_if(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _address_place(address: Address) -> Place:
    return Place(str(address), address.latitude, address.longitude, "address")


def _postal_codes(digits: str, limit: int) -> list[Place]:
    codes = PlaceName.objects.filter(kind=PlaceName.Kind.POSTAL_CODE, name__startswith=digits)[:limit]
    middles = {
        row["postal_code"]: (row["latitude__avg"], row["longitude__avg"])
        for row in Address.objects.filter(postal_code__in=[code.name for code in codes])
        .values("postal_code")
        .order_by("postal_code")
        .annotate(Avg("latitude"), Avg("longitude"))
    }
    places = []
    for code in codes:
        lat, lon = middles.get(code.name, (code.latitude, code.longitude))
        if lat is not None and lon is not None:
            places.append(Place(f"{code.name[:3]} {code.name[3:]} {code.locality}".strip(), lat, lon, "postal_code"))
    return places


def _named_places(text: str, limit: int) -> list[Place]:
    if limit <= 0:
        return []
    names = (
        PlaceName.objects.filter(kind=PlaceName.Kind.PLACE, latitude__isnull=False, longitude__isnull=False)
        .filter(Q(search__contains=text) | Q(search__trigram_word_similar=text))
        .annotate(likeness=TrigramWordSimilarity(text, "search"), first=_one_if(Q(search__startswith=text)))
        .order_by("-first", "-likeness", "name")[:limit]
    )
    return [Place(n.name, n.latitude, n.longitude, "place") for n in names if n.latitude and n.longitude]
