select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as decimal(18,4)) as prijs_eur,
    cast(null as string) as prijs_bron
where false
