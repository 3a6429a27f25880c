"""The words and lines that the example places are made of. Invented: no real street, house or person is meant."""

from __future__ import annotations

from neighbourhoods.models import Area, Organisation

# Rough borders drawn by hand (longitude, latitude), side by side, inside the municipality. Not the real ones.
BORDERS: dict[str, list[tuple[float, float]]] = {
    "Hallunda-Norsborg": [
        (17.738, 59.2645),
        (17.762, 59.2645),
        (17.780, 59.2585),
        (17.836, 59.2605),
        (17.838, 59.240),
        (17.835, 59.2235),
        (17.816, 59.2215),
        (17.797, 59.2195),
        (17.773, 59.229),
        (17.772, 59.240),
        (17.742, 59.251),
    ],
    "Fittja": [(17.836, 59.2605), (17.855, 59.2655), (17.868, 59.258), (17.868, 59.242), (17.838, 59.240)],
    "Alby": [(17.838, 59.240), (17.868, 59.242), (17.874, 59.2295), (17.864, 59.2215), (17.835, 59.2235)],
    "Tumba": [
        (17.816, 59.2215),
        (17.835, 59.2235),
        (17.864, 59.2215),
        (17.868, 59.200),
        (17.825, 59.197),
    ],
    "Uttran": [(17.797, 59.2195), (17.816, 59.2215), (17.825, 59.197), (17.803, 59.197)],
    "Storvreten": [(17.825, 59.197), (17.868, 59.200), (17.868, 59.180), (17.825, 59.180)],
    "Tullinge": [
        (17.864, 59.2215),
        (17.874, 59.2295),
        (17.884, 59.224),
        (17.916, 59.226),
        (17.926, 59.2205),
        (17.933, 59.193),
        (17.960, 59.187),
        (17.968, 59.168),
        (17.972, 59.158),
        (17.930, 59.1455),
        (17.880, 59.160),
        (17.868, 59.180),
        (17.868, 59.200),
    ],
    "Vårsta-Grödinge": [
        (17.803, 59.197),
        (17.825, 59.197),
        (17.825, 59.180),
        (17.868, 59.180),
        (17.880, 59.160),
        (17.930, 59.1455),
        (17.911, 59.129),
        (17.917, 59.121),
        (17.899, 59.110),
        (17.903, 59.104),
        (17.869, 59.087),
        (17.832, 59.092),
        (17.823, 59.098),
        (17.789, 59.093),
        (17.761, 59.100),
        (17.735, 59.083),
        (17.742, 59.066),
        (17.715, 59.049),
        (17.703, 59.048),
        (17.684, 59.066),
        (17.689, 59.071),
        (17.669, 59.088),
        (17.677, 59.096),
        (17.698, 59.101),
        (17.688, 59.131),
        (17.730, 59.144),
        (17.745, 59.166),
        (17.744, 59.180),
    ],
}
AREAS = {
    "Alby": 28,
    "Fittja": 24,
    "Hallunda-Norsborg": 52,
    "Tumba": 78,
    "Storvreten": 34,
    "Tullinge": 82,
    "Uttran": 22,
    "Vårsta-Grödinge": 30,
}
POPULATION = {
    "Alby": 14_000,
    "Fittja": 8_000,
    "Hallunda-Norsborg": 19_000,
    "Tumba": 17_000,
    "Storvreten": 7_000,
    "Tullinge": 20_000,
    "Uttran": 5_000,
    "Vårsta-Grödinge": 5_500,
}
POSTAL_CODES = {
    "Alby": "14559",
    "Fittja": "14568",
    "Hallunda-Norsborg": "14573",
    "Tumba": "14731",
    "Storvreten": "14760",
    "Tullinge": "14631",
    "Uttran": "14763",
    "Vårsta-Grödinge": "14770",
}
LOCALITIES = {
    "Alby": "Norsborg",
    "Fittja": "Norsborg",
    "Hallunda-Norsborg": "Norsborg",
    "Tumba": "Tumba",
    "Storvreten": "Tumba",
    "Tullinge": "Tullinge",
    "Uttran": "Tumba",
    "Vårsta-Grödinge": "Vårsta",
}
HOUSING = (
    [Area.Housing.COMMUNITY] * 4
    + [Area.Housing.COOPERATIVE] * 3
    + [Area.Housing.RENTED] * 2
    + [Area.Housing.HOUSE_OWNERS] * 2
    + [Area.Housing.MIXED]
)


