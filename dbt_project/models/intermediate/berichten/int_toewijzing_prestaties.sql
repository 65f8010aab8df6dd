select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as date) as eerste_begin,
    cast(null as date) as laatste_eind,
    cast(null as date) as laatste_zorgmaand,
    cast(null as string) as voorziening,
    cast(null as string) as groep,
    cast(null as decimal(18,2)) as gerealiseerd_eur,
    cast(null as string) as sleutel,
    cast(null as string) as bestand,
    cast(null as string) as blad,
    cast(null as bigint) as regel
where false
