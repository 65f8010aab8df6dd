"""What the demo region is made of: gemeenten, voorzieningen, products, published levels. Numbers; nothing is drawn.

The levels are the published 2019 figures of Gooi en Vechtstreek; gemeenten and aanbieders are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

CLIENTEN = 14_000  # the clients of the region at the published levels: `--clienten` scales from here
REGIO = "RG-DEMO"
GROOT = 50_000  # above this many clients messages are packed in large zips: the number of files is the problem there


@dataclass(frozen=True, slots=True)
class Gemeente:
    """An invented gemeente. `factor`: cost per client against the region. `route`: how its messages travel."""

    code: str
    naam: str
    inwoners: int
    factor: float
    route: str  # los, zip, stuf
    eigen_codes: bool = False
    eigen_nummer: bool = False
    jeugd_in_regio: bool = True

    @property
    def gm(self) -> str:
        return f"GM{self.code}"


# shaped like Blaricum, Eemnes, Gooise Meren, Hilversum, Huizen, Laren, Weesp and Wijdemeren
GEMEENTEN = (
    Gemeente("9991", "Beukenhorst (demo)", 12_900, 0.94, "los"),
    Gemeente("9992", "Elzenwaard (demo)", 10_000, 0.97, "los", jeugd_in_regio=False),
    Gemeente("9993", "Merelmeren (demo)", 61_000, 0.98, "zip"),
    Gemeente("9994", "Heidestein (demo)", 94_500, 1.05, "zip"),
    Gemeente("9995", "Havenrode (demo)", 41_200, 0.99, "stuf", eigen_nummer=True),
    Gemeente("9996", "Lindehove (demo)", 11_500, 0.93, "los", eigen_codes=True),
    Gemeente("9997", "Vestingbrug (demo)", 20_400, 1.02, "los"),
    Gemeente("9998", "Plassenrijk (demo)", 24_700, 0.96, "zip"),
)


@dataclass(frozen=True, slots=True)
class Product:
    """A product as it stands in a toewijzing. `tarief`: cents per eenheid in the first year, before the index."""

    categorie: str
    code: str
    eenheid: str
    frequentie: str
    tarief: int
    kans: float
    eigen: str  # the code that the gemeente with its own product codes uses


@dataclass(frozen=True, slots=True)
class Voorziening:
    """A voorziening. `looptijd`: months of a toewijzing, 0 is open-ended; `deel`: its share within the groep."""

    slug: str
    naam: str
    wet: str
    groep: str
    deel: float
    producten: tuple[Product, ...]
    looptijd: tuple[int, ...]
    taakveld_2024: str
    taakveld: str
    seizoen: str = "vlak"


P = Product
VOORZIENINGEN = {
    v.slug: v
    for v in (
        Voorziening(
            "huishoudelijke_hulp", "Hulp bij het huishouden", "wmo", "huishoudelijke_hulp", 1.0,
            (P("01", "01A03", "01", "2", 44, 0.8, "01h01"), P("01", "01A05", "04", "2", 2810, 0.2, "01h02")),
            (0, 0, 24, 36, 60), "6.71a", "6.711", "zomer",
        ),
        Voorziening(
            "begeleiding", "Begeleiding", "wmo", "begeleiding", 1.0,
            (
                P("02", "02A03", "01", "2", 98, 0.7, "02b01"), P("02", "02A05", "04", "4", 6120, 0.2, "02b02"),
                P("03", "03A03", "01", "2", 81, 0.1, "03v01"),
            ),
            (12, 12, 24, 0), "6.71b", "6.712", "zomer",
        ),
        Voorziening(
            "dagbesteding", "Dagbesteding", "wmo", "dagbesteding", 1.0,
            (P("07", "07A03", "16", "2", 3450, 0.9, "07d01"), P("09", "09A01", "16", "2", 3920, 0.1, "09d01")),
            (12, 24, 24, 0), "6.71c", "6.713", "zomer",
        ),
        Voorziening(
            "beschermd_wonen", "Beschermd wonen", "wmo", "beschermd_wonen", 1.0,
            (P("15", "15A01", "14", "2", 11800, 0.5, "15w01"), P("15", "15A02", "14", "2", 15400, 0.5, "15w02")),
            (12, 24, 36, 0), "6.81a", "6.811",
        ),
        Voorziening(
            "hulpmiddelen", "Hulpmiddelen en woonvoorzieningen", "wmo", "hulpmiddelen", 1.0,
            (P("12", "12A01", "82", "4", 4350, 0.6, "12m01"), P("11", "11A01", "82", "4", 3625, 0.4, "11m01")),
            (0, 0, 60), "6.6", "6.60",
        ),
        Voorziening(
            "jeugdhulp_begeleiding", "Jeugdhulp begeleiding", "jeugdwet", "ambulante_jeugdhulp", 0.30,
            (P("40", "40A03", "01", "2", 104, 0.6, "45j01"), P("40", "40A11", "01", "2", 121, 0.4, "45j02")),
            (6, 9, 12, 12), "6.72a", "6.751", "school",
        ),
        Voorziening(
            "jeugdhulp_behandeling", "Jeugdhulp behandeling", "jeugdwet", "ambulante_jeugdhulp", 0.26,
            (
                P("45", "45A65", "01", "2", 158, 0.6, "45j03"), P("45", "45A05", "01", "4", 147, 0.3, "45j04"),
                P("45", "45A64", "82", "6", 41500, 0.1, "45j05"),
            ),
            (6, 9, 12), "6.72b", "6.752", "school",
        ),
        Voorziening(
            "jeugdhulp_dagbesteding", "Dagbesteding en dagbehandeling jeugd", "jeugdwet", "ambulante_jeugdhulp", 0.07,
            (P("41", "41A18", "16", "2", 6240, 1.0, "41j01"),),
            (12,), "6.72c", "6.752", "school",
        ),
        Voorziening(
            "jeugd_ggz", "Jeugd-ggz", "jeugdwet", "ambulante_jeugdhulp", 0.37,
            (
                P("54", "54001", "01", "6", 171, 0.6, "54g01"), P("54", "54002", "01", "2", 139, 0.3, "54g02"),
                P("51", "51A01", "01", "6", 128, 0.1, "51g01"),
            ),
            (6, 9, 12), "6.74a", "6.752", "school",
        ),
        Voorziening(
            "pleegzorg", "Pleegzorg", "jeugdwet", "verblijf_jeugd", 0.45,
            (P("44", "44A07", "14", "2", 7400, 1.0, "44p01"),),
            (12, 24, 0), "6.73a", "6.762",
        ),
        Voorziening(
            "gezinshuis", "Gezinsgericht verblijf", "jeugdwet", "verblijf_jeugd", 0.25,
            (P("44", "44A08", "14", "2", 17800, 1.0, "44x01"),),
            (12, 24), "6.73b", "6.762",
        ),
        Voorziening(
            "verblijf", "Jeugdhulp met verblijf overig", "jeugdwet", "verblijf_jeugd", 0.30,
            (P("43", "43A07", "14", "2", 31200, 1.0, "43v01"),),
            (6, 12), "6.73c", "6.762",
        ),
        Voorziening(
            "jeugdbescherming", "Jeugdbescherming", "jeugdwet", "jeugdbescherming", 1.0,
            (P("48", "48A04", "82", "4", 86300, 0.7, "48b01"), P("48", "48A06", "82", "4", 61900, 0.3, "48b02")),
            (12,), "6.82a", "6.821",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Groep:
    """A groep with its published level of the last twelve months: unique clients and, where published, euros.

    `groei`: clients against the twelve months before; `blijft`: share of the clients of a year that go on in the next;
    `sigma`: how unequal volumes are (standard deviation of the log).
    """

    slug: str
    wet: str
    clienten: int
    euro: int | None
    groei: float
    blijft: float
    sigma: float


# published per groep, but hulpmiddelen and jeugdbescherming: those fill the region up to some 14.000 clients
GROEPEN = {
    g.slug: g
    for g in (
        Groep("huishoudelijke_hulp", "wmo", 5_850, 14_457_628, 5_850 / 5_108, 0.84, 0.35),
        Groep("begeleiding", "wmo", 2_284, 11_612_185, 1.315, 0.70, 0.75),
        Groep("dagbesteding", "wmo", 819, 3_812_597, 1.29, 0.72, 0.55),
        Groep("beschermd_wonen", "wmo", 320, 13_789_281, 1.27, 0.82, 0.10),
        Groep("hulpmiddelen", "wmo", 700, None, 1.260, 0.88, 0.10),
        Groep("ambulante_jeugdhulp", "jeugdwet", 5_049, 18_349_650, 1.10, 0.52, 1.02),
        Groep("verblijf_jeugd", "jeugdwet", 158, 6_568_139, 1.10, 0.68, 0.10),
        Groep("jeugdbescherming", "jeugdwet", 150, None, 1.10, 0.70, 0.05),
    )
}
WETTEN = ("wmo", "jeugdwet")

# stapeling: share of the second groep whose client also has the first one
STAPELING = (
    ("begeleiding", "dagbesteding", 0.34),
    ("huishoudelijke_hulp", "begeleiding", 0.14),
    ("huishoudelijke_hulp", "dagbesteding", 0.12),
    ("huishoudelijke_hulp", "hulpmiddelen", 0.55),
    ("begeleiding", "hulpmiddelen", 0.06),
    ("dagbesteding", "beschermd_wonen", 0.05),
    ("ambulante_jeugdhulp", "verblijf_jeugd", 0.62),
    ("ambulante_jeugdhulp", "jeugdbescherming", 0.75),
)
# share of clients aged 20 to 65 (published for begeleiding and dagbesteding)
VOLWASSEN = {
    "huishoudelijke_hulp": 0.14,
    "begeleiding": 0.7745,
    "dagbesteding": 0.3834,
    "beschermd_wonen": 0.93,
    "hulpmiddelen": 0.20,
}
# verwijzers: gemeente and huisarts as published (90/10 and 10/90), beside them the other verwijzers
VERWIJZERS = {
    "jeugdhulp": (("01", 0.792), ("02", 0.088), ("03", 0.04), ("04", 0.06), ("06", 0.01), ("08", 0.01)),
    "jeugd_ggz": (("01", 0.088), ("02", 0.792), ("03", 0.05), ("05", 0.07)),
    "jeugdbescherming": (("04", 0.35), ("08", 0.65)),
}
INDEX = 1.04  # tariffs rise each January
VERHUIZERS = 0.004  # share of the clients that move within the region

# volume per month against the mean: school holidays, summer, Christmas
SEIZOEN = {
    "vlak": (1.0,) * 12,
    "zomer": (1.02, 0.98, 1.03, 1.01, 1.0, 1.02, 0.96, 0.92, 1.02, 1.04, 1.03, 0.97),
    "school": (1.06, 0.95, 1.10, 1.0, 0.94, 1.07, 0.74, 0.66, 1.10, 1.12, 1.14, 0.94),
}
# when people begin, per month
INSTROOM = {
    "wmo": (1.15, 1.0, 1.05, 1.0, 0.95, 1.0, 0.85, 0.85, 1.05, 1.1, 1.05, 0.95),
    "jeugdwet": (1.2, 1.05, 1.1, 1.0, 0.95, 0.95, 0.6, 0.5, 1.3, 1.25, 1.15, 0.85),
}
# share of a care month's lines that is declared so many months later
VERTRAGING = (0.755, 0.125, 0.045, 0.022, 0.014, 0.010, 0.008, 0.006, 0.005, 0.004, 0.003, 0.003)


@dataclass(frozen=True, slots=True)
class Aanbieder:
    """An invented aanbieder: AGB code, the groepen it delivers, its weight, the one gemeente it works in (or all)."""

    agb: str
    naam: str
    groepen: tuple[str, ...]
    gewicht: float
    gemeente: str | None


def _aanbieders() -> tuple[Aanbieder, ...]:
    woorden = ("Anker", "Berk", "Ceder", "Dageraad", "Esdoorn", "Fakkel", "Gaard", "Haven", "Iep", "Jasmijn", "Kompas",
               "Linde", "Meander", "Noorderlicht", "Oever", "Populier", "Quint", "Reiger", "Steiger",
               "Toren")  # fmt: skip
    soorten = (
        ("Thuiszorg", ("huishoudelijke_hulp",), 10),
        ("Zorggroep", ("begeleiding", "dagbesteding", "huishoudelijke_hulp"), 10),
        ("Dagcentrum", ("dagbesteding",), 6),
        ("Woonvorm", ("beschermd_wonen", "begeleiding"), 6),
        ("Hulpmiddelencentrum", ("hulpmiddelen",), 3),
        ("Jeugdpraktijk", ("ambulante_jeugdhulp",), 17),
        ("Jeugdhuis", ("verblijf_jeugd", "ambulante_jeugdhulp"), 6),
        ("Jeugdbescherming", ("jeugdbescherming",), 2),
    )
    uit, nummer = [], 0
    for soort, groepen, aantal in soorten:
        for i in range(aantal):
            nummer += 1
            lokaal = GEMEENTEN[(nummer * 5) % 8].code if i >= 2 and i % 3 == 2 else None
            naam = f"{soort} {woorden[(nummer * 7) % len(woorden)]} (demo)"
            uit.append(Aanbieder(f"9999{nummer:04d}", naam, groepen, 1 / (i + 1) ** 1.1, lokaal))
    return tuple(uit)


AANBIEDERS = _aanbieders()
