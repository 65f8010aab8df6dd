-- Begroting, realisatie, prognose en signaal van een gebied en jaar. code: gemeente of regio.
-- voorbeeld: select * from budget('GM0402', 2019)
create macro budget(code, in_jaar) as table
select
    niveau, wet, voorziening, begroting_primitief_eur, begroting_actueel_eur, realisatie_eur, realisatie_tot_en_met,
    verplicht_eur, prognose_laag_eur, prognose_midden_eur, prognose_hoog_eur, afwijking_eur, afwijking_pct, oordeel,
    kans_overschrijding_pct, signaal, toelichting /* verborgen: budgetbewaking */
from budgetbewaking
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening
