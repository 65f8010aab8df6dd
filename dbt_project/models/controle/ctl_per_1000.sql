-- published clients per 1.000 against clients / inhabitants, in its own precision and with the rounding of the clients
-- to 5 that CBS applies (definities, 'Counting clients')
with vergeleken as (
    select
        c.levering, c.bestand, c.regel, c.per_1000_inwoners_kolom as kolom, c.per_1000_inwoners, c.per_1000_inwoners_stap as stap,
        c.is_openbaar, i.inwoners_aantal,
        {{ quotient('c.aantal_clienten * 1000', 'i.inwoners_aantal') }} as herrekend
    from {{ ref('stg_clientaantallen') }} as c
    inner join {{ ref('int_inwoners') }} as i
        on c.gemeente_code = i.gemeente_code and c.jaar = i.jaar and c.wet = i.wet and i.indeling = 'geleverd'
    where c.per_1000_inwoners is not null and c.aantal_clienten is not null
)

select
    levering, bestand, cast(null as string) as blad, regel, kolom, cast(cast(per_1000_inwoners as decimal(18,2)) as string) as waarde,
    cast(herrekend as string) as verwacht, cast(per_1000_inwoners - herrekend as decimal(28,8)) as verschil,
    'controle.quotient' as regel_code, 'waarschuwing' as ernst,
    concat('Gepubliceerd per 1.000 inwoners wijkt af van cliënten gedeeld door ', cast(inwoners_aantal as string),
        ' inwoners op 1 januari, meer dan afronding verklaart.') as melding,
    'leverancier' as eigenaar, is_openbaar
from vergeleken
where abs(per_1000_inwoners - herrekend) > stap / 2.0 + 2500.0 / inwoners_aantal + 0.005
