"""Charts: Vega-Lite specs made by Altair, drawn as SVG on the server and by the same spec in the page.

A spec draws the rows of its block (the data set 'rijen') and computes nothing but places. What a chart shows and how it
is called is the business of onderdelen. The first conversion starts the drawing engine (about half a second); a next
one costs some 50 ms, mostly measuring text: so no label has a limit in pixels (they are cut by signs).
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from pipeline.publicaties.opmaak import WETTEN

KLEUREN = ["#1f5fa8", "#b3541e", "#5b3a8c", "#2f6b3c", "#7a6000", "#8a1f11"]
DONKER, GRIJS, BLAUW, ROEST, LICHT = "#1c2733", "#66707c", "#1f5fa8", "#b3541e", "#c5ccd4"
LETTER = "Segoe UI, Arial, Liberation Sans, sans-serif"
VORMEN = ["circle", "square", "triangle-up", "diamond", "cross", "triangle-down"]
STREPEN = [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [1, 0], [4, 2]]
BREED = 560
MAANDEN = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]

# millions read 'mln'; the locale brings the comma
GELD = "abs(datum.value) >= 1000000 ? format(datum.value / 1000000, ',.1f') + ' mln' : format(datum.value, ',.0f')"
# a label of at most 40 signs; the table has the whole text
KORT = "length(datum.label) > 40 ? slice(datum.label, 0, 39) + '…' : datum.label"

Spec = dict[str, Any]


def thema() -> dict[str, Any]:
    """How every chart looks."""
    letter = {"labelFontSize": 13, "titleFontSize": 13, "labelLimit": 0}
    return {
        "font": LETTER,
        "background": "white",
        "view": {"stroke": None},
        "axis": letter
        | {
            "labelColor": DONKER,
            "titleColor": DONKER,
            "titleFontWeight": "normal",
            "gridColor": "#e3e7ec",
            "domainColor": GRIJS,
            "tickColor": GRIJS,
        },
        "legend": letter | {"orient": "top", "symbolSize": 90, "title": None},
        "header": {
            "labelFontSize": 14,
            "labelFontWeight": "bold",
            "labelColor": DONKER,
            "title": None,
            "labelLimit": 0,
        },
    }


def locale() -> dict[str, Any]:
    """Dutch numbers for the drawing engine: 1.234,5."""
    import vl_convert

    return vl_convert.get_format_locale("nl-NL")


@cache
def bundel() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, for in the page; no address is asked for it."""
    import vl_convert

    return vl_convert.javascript_bundle()


def svg(spec: Spec, punten: list[dict[str, Any]], *, naam: str, gekozen: str = "") -> str:
    """SVG to stand inside the page: no namespace addresses, own ids, no English roles; the figure has the text."""
    import vl_convert

    heel = spec | {"config": thema(), "datasets": {"rijen": punten}}
    heel["params"] = [p | {"value": gekozen} for p in spec.get("params", [])]
    tekst = vl_convert.vegalite_to_svg(heel, format_locale=locale(), show_warnings=False)
    tekst = re.sub(r'\s(?:xmlns(?::\w+)?|role|aria-[\w]+)="[^"]*"', "", tekst)
    nummers: dict[str, str] = {}
    tekst = re.sub(r'(id="|url\(#)([\w-]+)', lambda m: m[1] + nummers.setdefault(m[2], f"{naam}-{len(nummers)}"), tekst)
    return tekst.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)


def _spec(grafiek: Any) -> Spec:
    """The spec as JSON has it, without the data, the config and the address of the schema."""
    spec = json.loads(json.dumps(grafiek.to_dict(validate=False)))
    return {k: v for k, v in spec.items() if k not in {"$schema", "config", "datasets"}}


def _basis() -> Any:
    import altair as alt

    return alt.Chart(alt.NamedData("rijen"))


def _geld(titel: str = "€", **meer: Any) -> dict[str, Any]:
    import altair as alt

    return {"title": titel, "axis": alt.Axis(labelExpr=GELD, tickCount=5), "scale": alt.Scale(zero=True), **meer}


