-- the household that the toegang named last for a person, in the gemeente and in every region it is part of
with bekend as (
    select gemeente_code, persoon, huishouden, datum_melding
    from {{ ref('int_toegang') }}
    where huishouden is not null
),

gebieden as (
    select gemeente_code as gebied_code, gemeente_code from bekend
    union
    select regio_code as gebied_code, gemeente_code from {{ ref('regio_lidmaatschap') }}
),

gerangschikt as (
    select
        g.gebied_code, b.persoon, b.huishouden,
        row_number() over (partition by g.gebied_code, b.persoon order by b.datum_melding desc, b.huishouden) as rang
    from bekend as b
    inner join gebieden as g on b.gemeente_code = g.gemeente_code
)

select gebied_code as gemeente_code, persoon, huishouden
from gerangschikt
where rang = 1
