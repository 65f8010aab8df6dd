-- what was said on earlier days is scored as soon as the backtest knows what the year came to
with uitkomsten as (
    select distinct reeks, gemeente_code, jaar, niveau, wet, voorziening, werkelijk_eur, is_openbaar
    from {{ ref('stg_prognose_toets') }}
),

regels as (
    select
        methode, niveau, wet, voorziening, maanden_bekend, laag_eur, midden_eur, hoog_eur, laag95_eur, hoog95_eur, werkelijk_eur,
        is_openbaar
    from {{ ref('stg_prognose_toets') }}
    union all
    select
        'grip_gepubliceerd' as methode, p.niveau, p.wet, p.voorziening, p.maanden_bekend, p.laag_eur, p.midden_eur, p.hoog_eur,
        p.laag95_eur, p.hoog95_eur, u.werkelijk_eur, p.is_openbaar and u.is_openbaar as is_openbaar
    from {{ ref('stg_prognose') }} as p
    inner join uitkomsten as u
        on p.reeks = u.reeks and p.gemeente_code = u.gemeente_code and p.jaar = u.jaar and p.niveau = u.niveau and p.wet = u.wet
        and p.voorziening = u.voorziening
    where not p.is_actueel and p.periode_soort = 'jaar' and p.maat = 'uitgaven' and p.jaar >= extract(year from p.peildatum)
),

fouten as (
    select
        methode, niveau, wet, voorziening, maanden_bekend, is_openbaar, werkelijk_eur, midden_eur - werkelijk_eur as fout_eur,
        case
            when werkelijk_eur > 0
                then abs(cast(midden_eur as double) - cast(werkelijk_eur as double)) / cast(werkelijk_eur as double)
        end as fout,
        case when laag_eur is not null then case when werkelijk_eur between laag_eur and hoog_eur then 1 else 0 end end as in_80,
        case when laag95_eur is not null then case when werkelijk_eur between laag95_eur and hoog95_eur then 1 else 0 end end as in_95
    from regels
)

select
    methode, niveau, wet, voorziening, maanden_bekend,
    cast(round(100 * percentile_cont(0.5) within group (order by fout), 2) as decimal(18,2)) as fout_pct,
    {{ quotient('sum(abs(fout_eur)) * 100', 'sum(abs(werkelijk_eur))') }} as wape_pct,
    {{ quotient('sum(fout_eur) * 100', 'sum(abs(werkelijk_eur))') }} as bias_pct,
    {{ quotient('sum(in_80) * 100', 'count(in_80)') }} as dekking_pct,
    {{ quotient('sum(in_95) * 100', 'count(in_95)') }} as dekking95_pct,
    cast(count(*) as integer) as aantal,
    min(is_openbaar) as is_openbaar
from fouten
group by methode, niveau, wet, voorziening, maanden_bekend
