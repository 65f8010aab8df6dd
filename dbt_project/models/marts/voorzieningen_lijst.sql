{{ config(alias="voorzieningen") }}
select
    slug as voorziening, 'voorziening' as niveau, naam, wet, groep, productcategorieen, iv3_tot_2022, iv3_2023_2024, iv3_vanaf_2025,
    synoniemen
from {{ ref('voorzieningen') }}
union all
select
    groep as voorziening, 'groep' as niveau, naam, wet, groep, cast(null as string) as productcategorieen,
    cast(null as string) as iv3_tot_2022, cast(null as string) as iv3_2023_2024, cast(null as string) as iv3_vanaf_2025,
    cast(null as string) as synoniemen
from {{ ref('groepen') }}
