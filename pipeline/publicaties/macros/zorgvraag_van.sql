-- Meldingen, besluiten, doorlooptijd en wachtenden, per periode en verwijzer.
-- voorbeeld: select * from zorgvraag_van('GM9994', 2025)
create macro zorgvraag_van(code, in_jaar) as table
select
    periode, periode_soort, verwijzer, niveau, wet, voorziening, meldingen_aantal, aanvragen_aantal, toegekend_aantal,
    afgewezen_aantal, doorlooptijd_dagen, wachtenden_aantal /* verborgen: zorgvraag */
from zorgvraag
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening, verwijzer, periode_soort, periode
