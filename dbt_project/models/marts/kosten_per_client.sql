with uitgaven as (
    select * from {{ ref('uitgaven') }}
    -- messages hold care in kind only: both sides of the quotient are then 'zin'; a row of eigen bijdragen alone is no
    -- expenditure
    where periode_soort = 'jaar' and (soort = 'alle' or reeks = 'berichten')
        and (uitgaven_eur is not null or eigen_bijdrage_eur is null)
),

clienten as (
    select * from {{ ref('clienten') }}
    where periode_soort = 'jaar' and (leveringsvorm = 'alle' or reeks = 'berichten') and clienten_aantal is not null
),

-- the clients of the same reeks; those of another only per voorziening: a total of one reeks need not hold what the
-- total of another holds
paren as (
    select
        u.*,
        c.clienten_aantal, c.reeks as clienten_reeks, c.is_openbaar as clienten_openbaar,
        row_number() over (
            partition by u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, u.reeks
            order by case when c.reeks = u.reeks then 0 else 1 end
        ) as rang
    from uitgaven as u
    inner join clienten as c
        on u.gemeente_code = c.gemeente_code and u.jaar = c.jaar and u.niveau = c.niveau and u.wet = c.wet
        and u.voorziening = c.voorziening
        and (c.reeks = u.reeks
            or (u.niveau = 'voorziening' and c.is_voorkeur and u.soort = 'alle' and c.leveringsvorm = 'alle'))
)

select
    gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening, reeks, clienten_reeks,
    -- the preferred reeks of the expenditure, all of it before a part, or where that has no clients the first that has
    row_number() over (
        partition by gemeente_code, jaar, niveau, wet, voorziening
        order by case when is_voorkeur then 0 else 1 end, case when soort = 'zin' then 1 else 0 end, reeks
    ) = 1 as is_voorkeur,
    uitgaven_eur, clienten_aantal,
    {{ quotient('uitgaven_eur', 'clienten_aantal') }} as kosten_per_client_eur,
    {{ quotient('volume', 'clienten_aantal', 4, 'decimal(18,4)') }} as volume_per_client,
    eenheid,
    {{ quotient('uitgaven_eur', 'volume') }} as gemiddelde_prijs_eur,
    is_openbaar and clienten_openbaar as is_openbaar
from paren
where rang = 1
