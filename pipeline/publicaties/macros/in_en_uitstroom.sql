-- Begin, instroom, herhaald beroep, uitstroom en eind, per periode.
-- voorbeeld: select * from in_en_uitstroom('GM9994', 2025)
create macro in_en_uitstroom(code, in_jaar) as table
select
    periode, periode_soort, niveau, wet, voorziening, begin_aantal, instroom_aantal, herhaald_beroep_aantal,
    uitstroom_aantal, eind_aantal /* verborgen: instroom_uitstroom */
from instroom_uitstroom
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening, periode_soort, periode
