{% set cel = ['gemeente_code', 'periode', 'peildatum', 'niveau', 'wet', 'voorziening', 'maat'] %}
{% set jaarcel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
-- cells whose budget holds more than the monthly figures: the chance to exceed it would say nothing
with deels as (
    select {{ jaarcel | join(', ') }} from {{ ref('int_budget_verschil') }} where is_deels and is_keten group by {{ jaarcel | join(', ') }}
),

regels as (
    select p.*, d.jaar is not null and p.reeks = {{ reeks_maandcijfers() }} as is_deels
    from {{ ref('stg_prognose') }} as p
    left join deels as d on {{ gelijk('p', 'd', jaarcel) }}
)

select
    gemeente_code, gemeente, gebied_soort, jaar, periode, periode_soort, peildatum, is_actueel,
    -- a forecast without months of a year that had passed
    maanden_bekend = 0 and jaar < extract(year from peildatum) as is_terugblik,
    niveau, wet, voorziening, reeks, {{ is_voorkeur(cel) }} as is_voorkeur, maat, maanden_bekend,
    realisatie_eur, nog_te_declareren_eur, nog_te_komen_eur,
    laag_eur as laag, midden_eur as midden, hoog_eur as hoog, laag95_eur as laag95, hoog95_eur as hoog95,
    begroting_eur, case when not is_deels then kans_overschrijding_pct end as kans_overschrijding_pct, methode, toelichting, is_openbaar
from regels
