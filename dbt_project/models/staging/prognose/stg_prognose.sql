-- a reeks that nobody delivered is the house's own, put together from deliveries of months
select
    p.peildatum,
    p.peildatum = max(p.peildatum) over () as is_actueel,
    p.gemeente_code, p.gemeente, p.gebied_soort, p.jaar, p.periode, p.periode_soort, p.niveau, p.wet, p.voorziening,
    p.reeks, coalesce(l.reeks_rang, 0) as reeks_rang, p.maat, p.maanden_bekend,
    p.realisatie as realisatie_eur,
    p.nog_te_declareren as nog_te_declareren_eur,
    p.nog_te_komen as nog_te_komen_eur,
    p.laag as laag_eur,
    p.midden as midden_eur,
    p.hoog as hoog_eur,
    p.laag95 as laag95_eur,
    p.hoog95 as hoog95_eur,
    p.begroting as begroting_eur,
    p.kans_overschrijding_pct, p.breuk_pct,
    p.methode, p.toelichting, p.is_openbaar
from {{ lees_prognose('prognose') }} as p
{{ van_reeks() }}
