select
    {{ herkomst() }},
    {{ berichtkop() }},
    r.persoon,
    r.geboortejaar,
    r.geslacht,
    r.referentie,
    r.productcategorie,
    r.productcode,
    r.ingangsdatum,
    r.einddatum,
    r.volume,
    r.eenheid,
    r.frequentie,
    r.budget,
    r.verwijzer
{{ van_landing('verzoek') }}
