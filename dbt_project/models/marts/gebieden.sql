select
    gemeente_code, gemeente, 'gemeente' as gebied_soort, geldig_vanaf, geldig_tot, opgegaan_in, huidige_code,
    cast(opgeheven_in_jaar as integer) as opgeheven_in_jaar, in_codelijst
from {{ ref('int_gemeenten') }}
union all
select
    gebied_code as gemeente_code, gebied as gemeente, gebied_soort, cast(null as date) as geldig_vanaf, cast(null as date) as geldig_tot,
    cast(null as string) as opgegaan_in, gebied_code as huidige_code, cast(null as integer) as opgeheven_in_jaar, true as in_codelijst
from {{ ref('regios') }}
-- the region of the demo stands there with its gemeenten only
where gebied_code <> 'RG-DEMO' or exists (select 1 from {{ ref('int_gemeenten') }} where gemeente_code like 'GM999_')
