with cellen as (
    select
        gemeente_code, max(gemeente) as gemeente, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening,
        soort, reeks, max(reeks_rang) as reeks_rang, indeling,
        -- a sum over taakvelden with one unknown is unknown; a second row with only a volume says nothing on the amount
        case
            when max(case when taakveld is not null and uitgaven_eur is null then 1 else 0 end) = 0
                then cast(sum(uitgaven_eur) as decimal(18,2))
        end as uitgaven_eur,
        cast(sum(eigen_bijdrage_eur) as decimal(18,2)) as eigen_bijdrage_eur,
        case when count(distinct eenheid) = 1 then cast(sum(volume) as decimal(18,4)) end as volume,
        case when count(distinct eenheid) = 1 then max(eenheid) when count(distinct eenheid) > 1 then 'gemengd' end as eenheid,
        cast(null as decimal(18,2)) as ingediend_eur, cast(null as decimal(18,2)) as openstaand_eur,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_uitgaven_regels') }}
    group by gemeente_code, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening, soort, reeks, indeling
    -- a region, or a gemeente on its present borders, only where every part delivered
    having max(leden_aantal) = 1 or count(distinct deel_code) = max(leden_aantal)
    union all
    -- granted by message; what was sent in and is not judged yet stands beside it
    select
        gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening, soort, reeks, reeks_rang,
        'geleverd' as indeling, uitgaven_eur, cast(null as decimal(18,2)) as eigen_bijdrage_eur, volume, eenheid, ingediend_eur,
        openstaand_eur, is_openbaar
    from {{ ref('int_uitgaven_berichten') }}
)

select
    c.gemeente_code, c.gemeente, c.gebied_soort, c.periode, c.periode_soort, cast(c.jaar as integer) as jaar, c.niveau,
    c.wet, c.voorziening, c.soort, c.reeks,
    {{ is_voorkeur(['c.gemeente_code', 'c.periode', 'c.niveau', 'c.wet', 'c.voorziening', 'c.soort'], waarde='c.uitgaven_eur') }} as is_voorkeur,
    c.uitgaven_eur, c.eigen_bijdrage_eur, c.volume, c.eenheid,
    i.inwoners_aantal,
    case when c.periode_soort = 'jaar' then {{ quotient('c.uitgaven_eur', 'i.inwoners_aantal') }} end as per_inwoner_eur,
    c.ingediend_eur, c.openstaand_eur,
    c.is_openbaar
from cellen as c
left join {{ ref('int_inwoners') }} as i
    on c.gemeente_code = i.gemeente_code and c.jaar = i.jaar and c.wet = i.wet and c.indeling = i.indeling
