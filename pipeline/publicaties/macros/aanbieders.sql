-- Per aanbieder: cliënten, omzet, prijs, duur en aandeel; de grootste eerst.
-- voorbeeld: select * from aanbieders('GM9994', 2025)
create macro aanbieders(code, in_jaar) as table
select
    niveau, wet, voorziening, aanbieder, clienten_aantal, omzet_eur, aandeel_pct, gemiddelde_prijs_eur, eenheid,
    duur_maanden, start_na_dagen, volgens_plan_pct, herhaald_beroep_pct /* verborgen: zorgaanbod */
from zorgaanbod
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening, omzet_eur desc nulls last, aanbieder
