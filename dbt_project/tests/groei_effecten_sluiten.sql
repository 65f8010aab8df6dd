-- the parts of a change sum to it to the cent; only a change in expenditure has parts
{{ config(description="De bekende effecten tellen op de cent op tot de groei.") }}
with delen as (
    select
        *,
        coalesce(volume_effect_eur, 0) + coalesce(intensiteit_effect_eur, 0) + coalesce(prijs_effect_eur, 0)
            + coalesce(mix_effect_eur, 0) as som_eur,
        coalesce(volume_effect_eur, intensiteit_effect_eur, prijs_effect_eur, mix_effect_eur) is not null as heeft_delen
    from {{ ref('groei') }}
)

select * from delen
where heeft_delen and (som_eur <> groei or groei is null or maat <> 'uitgaven')
