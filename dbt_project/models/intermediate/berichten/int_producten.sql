select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as string) as productcategorie,
    cast(null as string) as productcode,
    cast(null as string) as voorziening,
    cast(null as string) as groep,
    cast(null as string) as voorziening_bron
where false
