"""The prognose in the whole path, on the small demo region: made once, kept, coherent, and shown with its budget."""

from __future__ import annotations

from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from pipeline.prognose.stap import voorspel
from tests.pad.test_demo import vraag


def test_een_tweede_keer_wordt_niets_opnieuw_berekend(demo):
    archief = demo.archief / "prognose" / "synthetisch"
    (dag,) = [p for p in archief.iterdir() if p.name != "achteraf"]
    (eerste,) = dag.iterdir()
    voor = {p: p.read_bytes() for p in eerste.iterdir()}
    nog_eens = voorspel(demo.werk, demo.archief, 4.0)
    assert not nog_eens.is_nieuw
    assert nog_eens.actueel == eerste
    assert {p: p.read_bytes() for p in eerste.iterdir()} == voor


def test_wat_gepubliceerd_is_is_wat_bewaard_is(demo):
    (bestand,) = (demo.archief / "prognose" / "synthetisch").glob("*/*/prognose.parquet")
    bewaard = pq.read_table(
        bestand, columns=["gemeente_code", "periode", "niveau", "wet", "voorziening", "reeks", "midden"]
    )
    gepubliceerd = vraag(
        demo, "select gemeente_code, periode, niveau, wet, voorziening, reeks, midden from marts.prognose"
    )
    assert sorted(gepubliceerd) == sorted(tuple(r.values()) for r in bewaard.to_pylist())


def test_een_andere_instelling_geeft_een_berekening_ernaast(demo, tmp_path):
    eerste, tweede = voorspel(demo.werk, tmp_path, 4.0), voorspel(demo.werk, tmp_path, 5.0)
    assert (eerste.is_nieuw, tweede.is_nieuw) == (True, True)
    assert eerste.actueel.parent == tweede.actueel.parent
    assert eerste.actueel.exists()


def test_achteraf_gemaakt_is_nooit_wat_er_toen_gezegd_is(demo, tmp_path):
    voorspel(demo.werk, tmp_path, 4.0, achteraf=True)
    assert list((tmp_path / "prognose" / "synthetisch").iterdir()) == [
        tmp_path / "prognose" / "synthetisch" / "achteraf"
    ]


@pytest.mark.parametrize("gebied", ["GM9994", "RG-DEMO"])
def test_de_delen_tellen_op_tot_het_geheel(demo, gebied):
    rijen = vraag(
        demo,
        "select niveau, sum(midden), sum(realisatie_eur + nog_te_declareren_eur + nog_te_komen_eur) from marts.prognose "
        f"where gemeente_code = '{gebied}' and periode = '2026' and maanden_bekend = 6 group by niveau",
    )
    som = {niveau: (midden, delen) for niveau, midden, delen in rijen}
    assert set(som) == {"voorziening", "groep", "wet", "totaal"}
    assert all(midden == delen for midden, delen in som.values())
    assert som["wet"][0] == som["totaal"][0]
    assert som["voorziening"][0] <= som["groep"][0] <= som["wet"][0]


def test_de_maanden_tellen_op_tot_het_jaar(demo):
    mis = vraag(
        demo,
        "select gemeente_code, niveau, wet, voorziening, max(case when periode_soort = 'jaar' then midden end) as jaar, "
        "sum(case when periode_soort = 'maand' then midden end) as maanden from marts.prognose "
        "where jaar = 2026 and maanden_bekend = 6 group by all having jaar <> maanden",
    )
    assert mis == []


def test_de_budgetbewaking_houdt_de_prognose_naast_de_begroting(demo):
    rijen = vraag(
        demo,
        "select b.begroting_actueel_eur, b.afwijking_eur, b.prognose_midden_eur, b.nog_te_verwachten_eur, b.realisatie_eur, "
        "p.midden, p.realisatie_eur, b.toelichting from marts.budgetbewaking as b "
        "inner join marts.prognose as p using (gemeente_code, jaar, niveau, wet, voorziening) "
        "where b.jaar = 2026 and p.periode_soort = 'jaar' and p.maanden_bekend = 6 and b.realisatie_status = 'voorlopig'",
    )
    assert len(rijen) > 50
    for begroting, afwijking, midden, te_verwachten, realisatie, prognose, bekend, tekst in rijen:
        assert (midden, realisatie) == (prognose, bekend)
        assert te_verwachten == midden - realisatie
        assert afwijking is None or afwijking == begroting - midden
        assert tekst
    assert any(afwijking for _, afwijking, *_ in rijen)


def test_de_toets_zet_de_methode_naast_de_eenvoudige(demo):
    methoden = {m for (m,) in vraag(demo, "select distinct methode from marts.prognose_toets where maanden_bekend = 6")}
    assert methoden == {"grip", "cash_x12", "vorig_jaar", "ratio_peildatum"}


def test_elke_waarschuwing_noemt_een_prognose_die_er_is(demo):
    rijen = vraag(
        demo,
        "select w.soort, w.verschil_eur, w.prognose_eur - w.grens_eur, p.midden from marts.waarschuwingen as w "
        "left join marts.prognose as p on w.gemeente_code = p.gemeente_code and w.niveau = p.niveau and w.wet = p.wet "
        "and w.voorziening = p.voorziening and w.prognose_eur = p.midden and p.periode = '2026'",
    )
    assert rijen
    for _, verschil, herrekend, midden in rijen:
        assert verschil == herrekend
        assert isinstance(midden, Decimal)
