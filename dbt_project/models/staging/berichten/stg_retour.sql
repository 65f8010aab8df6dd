select
    {{ herkomst() }},
    {{ berichtkop() }},
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
