"""Which kind of report a text sounds like, by the beginnings of words in Swedish and English."""

from __future__ import annotations

import re
from collections import Counter

# Kind: beginnings of words. The more that fit, the surer; a longer one says more.
BEGINNINGS = {
    "graffiti": "klott graffit spray sprej tagg tag målat målad",
    "vandalism": "sönder förstör vandal skadegör sabba bränt brunnit eldat inslag sparkat destroy damag smash kicked",
    "broken-glass": "glas glaskross ruta rutan rutor fönst busskur splitter glass window shelter shard",
    "lighting": "lamp lyse lyst lyktstolp belysning mörkt släckt gatlampa light lamp dark bulb streetlight",
    "litter": "skräp sopor sopp soptunn nedskräp papperskorg dump grovsop fimp burk rubbish litter trash garbage waste",
    "unsafe-place": "otrygg rädd skrämmande buskage tunnel obehag unsafe scared afraid bushes underpass",
    "abandoned-car": "övergiv skrotbil avställd avregistrerad punkter bilvrak abandoned wreck scrapped",
    "stolen-vehicle": "stulen stulet stulna tjuvkopp stöldgods stolen theft",
    "suspicious": "misstänk konstig rekognos smyg skumm känner okänd langar suspicious strange lurking",
}
LONG = 5  # letters: a beginning as long as this says twice as much


def suggested_kind(text: str) -> str:
    """Return the code of the kind that a text sounds most like, "" where nothing fits or two fit as well."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    scores: Counter[str] = Counter()
    for code, beginnings in BEGINNINGS.items():
        for start in beginnings.split():
            if any(word.startswith(start) for word in words):
                scores[code] += 2 if len(start) >= LONG else 1
    best = scores.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]
