-- published growth against the figures of the same reeks, in its own precision: 10% matches 9,5 to 10,5. What a file
-- can check by itself was checked at the intake and is not told twice.
select
    p.levering, p.bestand, cast(null as string) as blad, p.regel, p.groei_pct_kolom as kolom,
    cast(cast(p.groei_pct as decimal(18,4)) as string) as waarde, cast(g.groei_pct as string) as verwacht,
    cast(p.groei_pct - g.groei_pct as decimal(28,8)) as verschil,
    'controle.groei' as regel_code, 'waarschuwing' as ernst,
    concat('Gepubliceerde groei ', {{ nl_pct('p.groei_pct') }}, '; herrekend uit de cijfers van dezelfde reeks ', {{ nl_pct('g.groei_pct') }}, '.') as melding,
    'leverancier' as eigenaar, p.is_openbaar
from {{ ref('stg_groei_gepubliceerd') }} as p
inner join {{ ref('groei') }} as g
    on p.maat = g.maat and p.gemeente_code = g.gemeente_code and p.van_jaar = g.van_jaar and p.jaar = g.jaar
    and p.leveringsvorm = g.leveringsvorm and p.niveau = g.niveau and p.wet = g.wet and p.voorziening = g.voorziening and p.reeks = g.reeks
where abs(p.groei_pct - g.groei_pct) * 2 > p.groei_pct_stap + 0.01
    and not exists (
        select 1 from {{ ref('stg_bevindingen') }} as b
        where b.bestand = p.bestand and b.regel = p.regel and b.regel_code = 'controle.groei'
    )
