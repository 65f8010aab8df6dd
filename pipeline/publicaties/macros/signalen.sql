-- Alle gebieden en voorzieningen met oranje of rood, de grootste overschrijding eerst.
-- voorbeeld: select * from signalen(2022)
create macro signalen(in_jaar) as table
select
    gemeente_code, gemeente, niveau, wet, voorziening, signaal, begroting_actueel_eur, realisatie_eur,
    prognose_midden_eur, afwijking_eur, afwijking_pct, oordeel, toelichting /* verborgen: budgetbewaking */
from budgetbewaking
where jaar = in_jaar and signaal in ('oranje', 'rood') and is_voorkeur
order by afwijking_eur, gemeente_code, niveau, wet, voorziening