def _words(text: str) -> list[str]:
    return text.split()


_AREA_FIRST = _words(
    "Päron Krusbärs Blåmes Tofsvipe Humle Koltrast Vallmo Bofink Lavendel Nejlik Prästkrage Mossörts "
    "Hassel Brudbröds Fasan Grävlings Igelkotts Lins Mandel Plommon Rapphöns Ringblomme Sädesärle Tistel "
    "Valnöts Vitsippe Åkerbärs Älgörts Ängsull Öring Odon Hallon Enbärs Fläder Gullvive Harsyre Järneks "
    "Kamomill Lupin Malörts Näckros Oxel Pimpinell Rallarros Salvia Timjan "
)
_AREA_LAST = _words("gården backen slingan ängen höjden dalen lunden kroken ")


def area_names() -> list[str]:
    """Return more invented area names than are needed, each once."""
    return [first + last for first in _AREA_FIRST for last in _AREA_LAST]


STREETS = [
    first + last
    for first in _words(
        "Exempel Prov Påhitts Mönster Skiss Övnings Låtsas Saga Rim Gåt Drömmar Fantasi Pennritar Kladd Utkasts Modell "
    )
    for last in _words("vägen gatan stigen gränd backen torget ")
]

_FIRST_NAMES = _words(
    "Kim Robin Alex Sam Charlie Mika Elis Noor Amal Ari Bao Cleo Dani Eden Farah Gry Hani Ilo Jona Kaj Lo "
    "Maja Nima Olli Pia Quinn Rana Sol Tove Uma Vide Wilma Ximena Yara Zana Åke Älva Örjan Leyla Mehmet "
    "Astrid Bosse "
)
_LAST_NAMES = _words(
    "Exempel Exempelsson Påhittad Mönstergren Provlund Skissberg Utkastén Demoström Övningsjö "
    "Låtsasdotter Sagander Modellqvist "
)


def people() -> list[str]:
    """Return invented names, each once."""
    return [f"{first} {last}" for first in _FIRST_NAMES for last in _LAST_NAMES]


_KIND = Organisation.Kind
ORGANISATIONS = (
    ("Kultur- och fritidsförvaltningen (exempel)", _KIND.MUNICIPALITY, "Vardagar 8.00–17.00"),
    ("Socialförvaltningen (exempel)", _KIND.MUNICIPALITY, "Vardagar 8.00–17.00"),
    ("Utbildningsförvaltningen (exempel)", _KIND.MUNICIPALITY, "Vardagar 8.00–16.30"),
    ("Gata och park (exempel)", _KIND.MUNICIPALITY, "Vardagar 7.00–16.00, jour dygnet runt"),
    ("Polisen i Botkyrka (exempel)", _KIND.POLICE, "Dygnet runt"),
    ("Brandförsvaret (exempel)", _KIND.FIRE_SERVICE, "Dygnet runt"),
    ("Exempelbostäder AB", _KIND.HOUSING, "Vardagar 7.30–16.00, störningsjour 20.00–04.00"),
    ("Provhem AB", _KIND.HOUSING, "Vardagar 8.00–16.00"),
    ("Nattvandrarna (exempel)", _KIND.ASSOCIATION, "Fredag och lördag 21.00–01.00"),
    ("Exempelförsamlingen", _KIND.ASSOCIATION, ""),
    ("Fotbollsföreningen Exempel IF", _KIND.ASSOCIATION, ""),
    ("Exempel Centrum AB", _KIND.COMPANY, "Alla dagar 10.00–20.00"),
)
CONTACT_ROLES = ("Samordnare", "Jour")
