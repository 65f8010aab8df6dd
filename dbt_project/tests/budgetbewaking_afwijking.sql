-- a closed account counts before the forecast; the verdict and the signal follow from the same difference
{{ config(description="De afwijking is de actuele begroting min de uitkomst: realisatie plus wat nog te verwachten is; oordeel, kans en teken passen erbij.") }}
select * from {{ ref('budgetbewaking') }}
where (afwijking_eur is not null and realisatie_eur is not null
        and afwijking_eur is distinct from begroting_actueel_eur - realisatie_eur - nog_te_verwachten_eur)
    or (afwijking_eur is not null and realisatie_eur is null and afwijking_eur is distinct from begroting_actueel_eur - prognose_midden_eur)
    or (realisatie_status in ('jaarrekening', 'gedeclareerd') and afwijking_eur is distinct from begroting_actueel_eur - realisatie_eur
        -- a budget that holds more than the outcome has no deviation, and says so
        and not (afwijking_eur is null and toelichting like 'Van de begroting staat ongeveer %'))
    or oordeel is distinct from case
        when afwijking_eur > 0 then 'voordeel' when afwijking_eur < 0 then 'nadeel' when afwijking_eur = 0 then 'conform' end
    or (afwijking_eur > 0 and signaal <> 'groen')
    or prognose_laag_eur > prognose_hoog_eur
    or (realisatie_status in ('jaarrekening', 'gedeclareerd') and kans_overschrijding_pct is not null)
    or kans_overschrijding_pct not between 0 and 100
