-- every gemeente that the code list or a delivery knows, with the gemeente it belongs to today
with geleverd as (
    {% for model in [
        'stg_iv3', 'stg_inwoners', 'stg_clientaantallen', 'stg_uitgaven', 'stg_rijksbijdragen', 'stg_begroting',
        'stg_toegang', 'stg_wachtlijst', 'stg_pgb', 'stg_subsidies', 'stg_grootboek', 'stg_eigen_bijdragen'
    ] %}
    select gemeente_code, max(gemeente) as gemeente
    from {{ ref(model) }}
    where gebied_soort = 'gemeente'
    group by gemeente_code
    union
    {% endfor %}
    -- a message names its gemeente by code only
    select distinct gemeente_code, cast(null as string) as gemeente
    from {{ ref('stg_bericht') }}
),

alle as (
    select gemeente_code, gemeente, geldig_vanaf, geldig_tot, opgegaan_in, true as in_codelijst
    from {{ ref('gemeenten') }}
    -- the invented gemeenten of the demo exist only where a delivery holds them: a run of real figures knows none
    where gemeente_code not like 'GM999_' or gemeente_code in (select gemeente_code from geleverd)
    union all
    select gemeente_code, max(gemeente) as gemeente, null as geldig_vanaf, null as geldig_tot, null as opgegaan_in,
        false as in_codelijst
    from geleverd
    where gemeente_code not in (select gemeente_code from {{ ref('gemeenten') }})
    group by gemeente_code
)

select
    gemeente_code,
    gemeente,
    geldig_vanaf,
    geldig_tot,
    opgegaan_in,
    coalesce(opgegaan_in, gemeente_code) as huidige_code,
    in_codelijst,
    -- the first year in which it has no account of its own: a herindeling during a year ends the account of that year
    case
        when geldig_tot is null then null
        when extract(month from geldig_tot) = 12 and extract(day from geldig_tot) = 31
            then cast(extract(year from geldig_tot) as integer) + 1
        else cast(extract(year from geldig_tot) as integer)
    end as opgeheven_in_jaar
from alle
