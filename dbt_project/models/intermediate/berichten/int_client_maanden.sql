select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as string) as voorziening,
    cast(null as string) as groep,
    cast(null as string) as persoon,
    cast(null as date) as maand,
    cast(null as bigint) as geboortejaar,
    cast(null as bigint) as dagen_in_zorg,
    cast(null as decimal(18,2)) as toegekend_eur,
    cast(null as decimal(18,2)) as openstaand_eur,
    cast(null as decimal(18,4)) as volume,
    cast(null as string) as eenheid
where false