def _jaren() -> Any:
    """Years at their own distance: where one is missing, the points around it stand apart."""
    import altair as alt

    as_ = alt.Axis(format="d", tickMinStep=1, labelOverlap=True, grid=False)
    return alt.X("jaar:Q", title=None, axis=as_, scale=alt.Scale(zero=False, nice=False, padding=14))


def _namen(reeksen: dict[str, str]) -> str:
    """A label of the legend: the name of a column in words."""
    return f"({json.dumps(reeksen, ensure_ascii=False)})[datum.label]"


# in the legend a line is a line
STREEP = {"symbolType": "stroke", "symbolSize": 400, "symbolStrokeWidth": 2.5}


def _reeks(kanaal: str, reeksen: dict[str, str], waarden: list[Any], teken: dict[str, Any] | None = STREEP) -> Any:
    """One legend for colour and stroke, so that a series is known without colour."""
    import altair as alt

    return getattr(alt, kanaal)(
        "reeks:N",
        title=None,
        scale=alt.Scale(domain=list(reeksen), range=waarden[: len(reeksen)]),
        legend=alt.Legend(labelExpr=_namen(reeksen), **teken) if teken is not None else None,
    )


def oploop() -> Spec:
    """Amounts added up over the months: declared and expected, the budget as a level, the band of the year's end.

    Rows: maand_kort, gedeclareerd_eur, verwacht_eur, begroting_eur; band_laag and band_hoog at the last known month
    and at the last month only.
    """
    import altair as alt

    reeksen = {
        "gedeclareerd_eur": "gedeclareerd",
        "verwacht_eur": "verwacht",
        "begroting_eur": "begroting van het jaar",
    }
    maanden = alt.X("maand_kort:N", sort=MAANDEN, scale=alt.Scale(domain=MAANDEN), title=None,
                    axis=alt.Axis(labelAngle=0))  # fmt: skip
    basis = _basis().encode(x=maanden)
    lijnen = basis.transform_fold(list(reeksen), as_=["reeks", "waarde"]).transform_filter("isValid(datum.waarde)")
    band = (
        basis.transform_filter("isValid(datum.band_laag)")
        .mark_area(color=ROEST, opacity=0.18)
        .encode(y=alt.Y("band_laag:Q", **_geld("€, opgeteld")), y2="band_hoog:Q")
    )
    y = alt.Y("waarde:Q", **_geld("€, opgeteld"))
    kleur = _reeks("Color", reeksen, [BLAUW, ROEST, DONKER])
    lijnen = lijnen.encode(y=y, color=kleur, strokeDash=_reeks("StrokeDash", reeksen, [[1, 0], [6, 3], [2, 3]]))
    punt = lijnen.transform_filter("datum.reeks != 'begroting_eur'").mark_point(filled=True, size=55, opacity=1)
    return _spec(alt.layer(band, lijnen.mark_line(strokeWidth=2.5), punt).properties(width=BREED, height=280))


def brug() -> Spec:
    """From one amount to another in steps. Rows: stap, onder, boven, soort (stand, meer, minder), in order."""
    import altair as alt

    soorten = {"stand": GRIJS, "meer": ROEST, "minder": BLAUW}
    woorden = {"stand": "jaarbedrag", "meer": "▲ meer uitgaven", "minder": "▼ minder uitgaven"}
    staven = _basis().encode(x=alt.X("stap:N", sort=None, title=None, axis=alt.Axis(labelAngle=0, labelFontSize=12)))
    balk = staven.mark_bar(size=52).encode(
        y=alt.Y("onder:Q", **_geld()),
        y2="boven:Q",
        color=alt.Color(
            "soort:N",
            title=None,
            scale=alt.Scale(domain=list(soorten), range=list(soorten.values())),
            legend=alt.Legend(labelExpr=_namen(woorden)),
        ),
    )
    teken = staven.mark_text(dy=-8, fontSize=13, color=DONKER).encode(
        y=alt.Y("boven:Q", **_geld()),
        text=alt.condition("datum.soort == 'meer'", alt.value("▲"), alt.value("")),
    )
    minder = staven.mark_text(dy=-8, fontSize=13, color=DONKER).encode(
        y=alt.Y("boven:Q", **_geld()),
        text=alt.condition("datum.soort == 'minder'", alt.value("▼"), alt.value("")),
    )
    return _spec(alt.layer(balk, teken, minder).properties(width=BREED, height=260))


