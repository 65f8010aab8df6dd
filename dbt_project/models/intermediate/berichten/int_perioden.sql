select
    cast(null as string) as periode,
    cast(null as string) as periode_soort,
    cast(null as integer) as jaar,
    cast(null as date) as begin,
    cast(null as date) as eind
where false
