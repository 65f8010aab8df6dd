-- growth of expenditure is between two rows of the mart uitgaven of the same reeks
{{ config(
    description="Elke groei van uitgaven is het verschil van twee rijen van de mart uitgaven van dezelfde reeks.",
    meta={"dagster": {"ref": {"name": "groei"}}}
) }}
select g.*
from {{ ref('groei') }} as g
left join {{ ref('uitgaven') }} as n
    on g.gemeente_code = n.gemeente_code and n.periode_soort = 'jaar' and g.jaar = n.jaar and g.leveringsvorm = n.soort
    and g.niveau = n.niveau and g.wet = n.wet and g.voorziening = n.voorziening and g.reeks = n.reeks
left join {{ ref('uitgaven') }} as v
    on g.gemeente_code = v.gemeente_code and v.periode_soort = 'jaar' and g.van_jaar = v.jaar and g.leveringsvorm = v.soort
    and g.niveau = v.niveau and g.wet = v.wet and g.voorziening = v.voorziening and g.reeks = v.reeks
where g.maat = 'uitgaven' and g.groei is not null and g.groei is distinct from n.uitgaven_eur - v.uitgaven_eur
