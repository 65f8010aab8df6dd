-- zeros of a gemeente that no longer exists: one finding per delivered account
select
    levering, min(bestand) as bestand, cast(null as string) as blad, min(regel) as regel, min(kolom) as kolom,
    '0' as waarde, 'geen cijfer' as verwacht, cast(null as decimal(28,8)) as verschil,
    'iv3.nullen_van_opgeheven_gemeente' as regel_code, 'waarschuwing' as ernst,
    concat(max(gemeente), ' (', gemeente_code, ') is opgeheven en levert over ', cast(jaar as string),
        ' alleen nullen. Die tellen als ontbrekend, niet als 0 euro, en staan in geen rangorde.') as melding,
    'data-analist' as eigenaar, min(is_openbaar) as is_openbaar
from {{ ref('int_taakveld_regels') }}
where is_nul_van_opgeheven
group by levering, gemeente_code, jaar, versie
