-- which gemeenten the rows of a levering are about: whose edition may name it
{% for model in [
    'stg_begroting', 'stg_bericht', 'stg_clientaantallen', 'stg_denkrichtingen', 'stg_eigen_bijdragen', 'stg_groei_gepubliceerd',
    'stg_grootboek', 'stg_indicatoren', 'stg_inwoners', 'stg_iv3', 'stg_koppeltabel', 'stg_maatregel_aannames',
    'stg_maatregelen', 'stg_pgb', 'stg_pilots', 'stg_prestatie', 'stg_productcodes', 'stg_retour', 'stg_rijksbijdragen',
    'stg_stappen', 'stg_start', 'stg_stop', 'stg_subsidies', 'stg_toegang', 'stg_toelichtingen', 'stg_toewijzing',
    'stg_uitgaven', 'stg_verzoek', 'stg_wachtlijst'
] %}
{{ 'union' if not loop.first }}
select levering, gemeente_code from {{ ref(model) }} where levering is not null and gemeente_code is not null
{% endfor %}
