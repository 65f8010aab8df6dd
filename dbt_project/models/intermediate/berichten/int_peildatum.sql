-- the day that everything is seen from: as asked, else the newest delivery that counts; never the clock
with dag as (
    select max({% if var('peildatum') %}cast('{{ var("peildatum") }}' as date){% else %}ontvangen_op{% endif %}) as peildatum
    from {{ ref('stg_leveringen') }}
    where uitkomst <> 'geweigerd'
)

select
    peildatum,
    {{ maand_erbij(-1, maand_van(dag_erbij(1, 'peildatum'))) }} as laatste_maand
from dag
