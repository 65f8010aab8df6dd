-- as int_sturing_paden, and with the group of Iv3 taakvelden that a voorziening belongs to in every generation of Iv3
select deel_niveau, deel_wet, deel_voorziening, niveau, wet, voorziening, false as is_iv3_groep
from {{ ref('int_sturing_paden') }}
union all
select
    'voorziening' as deel_niveau, v.wet as deel_wet, v.slug as deel_voorziening, 'groep' as niveau, v.wet,
    c.groep as voorziening, true as is_iv3_groep
from {{ ref('voorzieningen') }} as v
inner join {{ ref('iv3_crosswalk') }} as c on v.iv3_tot_2022 = c.taakveld and c.tot_jaar = 2022
where c.groep <> v.groep
