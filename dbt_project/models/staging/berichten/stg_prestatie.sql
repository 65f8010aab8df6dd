select
    {{ herkomst() }},
    {{ berichtkop() }},
    r.persoon,
    r.declaratienummer,
    r.declaratie_begin,
    r.referentienummer,
    r.vorig_referentienummer,
    r.toewijzingnummer,
    r.productcategorie,
    r.productcode,
    r.begindatum,
    r.einddatum,
    r.volume,
    r.eenheid,
    r.tarief,
    r.bedrag,
    r.debet_credit
{{ van_landing('prestatie') }}
