-- per gemeente and code with a count: codes whose voorziening only the category tells, or nothing at all
with gebruik as (
    select gemeente_code, wet, coalesce(productcategorie, '') as productcategorie, coalesce(productcode, '') as productcode, sleutel
    from {{ ref('int_toewijzing_versies') }}
    where versie_rang = 1
    union all
    select gemeente_code, wet, coalesce(productcategorie, '') as productcategorie, coalesce(productcode, '') as productcode, sleutel
    from {{ ref('int_prestaties') }}
),

codes as (
    select
        p.gemeente_code, min(g.sleutel) as sleutel, p.voorziening_bron,
        concat(p.wet, ' ', p.productcategorie, ' ', p.productcode) as wat, count(*) as aantal
    from {{ ref('int_producten') }} as p
    inner join gebruik as g
        on p.gemeente_code = g.gemeente_code and p.wet = g.wet and p.productcategorie = g.productcategorie and p.productcode = g.productcode
    where p.voorziening_bron = 'onbekend' or (p.voorziening_bron = 'categorie' and p.productcode <> '')
    group by p.gemeente_code, p.wet, p.productcategorie, p.productcode, p.voorziening_bron
),

alle as (
    select gemeente_code, sleutel, 'productcode.via_categorie' as regel_code, 'info' as ernst, wat, aantal,
        'De voorziening volgt uit de productcategorie. Zet de code in de levering productcodes als zij anders is.' as uitleg
    from codes
    where voorziening_bron = 'categorie'
    union all
    select gemeente_code, sleutel, 'productcode.onbekend' as regel_code, 'waarschuwing' as ernst, wat, aantal,
        'Code en categorie zijn onbekend: telt als overig. Zet de code in de levering productcodes.' as uitleg
    from codes
    where voorziening_bron = 'onbekend'
)

select
    l.levering, cast(null as string) as bestand, cast(null as string) as blad, cast(null as bigint) as regel, cast(null as string) as kolom,
    a.wat as waarde, cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil, a.regel_code, a.ernst,
    concat(coalesce(g.gemeente, a.gemeente_code), ', ', a.wat, ': ', cast(a.aantal as string), ' keer. ', a.uitleg) as melding,
    'data-analist' as eigenaar, false as is_openbaar
from alle as a
inner join {{ ref('stg_leveringen') }} as l on a.sleutel = l.sleutel
left join {{ ref('int_gemeenten') }} as g on a.gemeente_code = g.gemeente_code
