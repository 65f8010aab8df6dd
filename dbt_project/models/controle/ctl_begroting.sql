-- a delivered total of the budget that its delivered parts do not add up to, both after the last change
with delen as (
    select *,
        versie_nr = max(versie_nr) over (
            partition by reeks, gemeente_code, jaar, niveau, wet, voorziening, is_opgeteld, deel
        ) as is_actueel
    from {{ ref('int_begroting_cellen') }}
),

opgeteld as (
    select reeks, gemeente_code, jaar, niveau, wet, voorziening, cast(sum(bedrag_eur) as decimal(18,2)) as som_eur
    from delen
    where is_opgeteld = 1 and is_actueel
    group by reeks, gemeente_code, jaar, niveau, wet, voorziening
    -- one unknown part makes the sum unknown
    having count(*) = count(bedrag_eur)
)

select
    d.levering, d.bestand, d.blad, d.regel, d.kolom, cast(d.bedrag_eur as string) as waarde, cast(o.som_eur as string) as verwacht,
    cast(d.bedrag_eur - o.som_eur as decimal(28,8)) as verschil, 'begroting.totaal' as regel_code, 'waarschuwing' as ernst,
    concat('Het begrote totaal van ', cast(d.jaar as string),
        ' is niet de som van de begrote delen. Het geleverde totaal telt; vraag na welk bedrag de raad vaststelde.') as melding,
    'controller' as eigenaar, d.is_openbaar
from delen as d
inner join opgeteld as o
    on d.reeks = o.reeks and d.gemeente_code = o.gemeente_code and d.jaar = o.jaar and d.niveau = o.niveau and d.wet = o.wet
    and d.voorziening = o.voorziening
where d.is_opgeteld = 0 and d.is_actueel and d.bedrag_eur <> o.som_eur
