with cellen as (
    select
        gemeente_code, max(gemeente) as gemeente, gebied_soort, periode, periode_soort, jaar, leveringsvorm, niveau, wet,
        voorziening, reeks, max(reeks_rang) as reeks_rang,
        max(case when maat = 'clienten' then aantal end) as clienten_aantal,
        max(case when maat = 'clienten' then status end) as clienten_status,
        max(case when maat = 'clienten_peildatum' then aantal end) as clienten_peildatum_aantal,
        max(case when maat = 'voorzieningen' then aantal end) as voorzieningen_aantal,
        max(case when maat = 'huishoudens' then aantal end) as huishoudens_aantal,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_clienten_regels') }}
    where maat in ('clienten', 'clienten_peildatum', 'voorzieningen', 'huishoudens')
    group by gemeente_code, gebied_soort, periode, periode_soort, jaar, leveringsvorm, niveau, wet, voorziening, reeks
    union all
    -- counted from the messages: nothing was delivered as a total
    select
        gemeente_code, gemeente, gebied_soort, periode, periode_soort, jaar, leveringsvorm, niveau, wet, voorziening, reeks,
        reeks_rang, clienten_aantal, clienten_status, clienten_peildatum_aantal, voorzieningen_aantal, huishoudens_aantal,
        is_openbaar
    from {{ ref('int_clienten_berichten') }}
)

select
    c.gemeente_code, c.gemeente, c.gebied_soort, c.periode, c.periode_soort, cast(c.jaar as integer) as jaar,
    c.leveringsvorm, c.niveau, c.wet, c.voorziening, c.reeks,
    {{ is_voorkeur(['c.gemeente_code', 'c.periode', 'c.leveringsvorm', 'c.niveau', 'c.wet', 'c.voorziening'], waarde='c.clienten_aantal') }} as is_voorkeur,
    c.clienten_aantal, c.clienten_status, c.clienten_peildatum_aantal, c.voorzieningen_aantal, c.huishoudens_aantal,
    i.inwoners_aantal,
    {{ quotient('c.clienten_aantal * 1000', 'i.inwoners_aantal') }} as per_1000_inwoners,
    c.is_openbaar
from cellen as c
left join {{ ref('int_inwoners') }} as i
    on c.gemeente_code = i.gemeente_code and c.jaar = i.jaar and c.wet = i.wet and i.indeling = 'geleverd'
