-- per gemeente and voorziening or product code, with a count: silent care, starts and stops that no toewijzing knows,
-- and codes whose voorziening only the category tells
with stil as (
    select
        l.gemeente_code, min(l.sleutel) as sleutel, 'zorg.stil' as regel_code, 'waarschuwing' as ernst, l.voorziening as wat, count(*) as aantal,
        'Open zorg zonder recente prestaties: telt tot de laatste prestatie. Vraag de aanbieder om een stop.' as uitleg
    from {{ ref('int_leveringsperioden') }} as l
    where l.eind_bron = 'laatste_prestatie'
    group by l.gemeente_code, l.voorziening
),

meldingen as (
    select gemeente_code, wet, toewijzingnummer, sleutel, 'start' as soort from {{ ref('int_starts') }}
    union all
    select gemeente_code, wet, toewijzingnummer, sleutel, 'stop' as soort from {{ ref('int_stops') }}
),

los as (
    select
        m.gemeente_code, min(m.sleutel) as sleutel, 'zorg.zonder_toewijzing' as regel_code, 'waarschuwing' as ernst, m.soort as wat,
        count(*) as aantal, 'Start of stop zonder geldige toewijzing: telt niet mee. Lever de 301 aan of vraag een correctie.' as uitleg
    from meldingen as m
    left join {{ ref('int_toewijzingen') }} as t
        on m.gemeente_code = t.gemeente_code and m.wet = t.wet and m.toewijzingnummer = t.toewijzingnummer
    where t.toewijzingnummer is null
    group by m.gemeente_code, m.soort
),

gebruik as (
    select gemeente_code, wet, coalesce(productcategorie, '') as productcategorie, coalesce(productcode, '') as productcode, sleutel
    from {{ ref('int_toewijzing_versies') }}
    where versie_rang = 1
    union all
    select gemeente_code, wet, coalesce(productcategorie, '') as productcategorie, coalesce(productcode, '') as productcode, sleutel
    from {{ ref('int_prestaties') }}
),

codes as (
    select
        p.gemeente_code, min(g.sleutel) as sleutel,
        case p.voorziening_bron when 'categorie' then 'productcode.via_categorie' else 'productcode.onbekend' end as regel_code,
        case p.voorziening_bron when 'categorie' then 'info' else 'waarschuwing' end as ernst,
        concat(p.wet, ' ', p.productcategorie, ' ', p.productcode) as wat, count(*) as aantal,
        case p.voorziening_bron
            when 'categorie' then 'De voorziening volgt uit de productcategorie. Zet de code in de levering productcodes als zij anders is.'
            else 'Code en categorie zijn onbekend: telt als overig. Zet de code in de levering productcodes.'
        end as uitleg
    from {{ ref('int_producten') }} as p
    inner join gebruik as g
        on p.gemeente_code = g.gemeente_code and p.wet = g.wet and p.productcategorie = g.productcategorie and p.productcode = g.productcode
    where p.voorziening_bron = 'onbekend' or (p.voorziening_bron = 'categorie' and p.productcode <> '')
    group by p.gemeente_code, p.wet, p.productcategorie, p.productcode, p.voorziening_bron
),

alle as (
    select * from stil
    union all
    select * from los
    union all
    select * from codes
)

select
    l.levering, cast(null as string) as bestand, cast(null as string) as blad, cast(null as bigint) as regel, cast(null as string) as kolom,
    a.wat as waarde, cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil, a.regel_code, a.ernst,
    concat(coalesce(g.gemeente, a.gemeente_code), ', ', a.wat, ': ', cast(a.aantal as string), ' keer. ', a.uitleg) as melding,
    case when a.regel_code in ('productcode.via_categorie', 'productcode.onbekend') then 'data-analist' else 'controller' end as eigenaar,
    false as is_openbaar
from alle as a
inner join {{ ref('stg_leveringen') }} as l on a.sleutel = l.sleutel
left join {{ ref('int_gemeenten') }} as g on a.gemeente_code = g.gemeente_code
