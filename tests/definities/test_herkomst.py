"""Every figure in a mart says where it comes from, in names that exist (the form stands in marts/_marts.yml)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlglot
from sqlglot import exp

from tests.conftest import DbtBouw

GETALLEN = ("bigint", "integer", "decimal", "double")
# numbers that are a key or a place, not a measure
GEEN_MAAT = {"jaar", "van_jaar", "uitkeringsjaar", "opgeheven_in_jaar", "raming_vanaf", "regel", "reeks_rang"}
SLEUTELS = {"sleutel", "bestand", "blad", "regel"}


def _marts(dbt_bouw: DbtBouw) -> dict[str, dict[str, Any]]:
    return {n["alias"]: n for n in dbt_bouw.modellen.values() if n["schema"] in ("marts", "publicaties")}


def _meta(node: dict[str, Any], naam: str) -> dict[str, Any]:
    return node["config"]["meta"].get(naam, {})


def _ingangen(herkomst: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every entry of a mart, those in a list and behind `anders` too, with its measure."""
    for maat, bron in herkomst.items():
        rij = list(bron) if isinstance(bron, list) else [bron]
        for ingang in rij:
            yield maat, ingang
            if "anders" in ingang:
                rij.append(ingang["anders"])


def test_elke_maat_heeft_herkomst_of_een_reden(dbt_bouw: DbtBouw) -> None:
    mis = []
    for mart, node in _marts(dbt_bouw).items():
        maten = {k for k, c in node["columns"].items() if c["data_type"].startswith(GETALLEN)} - GEEN_MAAT
        herkomst, niet = set(_meta(node, "herkomst")), _meta(node, "herkomst_niet")
        mis += [f"{mart}.{m}: geen herkomst" for m in maten - herkomst - set(niet)]
        teksten = {m for m, bron in _meta(node, "herkomst").items() if _is_tekst(bron)}
        mis += [f"{mart}.{m}: geen maat" for m in (herkomst | set(niet)) - maten - teksten]
        mis += [f"{mart}.{m}: herkomst en reden" for m in herkomst & set(niet)]
        mis += [f"{mart}.{m}: lege reden" for m, reden in niet.items() if not reden.strip()]
    assert mis == []


def test_elke_ingang_heeft_een_bekende_vorm(dbt_bouw: DbtBouw) -> None:
    verplicht = {
        "model": {"model", "waarde", "optelling", "sleutels"},
        "mart": {"mart", "waarde", "sleutels"},
        "uit": {"uit"},
    }
    mag = {"model": {"kolom", "landingkolom", "volgorde", "filter", "anders"}, "mart": {"filter"}, "uit": set()}
    mis = []
    for mart, node in _marts(dbt_bouw).items():
        for maat, ingang in _ingangen(_meta(node, "herkomst")):
            soort = next((s for s in verplicht if s in ingang), None)
            sleutels = set(ingang) - {"als"}
            if soort is None or not verplicht[soort] <= sleutels <= verplicht[soort] | mag[soort]:
                mis.append(f"{mart}.{maat}: {sorted(sleutels)}")
            elif ingang.get("optelling", "som") not in ("som", "laatste", "verschillend", "tekst"):
                mis.append(f"{mart}.{maat}: optelling {ingang['optelling']}")
    assert mis == []


def test_elke_naam_bestaat(dbt_bouw: DbtBouw) -> None:
    marts = _marts(dbt_bouw)
    mis = []
    for mart, node in marts.items():
        herkomst = _meta(node, "herkomst")
        for maat, ingang in _ingangen(herkomst):
            plek = f"{mart}.{maat}"
            mis += [f"{plek}: als {k}" for k in ingang.get("als", {}) if k not in node["columns"]]
            if "uit" in ingang:
                bekend = set(herkomst) | set(_meta(node, "herkomst_niet"))
                mis += [f"{plek}: uit {m}" for m in ingang["uit"] if m not in bekend or m == maat]
                continue
            doel = dbt_bouw.modellen.get(ingang["model"]) if "model" in ingang else marts.get(ingang["mart"])
            if doel is None:
                mis.append(f"{plek}: {ingang.get('model') or ingang['mart']}")
                continue
            nodig = {ingang["waarde"], *ingang["sleutels"].values(), *_kolommen_van(ingang.get("filter"))}
            if "model" in ingang:
                nodig |= (
                    SLEUTELS
                    | {ingang.get("kolom", "kolom")}
                    | ({ingang["volgorde"]} if "volgorde" in ingang else set())
                )
            elif ingang["waarde"] not in _meta(doel, "herkomst"):
                mis.append(f"{plek}: {ingang['mart']}.{ingang['waarde']} heeft zelf geen herkomst")
            mis += [f"{plek}: {doel['name']}.{k}" for k in nodig if k not in doel["columns"]]
            mis += [f"{plek}: sleutel {k}" for k in ingang["sleutels"] if k not in node["columns"]]
    assert mis == []


def test_elke_voorwaarde_kan_voorkomen(dbt_bouw: DbtBouw) -> None:
    """A condition names a value that the column may have, and a list has an entry for each of them."""
    toegestaan: dict[tuple[str, str], set[str]] = {}
    for test in dbt_bouw.manifest["nodes"].values():
        soort = test.get("test_metadata") or {}
        if soort.get("name") == "accepted_values":
            model = dbt_bouw.manifest["nodes"][test["attached_node"]]["alias"]
            toegestaan[model, test["column_name"]] = set(soort["kwargs"]["values"])
    for mart, node in _marts(dbt_bouw).items():
        for maat, bron in _meta(node, "herkomst").items():
            if isinstance(bron, list):
                kolommen = {k for ingang in bron for k in ingang["als"]}
                assert len(kolommen) == 1, f"{mart}.{maat}"
                kolom = kolommen.pop()
                assert {ingang["als"][kolom] for ingang in bron} == toegestaan[mart, kolom], f"{mart}.{maat}"


def _is_tekst(bron: Any) -> bool:
    return isinstance(bron, dict) and bron.get("optelling") == "tekst"


def _kolommen_van(filter_: str | None) -> set[str]:
    if not filter_:
        return set()
    return {k.name for k in sqlglot.parse_one(filter_, read="duckdb").find_all(exp.Column)}
