select
    cast(null as string) as gemeente_code,
    cast(null as string) as gebied_soort,
    cast(null as string) as deel_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as bigint) as volgnr,
    cast(null as string) as persoon,
    cast(null as string) as voorziening,
    cast(null as string) as groep,
    cast(null as date) as begin,
    cast(null as date) as eind,
    cast(null as date) as levering_begin,
    cast(null as string) as sleutel,
    cast(null as string) as bestand,
    cast(null as string) as blad,
    cast(null as bigint) as regel
where false
