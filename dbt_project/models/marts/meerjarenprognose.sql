{% set cel = ['gemeente_code', 'jaar', 'peildatum', 'niveau', 'wet', 'voorziening'] %}
select
    gemeente_code, gemeente, gebied_soort, jaar, peildatum, is_actueel, niveau, wet, voorziening, reeks,
    {{ is_voorkeur(cel) }} as is_voorkeur,
    laag_eur as laag, midden_eur as midden, hoog_eur as hoog, clienten_aantal, prijsindex_pct, rijksbijdrage_eur, saldo_eur,
    case when saldo_eur > 0 then 'voordeel' when saldo_eur < 0 then 'nadeel' when saldo_eur = 0 then 'conform' end as oordeel,
    methode, toelichting, is_openbaar
from {{ ref('stg_meerjaren') }}
