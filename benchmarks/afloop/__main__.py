"""How good is the run-off? Error of the ultimate per age of the care month, and coverage of the 80% intervals.

    python -m benchmarks.afloop [--zaden 1 2 3]

Two measures, with what they are compared to in the same run:
  namaak    240 simulated series of 36 months (`namaak`), truth known: WAPE and bias of the ultimate per age 0 to 6 for
            what is declared, plain chain ladder and `bereken_afloop` (own prior; a prior from allocations); ratios;
            coverage per month and of the total
  squares   real Schedule P squares that ship with chainladder (skipped where that library is absent): coverage of
            Mack's 80% on the total still to come, and of ours with the lines of business as groups
The settings were chosen on seeds 101 to 103.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from benchmarks.afloop.namaak import Regio, regio
from pipeline.prognose.afloop import AfloopInstelling, Driehoek, bereken_afloop, ijk, mack

LEEFTIJDEN = 7
Z80 = NormalDist().inv_cdf(0.9)

Uitkomst = dict[str, tuple[np.ndarray, np.ndarray, float]]  # ultimate, standard error, standard error of the total
Methode = Callable[[dict[str, Driehoek], dict[str, str]], Uitkomst]


def gedeclareerd(driehoeken: dict[str, Driehoek], groepen: dict[str, str]) -> Uitkomst:
    """What is declared, taken as the ultimate."""
    return {naam: (d.gedeclareerd, np.full(len(d.zorgmaanden), np.nan), np.nan) for naam, d in driehoeken.items()}


def ladder(driehoeken: dict[str, Driehoek], groepen: dict[str, str]) -> Uitkomst:
    """Plain chain ladder with Mack's standard error, all diagonals, every series by itself."""
    uit = {naam: mack(d.cumulatief) for naam, d in driehoeken.items()}
    return {naam: (m.uiteindelijk, m.se, m.se_totaal) for naam, m in uit.items()}


def grip(driehoeken: dict[str, Driehoek], groepen: dict[str, str]) -> Uitkomst:
    """The product: pooled pattern, prior of its own, defaults."""
    uit = bereken_afloop(driehoeken, groepen, None, AfloopInstelling())
    return {naam: (a.uiteindelijk, a.se, a.se_totaal()) for naam, a in uit.items()}


def grip_geijkt(driehoeken: dict[str, Driehoek], groepen: dict[str, str]) -> Uitkomst:
    """The same, with standard errors calibrated on the triangles' own past."""
    ijking = ijk(driehoeken, groepen, terug=(6, 9, 12) if max(map(_lengte, driehoeken.values())) > 24 else (3, 4, 5))
    uit = bereken_afloop(driehoeken, groepen, None, AfloopInstelling())
    uit = {naam: ijking.toegepast(a, driehoeken[naam].leeftijd) for naam, a in uit.items()}
    return {naam: (a.uiteindelijk, a.se, a.se_totaal()) for naam, a in uit.items()}


def _lengte(driehoek: Driehoek) -> int:
    return len(driehoek.zorgmaanden)


METHODEN: dict[str, Methode] = {
    "gedeclareerd": gedeclareerd, "chain ladder": ladder, "grip": grip, "grip geijkt": grip_geijkt,
}  # fmt: skip
PUNT = ("gedeclareerd", "chain ladder", "grip")  # methods that differ in their amounts


def rij(naam: str, getallen: np.ndarray, vorm: str = "6.2f") -> None:
    """One line of a table."""
    print(f"{naam:28}" + "".join(f"  {g:{vorm}}" for g in getallen))


