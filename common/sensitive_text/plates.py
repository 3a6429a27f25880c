"""Registration plates in a text: ABC123 and ABC12A, and what could be a personal plate.

Sweden uses no I, Q, V, Å, Ä or Ö, and no O as the last sign (source: Transportstyrelsen). In small letters, or with
a gap, three letters and three digits are often something else ("hus 123"): then a word about vehicles must be near.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.sensitive_text.findings import Span, words

_LETTER = "[A-HJ-PR-UW-Z]"
_PLATE = re.compile(
    rf"(?<![\w-])(?P<letters>{_LETTER}{{3}})(?P<gap>[ \u00a0]?[-\u2010-\u2013:·]?[ \u00a0]?)"
    r"\d{2}[0-9A-HJ-NPR-UW-Z](?![\w%°]|[.,:]\d)",
    re.IGNORECASE,
)
_ABOUT_VEHICLES = re.compile(
    r"\b(?:(?:skåp|person|last|paket|firma|tjänste|hyr|skrot|taxi)?bil(?:en|ar|arna|s)?|fordon(?:et)?|mopeder?n?|mc"
    r"|motorcykeln?|släp(?:et|vagn(?:en)?)?|husvagn(?:en)?|lastbil(?:en)?|epa(?:n|traktor)?|reg\w*|skylt\w*|plåt\w*"
    r"|nummerplåt\w*|cars?|vans?|truck|lorry|vehicle|motorbike|moped|plates?|licen[cs]e"
    r"|volvo|saab|bmw|audi|toyota|volkswagen|vw|golf|passat|ford|opel|mercedes|merca|kia|skoda|škoda|seat|renault"
    r"|peugeot|citro[eë]n|fiat|nissan|mazda|honda|hyundai|tesla|mitsubishi|suzuki|dacia|subaru|lexus|jeep)\b",
    re.IGNORECASE,
)
NEAR = 45  # characters between a word about vehicles and what it is about
# Words of three letters that stand before a number and make no plate; makes and models that do.
_WORDS = words(
    """
    ABF AND ANG ART BMW BUS BOX CAR CLA CLS CPU DAG DEN DET DOM DSG EFT ELL END ENG ERT EUR FAX FEM FOR FRA FRE FYR
    GBP GET GLA GLB GLC GLE GLK GOT GSM GTI GYM HAD HAN HAR HAS HON HUR HUS JAG JAN JUL JUN KAN KEY KIA KOD KOM KOR
    KRS KWH LAG LED LOK LOT MAJ MAN MAR MAX MED MEN MER MOT NEJ NER NOK NOW NOT NUM NYA OCH OCT OFF ONE OSS OUT PAR
    PDF PER POL ROM RUM RUN RAM RAN REF SAK SAT SEK SEN SEP SEX SES SMS SOM STR SUM TAG TEL THE TIM TOG TOM TOP TOT
    TRE TUE TWO TYP UNO UPP URL USB USD UTE WAS WAY WED WEB YTA AMG TDI TSI ETC HSB KL PKT SID SJU NMR LGH BRF APR
    AUG DEC FEB NOR BEN ALL ARE BOY BAD BAR BYT DAM DAS DU FEL FAR GATA GAS GAR HEM KUR KUL KUR LAN LAT LÅS MAC MAT
    MIN MUR NET NOG NOS ORD OST PER PLAN POS PUB REA REN RES ROD SER SKA SOL SYN TAR TES TON TUR WHO YES
    """
)
# What stands on a personal plate: two to seven letters and digits. Told only by the words before it.
_PERSONAL = re.compile(
    r"\b(?:reg(?:istrerings)?\.?\s?-?(?:nr|nummer|skylt(?:en)?|plåt(?:en)?)\.?|(?:nummer|bil)?skylt(?:en)?|nummerplåt(?:en)?|reg\.?nr\.?"
    r"|(?:personlig|egen) skylt|(?:number|licen[cs]e|registration) ?plate|plate|registration)"
    r"(?:\s*(?:som|det|står|stod|med|texten|har|hade|är|var|och|ordet|the|is|was|says|said|reads|with|number|nummer"
    r"|nr|that))*\s*[:=]?\s*(?P<plate>[\"”“'’»«][A-ZÅÄÖ0-9][A-ZÅÄÖ0-9 ]{0,8}[A-ZÅÄÖ0-9][\"”“'’»«]"
    r"|(?-i:[A-ZÅÄÖ]{1,3}[ -]?[A-Z]{0,2}[ -]?\d{2,5}|[A-ZÅÄÖ][A-ZÅÄÖ0-9]{1,6}(?! [A-ZÅÄÖ]{2}))(?!\w))",
    re.IGNORECASE,
)


def plates(text: str) -> Iterator[Span]:
    """Find Swedish plates of the two ordinary forms."""
    for match in _PLATE.finditer(text):
        if match["letters"].upper() in _WORDS:
            continue
        is_written_as_one = match["letters"].isupper() or not match["gap"]
        if is_written_as_one or _is_about_a_vehicle(text, match.start(), match.end()):
            yield match.span()


def _is_about_a_vehicle(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - NEAR) : start] + "  " + text[end : end + NEAR]
    return _ABOUT_VEHICLES.search(around) is not None


def personal_plates(text: str) -> Iterator[Span]:
    """Find words that are said to stand on a plate: personal plates and other countries'."""
    for match in _PERSONAL.finditer(text):
        yield match.span("plate")
