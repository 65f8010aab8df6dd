with bijdragen as (
    select
        gemeente_code, max(gemeente) as gemeente, gebied_soort, uitkeringsjaar as jaar, wet, reeks,
        max(reeks_rang) as reeks_rang,
        -- one unknown part makes the sum unknown
        case when count(*) = count(bedrag_eur) then cast(sum(bedrag_eur) as decimal(18,2)) end as rijksbijdrage_eur,
        max(case when is_raming then 1 else 0 end) as is_raming,
        max(case when lower(onderdeel) = 'buig' then 1 else 0 end) as met_buig,
        min(is_openbaar) as is_openbaar
    from {{ ref('int_rijksbijdragen_regels') }}
    where is_laatste_circulaire and wet <> 'buiten'
    group by gemeente_code, gebied_soort, uitkeringsjaar, wet, reeks
),

uitgaven as (
    select * from {{ ref('uitgaven') }}
    where periode_soort = 'jaar' and soort = 'alle' and niveau = 'wet' and is_voorkeur
        -- a row of eigen bijdragen alone is no expenditure
        and (uitgaven_eur is not null or eigen_bijdrage_eur is null)
),

samen as (
    select
        b.gemeente_code, b.gemeente, b.gebied_soort, cast(b.jaar as integer) as jaar, b.wet, b.reeks,
        {{ is_voorkeur(['b.gemeente_code', 'b.jaar', 'b.wet'], 'b.') }} as is_voorkeur,
        u.reeks as uitgaven_reeks, b.rijksbijdrage_eur, u.uitgaven_eur,
        -- bijstand is paid from BUIG, a budget of its own: without it the two amounts are not about the same
        case when b.wet <> 'participatiewet' or b.met_buig = 1 then u.uitgaven_eur end as vergelijkbaar_eur,
        b.is_raming, b.met_buig, b.is_openbaar and coalesce(u.is_openbaar, true) as is_openbaar
    from bijdragen as b
    left join uitgaven as u on b.gemeente_code = u.gemeente_code and b.jaar = u.jaar and b.wet = u.wet
),

gerekend as (
    select
        *,
        cast(rijksbijdrage_eur - vergelijkbaar_eur as decimal(18,2)) as saldo_eur,
        {{ quotient('rijksbijdrage_eur * 100', 'vergelijkbaar_eur') }} as dekkingsgraad_pct
    from samen
)

select
    gemeente_code, gemeente, gebied_soort, jaar, wet, reeks, is_voorkeur, uitgaven_reeks,
    rijksbijdrage_eur, uitgaven_eur, saldo_eur, dekkingsgraad_pct,
    case when saldo_eur >= 0 then 'voordeel' when saldo_eur < 0 then 'nadeel' end as oordeel,
    concat(
        case
            when uitgaven_eur is null then 'Geen uitgaven geleverd voor dit jaar en deze wet. '
            when dekkingsgraad_pct is null then 'Niet te vergelijken. '
            else concat('De rijksbijdrage dekt ', {{ nl_pct('dekkingsgraad_pct') }}, ' van de uitgaven. ')
        end,
        case when is_raming = 1 then 'De rijksbijdrage is een raming van de leverancier, geen vastgesteld bedrag. ' else '' end,
        case when wet = 'participatiewet' and met_buig = 0
            then 'De bijstand op taakveld 6.3 staat in de uitgaven, het budget ervoor (BUIG) niet in de bijdrage. '
            else '' end,
        case when wet = 'wmo' then 'Uitgaven met opvang en beschermd wonen. ' else '' end,
        'De algemene uitkering is vrij besteedbaar: dit is een maatstaf, geen budget.'
    ) as toelichting,
    is_openbaar
from gerekend
