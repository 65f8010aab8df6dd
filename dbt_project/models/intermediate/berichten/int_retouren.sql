select
    cast(null as string) as heen_id,
    cast(null as string) as bericht_id,
    cast(null as string) as sleutel,
    cast(null as string) as bestand,
    cast(null as string) as levering,
    cast(null as date) as dagtekening,
    cast(null as boolean) as is_kop_afgewezen,
    cast(null as string) as oordeel,
    cast(null as decimal(18,2)) as totaal_toegekend
where false
