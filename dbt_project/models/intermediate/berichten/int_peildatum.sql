select
    cast(null as date) as peildatum,
    cast(null as date) as laatste_maand
where false
