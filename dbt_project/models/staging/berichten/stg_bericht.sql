select
    {{ herkomst() }},
    {{ berichtkop() }},
    r.versie,
    r.retour_identificatie,
    r.heen_dagtekening,
    r.retourcodes,
    r.declaratienummer,
    r.declaratie_begin,
    r.declaratie_eind,
    r.declaratie_dagtekening,
    r.totaal_ingediend,
    r.totaal_toegekend,
    r.heeft_antwoord,
    r.antwoordcodes,
    r.inhoud_hash
{{ van_landing('bericht') }}
