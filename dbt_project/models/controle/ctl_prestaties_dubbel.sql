-- a number that counted before: the line does not count again
select
    l.levering, p.bestand, min(p.blad) as blad, min(p.regel) as regel, cast(null as string) as kolom,
    cast(count(*) as string) as waarde, cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil,
    'prestatie.dubbel' as regel_code, 'waarschuwing' as ernst,
    concat('Een referentienummer dat al telt; de prestatie telt niet mee. Vraag de aanbieder om een eigen nummer. Prestaties in dit bericht: ',
        cast(count(*) as string), '.') as melding,
    'leverancier' as eigenaar, false as is_openbaar
from {{ ref('int_prestaties') }} as p
inner join {{ ref('stg_leveringen') }} as l on p.sleutel = l.sleutel
where p.status = 'dubbel'
group by l.levering, p.sleutel, p.bestand
