"""How good is the yearly prognose on the accounts of all gemeenten? Against last year, the budget and national growth.

    .venv/bin/python -m benchmarks.prognose_jaar

Prints, for Jeugd and Wmo, rolling origin 2019-2022 on public Iv3 figures:
  controle    the stated baselines again, on borders as delivered, and with which growth they come out
  fout        median absolute percentage error per method: pooled, per year, per size class; ratio to the best baseline
  dekking     share of the accounts in the 80% and 95% band
  kans        chance of an overrun of the primitive budget: mean, what happened, Brier score
  taakveld    the same for the cells
  cellen      every cell as it is delivered, on all gemeenten and on the bundled ones alone, with coverage
  meer jaren  two to four years after the last account, beside that account and undamped growth
The form was chosen on 2019-2020; 2021-2022 stand apart.
"""

import sys

import pandas as pd

from benchmarks.prognose_jaar.meting import (
    INWONERS,
    KLASSEN,
    LASTEN,
    METHODEN,
    dekking_pct,
    fout_pct,
    herindelingen,
    lees,
    meet,
)
from benchmarks.prognose_jaar.uitkomst import main as uitkomst
from pipeline.prognose.jaar import Instelling

BASIS = METHODEN[1:]


def nl(x: float, decimalen: int = 1) -> str:
    """A number with a Dutch comma."""
    return f"{x:.{decimalen}f}".replace(".", ",")


def mediaan(rijen: pd.DataFrame, methode: str) -> float:
    """Median absolute percentage error."""
    return float(fout_pct(rijen, methode).median())


def controle(rijen: pd.DataFrame) -> None:
    """The baselines as they are stated elsewhere, on borders as delivered."""
    print("controle: mediane absolute fout %, grenzen zoals geleverd (gesteld: 8,8 / 14,7 / 7,0 en 6,9 / 8,8 / 5,9)")
    for groep, deel in rijen.groupby("groep"):
        cijfers = "  ".join(f"{m} {nl(mediaan(deel, m), 2)}" for m in (*BASIS, "vooruitblik"))
        print(f"  {groep:<6} n={len(deel)}  {cijfers}")
    print("  'vorig_jaar_x_groei' neemt de groei van het laatst bekende jaar, 'vooruitblik' die van het jaar zelf.")


def uitsneden(rijen: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Pooled, the years in which the form was chosen and those after, every year, every size class."""
    jaar = rijen["jaar"]
    uit = [("alles", rijen), ("2019-2020", rijen[jaar <= 2020]), ("2021-2022", rijen[jaar >= 2021])]
    uit += [(str(j), d) for j, d in rijen.groupby("jaar")]
    return uit + [(k, rijen[rijen["klasse"] == k]) for k in KLASSEN]


def tafel(rijen: pd.DataFrame) -> None:
    """One line a cut: errors per method, ratio to the best baseline, coverage."""
    print(f"  {'':<16}{'n':>6}" + "".join(f"{m:>20}" for m in METHODEN) + f"{'verhouding':>12}{'d80':>7}{'d95':>7}")
    for naam, deel in uitsneden(rijen):
        fouten = {m: mediaan(deel, m) for m in METHODEN}
        beste = min(fouten[m] for m in BASIS)
        print(
            f"  {naam:<16}{len(deel):>6}"
            + "".join(f"{nl(fouten[m], 2):>20}" for m in METHODEN)
            + f"{nl(fouten['grip'] / beste, 3):>12}{nl(dekking_pct(deel, 80)):>7}{nl(dekking_pct(deel, 95)):>7}"
        )


def wape(rijen: pd.DataFrame, methode: str) -> float:
    """Sum of absolute errors as a percentage of the sum of the accounts."""
    goed = rijen[methode].notna()
    return float(100 * (rijen[methode] - rijen["werkelijk"])[goed].abs().sum() / rijen.loc[goed, "werkelijk"].sum())


def kans(rijen: pd.DataFrame) -> None:
    """Is the chance of an overrun what happens? The Brier score beside that of always saying the mean."""
    deel = rijen.dropna(subset=["kans_overschrijding"])
    p, gebeurd = deel["kans_overschrijding"].astype(float), (deel["werkelijk"] > deel["begroting"]).astype(float)
    brier, kaal = float(((p - gebeurd) ** 2).mean()), float(gebeurd.mean() * (1 - gebeurd.mean()))
    print(
        f"  kans op overschrijding: gemiddeld {nl(100 * p.mean())} %, gebeurd {nl(100 * gebeurd.mean())} %; "
        f"Brier {nl(brier, 4)} (altijd het gemiddelde: {nl(kaal, 4)})"
    )


def main() -> int:
    """Print the tables; 0 also where the public figures are absent, for then there is nothing to measure."""
    if not (LASTEN.is_file() and INWONERS.is_file()):
        print(f"De openbare cijfers staan er niet: {LASTEN.parent.name}/{LASTEN.name}")
        return 0
    bron = lees()
    kaal = meet(*bron, Instelling())
    controle(kaal[kaal["niveau"] == "groep"])
    rijen = meet(*bron, Instelling(herindelingen=herindelingen()))
    for groep, deel in rijen[rijen["niveau"] == "groep"].groupby("groep"):
        print(f"\n{groep}: mediane absolute fout %, verhouding tot de beste basislijn, dekking %")
        tafel(deel)
        print("  som van de fouten %: " + "  ".join(f"{m} {nl(wape(deel, m))}" for m in METHODEN))
        kans(deel)
    print("\nper taakveld: mediane absolute fout % en dekking %")
    for naam, deel in rijen[rijen["niveau"] == "voorziening"].groupby("voorziening"):
        cijfers = "  ".join(f"{m} {nl(mediaan(deel, m), 2)}" for m in METHODEN)
        print(f"  {naam:<5} n={len(deel)}  {cijfers}  d80 {nl(dekking_pct(deel, 80))}  d95 {nl(dekking_pct(deel, 95))}")
    uitkomst()
    return 0


if __name__ == "__main__":
    sys.exit(main())
