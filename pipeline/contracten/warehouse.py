"""The contracts of landing and marts, checked inside the database: schemas for pandera, derived and not typed over.

The landing follows the delivery contract, the marts what dbt's manifest says of types, required columns and lists.
pandera looks at one column at a time, which for all columns of all tables takes longer than building them: so one query
per table says first which columns have anything to say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import pandera.ibis as pa
from ibis.backends.sql.datatypes import DuckDBType
from ibis.formats.pyarrow import PyArrowType
from pandera.errors import SchemaErrors

from pipeline.contracten import Uitslag
from pipeline.contracten.inname import TABELLEN
from pipeline.contracten.model import Eis, Tabel, eisen, landingschema
from pipeline.privacy.onthulling.rollen import lees
from pipeline.privacy.onthulling.uitgave import KOLOM, ZONDER_CIJFERS
from pipeline.publicaties.databank import tabellen

# no person leaves the working database, and nothing that leads to one
VERBODEN = (
    "bsn", "client_id", "pseudoniem", "geboortedatum", "naam_client", "persoon", "huishouden", "consulent",
    "toewijzingnummer", "referentie",
)  # fmt: skip


def controleer_landing(landing: Path) -> list[Uitslag]:
    """Every landing table against its contract: one outcome per table."""
    con = ibis.duckdb.connect()
    con.raw_sql("set enable_progress_bar = false")
    uit = []
    for naam, tabel in TABELLEN.items():
        bestanden = [str(p) for p in sorted(landing.glob(f"*/{naam}/*.parquet"))]
        uit.append(valideer("landing", naam, con.read_parquet(bestanden, union_by_name=True), landing_contract(tabel)))
    con.disconnect()
    return uit


@dataclass(frozen=True)
class Contract:
    """The type of every column, what is asked of some, and whether other columns may stand beside them."""

    soorten: dict[str, dt.DataType]
    eisen: dict[str, Eis]
    strikt: bool = False

    def schema(self, alleen: Collection[str]) -> pa.DataFrameSchema:
        """The pandera schema: all types, and the demands on the columns named."""
        kolommen = {}
        for naam, soort in self.soorten.items():
            eis = self.eisen.get(naam, Eis()) if naam in alleen else Eis()
            checks = []
            if eis.waarden:
                checks.append(pa.Check.isin(list(eis.waarden)))
            if eis.minimum is not None:
                checks.append(pa.Check.ge(eis.minimum))
            kolommen[naam] = pa.Column(soort, checks, nullable=not eis.verplicht)
        return pa.DataFrameSchema(kolommen, strict=self.strikt)

    def breuken(self, tabel: ibis.Table) -> tuple[int, set[str]]:
        """The number of rows, and the columns of which a row does not meet the demands: one query.

        A column that is not there or has another type is not looked at; the schema says so.
        """
        maten = {"": tabel.count()}
        for naam, eis in self.eisen.items():
            if naam not in tabel.columns or tabel[naam].type() != self.soorten[naam]:
                continue
            kolom = tabel[naam]
            fouten = [kolom.isnull()] if eis.verplicht else []
            if eis.waarden:
                fouten.append(kolom.notin(list(eis.waarden)))
            if eis.minimum is not None:
                fouten.append(kolom < eis.minimum)
            if fouten:
                # a demand on a value has nothing to say of a missing one: NULL
                maten[naam] = ibis.or_(*fouten).any()
        (rij,) = tabel.aggregate(**{f"m{i}": maat for i, maat in enumerate(maten.values())}).to_pyarrow().to_pylist()
        rijen, *gevonden = rij.values()
        return rijen, {naam for naam, fout in zip(list(maten)[1:], gevonden, strict=True) if fout}


def landing_contract(tabel: Tabel) -> Contract:
    """The delivery contract, for the database."""
    return Contract({veld.name: PyArrowType.to_ibis(veld.type) for veld in landingschema(tabel)}, eisen(tabel))


def controleer_marts(
    databank: Path, manifest: Mapping[str, Any], uitgave: str | None = None, alleen: Collection[str] | None = None
) -> list[Uitslag]:
    """Every mart against its contract, and no column that could hold a person.

    `uitgave`: the database is that edition as published (of a gemeente: her code), with all tables in schema marts.
    `alleen`: only these.
    """
    con = ibis.duckdb.connect(str(databank), read_only=True)
    con.raw_sql("set enable_progress_bar = false")
    uit = []
    for naam, node in tabellen(manifest).items():
        if alleen is not None and naam not in alleen:
            continue
        tabel = con.table(node["alias"], database="marts" if uitgave else node["schema"])
        laag = f"publicaties.{uitgave}" if uitgave else node["schema"]
        uit.append(valideer(laag, node["alias"], tabel, mart_contract(node, manifest, uitgave)))
    con.disconnect()
    return uit


def mart_contract(node: Mapping[str, Any], manifest: Mapping[str, Any], uitgave: str | None = None) -> Contract:
    """What the manifest says of a model: types, and the columns that its tests require or limit to a list.

    A published table also says what was hidden in it; outside intern any figure can be.
    """
    verplicht: set[str] = set()
    lijsten: dict[str, tuple[Any, ...]] = {}
    for test in manifest["nodes"].values():
        soort = (test.get("test_metadata") or {}).get("name")
        if test.get("attached_node") != node["unique_id"] or test["config"].get("where"):
            continue
        kwargs = test["test_metadata"]["kwargs"]
        if soort == "not_null":
            verplicht.add(test["column_name"])
        elif soort == "gevuld":
            verplicht.update(kwargs["kolommen"])
        elif soort == "accepted_values":
            lijsten[test["column_name"]] = tuple(kwargs["values"])
    if uitgave not in (None, "intern"):
        verplicht &= {*lees().mart(node["alias"]).sleutel, "is_openbaar"}
    soorten = {naam: DuckDBType.from_string(kolom["data_type"]) for naam, kolom in node["columns"].items()}
    if uitgave and node["alias"] not in ZONDER_CIJFERS:
        soorten[KOLOM] = DuckDBType.from_string("varchar")
    eisen_ = {naam: Eis(naam in verplicht, lijsten.get(naam, ())) for naam in sorted(verplicht | lijsten.keys())}
    return Contract(soorten, eisen_, strikt=True)


def valideer(laag: str, naam: str, tabel: ibis.Table, contract: Contract) -> Uitslag:
    """Hold a table against its contract; breaches come back as column and rule, without the values pandera quotes."""
    fouten = [f"kolom {k} mag niet in een publicatie" for k in tabel.columns if laag != "landing" and k in VERBODEN]
    rijen, breuken = contract.breuken(tabel)
    try:
        contract.schema(breuken).validate(tabel, lazy=True)
    except SchemaErrors as fout:
        fouten += [_regel(f) for f in fout.schema_errors]
    return Uitslag(laag, naam, rijen, fouten)


def _regel(fout: Any) -> str:
    check = fout.check if isinstance(fout.check, str) else getattr(fout.check, "name", None)
    plaats = getattr(fout.schema, "name", None) or "tabel"
    return f"kolom {plaats}: {check or fout.reason_code.value}"
