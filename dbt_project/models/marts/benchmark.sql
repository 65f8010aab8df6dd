{% set sleutel = ['maat', 'reeks', 'jaar', 'niveau', 'wet', 'voorziening'] %}
with waarden as (
    select 'uitgaven_per_inwoner' as maat, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening, reeks,
        is_voorkeur, soort as leveringsvorm, per_inwoner_eur as waarde, is_openbaar
    from {{ ref('uitgaven') }}
    where periode_soort = 'jaar' and (soort = 'alle' or reeks = 'berichten') and per_inwoner_eur is not null
    union all
    select 'kosten_per_client' as maat, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening, reeks,
        is_voorkeur, case when reeks = 'berichten' then 'zin' else 'alle' end as leveringsvorm, kosten_per_client_eur as waarde, is_openbaar
    from {{ ref('kosten_per_client') }}
    where kosten_per_client_eur is not null
    union all
    select 'clienten_per_1000' as maat, gemeente_code, gemeente, gebied_soort, jaar, niveau, wet, voorziening, reeks,
        is_voorkeur, leveringsvorm, per_1000_inwoners as waarde, is_openbaar
    from {{ ref('clienten') }}
    where periode_soort = 'jaar' and (leveringsvorm = 'alle' or reeks = 'berichten') and per_1000_inwoners is not null
),

gemerkt as (
    select
        w.*,
        b.verschuiving,
        b.verschuiving is not null as is_breuk
    from waarden as w
    left join {{ ref('int_breukcellen') }} as b
        on w.maat = 'uitgaven_per_inwoner' and w.reeks = b.reeks and w.gemeente_code = b.gemeente_code and w.jaar = b.jaar
        and w.niveau = b.niveau and w.wet = b.wet and w.voorziening = b.voorziening
),

-- the region that the gemeente belongs to for this wet; its figure is weighted: sum of cost / sum of inhabitants
regios as (
    select g.maat, g.reeks, g.jaar, g.niveau, g.wet, g.voorziening, l.gemeente_code, max(g.waarde) as waarde
    from gemerkt as g
    inner join {{ ref('int_regioleden') }} as l on g.gemeente_code = l.regio_code and g.wet = l.wet and g.jaar = l.jaar
    group by g.maat, g.reeks, g.jaar, g.niveau, g.wet, g.voorziening, l.gemeente_code
),

landelijk as (
    select {{ sleutel | join(', ') }}, max(waarde) as waarde
    from gemerkt where gebied_soort = 'land'
    group by {{ sleutel | join(', ') }}
),

rangen as (
    select
        gemeente_code, {{ sleutel | join(', ') }},
        rank() over (partition by {{ sleutel | join(', ') }} order by waarde desc) as rang,
        count(*) over (partition by {{ sleutel | join(', ') }}) as aantal
    from gemerkt
    where gebied_soort = 'gemeente' and not is_breuk
)

select
    g.gemeente_code, g.gemeente, g.gebied_soort, g.jaar, g.maat, g.niveau, g.wet, g.voorziening, g.reeks,
    -- the preferred reeks, all before a part of it, or where that has no value the first that has
    row_number() over (
        partition by g.gemeente_code, g.maat, g.jaar, g.niveau, g.wet, g.voorziening
        order by case when g.is_voorkeur then 0 else 1 end, case when g.leveringsvorm = 'zin' then 1 else 0 end, g.reeks
    ) = 1 as is_voorkeur,
    g.waarde, r.waarde as regio, n.waarde as landelijk, cast(k.rang as integer) as rang, cast(k.aantal as integer) as rang_van,
    concat(
        case when g.is_breuk then concat('Niet geldig: boekingsbreuk in dit jaar (', g.verschuiving, '), buiten de rangorde. ') else '' end,
        case when g.voorziening in ('wmo_incl_opvang', 'opvang_beschermd_wonen', 'beschermd_wonen', 'opvang')
                or (g.niveau = 'wet' and g.wet = 'wmo') or g.niveau = 'totaal'
            then 'Beperkt geldig: opvang en beschermd wonen boekt de centrumgemeente voor haar regio. ' else '' end,
        case when g.voorziening = 'jeugdbescherming_reclassering' and g.jaar <= 2022
            then 'Beperkt geldig: sommige gemeenten boeken jeugdbescherming op 6.72. ' else '' end,
        case when h.huidige_code is not null
            then 'Beperkt geldig: herindeling in dit jaar, de noemer telt de inwoners van voor de herindeling. ' else '' end,
        case when g.gebied_soort = 'gemeente' and k.aantal = 1 then 'Geen andere gemeente in deze reeks. ' else '' end,
        case when n.waarde is null and g.gebied_soort <> 'land' then 'Geen landelijk cijfer geleverd. ' else '' end,
        case when g.reeks = 'berichten' then 'Alleen zorg in natura uit berichten: geen pgb, taakfinanciering of subsidie. ' else '' end,
        'Binnen reeks ', g.reeks, case when g.maat = 'uitgaven_per_inwoner' then ', noemer inwoners op 1 januari.' else '.' end
    ) as geldigheid,
    not g.is_breuk as is_vergelijkbaar,
    -- rank and region follow from all of them: public only where all of them are
    min(g.is_openbaar) over (partition by g.{{ sleutel | join(', g.') }}) as is_openbaar
from gemerkt as g
left join regios as r
    on g.gemeente_code = r.gemeente_code and g.maat = r.maat and g.reeks = r.reeks and g.jaar = r.jaar and g.niveau = r.niveau
    and g.wet = r.wet and g.voorziening = r.voorziening
left join landelijk as n
    on g.maat = n.maat and g.reeks = n.reeks and g.jaar = n.jaar and g.niveau = n.niveau and g.wet = n.wet
    and g.voorziening = n.voorziening
left join (
    select distinct huidige_code, opgeheven_in_jaar from {{ ref('int_gemeenten') }} where huidige_code <> gemeente_code
) as h
    on g.gemeente_code = h.huidige_code and g.jaar = h.opgeheven_in_jaar and g.reeks not like '%_huidige_indeling'
left join rangen as k
    on g.gemeente_code = k.gemeente_code and g.maat = k.maat and g.reeks = k.reeks and g.jaar = k.jaar and g.niveau = k.niveau
    and g.wet = k.wet and g.voorziening = k.voorziening
