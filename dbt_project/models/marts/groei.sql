with paren as (
    select
        n.maat, n.gemeente_code, n.gemeente, n.gebied_soort, v.jaar as van_jaar, n.jaar, n.leveringsvorm, n.niveau, n.wet,
        n.voorziening, n.reeks, v.waarde as vorige, n.waarde as huidige, n.is_openbaar and v.is_openbaar as is_openbaar
    from {{ ref('int_groei_bron') }} as n
    inner join {{ ref('int_groei_bron') }} as v
        on n.maat = v.maat and n.gemeente_code = v.gemeente_code and n.leveringsvorm = v.leveringsvorm
        and n.niveau = v.niveau and n.wet = v.wet and n.voorziening = v.voorziening and n.reeks = v.reeks
        and n.jaar > v.jaar
),

gepubliceerd as (
    select *, {{ nieuwste_vensters(['gemeente_code', 'van_jaar', 'jaar'], ['leveringsvorm', 'niveau', 'wet', 'voorziening', 'maat']) }}
    from {{ ref('stg_groei_gepubliceerd') }}
),

samen as (
    select
        coalesce(p.maat, g.maat) as maat,
        coalesce(p.gemeente_code, g.gemeente_code) as gemeente_code,
        coalesce(p.gemeente, g.gemeente) as gemeente,
        coalesce(p.gebied_soort, g.gebied_soort) as gebied_soort,
        coalesce(p.van_jaar, g.van_jaar) as van_jaar,
        coalesce(p.jaar, g.jaar) as jaar,
        coalesce(p.leveringsvorm, g.leveringsvorm) as leveringsvorm,
        coalesce(p.niveau, g.niveau) as niveau,
        coalesce(p.wet, g.wet) as wet,
        coalesce(p.voorziening, g.voorziening) as voorziening,
        coalesce(p.reeks, g.reeks) as reeks,
        p.vorige, p.huidige,
        cast(g.groei_pct as decimal(18,4)) as gepubliceerd_pct,
        coalesce(p.is_openbaar, true) and coalesce(g.is_openbaar, true) as is_openbaar
    from paren as p
    full outer join (select * from gepubliceerd where {{ is_nieuwste() }}) as g
        on p.maat = g.maat and p.gemeente_code = g.gemeente_code and p.van_jaar = g.van_jaar and p.jaar = g.jaar
        and p.leveringsvorm = g.leveringsvorm and p.niveau = g.niveau and p.wet = g.wet and p.voorziening = g.voorziening
        and p.reeks = g.reeks
),

breuken as (
    select s.reeks, s.gemeente_code, s.niveau, s.wet, s.voorziening, s.van_jaar, s.jaar, min(b.jaar) as breukjaar,
        min(b.verschuiving) as verschuiving
    from samen as s
    inner join {{ ref('int_breukcellen') }} as b
        on s.reeks = b.reeks and s.gemeente_code = b.gemeente_code and s.niveau = b.niveau and s.wet = b.wet
        and s.voorziening = b.voorziening and b.jaar > s.van_jaar and b.jaar <= s.jaar
    where s.maat = 'uitgaven'
    group by s.reeks, s.gemeente_code, s.niveau, s.wet, s.voorziening, s.van_jaar, s.jaar
),

rang as (
    -- the order of the reeksen; within one, a gemeente that took over another grows on its present borders
    select reeks, min(reeks_rang) as reeks_rang, min(is_geleverd) as is_geleverd
    from (
        select reeks, reeks_rang, 1 as is_geleverd from {{ ref('stg_leveringen') }}
        union all
        select 'berichten' as reeks, reeks_rang, 1 as is_geleverd from {{ ref('stg_leveringen') }} where bron = 'berichten'
        union all
        select reeks, reeks_rang, case when indeling = 'huidig' then 0 else 1 end as is_geleverd
        from {{ ref('int_taakveld_cellen') }}
    ) as alle
    group by reeks
)

select
    s.gemeente_code, s.gemeente, s.gebied_soort, cast(s.van_jaar as integer) as van_jaar, cast(s.jaar as integer) as jaar,
    s.leveringsvorm, s.niveau, s.wet, s.voorziening, s.maat, s.reeks,
    row_number() over (
        partition by s.gemeente_code, s.van_jaar, s.jaar, s.leveringsvorm, s.niveau, s.wet, s.voorziening, s.maat
        order by r.reeks_rang, r.is_geleverd, s.reeks
    ) = 1 as is_voorkeur,
    s.vorige, s.huidige,
    cast(s.huidige - s.vorige as decimal(18,2)) as groei,
    {{ groei_pct('s.vorige', 's.huidige') }} as groei_pct,
    s.gepubliceerd_pct,
    e.volume_effect_eur, e.intensiteit_effect_eur, e.prijs_effect_eur, e.mix_effect_eur,
    b.breukjaar is not null as is_breuk,
    concat(
        case when s.vorige is null then 'Alleen de gepubliceerde groei is bekend. ' else '' end,
        case when b.breukjaar is not null then concat(
            'Boekingsbreuk in ', cast(b.breukjaar as string), ': lasten gingen van taakveld ', b.verschuiving,
            '; dit is geen groei van zorg. ') else '' end,
        case e.methode
            when 'clienten_volume_prijs' then 'Volume is cliënten, intensiteit is volume per cliënt, prijs is kosten per eenheid. '
            when 'volume_prijs' then 'Volume is geleverde hoeveelheid, prijs is kosten per eenheid; cliënten ontbreken. '
            when 'clienten_kosten' then 'Volume is cliënten, prijs is kosten per cliënt; het geleverde volume ontbreekt. '
            else '' end,
        case when s.jaar >= 2023 and s.van_jaar < 2023 and s.maat = 'uitgaven' and s.reeks like 'cbs_iv3%'
            then 'Over de Iv3-breuk van 2023 is alleen het totaal jeugd ongeveer vergelijkbaar. ' else '' end
    ) as toelichting,
    s.is_openbaar
from samen as s
left join {{ ref('int_groei_effecten') }} as e
    on s.maat = 'uitgaven' and (s.leveringsvorm = 'alle' or s.reeks = 'berichten') and s.reeks = e.reeks and s.gemeente_code = e.gemeente_code
    and s.van_jaar = e.van_jaar and s.jaar = e.jaar and s.niveau = e.niveau and s.wet = e.wet and s.voorziening = e.voorziening
left join breuken as b
    on s.maat = 'uitgaven' and s.reeks = b.reeks and s.gemeente_code = b.gemeente_code and s.van_jaar = b.van_jaar
    and s.jaar = b.jaar and s.niveau = b.niveau and s.wet = b.wet and s.voorziening = b.voorziening
left join rang as r on s.reeks = r.reeks
