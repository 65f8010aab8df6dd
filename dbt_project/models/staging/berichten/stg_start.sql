select
    {{ herkomst() }},
    {{ berichtkop() }},
    r.persoon,
    r.geboortejaar,
    r.geslacht,
    r.toewijzingnummer,
    r.productcategorie,
    r.productcode,
    r.toewijzing_ingangsdatum,
    r.begindatum,
    r.status_aanlevering
{{ van_landing('start') }}