def bestand() -> Spec:
    """Stock as a line, those who came as bars up and those who left as bars down. Rows: periode_tekst in order."""
    import altair as alt

    reeksen = {"instroom_aantal": "instroom", "uitstroom_omlaag": "uitstroom (onder nul)"}
    basis = _basis().encode(x=alt.X("periode_kort:N", sort=None, title=None, axis=alt.Axis(labelAngle=0)))
    y_as = alt.Axis(format=",.0f", tickCount=6)
    staaf = (
        basis.transform_fold(list(reeksen), as_=["reeks", "waarde"])
        .mark_bar(size=22)
        .encode(
            y=alt.Y("waarde:Q", title="cliënten", axis=y_as),
            color=_reeks("Color", reeksen, [BLAUW, ROEST], {"symbolType": "square"}),
        )
    )
    lijn = (
        basis.mark_line(color=DONKER, strokeWidth=2.5, point={"filled": True, "color": DONKER, "size": 55})
        .encode(
            y=alt.Y("eind_aantal:Q", title="cliënten", axis=y_as),
            strokeDash=alt.StrokeDash(
                "bestand:N",
                title=None,
                scale=alt.Scale(domain=["bestand aan het einde"], range=[[1, 0]]),
                legend=alt.Legend(**STREEP),
            ),
        )
        .transform_calculate(bestand="'bestand aan het einde'")
    )
    return _spec(alt.layer(staaf, lijn).resolve_legend(color="independent").properties(width=BREED, height=280))


def stippen(as_titel: str) -> Spec:
    """Dot plot of gemeenten, highest first, the chosen one marked, their region as a dashed line.

    Rows: gemeente_code, gemeente, waarde, regio, is_vergelijkbaar ('ja' or 'nee').
    """
    import altair as alt

    gekozen = alt.param(name="gekozen", value="")
    soorten = ["gekozen gemeente", "andere gemeente", "niet vergelijkbaar"]
    basis = _basis().transform_calculate(
        soort="datum.gemeente_code == gekozen ? 'gekozen gemeente' : "
        "datum.is_vergelijkbaar == 'nee' ? 'niet vergelijkbaar' : 'andere gemeente'"
    )
    y = alt.Y("gemeente:N", sort=alt.EncodingSortField("waarde", order="descending"), title=None,
              axis=alt.Axis(labelExpr=KORT))  # fmt: skip
    x = alt.X("waarde:Q", title=as_titel, scale=alt.Scale(zero=True), axis=alt.Axis(labelExpr=GELD, tickCount=6))
    lijn = basis.mark_rule(color=LICHT).encode(x=x, x2=alt.X2Datum(0), y=y)
    punt = basis.mark_point(filled=True, size=130, opacity=1).encode(
        x=x,
        y=y,
        color=alt.Color("soort:N", title=None, scale=alt.Scale(domain=soorten, range=[ROEST, BLAUW, GRIJS])),
        shape=alt.Shape("soort:N", title=None, scale=alt.Scale(domain=soorten, range=["diamond", "circle", "cross"])),
    )
    regio = (
        _basis()
        .transform_filter("isValid(datum.regio)")
        .mark_rule(color=DONKER, strokeDash=[6, 4], strokeWidth=1.5)
        .encode(x=alt.X("regio:Q", title=as_titel))
    )
    return _spec(alt.layer(lijn, regio, punt).add_params(gekozen).properties(width=BREED - 120, height=alt.Step(24)))


