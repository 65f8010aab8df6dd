-- Rijksbijdrage naast uitgaven per wet en jaar, met oordeel.
-- voorbeeld: select * from dekking_van('GM1730')
create macro dekking_van(code) as table
select
    jaar, wet, rijksbijdrage_eur, uitgaven_eur, saldo_eur, dekkingsgraad_pct, oordeel,
    toelichting /* verborgen: dekking */
from dekking
where gemeente_code = code and is_voorkeur
order by wet, jaar
