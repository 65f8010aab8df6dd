-- Uitgaven per inwoner van Jeugd en Wmo, per jaar.
-- voorbeeld: select * from per_inwoner('GM0402')
create macro per_inwoner(code) as table
select jaar, voorziening, uitgaven_eur, inwoners_aantal, per_inwoner_eur, reeks /* verborgen: uitgaven */
from uitgaven
where
    gemeente_code = code and niveau = 'groep' and voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang') and soort = 'alle'
    and periode_soort = 'jaar' and is_voorkeur
order by voorziening, jaar
