-- What a budget is held against: the closed account of the same reeks, else of the preferred one; else the newest
-- forecast; else care, pgb and subsidies of a year whose declarations are in (care is declared for twelve months after).
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with peildatum as (
    select
        peildatum, laatste_maand,
        cast(extract(year from laatste_maand) * 12 + extract(month from laatste_maand) as integer) as laatste_maandnr
    from {{ ref('int_peildatum') }}
),

rekening as (
    select
        b.reeks as begroting_reeks, u.gemeente_code, u.jaar, u.niveau, u.wet, u.voorziening, u.reeks, u.uitgaven_eur, u.is_openbaar,
        row_number() over (
            partition by b.reeks, {% for k in cel %}b.{{ k }}{{ ', ' if not loop.last }}{% endfor %}
            order by case when u.reeks = b.reeks then 0 else 1 end, u.reeks
        ) as rang
    from {{ ref('int_begroting') }} as b
    inner join {{ ref('uitgaven') }} as u
        on {{ gelijk('b', 'u', cel) }} and u.periode_soort = 'jaar' and u.soort = 'alle' and (u.reeks = b.reeks or u.is_voorkeur)
        -- a row of eigen bijdragen alone is no expenditure
        and (u.uitgaven_eur is not null or u.eigen_bijdrage_eur is null)
),

-- forecasts of earlier days are kept for prognose_toets
nieuwste as (
    select *, max(peildatum) over () as laatste_peildatum
    from {{ ref('stg_prognose') }}
    where periode_soort = 'jaar' and maat = 'uitgaven'
),

prognose as (
    select
        b.reeks as begroting_reeks, p.*,
        row_number() over (
            partition by b.reeks, {% for k in cel %}b.{{ k }}{{ ', ' if not loop.last }}{% endfor %}
            -- without an account: the same definition, then one that knows months of the year itself
            order by case when p.reeks = coalesce(r.reeks, b.reeks) then 0 else 1 end,
                case when p.maanden_bekend > 0 then 0 else 1 end, p.reeks
        ) as rang
    from {{ ref('int_begroting') }} as b
    inner join nieuwste as p on {{ gelijk('b', 'p', cel) }} and p.peildatum = p.laatste_peildatum
    left join rekening as r on b.reeks = r.begroting_reeks and {{ gelijk('b', 'r', cel) }} and r.rang = 1
    where r.reeks is null or p.reeks = r.reeks
),

samen as (
    select
        b.*, d.peildatum, d.laatste_maand, g.gemeente_code is not null as is_opgeheven, e.verschuiving,
        r.reeks as rekening_reeks, r.uitgaven_eur as rekening_eur, r.is_openbaar as rekening_openbaar,
        p.reeks as prognose_reeks, p.maanden_bekend,
        -- a forecast of the year as a whole knows nothing of it
        case when p.maanden_bekend > 0 then p.realisatie_eur end as bekend_eur, p.is_openbaar as prognose_openbaar,
        p.laag_eur, p.midden_eur, p.hoog_eur, p.methode,
        -- the chance on another budget says nothing on this one
        case when p.begroting_eur = b.actueel_eur then p.kans_overschrijding_pct end as kans_pct,
        k.kosten_eur, k.is_openbaar as kosten_openbaar,
        b.jaar * 12 + 24 <= d.laatste_maandnr as is_uitgedeclareerd
    from {{ ref('int_begroting') }} as b
    cross join peildatum as d
    left join rekening as r on b.reeks = r.begroting_reeks and {{ gelijk('b', 'r', cel) }} and r.rang = 1
    left join {{ ref('int_gemeenten') }} as g on b.gemeente_code = g.gemeente_code and g.opgeheven_in_jaar <= b.jaar
    -- an abolished gemeente has no year left to forecast
    left join prognose as p
        on b.reeks = p.begroting_reeks and {{ gelijk('b', 'p', cel) }} and p.rang = 1 and g.gemeente_code is null
    left join {{ ref('int_budget_kosten') }} as k on {{ gelijk('b', 'k', cel) }}
    left join {{ ref('int_breukcellen') }} as e on {{ gelijk('b', 'e', cel) }} and b.reeks = e.reeks
),

beslist as (
    select
        *,
        case
            when rekening_eur is not null then 'rekening'
            when midden_eur is not null and not (is_uitgedeclareerd and kosten_eur is not null) then 'prognose'
            when kosten_eur is not null then 'kosten'
        end as grond
    from samen
)

select
    reeks, reeks_rang, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening, peildatum, laatste_maand,
    primitief_eur, actueel_eur, grond, is_opgeheven, verschuiving,
    case grond when 'rekening' then rekening_eur when 'prognose' then bekend_eur when 'kosten' then kosten_eur end as realisatie_eur,
    case grond
        when 'rekening' then rekening_reeks
        -- a forecast of a year of which no month is known has no realisatie
        when 'prognose' then case when bekend_eur is not null then prognose_reeks end
        when 'kosten' then {{ reeks_maandcijfers() }}
        else rekening_reeks
    end as uitgaven_reeks,
    case
        when grond in ('rekening', 'kosten') then cast(concat(cast(jaar as string), '-12-31') as date)
        when grond = 'prognose' and bekend_eur is not null
            then {{ dag_erbij(-1, maand_erbij(1, "cast(concat(cast(jaar as string), '-', lpad(cast(maanden_bekend as string), 2, '0'), '-01') as date)")) }}
    end as realisatie_tot_en_met,
    case
        when grond = 'rekening' then 'jaarrekening'
        when grond = 'kosten' and is_uitgedeclareerd then 'gedeclareerd'
        when grond = 'kosten' or (grond = 'prognose' and bekend_eur is not null) then 'voorlopig'
    end as realisatie_status,
    case when grond in ('rekening', 'prognose') then coalesce(rekening_reeks, prognose_reeks) end as prognose_reeks,
    maanden_bekend, laag_eur, midden_eur, hoog_eur, methode,
    case when grond = 'prognose' then kans_pct end as kans_pct,
    case
        when grond = 'rekening' then rekening_eur
        when grond = 'prognose' then midden_eur
        when grond = 'kosten' and is_uitgedeclareerd then kosten_eur
    end as uitkomst_eur,
    is_openbaar and coalesce(rekening_openbaar, true) and coalesce(prognose_openbaar, true)
        and (coalesce(grond, '') <> 'kosten' or coalesce(kosten_openbaar, true)) as is_openbaar
from beslist
