"""The contracts of landing and marts, checked inside the database: schemas for pandera, derived and not typed over.

The landing follows the delivery contract, the marts what dbt's manifest says of types, required columns and lists.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import ibis
import pandera.ibis as pa
from ibis.backends.sql.datatypes import DuckDBType
from ibis.formats.pyarrow import PyArrowType
from pandera.errors import SchemaErrors

from pipeline.contracten import Uitslag
from pipeline.contracten.inname import TABELLEN
from pipeline.contracten.model import Tabel, eisen, landingschema
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
        uit.append(valideer("landing", naam, con.read_parquet(bestanden, union_by_name=True), landing_schema(tabel)))
    con.disconnect()
    return uit


def landing_schema(tabel: Tabel) -> pa.DataFrameSchema:
    """The delivery contract as a pandera schema for the database."""
    regels = eisen(tabel)
    kolommen = {}
    for veld in landingschema(tabel):
        eis = regels.get(veld.name)
        soort = PyArrowType.to_ibis(veld.type)
        checks = []
        if eis and eis.waarden:
            checks.append(pa.Check.isin(list(eis.waarden)))
        if eis and eis.minimum is not None:
            checks.append(pa.Check.ge(eis.minimum))
        kolommen[veld.name] = pa.Column(soort, checks, nullable=eis is None or not eis.verplicht)
    return pa.DataFrameSchema(kolommen)


def controleer_marts(
    databank: Path, manifest: Mapping[str, Any], uitgave: str | None = None, alleen: Collection[str] | None = None
) -> list[Uitslag]:
    """Every mart against its contract, and no column that could hold a person.

    `uitgave`: the database is that edition as published, where all tables stand in schema marts. `alleen`: only these.
    """
    con = ibis.duckdb.connect(str(databank), read_only=True)
    con.raw_sql("set enable_progress_bar = false")
    uit = []
    for naam, node in tabellen(manifest).items():
        if alleen is not None and naam not in alleen:
            continue
        tabel = con.table(node["alias"], database="marts" if uitgave else node["schema"])
        laag = f"publicaties.{uitgave}" if uitgave else node["schema"]
        uit.append(valideer(laag, node["alias"], tabel, mart_schema(node, manifest, uitgave)))
    con.disconnect()
    return uit


def mart_schema(node: Mapping[str, Any], manifest: Mapping[str, Any], uitgave: str | None = None) -> pa.DataFrameSchema:
    """What the manifest says of a model: types, and the columns that its tests require or limit to a list.

    A published table also says what was hidden in it; in openbaar any figure can be.
    """
    verplicht: set[str] = set()
    lijsten: dict[str, list[Any]] = {}
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
            lijsten[test["column_name"]] = kwargs["values"]
    if uitgave == "openbaar":
        verplicht &= {*lees().mart(node["alias"]).sleutel, "is_openbaar"}
    kolommen = {
        naam: pa.Column(
            DuckDBType.from_string(kolom["data_type"]),
            [pa.Check.isin(lijsten[naam])] if naam in lijsten else [],
            nullable=naam not in verplicht,
        )
        for naam, kolom in node["columns"].items()
    }
    if uitgave and node["alias"] not in ZONDER_CIJFERS:
        kolommen[KOLOM] = pa.Column(DuckDBType.from_string("varchar"), nullable=True)
    return pa.DataFrameSchema(kolommen, strict=True)


def valideer(laag: str, naam: str, tabel: ibis.Table, schema: pa.DataFrameSchema) -> Uitslag:
    """Run a schema over a table; breaches come back as column and rule, without the values that pandera quotes."""
    fouten = [f"kolom {k} mag niet in een publicatie" for k in tabel.columns if laag != "landing" and k in VERBODEN]
    rijen = int(tabel.count().execute())
    if rijen == 0:
        # a count over no rows is NULL, which pandera takes for a breach: only the columns can be checked
        leeg = {k: pa.Column(c.dtype, nullable=True) for k, c in schema.columns.items()}
        schema = pa.DataFrameSchema(leeg, strict=schema.strict)
    try:
        schema.validate(tabel, lazy=True)
    except SchemaErrors as fout:
        fouten += [_regel(f) for f in fout.schema_errors]
    return Uitslag(laag, naam, rijen, fouten)


def _regel(fout: Any) -> str:
    check = fout.check if isinstance(fout.check, str) else getattr(fout.check, "name", None)
    plaats = getattr(fout.schema, "name", None) or "tabel"
    return f"kolom {plaats}: {check or fout.reason_code.value}"
