select
    {{ herkomst() }},
    r.wet,
    r.soort,
    r.gemeente_code,
    r.aanbieder,
    r.identificatie,
    r.dagtekening,
    r.persoon,
    r.klasse,
    r.toewijzingnummer,
    r.begindatum,
    r.status_aanlevering,
    r.reden_beeindiging,
    r.referentienummer,
    r.bedrag,
    r.retourcodes
{{ van_landing('retour') }}
