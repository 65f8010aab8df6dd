select
    cast(null as string) as gemeente_code,
    cast(null as string) as wet,
    cast(null as bigint) as toewijzingnummer,
    cast(null as string) as persoon,
    cast(null as string) as aanbieder,
    cast(null as string) as voorziening,
    cast(null as string) as groep,
    cast(null as string) as consulent,
    cast(null as string) as verwijzer,
    cast(null as string) as huishouden,
    cast(null as date) as begin,
    cast(null as date) as eind,
    cast(null as decimal(18,2)) as toegewezen_eur,
    cast(null as decimal(18,2)) as gerealiseerd_eur,
    cast(null as decimal(18,2)) as nog_te_verwachten_eur,
    cast(null as decimal(18,2)) as verplichting_eur
where false
