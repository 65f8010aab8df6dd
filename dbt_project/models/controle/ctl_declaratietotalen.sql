-- what a 325 says it grants against what the rules give: 323 minus what it names
with toegekend as (
    select bericht_id, cast(sum(toegekend_eur) as decimal(18,2)) as bedrag_eur
    from {{ ref('int_prestaties') }}
    group by bericht_id
)

select
    r.levering, r.bestand, 'Bericht' as blad, cast(1 as bigint) as regel, 'TotaalToegekendBedrag' as kolom,
    cast(r.totaal_toegekend as string) as waarde, cast(t.bedrag_eur as string) as verwacht,
    cast(r.totaal_toegekend - t.bedrag_eur as decimal(28,8)) as verschil,
    'declaratie.toegekend_totaal' as regel_code, 'waarschuwing' as ernst,
    'Het toegekende totaal in de 325 is niet de declaratie min wat de 325 afkeurt. De prestaties tellen; ga na welk bedrag is betaald.' as melding,
    'controller' as eigenaar, false as is_openbaar
from {{ ref('int_retouren') }} as r
inner join toegekend as t on r.heen_id = t.bericht_id
where r.totaal_toegekend <> t.bedrag_eur
