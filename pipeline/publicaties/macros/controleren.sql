-- Alle bevindingen van de bestanden met dit woord in hun naam.
-- voorbeeld: select * from controleren('regio_gv_maatregelen')
create macro controleren(deel) as table
select ernst, regel_code, bestand, blad, regel, kolom, waarde, verwacht, verschil, melding, eigenaar
from bevindingen
where bestand ilike '%' || deel || '%'
order by bestand, blad, regel, kolom
