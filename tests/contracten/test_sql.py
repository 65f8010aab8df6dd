"""The compiled SQL: it builds, its worked examples hold, and it reads as Spark SQL without what only DuckDB knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlglot
from sqlfluff.core import FluffConfig, Linter
from sqlglot import ErrorLevel, exp
from sqlglot.optimizer.scope import Scope, traverse_scope
from sqlglot.tokens import Token, TokenType

from tests.conftest import DbtBouw

# to be dispatched, not written in a model: another engine names it differently, or has it not at all
FUNCTIES = {
    "strftime", "strptime", "quantile_cont", "arg_max", "arg_min", "string_agg", "unnest", "generate_series", "range",
    "regexp_matches", "sha256", "read_csv", "list", "list_value", "list_transform", "list_filter", "list_aggregate",
    "list_contains", "list_sort", "list_distinct", "array_transform", "array_filter", "struct_pack", "epoch_ms",
}  # fmt: skip
WOORDEN = {
    TokenType.DCOLON: "::",
    TokenType.QUALIFY: "QUALIFY",
    TokenType.ARROW: "a lambda (->)",
    TokenType.RECURSIVE: "a recursive CTE",
    TokenType.PIVOT: "PIVOT",
    TokenType.UNPIVOT: "UNPIVOT",
    TokenType.ASOF: "ASOF",
    TokenType.IDENTIFIER: "a name in double quotes",
}
# sqlfluff's grammar lacks it, Spark has it
KENT_SQLFLUFF_NIET = re.compile(r"within group \(order by [^)]*\)")


def test_elk_model_bouwt_op_een_lege_landing(dbt_bouw: DbtBouw) -> None:
    gebouwd = {k: v for k, v in dbt_bouw.uitkomsten.items() if not k.startswith("unit_test.")}
    assert {k: v for k, v in gebouwd.items() if v not in ("success", "pass")} == {}
    assert {n["unique_id"] for n in dbt_bouw.modellen.values()} <= set(dbt_bouw.uitkomsten)


def test_rekenvoorbeelden_kloppen(dbt_bouw: DbtBouw) -> None:
    voorbeelden = {k: v for k, v in dbt_bouw.uitkomsten.items() if k.startswith("unit_test.")}
    assert voorbeelden
    assert {k: v for k, v in voorbeelden.items() if v != "pass"} == {}


def test_elk_model_is_spark_sql(dbt_bouw: DbtBouw) -> None:
    """sqlglot reads more than Spark does, so sqlfluff's dialect reads along: no part may stay unparsed."""
    linter = Linter(
        config=FluffConfig(overrides={"dialect": "sparksql", "templater": "raw", "large_file_skip_byte_limit": 0})
    )
    mis = {}
    for model in dbt_bouw.modellen:
        sql = dbt_bouw.sql(model)
        sqlglot.parse(sql, read="spark", error_level=ErrorLevel.RAISE)
        gelezen = linter.parse_string(KENT_SQLFLUFF_NIET.sub("", sql))
        if gelezen.violations:
            mis[model] = [str(v)[:200] for v in gelezen.violations]
    assert mis == {}


def test_geen_model_gebruikt_wat_alleen_duckdb_kent(dbt_bouw: DbtBouw) -> None:
    kolommen = _kolommen(dbt_bouw)
    mis = {
        model: gevonden for model in dbt_bouw.modellen if (gevonden := list(vermijden(dbt_bouw.sql(model), kolommen)))
    }
    assert mis == {}


@pytest.mark.parametrize(
    ("sql", "wat"),
    [
        ("select a::int from t", "::"),
        ("select a from t qualify row_number() over (order by a) = 1", "QUALIFY"),
        ("select a, count(*) from t group by all", "GROUP BY ALL"),
        ("select a from t order by all", "ORDER BY ALL"),
        ("select * exclude (a) from t", "* EXCLUDE"),
        ("select * replace (1 as a) from t", "* REPLACE"),
        ("select strftime(a, '%Y') from t", "strftime()"),
        ("select list_transform(a, x -> x + 1) from t", "a lambda (->)"),
        ("select string_agg(a, ',' order by a) from t", "string_agg()"),
        ('select "a" from t', "a name in double quotes"),
        ("with recursive c as (select 1) select * from c", "a recursive CTE"),
        ("select [1, 2] from t", "a list or struct literal"),
        ("select {'a': 1} from t", "a list or struct literal"),
        ("select cast(a as varchar) from t", "varchar without a length"),
        ("select a as nieuw, nieuw + 1 as b from t", "the alias nieuw in the same select"),
    ],
)
def test_de_lint_vindt_het(sql: str, wat: str) -> None:
    assert wat in list(vermijden(sql, {"t": {"a"}}))


