select
    cast(null as string) as gemeente_code,
    cast(null as string) as gemeente,
    cast(null as string) as gebied_soort,
    cast(null as string) as periode,
    cast(null as string) as periode_soort,
    cast(null as integer) as jaar,
    cast(null as string) as niveau,
    cast(null as string) as wet,
    cast(null as string) as voorziening,
    cast(null as string) as reeks,
    cast(null as integer) as reeks_rang,
    cast(null as bigint) as begin_aantal,
    cast(null as bigint) as instroom_aantal,
    cast(null as bigint) as herhaald_beroep_aantal,
    cast(null as bigint) as uitstroom_aantal,
    cast(null as bigint) as eind_aantal,
    cast(null as boolean) as is_openbaar
where false
