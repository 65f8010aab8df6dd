-- a closed account counts before the forecast; the verdict and the signal follow from the same difference
{{ config(description="De afwijking is de actuele begroting min de realisatie, of zonder realisatie min de prognose; oordeel en teken passen erbij.") }}
select * from {{ ref('budgetbewaking') }}
where afwijking_eur is distinct from begroting_actueel_eur - coalesce(realisatie_eur, prognose_midden_eur)
    or oordeel is distinct from case
        when afwijking_eur > 0 then 'voordeel' when afwijking_eur < 0 then 'nadeel' when afwijking_eur = 0 then 'conform' end
    or (afwijking_eur > 0 and signaal <> 'groen')
    or prognose_laag_eur > prognose_hoog_eur
