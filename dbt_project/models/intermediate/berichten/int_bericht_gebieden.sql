select
    cast(null as string) as gemeente_code,
    cast(null as string) as gemeente,
    cast(null as string) as gebied_soort,
    cast(null as string) as wet,
    cast(null as integer) as jaar,
    cast(null as date) as eerste_maand,
    cast(null as integer) as reeks_rang
where false
