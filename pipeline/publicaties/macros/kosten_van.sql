-- Wat een cliënt kost, met volume en gemiddelde prijs.
-- voorbeeld: select * from kosten_van('RG-GV', 2019)
create macro kosten_van(code, in_jaar) as table
select
    niveau, wet, voorziening, uitgaven_eur, clienten_aantal, kosten_per_client_eur, volume_per_client, eenheid,
    gemiddelde_prijs_eur, reeks /* verborgen: kosten_per_client */
from kosten_per_client
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by niveau, wet, voorziening
