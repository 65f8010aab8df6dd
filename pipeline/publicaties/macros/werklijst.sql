-- Wat iemand moet oplossen, het ergste eerst. wie: leverancier, data-analist of controller.
-- voorbeeld: select * from werklijst('data-analist')
create macro werklijst(wie) as table
select ernst, regel_code, bestand, blad, regel, kolom, waarde, verwacht, verschil, melding
from bevindingen
where eigenaar = wie and ernst <> 'info'
order by case ernst when 'fout' then 0 else 1 end, regel_code, bestand, blad, regel, kolom
