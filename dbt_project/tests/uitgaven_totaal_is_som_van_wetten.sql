-- of a gemeente that delivers on taakvelden everything stands under exactly one wet
{{ config(description="Het totaal van een gemeente uit Iv3 is de som van haar wetten.") }}
with sommen as (
    select
        gemeente_code, reeks, jaar,
        max(case when niveau = 'totaal' then uitgaven_eur end) as totaal_eur,
        sum(case when niveau = 'wet' then uitgaven_eur end) as som_eur
    from {{ ref('uitgaven') }}
    where gebied_soort = 'gemeente' and reeks like 'cbs_iv3%' and periode_soort = 'jaar' and soort = 'alle'
    group by gemeente_code, reeks, jaar
)

select * from sommen where totaal_eur <> som_eur
