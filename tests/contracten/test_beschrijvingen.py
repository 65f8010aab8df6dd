"""Every table and column is described, once, in Dutch; the declared types of the marts are the built ones."""

from __future__ import annotations

import re

import duckdb

from pipeline.settings import DBT_PROJECT
from tests.conftest import DbtBouw

# a sentence about figures hardly does without one of these
NEDERLANDS = re.compile(
    r"\b(de|het|een|van|in|op|per|en|of|met|uit|is|waar|welke|wie|wat|zoals|bij|naar|voor|tot|die|dat|geen|nieuwe?|alle)\b",
    re.IGNORECASE,
)
ENGELS = re.compile(r"\b(the|of the|and|with|which|from|is a|rows?|figures?)\b", re.IGNORECASE)


def _is_nederlands(tekst: str) -> bool:
    return NEDERLANDS.search(tekst) is not None and ENGELS.search(tekst) is None


def _teksten(dbt_bouw: DbtBouw) -> dict[str, str]:
    """The docs blocks of kolommen.md by name; dbt brings some of its own."""
    docs = dbt_bouw.manifest["docs"].values()
    return {d["name"]: d["block_contents"].strip() for d in docs if d["package_name"] == "grip"}


def test_elk_model_heeft_een_beschrijving_met_de_grein(dbt_bouw: DbtBouw) -> None:
    mis = [
        naam
        for naam, n in dbt_bouw.modellen.items()
        if not n["description"].startswith("Grein: ") or not _is_nederlands(n["description"])
    ]
    assert mis == []


def test_elke_kolom_heeft_een_nederlandse_beschrijving(dbt_bouw: DbtBouw) -> None:
    mis = [
        f"{naam}.{kolom}: {k['description']}"
        for naam, n in dbt_bouw.modellen.items()
        for kolom, k in n["columns"].items()
        if not k["description"].strip() or ENGELS.search(k["description"])
    ]
    assert mis == []


def test_de_beschreven_kolommen_zijn_de_gebouwde(dbt_bouw: DbtBouw) -> None:
    with duckdb.connect(str(dbt_bouw.databank), read_only=True) as con:
        gebouwd: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for schema, tabel, kolom, soort in con.execute(
            "select table_schema, table_name, column_name, data_type from information_schema.columns "
            "order by table_schema, table_name, ordinal_position"
        ).fetchall():
            gebouwd.setdefault((schema, tabel), []).append((kolom, soort.lower()))
    for naam, n in dbt_bouw.modellen.items():
        kolommen = gebouwd[n["schema"], n["alias"]]
        assert list(n["columns"]) == [kolom for kolom, _ in kolommen], naam
        if n["schema"] in ("marts", "publicaties"):
            assert n["config"]["contract"]["enforced"], naam
            assert [(k["name"], k["data_type"]) for k in n["columns"].values()] == kolommen, naam


def test_elke_tekst_van_kolommen_md_is_gebruikt(dbt_bouw: DbtBouw) -> None:
    verwijzingen = set()
    for pad in (DBT_PROJECT / "models").rglob("*.yml"):
        verwijzingen |= set(re.findall(r"doc\('(\w+)'\)", pad.read_text(encoding="utf-8")))
    teksten = _teksten(dbt_bouw)
    assert set(teksten) - verwijzingen == set()
    assert [naam for naam, tekst in teksten.items() if not _is_nederlands(tekst) or not tekst.endswith(".")] == []


def test_geen_kolomtekst_staat_twee_keer_in_kolommen_md(dbt_bouw: DbtBouw) -> None:
    """Only a column that a family of tables shares under one heading may repeat a text."""
    teksten = list(_teksten(dbt_bouw).values())
    dubbel = {t for t in teksten if teksten.count(t) > 1}
    toegestaan = {t for t in dubbel if t.startswith(("Wat er in de cel van het bedrag", "Kolomkop waar het bedrag"))}
    assert dubbel == toegestaan
