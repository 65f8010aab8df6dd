{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with gerangschikt as (
    select *, {{ is_voorkeur(cel) }} as is_voorkeur from {{ ref('int_begroting') }}
),

peildatum as (
    select max({% if var('peildatum') %}cast('{{ var("peildatum") }}' as date){% else %}ontvangen_op{% endif %}) as peildatum
    from {{ ref('stg_leveringen') }}
),

-- the account of the same reeks, else of the preferred one
realisatie as (
    select
        b.gemeente_code, b.jaar, b.niveau, b.wet, b.voorziening, b.reeks, u.uitgaven_eur, u.reeks as uitgaven_reeks, u.is_openbaar,
        row_number() over (
            partition by b.gemeente_code, b.jaar, b.niveau, b.wet, b.voorziening, b.reeks
            order by case when u.reeks = b.reeks then 0 else 1 end
        ) as rang
    from gerangschikt as b
    inner join {{ ref('uitgaven') }} as u
        on b.gemeente_code = u.gemeente_code and b.jaar = u.jaar and b.niveau = u.niveau and b.wet = u.wet
        and b.voorziening = u.voorziening and u.periode_soort = 'jaar' and u.soort = 'alle'
        and (u.reeks = b.reeks or u.is_voorkeur)
        -- a row of eigen bijdragen alone is no expenditure
        and (u.uitgaven_eur is not null or u.eigen_bijdrage_eur is null)
),

samen as (
    select
        b.gemeente_code, b.gemeente, b.gebied_soort, b.jaar, d.peildatum, b.niveau, b.wet, b.voorziening, b.reeks, b.is_voorkeur,
        b.primitief_eur, b.actueel_eur, r.uitgaven_eur as realisatie_eur, r.uitgaven_reeks,
        -- an abolished gemeente has no year left to forecast
        case when g.gemeente_code is null then p.laag_eur end as laag_eur,
        case when g.gemeente_code is null then p.midden_eur end as midden_eur,
        case when g.gemeente_code is null then p.hoog_eur end as hoog_eur,
        -- a closed account is the outcome; before that the forecast is what counts
        cast(b.actueel_eur - coalesce(
            r.uitgaven_eur, case when g.gemeente_code is null then p.midden_eur end
        ) as decimal(18,2)) as afwijking_eur,
        g.gemeente_code is not null as is_opgeheven,
        e.verschuiving,
        b.is_openbaar and coalesce(r.is_openbaar, true) and coalesce(p.is_openbaar, true) as is_openbaar
    from gerangschikt as b
    cross join peildatum as d
    left join realisatie as r
        on b.gemeente_code = r.gemeente_code and b.jaar = r.jaar and b.niveau = r.niveau and b.wet = r.wet
        and b.voorziening = r.voorziening and b.reeks = r.reeks and r.rang = 1
    left join {{ ref('int_prognose_vorig_jaar') }} as p
        on b.gemeente_code = p.gemeente_code and b.jaar = p.jaar and b.niveau = p.niveau and b.wet = p.wet
        and b.voorziening = p.voorziening and p.reeks = coalesce(r.uitgaven_reeks, b.reeks)
    left join {{ ref('int_gemeenten') }} as g on b.gemeente_code = g.gemeente_code and g.opgeheven_in_jaar <= b.jaar
    left join {{ ref('int_breukcellen') }} as e
        on b.gemeente_code = e.gemeente_code and b.jaar = e.jaar and b.niveau = e.niveau and b.wet = e.wet
        and b.voorziening = e.voorziening and b.reeks = e.reeks
),

beoordeeld as (
    select *, {{ quotient('afwijking_eur * 100', 'abs(actueel_eur)') }} as afwijking_pct from samen
)

select
    gemeente_code, gemeente, gebied_soort, cast(jaar as integer) as jaar, peildatum, niveau, wet, voorziening, reeks, is_voorkeur,
    primitief_eur as begroting_primitief_eur,
    actueel_eur as begroting_actueel_eur,
    realisatie_eur,
    uitgaven_reeks,
    cast(null as decimal(18,2)) as verplicht_eur,
    cast(null as decimal(18,2)) as nog_te_verwachten_eur,
    laag_eur as prognose_laag_eur,
    midden_eur as prognose_midden_eur,
    hoog_eur as prognose_hoog_eur,
    case when midden_eur is not null then 'vorig_jaar_x_index' end as prognose_methode,
    afwijking_eur,
    afwijking_pct,
    case when afwijking_eur > 0 then 'voordeel' when afwijking_eur < 0 then 'nadeel' when afwijking_eur = 0 then 'conform' end as oordeel,
    cast(null as decimal(18,2)) as kans_overschrijding_pct,
    case
        when afwijking_pct is null then null
        when afwijking_pct >= -{{ var('signaal_groen_pct') }} then 'groen'
        when afwijking_pct >= -{{ var('signaal_oranje_pct') }} then 'oranje'
        else 'rood'
    end as signaal,
    cast(null as decimal(18,2)) as volume_effect_eur,
    cast(null as decimal(18,2)) as intensiteit_effect_eur,
    cast(null as decimal(18,2)) as prijs_effect_eur,
    cast(null as decimal(18,2)) as mix_effect_eur,
    cast(null as string) as incidenteel_structureel,
    concat(
        case
            when realisatie_eur is not null then concat(
                'De jaarrekening komt ', {{ nl_euro('abs(afwijking_eur)') }},
                case when afwijking_eur > 0 then ' lager uit dan begroot (voordeel). '
                    when afwijking_eur < 0 then ' hoger uit dan begroot (nadeel). ' else ' afwijkend uit: conform begroting. ' end)
            when midden_eur is not null then concat(
                'De prognose komt ', {{ nl_euro('abs(afwijking_eur)') }},
                case when afwijking_eur >= 0 then ' onder de begroting uit. ' else ' boven de begroting uit. ' end)
            when is_opgeheven then 'De gemeente is in dit jaar opgeheven: haar rekening staat bij haar opvolger. '
            else 'Geen realisatie en geen vorig jaar: er is niets te vergelijken. '
        end,
        case when verschuiving is not null then concat('Boekingsbreuk in dit jaar (', verschuiving, '). ') else '' end,
        case when midden_eur is not null then 'Prognose: vorig jaar maal index. ' else '' end
    ) as toelichting,
    is_openbaar
from beoordeeld