def meet_namaak(regios: list[Regio]) -> None:
    """Prints the tables on simulated series."""
    wape: dict[str, np.ndarray] = {}
    klein: dict[str, np.ndarray] = {}
    print(f"Namaak: {sum(len(r.driehoeken) for r in regios)} reeksen\nWAPE % van uiteindelijk, per leeftijd in maanden")
    rij("", np.arange(LEEFTIJDEN), "6d")
    rest: dict[str, tuple] = {}
    jong = slice(None, -LEEFTIJDEN - 1, -1)
    for naam, methode in METHODEN.items():
        begin = time.perf_counter()
        uitkomsten = [methode(r.driehoeken, r.groepen) for r in regios]
        duur = time.perf_counter() - begin
        paren = [(u[s], r.waarheid[s]) for u, r in zip(uitkomsten, regios, strict=True) for s in r.waarheid]
        schatting = np.array([p[0][0][jong] for p in paren])
        se = np.array([p[0][1][jong] for p in paren])
        waar = np.array([p[1][jong] for p in paren])
        fout = schatting - waar
        wape[naam] = 100 * np.abs(fout).sum(0) / waar.sum(0)
        groot = np.array([p[1].mean() for p in paren])
        onder = groot < np.median(groot)
        klein[naam] = 100 * (np.abs(fout) / groot[:, None])[onder].mean(0)
        totaal = np.mean([abs(u[0].sum() - w.sum()) <= Z80 * u[2] for u, w in paren])
        rest[naam] = (100 * fout.sum(0) / waar.sum(0), 100 * (np.abs(fout) <= Z80 * se).mean(0), 100 * totaal, duur)
        if naam in PUNT:
            rij(naam, wape[naam])
    for ander in ("gedeclareerd", "chain ladder"):
        rij(f"grip : {ander}", wape["grip"] / wape[ander])
    met = [bereken_afloop(r.driehoeken, r.groepen, r.toewijzing) for r in regios]
    paren = [(u[s].uiteindelijk, r.waarheid[s]) for u, r in zip(met, regios, strict=True) for s in r.waarheid]
    fout = np.array([np.abs(u - w)[jong] for u, w in paren]).sum(0)
    rij("grip, prior van toewijzing", 100 * fout / np.array([w[jong] for _, w in paren]).sum(0))
    print("\nFout in % van de maand, gemiddeld over de kleinste helft van de reeksen")
    for naam in PUNT:
        rij(naam, klein[naam])
    print("\nBias % van uiteindelijk")
    for naam in PUNT:
        rij(naam, rest[naam][0])
    print("\nDekking van 80% per maand; van het totaal per reeks; seconden")
    for naam in ("chain ladder", "grip", "grip geijkt"):
        _, dekking, totaal, duur = rest[naam]
        rij(naam, dekking, "6.1f")
        print(f"{'':28}  totaal {totaal:.1f}  {duur:.2f} s")


def vierkanten() -> tuple[dict[str, Driehoek], dict[str, str], dict[str, float]]:
    """The squares of ten by ten years with losses paid in every cell: triangle, line of business, paid in the end."""
    import chainladder as cl

    driehoeken, groepen, waarheid = {}, {}, {}
    for bestand in ("clrd", "clrd2025"):
        monster = cl.load_sample(bestand).set_backend("numpy")
        kolom = "CumPaidLoss"
        waarden = np.asarray(monster[kolom].values)[:, 0, :, :]
        for i, (sleutel, cum) in enumerate(zip(monster.index.to_numpy(), waarden, strict=True)):
            vierkant = cum[:10, :10]
            if vierkant.shape != (10, 10) or not (np.isfinite(vierkant) & (vierkant > 0)).all():
                continue
            boven = np.add.outer(np.arange(10), np.arange(10)) < 10
            bedragen = np.where(boven, np.diff(vierkant, axis=1, prepend=0), np.nan)
            naam = f"{bestand}{i:04d}"
            maanden = np.arange("2020-01", "2020-11", dtype="datetime64[M]")
            driehoeken[naam] = Driehoek(maanden, bedragen, maanden[-1])
            groepen[naam] = f"{bestand} {sleutel[-1]}"
            waarheid[naam] = float(vierkant[:, -1].sum())
    return driehoeken, groepen, waarheid


def meet_vierkanten() -> None:
    """Prints error and coverage on the real squares."""
    try:
        driehoeken, groepen, waarheid = vierkanten()
    except ImportError:
        print("\nSquares: overgeslagen, chainladder is er niet")
        return
    for bestand in sorted({naam[:-4] for naam in driehoeken}):
        deel = {naam: d for naam, d in driehoeken.items() if naam[:-4] == bestand}
        print(f"\nSquares {bestand}: {len(deel)} driehoeken (10 x 10 jaar, betaald, werkelijk einde bekend)")
        for naam in ("chain ladder", "grip", "grip geijkt"):
            uit = METHODEN[naam](deel, groepen)
            waar = np.array([waarheid[s] for s in deel])
            open_ = waar - np.array([d.gedeclareerd.sum() for d in deel.values()])
            fout = np.array([uit[s][0].sum() for s in deel]) - waar
            dekking = 100 * np.mean(np.abs(fout) <= Z80 * np.array([uit[s][2] for s in deel]))
            mediaan = 100 * np.median(np.abs(fout) / waar)
            wape = 100 * np.abs(fout).sum() / np.abs(open_).sum()
            print(
                f"{naam:28}  dekking van 80% {dekking:5.1f}  WAPE van nog te komen {wape:5.1f}"
                f"  mediane fout van het totaal {mediaan:4.2f}%"
            )


def main() -> None:
    """Reads the options and prints both measures."""
    opties = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    opties.add_argument("--zaden", type=int, nargs="+", default=[1, 2, 3])
    meet_namaak([regio(zaad) for zaad in opties.parse_args().zaden])
    meet_vierkanten()


if __name__ == "__main__":
    main()
