"""The public Iv3 figures of all gemeenten in the form that the working database gives them. Measuring is elsewhere."""

from __future__ import annotations

import pandas as pd

from benchmarks.prognose_jaar.meting import GEEN_CIJFER, INWONERS, LASTEN
from pipeline.prognose.jaar import Rekeningen
from pipeline.prognose.meerjaren import Meerjareninvoer
from pipeline.settings import DBT_PROJECT

REEKS = "cbs_iv3"
_SLEUTEL = ["gemeente_code", "jaar"]


def _seed(naam: str) -> pd.DataFrame:
    return pd.read_csv(DBT_PROJECT / "seeds" / f"{naam}.csv", sep=";", dtype={"taakveld": str})


def _cellen(d: pd.DataFrame) -> pd.DataFrame:
    """Every taakveld row under each cell that it adds to, summed; a sum with an unknown part is left out."""
    lagen = [
        ("voorziening", d["wet"], d["voorziening"], d["voorziening"].notna()),
        ("groep", d["wet"], d["groep"], d["groep"].notna()),
        ("groep", d["wet"], "jeugd", d["in_jeugd"] == 1),
        ("groep", d["wet"], "wmo", d["in_wmo"] == 1),
        ("groep", d["wet"], "wmo_incl_opvang", d["in_wmo_incl_opvang"] == 1),
        ("wet", d["wet"], "totaal", d["wet"].notna()),
        ("totaal", "totaal", "totaal", d["wet"].notna()),
    ]
    kolommen = [*_SLEUTEL, "document", "centen"]
    delen = [d[kolommen].assign(niveau=n, wet=w, voorziening=v)[erin] for n, w, v, erin in lagen]
    sleutel = [*_SLEUTEL, "document", "niveau", "wet", "voorziening"]
    som = pd.concat(delen).groupby(sleutel)["centen"].agg(lambda x: x.sum(skipna=False)).reset_index()
    return som[som["centen"].notna()].assign(reeks=REEKS, is_openbaar=True)


def rekeningen() -> Rekeningen:
    """Accounts and primitive budgets 2017-2022 of all gemeenten, with the mergers of the code list of the house."""
    d = pd.read_csv(LASTEN, dtype={"taakveld": str})
    d["document"] = d["verslagsoort"].str[4:].map({"X000": "begroting", "X005": "jaarrekening"})
    d = d[d["document"].notna()].copy()
    d["centen"] = (d["lasten_x1000"].where(d["lasten_x1000"] != GEEN_CIJFER) * 100_000).round().astype("Int64")
    codes = _seed("gemeenten").set_index("gemeente_code")
    # an abolished gemeente that delivers rows of zeros has no account
    einde = pd.to_datetime(codes["geldig_tot"]) + pd.Timedelta(days=1)
    opgeheven = d["gemeente_code"].map(einde.dt.year).fillna(9999)
    nul = d.groupby([*_SLEUTEL, "document"])["centen"].transform(lambda x: x.abs().sum()) == 0
    d = d[~(nul & (opgeheven <= d["jaar"]))]
    taakvelden = d[[*_SLEUTEL, "document", "taakveld", "centen"]].assign(reeks=REEKS, is_openbaar=True)
    kruis = _seed("iv3_crosswalk")
    met = d[[*_SLEUTEL, "document", "taakveld", "centen"]].merge(kruis, on="taakveld")
    cellen = _cellen(met[(met["jaar"] >= met["van_jaar"]) & (met["jaar"] <= met["tot_jaar"])])
    namen = d.groupby("gemeente_code")["gemeente_naam"].last()
    gemeenten = pd.DataFrame({"gemeente": namen}).reset_index()
    gemeenten["huidige_code"] = gemeenten["gemeente_code"].map(codes["opgegaan_in"]).fillna(gemeenten["gemeente_code"])
    gemeenten["opgeheven_in_jaar"] = gemeenten["gemeente_code"].map(einde.dt.year).astype("Int32")
    inwoners = pd.read_csv(INWONERS).rename(columns={"inwoners_1_januari": "inwoners"})
    uitgaven = cellen[cellen["document"] == "jaarrekening"].assign(gebied_soort="gemeente")
    uitgaven["gemeente"] = uitgaven["gemeente_code"].map(namen)
    begroting = cellen[cellen["document"] == "begroting"].rename(columns={"centen": "primitief"}).assign(reeks_rang=1)
    return Rekeningen(
        taakvelden=taakvelden.reset_index(drop=True),
        kruistabel=kruis.drop(columns="vergelijkbaarheid"),
        inwoners=inwoners[[*_SLEUTEL, "inwoners"]],
        gemeenten=gemeenten,
        leden=pd.DataFrame(columns=["regio_code", "regio", "wet", "jaar", "gemeente_code"]),
        uitgaven=uitgaven.drop(columns="document"),
        begroting=begroting.assign(actueel=begroting["primitief"]).drop(columns="document"),
    )


def meerjareninvoer(bron: Rekeningen) -> Meerjareninvoer:
    """History and inhabitants of the same, for the multi-year prognose."""
    uitgaven: dict = {}
    kolommen = ["reeks", "gemeente_code", "niveau", "wet", "voorziening", "jaar", "centen"]
    for reeks, code, *cel, jaar, centen in zip(*(bron.uitgaven[k].tolist() for k in kolommen), strict=True):
        uitgaven.setdefault((reeks, code, tuple(cel)), {})[jaar] = int(centen)
    inwoners: dict = {}
    for code, jaar, aantal in zip(*(bron.inwoners[k].tolist() for k in (*_SLEUTEL, "inwoners")), strict=True):
        for wet in ("totaal", *sorted(set(bron.kruistabel["wet"]))):
            inwoners.setdefault((code, wet), {})[jaar] = int(aantal)
    return Meerjareninvoer(uitgaven, inwoners=inwoners)
