"""Hand-worked dates and periods in every way that a cell is written."""

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from pipeline.inname.perioden import Periode, lees_datum, lees_jaar, lees_periode
from pipeline.inname.waarden import Onleesbaar

D = Decimal


@pytest.mark.parametrize(
    ("cel", "dag"),
    [
        ("17-12-2020", date(2020, 12, 17)),
        ("5-1-2021", date(2021, 1, 5)),
        (" 05/01/2021 ", date(2021, 1, 5)),
        ("29-02-2020", date(2020, 2, 29)),
        ("2021-01-05", date(2021, 1, 5)),
        ("2021-01-05T23:30:00", date(2021, 1, 5)),
        ("2021-01-05 23:30", date(2021, 1, 5)),
        ("2021-01-05T23:30:00.123Z", date(2021, 1, 5)),
        ("2021-01-05T23:30:00+02:00", date(2021, 1, 5)),
        ("2021-01-05T00:30:00-0500", date(2021, 1, 5)),
        ("05-01-2021 00:00:00", date(2021, 1, 5)),
        ("20210105", date(2021, 1, 5)),
        (20210105, date(2021, 1, 5)),
        (20210105.0, date(2021, 1, 5)),
        ("17 december 2020", date(2020, 12, 17)),
        ("17 December 2020", date(2020, 12, 17)),
        ("5 jan 2021", date(2021, 1, 5)),
        ("5 mrt. 2021", date(2021, 3, 5)),
        ("5-okt-2021", date(2021, 10, 5)),
        (1, date(1900, 1, 1)),
        (59, date(1900, 2, 28)),
        (61, date(1900, 3, 1)),
        (44201, date(2021, 1, 5)),
        (44201.75, date(2021, 1, 5)),
        (D("44201"), date(2021, 1, 5)),
        ("44201", date(2021, 1, 5)),
        ("44201,5", date(2021, 1, 5)),
        (73415, date(2100, 12, 31)),
        (date(2021, 1, 5), date(2021, 1, 5)),
        (datetime(2021, 1, 5, 23, 59), date(2021, 1, 5)),
        (datetime(2021, 1, 5, 23, 59, tzinfo=timezone(timedelta(hours=-5))), date(2021, 1, 5)),
        (None, None),
        ("", None),
        ("  ", None),
        (float("nan"), None),
    ],
)
def test_lees_datum(cel, dag):
    gelezen = lees_datum(cel)
    assert gelezen == dag and type(gelezen) is type(dag)


@pytest.mark.parametrize(
    ("cel", "dag"),
    [(0, date(1904, 1, 1)), (60, date(1904, 3, 1)), (42739, date(2021, 1, 5)), ("42739", date(2021, 1, 5))],
)
def test_lees_datum_1904(cel, dag):
    assert lees_datum(cel, systeem_1904=True) == dag


@pytest.mark.parametrize(
    "cel",
    [
        "31-02-2020", "29-02-2021", "12/31/2020", "05-01/2021", "05-01-21", "2021-1-5", "2021-13-01", "0-1-2021",
        "tekst",
        "5 brumaire 2021", "31-12-1899", "01-01-2101", "9999-12-31", "2021-01-05T25:00", "20211301", "2021", 2021, 60,
        0,
        -1, 73416, 99999999, True, float("inf"), date(1899, 12, 31), datetime(2101, 1, 1), "1" * 201, "\u0661-1-2021",
        b"1",
    ],
)  # fmt: skip
def test_lees_datum_onleesbaar(cel):
    with pytest.raises(Onleesbaar) as fout:
        lees_datum(cel)
    assert str(fout.value) == "datum.onleesbaar: verwacht een datum tussen 1900 en 2100, zoals 31-12-2020"


JAAR = Periode("2019", "jaar", 2019, date(2019, 1, 1), date(2019, 12, 31))
H1 = Periode("2019-H1", "halfjaar", 2019, date(2019, 1, 1), date(2019, 6, 30))
H2 = Periode("2019-H2", "halfjaar", 2019, date(2019, 7, 1), date(2019, 12, 31))
Q3 = Periode("2019-Q3", "kwartaal", 2019, date(2019, 7, 1), date(2019, 9, 30))
JULI = Periode("2019-07", "maand", 2019, date(2019, 7, 1), date(2019, 7, 31))


@pytest.mark.parametrize(
    ("cel", "periode"),
    [(cel, JAAR) for cel in (2019, 2019.0, D("2019"), "2019", " 2019 ", "2019.0", "2019JJ00", "2019*", "2019 *")]
    + [(cel, H1) for cel in ("2019H1", "2019h1", "2019HJ01", "2019-H1", "2019 H1", "2019HJ01*")]
    + [(cel, H2) for cel in ("2019H2", "2019HJ02")]
    + [(cel, Q3) for cel in ("2019Q3", "2019KW03", "2019-Q3", "2019 q3", "2019kw3")]
    + [(cel, JULI) for cel in ("2019-07", "2019MM07", "2019M07", "Juli 2019", "jul. 2019", "201907", 201907)]
    + [("februari 2020", Periode("2020-02", "maand", 2020, date(2020, 2, 1), date(2020, 2, 29)))]
    + [("2019Q4", Periode("2019-Q4", "kwartaal", 2019, date(2019, 10, 1), date(2019, 12, 31)))]
    + [("2019-12", Periode("2019-12", "maand", 2019, date(2019, 12, 1), date(2019, 12, 31)))],
)  # fmt: skip
def test_lees_periode(cel, periode):
    assert lees_periode(cel) == periode


@pytest.mark.parametrize(
    "cel",
    [
        None, "", "*", "1989", "2101", "2019H3", "2019H0", "2019Q5", "2019KW00", "2019-13", "201913", "2019-00",
        "2019-1",
        "2019-7", "20 19", "2019/2020", "2019-2020", "2019-07-01", "2019.5", 2019.5, 19, 20190701, True, float("nan"),
        float("inf"), "jul", "foo 2019", "2019X1", "2" * 201, "\u0662\u0660\u0661\u0669", -2019,
    ],
)  # fmt: skip
def test_lees_periode_onleesbaar(cel):
    with pytest.raises(Onleesbaar) as fout:
        lees_periode(cel)
    assert fout.value.regel_code == "periode.onleesbaar"
    assert str(fout.value).endswith("zoals 2019, 2019-H1, 2019-Q3 of 2019-07")


@pytest.mark.parametrize("cel", [2019, "2019", "2019.0", "2019*", "2019JJ00", 2019.0])
def test_lees_jaar(cel):
    assert lees_jaar(cel) == 2019


@pytest.mark.parametrize("cel", ["2019H1", "2019-07", 201907, None, "", "19", 1989, "tekst"])
def test_lees_jaar_onleesbaar(cel):
    with pytest.raises(Onleesbaar) as fout:
        lees_jaar(cel)
    assert str(fout.value) == "periode.onleesbaar: verwacht een jaar tussen 1990 en 2100, zoals 2019"
