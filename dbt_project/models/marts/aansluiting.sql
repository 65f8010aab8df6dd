with posten as (
    select
        gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening,
        {% for post in ['berichten', 'pgb', 'subsidies', 'grootboek', 'iv3', 'openstaand', 'declaratiejaar'] %}
        max(case when post = '{{ post }}' then bedrag_eur end) as {{ post }}_eur,
        {% endfor %}
        min(is_openbaar) as is_openbaar
    from {{ ref('int_aansluiting_posten') }}
    group by gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening
),

-- Iv3 alone has nothing to be compared with
eigen as (
    select distinct gemeente_code, jaar from {{ ref('int_aansluiting_posten') }} where post <> 'iv3'
),

-- what is booked, minus what the sources of the gemeente explain
sommen as (
    select
        p.*,
        cast(coalesce(berichten_eur, 0) + coalesce(pgb_eur, 0) + coalesce(subsidies_eur, 0) as decimal(18,2)) as bekend_eur,
        cast(case when berichten_eur is not null then coalesce(openstaand_eur, 0) end as decimal(18,2)) as nog_open_eur
    from posten as p
    inner join eigen as e on p.gemeente_code = e.gemeente_code and p.jaar = e.jaar
),

verschillen as (
    select
        *,
        cast(grootboek_eur - bekend_eur as decimal(18,2)) as verschil_eur,
        cast(iv3_eur - bekend_eur as decimal(18,2)) as verschil_iv3_eur
    from sommen
)

select
    s.gemeente_code, s.gemeente, s.gebied_soort, cast(s.jaar as integer) as jaar, s.niveau, s.wet, s.voorziening,
    s.berichten_eur,
    case when s.berichten_eur is not null then v.maanden_aantal end as maanden_aantal,
    s.pgb_eur, s.subsidies_eur, s.grootboek_eur, s.iv3_eur, s.verschil_eur, s.verschil_iv3_eur,
    s.nog_open_eur as openstaand_eur,
    cast(s.declaratiejaar_eur as decimal(18,2)) as declaratiejaar_eur,
    cast(case when s.verschil_eur is not null then coalesce(s.nog_open_eur, 0) end as decimal(18,2)) as verklaard_eur,
    cast(s.verschil_eur - coalesce(s.nog_open_eur, 0) as decimal(18,2)) as onverklaard_eur,
    concat(
        'Berichten bevatten geen pgb, geen subsidies, geen taakgerichte bekostiging en geen eigen bijdrage.',
        case when s.berichten_eur is null then ' Berichten zijn er hier niet.' else '' end,
        case when s.pgb_eur is null then ' Pgb is hier niet geleverd.' else '' end,
        case when s.subsidies_eur is null then ' Subsidies zijn hier niet geleverd.' else '' end,
        case when s.grootboek_eur is null
            then ' Het grootboek is hier niet geleverd: een verschil is niet te bepalen.' else '' end,
        case when s.berichten_eur is not null and v.maanden_aantal < 12
            then concat(' De berichten gaan over ', cast(v.maanden_aantal as string), ' maanden van het jaar.') else '' end,
        case when s.nog_open_eur <> 0
            then concat(' Ingediend en nog niet beoordeeld: ', {{ nl_euro('s.nog_open_eur') }}, '.') else '' end,
        case when s.declaratiejaar_eur <> 0 then concat(' Wie boekt op de maand van de declaratie, heeft ',
            {{ nl_euro('abs(s.declaratiejaar_eur)') }},
            case when s.declaratiejaar_eur > 0 then ' meer' else ' minder' end, ' in dit jaar.') else '' end,
        case when s.jaar >= 2025 and s.pgb_eur is not null and s.niveau in ('voorziening', 'groep')
            then ' Sinds 2025 staat pgb in Iv3 op eigen taakvelden (6.791 en 6.792).' else '' end
    ) as toelichting,
    s.is_openbaar
from verschillen as s
left join {{ ref('int_sturing_vensters') }} as v
    on s.gemeente_code = v.gemeente_code and s.wet = v.wet and s.jaar = v.jaar
