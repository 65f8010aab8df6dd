-- What a toewijzing is worth a day, as it was known from one month up to another: the newest version that had come in,
-- and its last stop from the month that this was reported. A version that was overtaken within its month never counted.
with versies as (
    select
        gemeente_code, wet, toewijzingnummer, is_verwijderd, coalesce(productcategorie, '') as productcategorie,
        coalesce(productcode, '') as productcode, ingangsdatum, einddatum, eenheid, frequentie, budget_eur,
        {{ in_eenheid('volume', 'eenheid') }} as volume,
        {{ maand_van('greatest(dagtekening, toewijzingsdatum)') }} as bekend_van,
        min({{ maand_van('greatest(dagtekening, toewijzingsdatum)') }}) over (
            partition by gemeente_code, wet, toewijzingnummer order by versie_rang rows between unbounded preceding and 1 preceding
        ) as bekend_tot
    from {{ ref('int_toewijzing_versies') }}
),

-- a temporary stop (20) ends nothing
stops as (
    select gemeente_code, wet, toewijzingnummer, einddatum, {{ maand_van('dagtekening') }} as bekend_van
    from (
        select
            gemeente_code, wet, toewijzingnummer, einddatum, dagtekening,
            row_number() over (
                partition by gemeente_code, wet, toewijzingnummer order by einddatum desc, dagtekening, persoon, begindatum, sleutel, bestand, regel
            ) as rang
        from {{ ref('int_stops') }}
        where coalesce(reden_beeindiging, '') <> '20' and toewijzingnummer is not null
    ) as gerangschikt
    where rang = 1
),

met_stop as (
    select
        v.*,
        coalesce(t.voorziening, p.voorziening, case v.wet when 'wmo' then 'overig_wmo' else 'overig_jeugd' end) as voorziening,
        s.einddatum as stop_eind,
        s.bekend_van as stop_bekend
    from versies as v
    left join stops as s on v.gemeente_code = s.gemeente_code and v.wet = s.wet and v.toewijzingnummer = s.toewijzingnummer
    left join {{ ref('int_toewijzingen') }} as t
        on v.gemeente_code = t.gemeente_code and v.wet = t.wet and v.toewijzingnummer = t.toewijzingnummer
    left join {{ ref('int_producten') }} as p
        on v.gemeente_code = p.gemeente_code and v.wet = p.wet and v.productcategorie = p.productcategorie and v.productcode = p.productcode
    where not v.is_verwijderd
),

stukken as (
    select
        *, einddatum as eind, bekend_van as van,
        case when bekend_tot < stop_bekend then bekend_tot else coalesce(stop_bekend, bekend_tot) end as tot
    from met_stop
    union all
    select
        *,
        case when stop_eind < {{ of_ooit('einddatum') }} then stop_eind else einddatum end as eind,
        case when stop_bekend > bekend_van then stop_bekend else bekend_van end as van,
        bekend_tot as tot
    from met_stop
    where stop_bekend is not null
),

-- one price for all months: it gives products their weight, the level is learnt from what was declared
toegekend as (
    select gemeente_code, wet, voorziening, coalesce(productcode, '') as productcode, eenheid_naam, sum(toegekend_eur) as bedrag_eur,
        sum(volume) as volume
    from {{ ref('int_prestaties') }}
    where status = 'toegekend'
    group by gemeente_code, wet, voorziening, coalesce(productcode, ''), eenheid_naam
),

per_code as (
    select gemeente_code, wet, productcode, eenheid_naam, {{ quotient('sum(bedrag_eur)', 'sum(volume)', 4, 'decimal(18,4)') }} as prijs_eur
    from toegekend
    where productcode <> ''
    group by gemeente_code, wet, productcode, eenheid_naam
    having sum(volume) > 0
),

per_voorziening as (
    select gemeente_code, wet, voorziening, eenheid_naam, {{ quotient('sum(bedrag_eur)', 'sum(volume)', 4, 'decimal(18,4)') }} as prijs_eur
    from toegekend
    group by gemeente_code, wet, voorziening, eenheid_naam
    having sum(volume) > 0
),

geprijsd as (
    select
        k.gemeente_code, k.wet, k.voorziening, k.toewijzingnummer, k.van, k.tot, k.ingangsdatum, k.eind, k.frequentie, k.budget_eur,
        k.volume, coalesce(c.prijs_eur, v.prijs_eur) as prijs_eur,
        -- what is given for the whole period without an end is taken to last a year
        coalesce({{ dagen_tussen('k.ingangsdatum', 'k.einddatum') }} + 1, 365) as dagen
    from stukken as k
    left join per_code as c
        on k.gemeente_code = c.gemeente_code and k.wet = c.wet and k.productcode = c.productcode and {{ eenheid_naam('k.eenheid') }} = c.eenheid_naam
    left join per_voorziening as v
        on k.gemeente_code = v.gemeente_code and k.wet = v.wet and k.voorziening = v.voorziening
        and {{ eenheid_naam('k.eenheid') }} = v.eenheid_naam
    where (k.tot is null or k.tot > k.van) and (k.eind is null or k.eind >= k.ingangsdatum)
),

gewaardeerd as (
    select
        gemeente_code, wet, voorziening, toewijzingnummer, van, tot, ingangsdatum, eind,
        case
            when budget_eur is not null then {{ quotient('budget_eur', 'dagen', 4, 'decimal(18,4)') }}
            when frequentie = '1' then cast(volume * prijs_eur as decimal(18,4))
            when frequentie = '2' then {{ quotient('cast(volume * prijs_eur as decimal(18,4))', '7', 4, 'decimal(18,4)') }}
            when frequentie = '4' then {{ quotient('cast(volume * prijs_eur * 12 as decimal(18,4))', '365', 4, 'decimal(18,4)') }}
            when frequentie = '6' then {{ quotient('cast(volume * prijs_eur as decimal(18,4))', 'dagen', 4, 'decimal(18,4)') }}
        end as dag_eur
    from geprijsd
    where dagen > 0
)

select gemeente_code, wet, voorziening, toewijzingnummer, van as bekend_van, tot as bekend_tot, ingangsdatum, eind as einddatum, dag_eur
from gewaardeerd
where dag_eur > 0