@pytest.mark.parametrize(
    "sql",
    [
        "select replace(a, '.', ','), max_by(a, b) from t",
        "select cast(a as decimal(18,2)) as a, a + 1 as b from t",
        "select a as nieuw from t group by a having count(*) > 1 order by nieuw",
        "with c as (select a as x from t) select x as y, x + 1 as z from c",
    ],
)
def test_de_lint_laat_staan(sql: str) -> None:
    assert list(vermijden(sql, {"t": {"a", "b"}})) == []


def vermijden(sql: str, kolommen: dict[str, set[str]]) -> Iterator[str]:
    """What in a query is to be avoided or dispatched; `kolommen` has the columns of every table it can name."""
    tokens = sqlglot.tokenize(sql, read="duckdb")
    for nu, straks in zip(tokens, [*tokens[1:], None], strict=True):
        yield from _van_tokens(nu, straks)
    boom = sqlglot.parse_one(sql, read="duckdb")
    if next(boom.find_all(exp.Array, exp.Struct, exp.Map), None):
        yield "a list or struct literal"
    for scope in traverse_scope(boom):
        yield from _aliassen_in_dezelfde_select(scope, kolommen)


def _van_tokens(nu: Token, straks: Token | None) -> Iterator[str]:
    if nu.token_type in WOORDEN:
        yield WOORDEN[nu.token_type]
    if nu.text.lower() == "varchar" and nu.token_type != TokenType.STRING and (not straks or straks.text != "("):
        yield "varchar without a length"
    if straks is None:
        return
    if straks.token_type == TokenType.L_PAREN and nu.text.lower() in FUNCTIES:
        yield f"{nu.text.lower()}()"
    if nu.token_type == TokenType.STAR and straks.text.upper() in {"EXCLUDE", "REPLACE", "RENAME"}:
        yield f"* {straks.text.upper()}"
    if nu.text.upper() in {"GROUP BY", "ORDER BY"} and straks.token_type == TokenType.ALL:
        yield f"{nu.text.upper()} ALL"


def _aliassen_in_dezelfde_select(scope: Scope, kolommen: dict[str, set[str]]) -> Iterator[str]:
    """A name that an earlier expression of the same select gives and no table has: a lateral alias."""
    if not isinstance(scope.expression, exp.Select):
        return
    bekend = _namen_van_bronnen(scope, kolommen)
    eerder: set[str] = set()
    for deel in scope.expression.expressions:
        for kolom in deel.find_all(exp.Column):
            if (
                not kolom.table
                and kolom.name in eerder - bekend
                and kolom.find_ancestor(exp.Select) is scope.expression
            ):
                yield f"the alias {kolom.name} in the same select"
        if isinstance(deel, exp.Alias):
            eerder.add(deel.alias)


def _namen_van_bronnen(scope: Scope, kolommen: dict[str, set[str]]) -> set[str]:
    uit: set[str] = set()
    for bron in scope.sources.values():
        if isinstance(bron, Scope):
            uit |= _namen_van_query(bron, kolommen)
        else:
            uit |= kolommen.get(bron.name, set())
    return uit


def _namen_van_query(scope: Scope, kolommen: dict[str, set[str]]) -> set[str]:
    if scope.set_operation_scopes:
        return _namen_van_query(scope.set_operation_scopes[0], kolommen)
    namen = set(scope.expression.named_selects)
    if any(e.is_star for e in scope.expression.selects):
        namen |= _namen_van_bronnen(scope, kolommen)
    return namen


def _kolommen(dbt_bouw: DbtBouw) -> dict[str, set[str]]:
    """Columns per table: models from their yml, seeds from their declared types."""
    uit = {n["alias"]: set(n["columns"]) for n in dbt_bouw.modellen.values()}
    for node in dbt_bouw.manifest["nodes"].values():
        if node["resource_type"] == "seed":
            uit[node["alias"]] = set(node["config"]["column_types"]) | uit.get(node["alias"], set())
    return uit
