select
    p.peildatum,
    p.peildatum = max(p.peildatum) over () as is_actueel,
    p.gemeente_code, p.gemeente, p.gebied_soort, p.jaar, p.niveau, p.wet, p.voorziening,
    p.reeks, coalesce(l.reeks_rang, 0) as reeks_rang,
    p.laag as laag_eur,
    p.midden as midden_eur,
    p.hoog as hoog_eur,
    p.clienten as clienten_aantal,
    p.prijsindex_pct,
    p.rijksbijdrage as rijksbijdrage_eur,
    p.saldo as saldo_eur,
    p.methode, p.toelichting, p.is_openbaar
from {{ lees_prognose('meerjaren') }} as p
{{ van_reeks() }}
