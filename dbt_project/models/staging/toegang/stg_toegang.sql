select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.client_id,
    r.client_soort,
    r.toewijzingnummer,
    r.huishouden_id as huishouden,
    r.wet,
    r.voorziening,
    r.niveau,
    r.verwijzer,
    r.consulent,
    r.datum_melding,
    r.datum_aanvraag,
    r.datum_besluit,
    r.besluit
{{ van_landing('toegang') }}