def lorenz() -> Spec:
    """The Lorenz curve beside the line of an even spread. Rows: aandeel_clienten_pct, aandeel_uitgaven_pct, groep."""
    import altair as alt

    as_ = alt.Axis(format=".0f", tickCount=5)
    x = alt.X("aandeel_clienten_pct:Q", title="% van de cliënten, goedkoopste eerst", axis=as_)
    y = alt.Y("aandeel_uitgaven_pct:Q", title="% van de uitgaven", axis=as_)
    gelijk = (
        _basis()
        .mark_line(color=GRIJS, strokeDash=[6, 4])
        .encode(x=x, y=alt.Y("aandeel_clienten_pct:Q", title="% van de uitgaven", axis=as_))
    )
    kromme = (
        _basis()
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            color=alt.Color("telling:N", title=None, scale=alt.Scale(range=KLEUREN), legend=alt.Legend(**STREEP)),
            strokeDash=alt.StrokeDash("telling:N", title=None, scale=alt.Scale(range=STREPEN)),
        )
    )
    return _spec(alt.layer(gelijk, kromme).properties(width=380, height=300))


def lijnen_per_wet(kolommen: dict[str, str], *, as_titel: str) -> Spec:
    """Columns as lines over the years, each with its own stroke, in one small panel per wet. Rows: jaar, wet_tekst."""
    import altair as alt

    basis = (
        _basis()
        .transform_fold(list(kolommen), as_=["reeks", "waarde"])
        .transform_filter("isValid(datum.waarde)")
        .encode(
            x=_jaren(),
            y=alt.Y("waarde:Q", **_geld(as_titel)),
            color=_reeks("Color", kolommen, KLEUREN),
            strokeDash=_reeks("StrokeDash", kolommen, STREPEN),
        )
    )
    lagen = alt.layer(basis.mark_line(strokeWidth=2.5), basis.mark_point(filled=True, size=55, opacity=1))
    vakken = alt.Facet("wet_tekst:N", sort=list(WETTEN.values()), title=None)
    return _spec(lagen.properties(width=250, height=160).facet(vakken, columns=2))


def reeksen(reeks: str, waarde: str, *, as_titel: str) -> Spec:
    """One column as lines over the years, one per value of `reeks`; a gap stays a gap."""
    import altair as alt

    basis = (
        _basis()
        .transform_filter(f"isValid(datum.{waarde})")
        .encode(
            x=_jaren(),
            y=alt.Y(f"{waarde}:Q", **_geld(as_titel)),
            color=alt.Color(f"{reeks}:N", title=None, scale=alt.Scale(range=KLEUREN), legend=alt.Legend(**STREEP)),
            strokeDash=alt.StrokeDash(f"{reeks}:N", title=None, scale=alt.Scale(range=STREPEN)),
        )
    )
    punt = basis.mark_point(filled=True, size=65, opacity=1).encode(
        shape=alt.Shape(f"{reeks}:N", scale=alt.Scale(range=VORMEN), legend=None)
    )
    return _spec(alt.layer(basis.mark_line(strokeWidth=2.5), punt).properties(width=BREED, height=260))


def staven(naam: str, waarde: str, soort: str, kleuren: dict[str, str], *, as_titel: str, geld: bool = True) -> Spec:
    """Bars left and right of zero, coloured by the word in `soort`. Order as given."""
    import altair as alt

    as_x = alt.Axis(labelExpr=GELD, tickCount=4) if geld else alt.Axis(format=",.0f", tickCount=4)
    grafiek = (
        _basis()
        .mark_bar(height=14)
        .encode(
            x=alt.X(f"{waarde}:Q", title=as_titel, axis=as_x),
            y=alt.Y(f"{naam}:N", sort=None, title=None, axis=alt.Axis(labelExpr=KORT)),
            color=alt.Color(
                f"{soort}:N", title=None, scale=alt.Scale(domain=list(kleuren), range=list(kleuren.values()))
            ),
        )
    )
    return _spec(grafiek.properties(width=420, height=alt.Step(22)))
