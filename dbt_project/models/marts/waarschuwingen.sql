-- What a controller should hear of before anybody asks, of the year that runs: a forecast that leaves the band around its
-- budget, one that leaves the interval that the forecast before it gave, and a series that breaks.
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening', 'reeks'] %}
with jaren as (
    select *, dense_rank() over (order by peildatum desc) as rang
    from {{ ref('stg_prognose') }}
    where periode_soort = 'jaar' and maat = 'uitgaven' and jaar >= extract(year from peildatum)
),

nu as (
    select * from jaren where is_actueel
),

vorige as (
    select * from jaren where rang = 2
),

gevallen as (
    select
        gemeente_code, gemeente, gebied_soort, jaar, peildatum, niveau, wet, voorziening, reeks, is_openbaar, 'buiten_begroting' as soort,
        prognose_midden_eur as prognose_eur, begroting_actueel_eur as grens_eur,
        concat(
            'de prognose van ', cast(jaar as string), ' is ', {{ nl_euro('prognose_midden_eur') }}, ' en de begroting ',
            {{ nl_euro('begroting_actueel_eur') }}, ': ', {{ nl_pct('abs(afwijking_pct)') }},
            case when afwijking_eur < 0 then ' hoger' else ' lager' end,
            case
                when kans_overschrijding_pct is null then ''
                else concat('; de kans op overschrijding is ', {{ nl_pct('kans_overschrijding_pct') }})
            end
        ) as tekst
    from {{ ref('budgetbewaking') }}
    where is_voorkeur and jaar >= extract(year from peildatum) and prognose_midden_eur is not null and realisatie_status = 'voorlopig'
        and abs(afwijking_pct) > {{ var('signaal_oranje_pct') }}
    union all
    select
        n.gemeente_code, n.gemeente, n.gebied_soort, n.jaar, n.peildatum, n.niveau, n.wet, n.voorziening, n.reeks,
        n.is_openbaar and v.is_openbaar as is_openbaar, 'buiten_vorig_interval' as soort,
        n.midden_eur as prognose_eur, case when n.midden_eur > v.hoog_eur then v.hoog_eur else v.laag_eur end as grens_eur,
        concat(
            'de prognose van ', cast(n.jaar as string), ' is ', {{ nl_euro('n.midden_eur') }}, '; die van ',
            cast(v.peildatum as string), ' gaf ', {{ nl_euro('v.laag_eur') }}, ' tot ', {{ nl_euro('v.hoog_eur') }}
        ) as tekst
    from nu as n
    inner join vorige as v on {{ gelijk('n', 'v', cel) }}
    where n.midden_eur < v.laag_eur or n.midden_eur > v.hoog_eur
    union all
    select
        gemeente_code, gemeente, gebied_soort, jaar, peildatum, niveau, wet, voorziening, reeks, is_openbaar, 'reeksbreuk' as soort,
        midden_eur as prognose_eur, cast(null as decimal(18,2)) as grens_eur,
        concat(
            'de laatste maanden liggen ', {{ nl_pct('abs(breuk_pct)') }}, case when breuk_pct > 0 then ' hoger' else ' lager' end,
            ' dan de maanden ervoor doen verwachten; is er iets veranderd, geef het dan op als stap'
        ) as tekst
    from nu
    where breuk_pct is not null
)

select
    gemeente_code, gemeente, gebied_soort, jaar, peildatum, niveau, wet, voorziening, reeks, soort, prognose_eur, grens_eur,
    cast(prognose_eur - grens_eur as decimal(18,2)) as verschil_eur,
    concat(
        gemeente, ', ', case niveau when 'totaal' then 'totaal' when 'wet' then wet else voorziening end,
        case niveau when 'groep' then ' (groep)' else '' end, ': ', tekst, '.'
    ) as melding,
    is_openbaar
from gevallen
