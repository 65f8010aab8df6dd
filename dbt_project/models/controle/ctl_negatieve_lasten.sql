-- negative lasten in an account: allowed, but a sum or a comparison with them can mislead
select
    levering, bestand, blad, regel, kolom, cast(cast(bedrag_eur as decimal(18,0)) as string) as waarde,
    cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil,
    'iv3.negatieve_lasten' as regel_code, 'info' as ernst,
    concat(gemeente, ' ', cast(jaar as string), ': taakveld ', taakveld, ' heeft negatieve lasten van ', {{ nl_euro('bedrag_eur') }},
        '. Een som of vergelijking waar dit taakveld in zit, valt daardoor lager uit.') as melding,
    'controller' as eigenaar, is_openbaar
from {{ ref('int_taakveld_regels') }}
where document = 'jaarrekening' and bedrag_eur < 0
