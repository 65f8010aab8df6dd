select
    gemeente_code, gemeente, gebied_soort, cast(uitkeringsjaar as integer) as uitkeringsjaar, circulaire, onderdeel, reeks,
    {{ is_voorkeur(['gemeente_code', 'uitkeringsjaar', 'circulaire', 'onderdeel']) }} as is_voorkeur,
    wet, bedrag_eur,
    cast(bedrag_eur - lag(bedrag_eur) over (
        partition by reeks, gemeente_code, uitkeringsjaar, onderdeel order by circulaire_nr
    ) as decimal(18,2)) as verschil_vorige_circulaire_eur,
    is_laatste_circulaire,
    is_raming,
    is_openbaar
from {{ ref('int_rijksbijdragen_regels') }}
where wet <> 'buiten'
