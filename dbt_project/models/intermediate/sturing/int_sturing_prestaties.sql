{{ config(materialized='view') }}
-- a view, for `grip trace` only: every granted prestatie under each cell of a year that it adds to
select
    p.sleutel, p.bestand, p.blad, p.regel, 'bedrag' as kolom, case p.debet_credit when 'C' then -1 else 1 end as factor,
    c.gemeente_code, c.jaar, c.niveau, c.wet, c.voorziening, p.aanbieder, coalesce(t.verwijzer, 'onbekend') as verwijzer,
    p.bedrag_eur
from {{ ref('int_prestaties') }} as p
inner join {{ ref('int_sturing_cellen') }} as c
    on c.reeks = 'berichten' and p.gemeente_code = c.deel_code and p.wet = c.deel_wet
    and c.deel_niveau = 'voorziening' and p.voorziening = c.deel_voorziening and p.zorgmaand between c.begin and c.eind
left join {{ ref('int_toewijzingen') }} as t
    on p.gemeente_code = t.gemeente_code and p.wet = t.wet and p.toewijzingnummer = t.toewijzingnummer
where p.status = 'toegekend'
