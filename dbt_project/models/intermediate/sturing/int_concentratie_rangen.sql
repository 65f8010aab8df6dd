-- granted care per client and per household, from the least to the most expensive; credits are netted before this
with personen as (
    select gemeente_code, jaar, niveau, wet, persoon, uitgaven_eur, voorzieningen_aantal
    from {{ ref('int_persoon_jaren') }}
    where niveau in ('wet', 'totaal') and uitgaven_eur is not null
),

-- the household that the toegang gave last; numbers of two gemeenten are two households
meldingen as (
    select
        persoon, concat(gemeente_code, ' ', huishouden) as huishouden,
        row_number() over (partition by persoon order by datum_melding desc, gemeente_code, huishouden) as rang
    from {{ ref('int_toegang') }}
    where huishouden is not null and persoon is not null
),

met_huishouden as (
    select
        p.*, m.huishouden,
        count(*) over (partition by p.gemeente_code, p.jaar, p.niveau, p.wet) as personen_aantal,
        count(m.huishouden) over (partition by p.gemeente_code, p.jaar, p.niveau, p.wet) as met_huishouden_aantal
    from personen as p
    left join meldingen as m on p.persoon = m.persoon and m.rang = 1
),

eenheden as (
    select
        gemeente_code, jaar, niveau, wet, 'persoon' as eenheid_van_telling, persoon as eenheid, uitgaven_eur,
        voorzieningen_aantal
    from personen
    union all
    -- only where the household of every client is known: half the households say nothing
    select
        gemeente_code, jaar, niveau, wet, 'huishouden' as eenheid_van_telling, huishouden as eenheid,
        sum(uitgaven_eur) as uitgaven_eur, sum(voorzieningen_aantal) as voorzieningen_aantal
    from met_huishouden
    where personen_aantal = met_huishouden_aantal
    group by gemeente_code, jaar, niveau, wet, huishouden
),

bedragen as (
    select
        gemeente_code, jaar, niveau, wet, eenheid_van_telling, eenheid, voorzieningen_aantal,
        case when uitgaven_eur < 0 then 1 else 0 end as is_negatief,
        cast(greatest(uitgaven_eur, 0) as decimal(18,2)) as bedrag_eur
    from eenheden
),

gerangschikt as (
    select
        *,
        row_number() over (
            partition by gemeente_code, jaar, niveau, wet, eenheid_van_telling order by bedrag_eur, eenheid
        ) as rang
    from bedragen
)

select
    gemeente_code, jaar, niveau, wet, eenheid_van_telling, rang, bedrag_eur, voorzieningen_aantal, is_negatief,
    cast(sum(bedrag_eur) over (
        partition by gemeente_code, jaar, niveau, wet, eenheid_van_telling order by rang
        rows between unbounded preceding and current row
    ) as decimal(18,2)) as cumulatief_eur,
    count(*) over (partition by gemeente_code, jaar, niveau, wet, eenheid_van_telling) as eenheden_aantal,
    cast(sum(bedrag_eur) over (
        partition by gemeente_code, jaar, niveau, wet, eenheid_van_telling
    ) as decimal(18,2)) as totaal_eur
from gerangschikt
