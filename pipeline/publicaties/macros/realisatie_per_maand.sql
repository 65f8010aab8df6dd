-- Uitgaven per maand, met wat is ingediend en nog openstaat. soort: zin, pgb, subsidie, overig of alle.
-- voorbeeld: select * from realisatie_per_maand('GM9994', 2025)
create macro realisatie_per_maand(code, in_jaar) as table
select
    periode, niveau, wet, voorziening, soort, uitgaven_eur, ingediend_eur, openstaand_eur /* verborgen: uitgaven */
from uitgaven
where gemeente_code = code and jaar = in_jaar and periode_soort = 'maand' and is_voorkeur
order by niveau, wet, voorziening, soort, periode
