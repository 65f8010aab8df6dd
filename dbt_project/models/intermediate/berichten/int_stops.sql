select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as string) as persoon,
    cast(null as string) as aanbieder,
    cast(null as date) as begindatum,
    cast(null as date) as einddatum,
    cast(null as string) as reden_beeindiging,
    cast(null as date) as dagtekening,
    cast(null as string) as levering,
    cast(null as string) as sleutel,
    cast(null as string) as bestand,
    cast(null as string) as blad,
    cast(null as bigint) as regel
where false
