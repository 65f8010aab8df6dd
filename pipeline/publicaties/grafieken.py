"""Charts as SVG text, drawn on the server. A chart shows what its table holds; nothing is selected or computed here.

What a chart shows and how it is called is the business of onderdelen. The first conversion starts the drawing engine
(about half a second); a next one costs some 50 ms, mostly measuring text. So no label has a limit in
pixels (that measures each many times; they are cut by signs) and many small charts are one chart with facets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

KLEUREN = ["#1f5fa8", "#b3541e", "#5b3a8c", "#2f6b3c"]
DONKER, GRIJS, ACCENT, REGIOKLEUR = "#1c2733", "#66707c", "#1f5fa8", "#b3541e"
LETTER = "Segoe UI, Arial, Liberation Sans, sans-serif"
# a label of at most 56 signs, about 400 pixels; the table has the whole text
_KORT = "length(datum.label) > 56 ? slice(datum.label, 0, 55) + '…' : datum.label"
_VORMEN = ["circle", "square", "triangle-up", "diamond"]

Rijen = list[dict[str, Any]]


def coordinaat(waarde: Decimal) -> float:
    """The place of a mark: the drawing engine wants a double. What is read as a figure stays Decimal."""
    return float(waarde)


@dataclass
class Figuur:
    """A chart as the page prints it: the drawing, what it shows in words, and its caption."""

    svg: str
    beschrijving: str
    bijschrift: str


def _svg(grafiek: Any, naam: str) -> str:
    """SVG to stand inside the page: no namespace addresses, own ids, no English roles; the figure has the text."""
    import vl_convert

    spec = grafiek.configure_view(stroke=None).to_dict(validate=False)
    spec["config"] |= {
        "font": LETTER,
        "background": "white",
        "axis": {
            "labelFontSize": 13,
            "titleFontSize": 13,
            "labelColor": DONKER,
            "titleColor": DONKER,
            "titleFontWeight": "normal",
            "gridColor": "#dde2e8",
            "domainColor": GRIJS,
            "tickColor": GRIJS,
            "labelLimit": 0,
        },
        "legend": {"labelFontSize": 13, "titleFontSize": 13, "orient": "top", "labelLimit": 0, "symbolSize": 90},
        "header": {
            "labelFontSize": 14,
            "labelFontWeight": "bold",
            "labelColor": DONKER,
            "title": None,
            "labelLimit": 0,
        },
    }
    svg = vl_convert.vegalite_to_svg(spec, format_locale=vl_convert.get_format_locale("nl-NL"), show_warnings=False)
    svg = re.sub(r'\s(?:xmlns(?::\w+)?|role|aria-[\w]+)="[^"]*"', "", svg)
    nummers: dict[str, str] = {}
    svg = re.sub(r'(id="|url\(#)([\w-]+)', lambda m: m[1] + nummers.setdefault(m[2], f"{naam}-{len(nummers)}"), svg)
    return svg.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def stippen(rijen: Rijen, *, naam: str, as_titel: str, regio: float | None) -> str:
    """Dot plot of gemeenten, highest first. Rows: gemeente, waarde, soort (what the shape says)."""
    import altair as alt

    soorten = sorted({rij["soort"] for rij in rijen})
    basis = alt.Chart(alt.Data(values=rijen))
    y = alt.Y("gemeente:N", sort=[rij["gemeente"] for rij in rijen], title=None, axis=alt.Axis(labelExpr=_KORT))
    punten = basis.mark_point(filled=True, size=110, opacity=1).encode(
        x=alt.X("waarde:Q", title=as_titel, scale=alt.Scale(zero=True), axis=alt.Axis(format=",.0f", tickCount=6)),
        y=y,
        color=alt.Color(
            "soort:N", title=None, sort=soorten, scale=alt.Scale(domain=soorten, range=KLEUREN[: len(soorten)])
        ),
        shape=alt.Shape(
            "soort:N", title=None, sort=soorten, scale=alt.Scale(domain=soorten, range=_VORMEN[: len(soorten)])
        ),
    )
    lagen = [basis.mark_rule(color="#c5ccd4").encode(x="waarde:Q", x2=alt.X2Datum(0), y=y), punten]
    if regio is not None:
        lijn = alt.Chart(alt.Data(values=[{"regio": regio}]))
        lagen.append(lijn.mark_rule(color=DONKER, strokeDash=[6, 4], strokeWidth=1.5).encode(x="regio:Q"))
    return _svg(alt.layer(*lagen).properties(width=420, height=alt.Step(24)), naam)


def lijnen(rijen: Rijen, *, naam: str, as_titel: str, reeksen: list[str], breedte: int = 480, hoogte: int = 260) -> str:
    """Lines over the years, one per `reeks`, each with its own mark. Rows: jaar, waarde, reeks; a gap stays a gap."""
    import altair as alt

    schaal = alt.Scale(domain=reeksen, range=KLEUREN[: len(reeksen)])
    basis = alt.Chart(alt.Data(values=rijen)).encode(
        x=alt.X("jaar:O", title=None, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("waarde:Q", title=as_titel, axis=alt.Axis(format=",.0f", tickCount=5), scale=alt.Scale(zero=True)),
        color=alt.Color("reeks:N", title=None, scale=schaal, sort=reeksen),
    )
    vorm = alt.Shape(
        "reeks:N", title=None, scale=alt.Scale(domain=reeksen, range=_VORMEN[: len(reeksen)]), sort=reeksen
    )
    lagen = basis.mark_line(strokeWidth=2.5) + basis.mark_point(filled=True, size=70, opacity=1).encode(shape=vorm)
    return _svg(lagen.properties(width=breedte, height=hoogte), naam)


def oploop(rijen: Rijen, *, naam: str, as_titel: str, band: tuple[float, float] | None) -> str:
    """Amounts that add up over the months of a year; `band` (low, high) stands at the last month only.

    Rows: maand, waarde, reeks (gedeclareerd or verwacht), in the order of the months.
    """
    import altair as alt

    reeksen = ["gedeclareerd", "verwacht"]
    maanden = list(dict.fromkeys(rij["maand"] for rij in rijen if rij["reeks"] == "verwacht"))
    as_x = alt.X("maand:O", sort=maanden, title=None, axis=alt.Axis(labelAngle=0))
    as_y = alt.Y("waarde:Q", title=as_titel, axis=alt.Axis(format=",.0f", tickCount=5), scale=alt.Scale(zero=True))
    kleur = alt.Scale(domain=reeksen, range=KLEUREN[:2])
    vorm = alt.Scale(domain=reeksen, range=_VORMEN[:2])
    streep = alt.Scale(domain=reeksen, range=[[1, 0], [6, 3]])
    basis = alt.Chart(alt.Data(values=rijen)).encode(
        x=as_x, y=as_y, color=alt.Color("reeks:N", title=None, scale=kleur, sort=reeksen)
    )
    lagen = [
        basis.mark_line(strokeWidth=2.5).encode(
            strokeDash=alt.StrokeDash("reeks:N", title=None, scale=streep, sort=reeksen)
        ),
        basis.mark_point(filled=True, size=60, opacity=1).encode(
            shape=alt.Shape("reeks:N", title=None, scale=vorm, sort=reeksen)
        ),
    ]
    if band is not None and maanden:
        einde = alt.Chart(alt.Data(values=[{"maand": maanden[-1], "waarde": band[0], "hoog": band[1]}]))
        lagen.append(einde.mark_rule(color=DONKER, strokeWidth=3).encode(x=as_x, y=as_y, y2="hoog:Q"))
        grenzen = alt.Chart(alt.Data(values=[{"maand": maanden[-1], "waarde": grens} for grens in band]))
        lagen.append(grenzen.mark_tick(color=DONKER, thickness=3, size=18).encode(x=as_x, y=as_y))
    return _svg(alt.layer(*lagen).properties(width=480, height=260), naam)


def kleine_lijnen(rijen: Rijen, *, naam: str, as_titel: str, reeksen: list[str], vakken: list[str]) -> str:
    """The same lines, one small panel per `vak` on one scale. Rows: vak, jaar, waarde, reeks."""
    import altair as alt

    schaal = alt.Scale(domain=reeksen, range=KLEUREN[: len(reeksen)])
    streep = alt.Scale(domain=reeksen, range=[[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]][: len(reeksen)])
    grafiek = (
        alt.Chart(alt.Data(values=rijen))
        .mark_line(strokeWidth=2.2)
        .encode(
            x=alt.X("jaar:O", title=None, axis=alt.Axis(labelAngle=-90)),
            y=alt.Y("waarde:Q", title=as_titel, axis=alt.Axis(format=",.0f", tickCount=4), scale=alt.Scale(zero=True)),
            color=alt.Color("reeks:N", title=None, scale=schaal, sort=reeksen),
            strokeDash=alt.StrokeDash("reeks:N", title=None, scale=streep, sort=reeksen),
        )
        .properties(width=150, height=110)
        .facet(alt.Facet("vak:N", sort=vakken, title=None), columns=4)
    )
    return _svg(grafiek, naam)


def staven(rijen: Rijen, *, naam: str, as_titel: str, vakken: list[str], formaat: str, breedte: int = 220) -> str:
    """Bars left and right of zero, one panel per `vak`. Rows: naam, waarde, soort, vak; order as given."""
    import altair as alt

    soorten = sorted({rij["soort"] for rij in rijen})
    kleur = {"voordeel": ACCENT, "nadeel": REGIOKLEUR, "besparing": ACCENT, "extra kosten": REGIOKLEUR}
    namen = list(dict.fromkeys(rij["naam"] for rij in rijen))
    grafiek = (
        alt.Chart(alt.Data(values=rijen))
        .mark_bar(height=14)
        .encode(
            x=alt.X("waarde:Q", title=as_titel, axis=alt.Axis(format=formaat, tickCount=4)),
            y=alt.Y("naam:N", sort=namen, title=None, axis=alt.Axis(labelExpr=_KORT)),
            color=alt.Color(
                "soort:N", title=None, scale=alt.Scale(domain=soorten, range=[kleur.get(s, GRIJS) for s in soorten])
            ),
        )
        .properties(width=breedte, height=alt.Step(22))
    )
    if len(vakken) > 1:
        grafiek = grafiek.facet(alt.Facet("vak:N", sort=vakken, title=None), columns=len(vakken))
    return _svg(grafiek, naam)
