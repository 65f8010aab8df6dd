-- what the head of the report shows: per gebied and year the three comparison groups, with growth and benchmark
select
    u.gemeente_code, u.gemeente, u.gebied_soort, u.jaar, u.wet, u.voorziening, u.reeks, u.uitgaven_eur, u.inwoners_aantal, u.per_inwoner_eur,
    g.groei_pct, coalesce(g.is_breuk, false) as is_breuk, b.regio as regio_per_inwoner_eur, b.rang, b.rang_van, b.geldigheid,
    u.is_openbaar and coalesce(g.is_openbaar, true) and coalesce(b.is_openbaar, true) as is_openbaar
from {{ ref('uitgaven') }} as u
left join {{ ref('groei') }} as g
    on g.maat = 'uitgaven' and g.leveringsvorm = 'alle' and u.reeks = g.reeks and u.gemeente_code = g.gemeente_code and u.jaar = g.jaar and g.van_jaar = u.jaar - 1
    and u.niveau = g.niveau and u.wet = g.wet and u.voorziening = g.voorziening
left join {{ ref('benchmark') }} as b
    on b.maat = 'uitgaven_per_inwoner' and u.reeks = b.reeks and u.gemeente_code = b.gemeente_code and u.jaar = b.jaar
    and u.niveau = b.niveau and u.wet = b.wet and u.voorziening = b.voorziening
where u.niveau = 'groep' and u.voorziening in ('jeugd', 'wmo', 'wmo_incl_opvang') and u.periode_soort = 'jaar' and u.soort = 'alle' and u.is_voorkeur
    and (u.uitgaven_eur is not null or u.eigen_bijdrage_eur is null)
