select
    cast(null as string) as gemeente_code,
    cast(null as string) as niveau,
    cast(null as string) as wet,
    cast(null as string) as voorziening,
    cast(null as string) as telling,
    cast(null as string) as periode,
    cast(null as bigint) as begin_aantal,
    cast(null as bigint) as instroom_aantal,
    cast(null as bigint) as herhaald_beroep_aantal,
    cast(null as bigint) as uitstroom_aantal,
    cast(null as bigint) as eind_aantal,
    cast(null as bigint) as uniek_aantal
where false
