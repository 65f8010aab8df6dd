{% set cel = ['gemeente_code', 'periode', 'peildatum', 'niveau', 'wet', 'voorziening', 'maat'] %}
select
    gemeente_code, gemeente, gebied_soort, jaar, periode, periode_soort, peildatum, is_actueel,
    -- a forecast without months of a year that had passed
    maanden_bekend = 0 and jaar < extract(year from peildatum) as is_terugblik,
    niveau, wet, voorziening, reeks, {{ is_voorkeur(cel) }} as is_voorkeur, maat, maanden_bekend,
    realisatie_eur, nog_te_declareren_eur, nog_te_komen_eur,
    laag_eur as laag, midden_eur as midden, hoog_eur as hoog, laag95_eur as laag95, hoog95_eur as hoog95,
    begroting_eur, kans_overschrijding_pct, methode, toelichting, is_openbaar
from {{ ref('stg_prognose') }}
