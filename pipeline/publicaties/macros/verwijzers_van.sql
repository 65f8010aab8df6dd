-- Wie verwees, met cliënten en uitgaven. Wie twee verwijzers heeft, telt bij beide.
-- voorbeeld: select * from verwijzers_van('GM9994', 2025)
create macro verwijzers_van(code, in_jaar) as table
select
    niveau, wet, voorziening, verwijzer, clienten_aantal, uitgaven_eur,
    kosten_per_client_eur /* verborgen: verwijzers */
from verwijzers
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening, uitgaven_eur desc nulls last, verwijzer
