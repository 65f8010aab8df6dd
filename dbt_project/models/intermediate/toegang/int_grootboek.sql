-- ledger lines that count: of a gemeente and month a complete delivery replaces what came before, a part adds to it
with maanden as (
    select
        *,
        cast(date_trunc('month', boekdatum) as date) as maand,
        cast(extract(year from boekdatum) as integer) as jaar,
        concat(
            cast(extract(year from boekdatum) as string), '-', lpad(cast(extract(month from boekdatum) as string), 2, '0')
        ) as periode
    from {{ ref('stg_grootboek') }}
),

vensters as (
    select
        *,
        max(case when scope = 'volledig' then volgorde end) over (
            partition by reeks, gemeente_code, maand
        ) as laatste_volledig
    from maanden
)

select
    b.sleutel, b.bestand, b.blad, b.regel, b.bedrag_kolom as kolom, b.levering, b.reeks, b.reeks_rang, b.is_openbaar,
    b.gemeente_code, b.gemeente, b.gebied_soort, b.boekdatum, b.maand, b.periode, b.jaar, b.taakveld,
    -- a line that names its voorziening stands there; else its taakveld says where, as precisely as it can
    case
        when b.voorziening is not null then b.niveau
        when c.voorziening is not null then 'voorziening'
        else 'groep'
    end as niveau,
    coalesce(case when b.voorziening is not null then b.wet end, c.wet, b.wet) as wet,
    coalesce(b.voorziening, c.voorziening, c.groep) as voorziening,
    case when b.voorziening is null then c.groep when b.niveau = 'groep' then b.voorziening else v.groep end as groep,
    b.bedrag_eur, b.bedrag_status as status
from vensters as b
left join {{ ref('iv3_crosswalk') }} as c
    on b.taakveld = c.taakveld and b.jaar between c.van_jaar and c.tot_jaar
left join {{ ref('voorzieningen') }} as v on b.voorziening = v.slug and b.niveau = 'voorziening'
where b.volgorde >= coalesce(b.laatste_volledig, 0)
