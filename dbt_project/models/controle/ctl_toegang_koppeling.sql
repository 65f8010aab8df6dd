-- clients of the toegang whom no koppeltabel knows: one finding per delivery and gemeente
with bekend as (
    select distinct gemeente_code, client_nummer from {{ ref('stg_koppeltabel') }}
),

zonder as (
    select t.*
    from {{ ref('stg_toegang') }} as t
    anti join bekend as b on t.gemeente_code = b.gemeente_code and t.client_id = b.client_nummer
    where t.client_soort = 'eigen'
)

select
    levering, min(bestand) as bestand, cast(null as string) as blad, min(regel) as regel, 'client_id' as kolom,
    cast(null as string) as waarde, 'een koppeltabel met elk eigen nummer' as verwacht,
    cast(count(distinct client_id) as decimal(28,8)) as verschil,
    'toegang.zonder_koppeling' as regel_code, 'waarschuwing' as ernst,
    concat(cast(count(distinct client_id) as string), ' cliënten van ', max(gemeente), ' hebben een eigen nummer dat in geen ',
        'koppeltabel staat. Zij tellen mee in de toegang, maar horen bij geen bericht. Lever de koppeltabel aan.') as melding,
    'leverancier' as eigenaar, min(is_openbaar) as is_openbaar
from zonder
group by levering, gemeente_code
