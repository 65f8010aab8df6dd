with cellen as (
    select
        gemeente_code, max(gemeente) as gemeente, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening,
        reeks, max(reeks_rang) as reeks_rang,
        max(case when maat = 'begin' then aantal end) as begin_geleverd,
        max(case when maat = 'instroom' then aantal end) as instroom_aantal,
        max(case when maat = 'herhaald_beroep' then aantal end) as herhaald_beroep_aantal,
        max(case when maat = 'uitstroom' then aantal end) as uitstroom_aantal,
        max(case when maat = 'eind' then aantal end) as eind_geleverd,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_clienten_regels') }}
    where maat in ('begin', 'instroom', 'herhaald_beroep', 'uitstroom', 'eind') and leveringsvorm = 'alle'
    group by gemeente_code, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening, reeks
    union all
    select
        gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar, niveau, wet, voorziening, reeks, reeks_rang,
        begin_aantal as begin_geleverd, instroom_aantal, herhaald_beroep_aantal, uitstroom_aantal, eind_aantal as eind_geleverd,
        is_openbaar
    from {{ ref('int_stroom_berichten') }}
)

select
    gemeente_code, gemeente, gebied_soort, periode, periode_soort, cast(jaar as integer) as jaar, niveau, wet,
    voorziening, reeks,
    {{ is_voorkeur(['gemeente_code', 'periode', 'niveau', 'wet', 'voorziening']) }} as is_voorkeur,
    -- begin + instroom - uitstroom = eind: the one that is not delivered follows from the other three
    coalesce(begin_geleverd, eind_geleverd - instroom_aantal + uitstroom_aantal) as begin_aantal,
    instroom_aantal,
    herhaald_beroep_aantal,
    uitstroom_aantal,
    coalesce(eind_geleverd, begin_geleverd + instroom_aantal - uitstroom_aantal) as eind_aantal,
    is_openbaar
from cellen
