-- Cliënten per periode en voorziening: uniek in de periode, op de laatste dag, voorzieningen en huishoudens.
-- voorbeeld: select * from clienten_van('GM0402', 2019)
create macro clienten_van(code, in_jaar) as table
select
    periode, periode_soort, leveringsvorm, niveau, wet, voorziening, clienten_aantal, clienten_peildatum_aantal,
    voorzieningen_aantal, huishoudens_aantal, inwoners_aantal, per_1000_inwoners /* verborgen: clienten */
from clienten
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening, leveringsvorm, periode_soort, periode
