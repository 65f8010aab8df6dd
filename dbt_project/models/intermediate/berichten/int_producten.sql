-- the voorziening of a product, in this order: the gemeente's own codes, the national list for youth, the category
with gebruikt as (
    {% for model in ['stg_toewijzing', 'stg_start', 'stg_prestatie'] %}
    select distinct b.gemeente_code, r.wet, r.productcategorie, upper(r.productcode) as productcode
    from {{ ref(model) }} as r
    inner join {{ ref('int_berichten') }} as b on r.sleutel = b.sleutel and r.bestand = b.bestand
    where r.productcategorie is not null or r.productcode is not null
    {% if not loop.last %}union{% endif %}
    {% endfor %}
),

-- the preferred reeks, and of that the newest delivery; volgorde within a file decides nothing
eigen as (
    select gemeente_code, wet, productcode, voorziening
    from (
        select
            gemeente_code, wet, upper(productcode) as productcode, voorziening,
            row_number() over (
                partition by gemeente_code, wet, upper(productcode) order by reeks_rang, volgorde desc, voorziening
            ) as rang
        from {{ ref('stg_productcodes') }}
        where niveau = 'voorziening'
    ) as gerangschikt
    where rang = 1
),

toegekend as (
    select
        g.*,
        coalesce(
            e.voorziening, j.voorziening, c.voorziening, case g.wet when 'wmo' then 'overig_wmo' else 'overig_jeugd' end
        ) as voorziening,
        case
            when e.voorziening is not null then 'gemeente'
            when j.voorziening is not null then 'jz21'
            when c.voorziening is not null then 'categorie'
            else 'onbekend'
        end as voorziening_bron
    from gebruikt as g
    left join eigen as e on g.gemeente_code = e.gemeente_code and g.wet = e.wet and g.productcode = e.productcode
    left join {{ ref('jz21_productcodes') }} as j on g.wet = 'jeugdwet' and g.productcode = j.productcode
    left join {{ ref('productcategorieen') }} as c on g.wet = c.wet and g.productcategorie = c.productcategorie
)

select
    t.gemeente_code, t.wet, coalesce(t.productcategorie, '') as productcategorie, coalesce(t.productcode, '') as productcode,
    t.voorziening, v.groep, t.voorziening_bron
from toegekend as t
inner join {{ ref('voorzieningen') }} as v on t.voorziening = v.slug
