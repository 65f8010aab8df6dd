-- what is left open speaks of the whole: no voorziening is the whole wet, no wet is all wetten together
select
    {{ herkomst() }},
    'tekst' as kolom,
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.periode,
    r.periode_soort,
    r.jaar,
    case
        when r.niveau is not null then r.niveau
        when coalesce(r.wet, 'totaal') = 'totaal' then 'totaal'
        else 'wet'
    end as niveau,
    coalesce(r.wet, 'totaal') as wet,
    coalesce(r.voorziening, 'totaal') as voorziening,
    r.tekst,
    r.auteur,
    r.datum
{{ van_landing('toelichtingen') }}
