select
    cast(null as string) as gemeente_code,
    cast(null as string) as gebied_soort,
    cast(null as string) as niveau,
    cast(null as string) as wet,
    cast(null as string) as voorziening,
    cast(null as string) as huishouden,
    cast(null as bigint) as volgnr,
    cast(null as date) as begin,
    cast(null as date) as eind,
    cast(null as date) as vorige_eind
where false
