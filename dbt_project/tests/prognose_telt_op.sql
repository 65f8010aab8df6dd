-- what is known, what is still to be declared and what is to come add up to the forecast, to the cent
{{ config(description="Wat bekend is, wat nog gedeclareerd wordt en wat nog komt, zijn samen de prognose, op de cent.") }}
select gemeente_code, periode, peildatum, niveau, wet, voorziening, reeks, realisatie_eur, nog_te_declareren_eur, nog_te_komen_eur, midden
from {{ ref('prognose') }}
where periode_soort = 'jaar' and realisatie_eur is not null and realisatie_eur + nog_te_declareren_eur + nog_te_komen_eur <> midden
