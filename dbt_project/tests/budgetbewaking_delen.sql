-- to the cent: what the budget let grow, minus what made it grow, is what is left of it
{{ config(description="De afwijking is op de cent de begrote groei min volume, intensiteit, prijs en mix, waar die bekend zijn.") }}
select * from {{ ref('budgetbewaking') }}
where coalesce(volume_effect_eur, intensiteit_effect_eur, prijs_effect_eur, mix_effect_eur) is not null
    and afwijking_eur is not null
    and afwijking_eur is distinct from begrote_groei_eur - (
        coalesce(volume_effect_eur, 0) + coalesce(intensiteit_effect_eur, 0) + coalesce(prijs_effect_eur, 0) + coalesce(mix_effect_eur, 0)
    )
