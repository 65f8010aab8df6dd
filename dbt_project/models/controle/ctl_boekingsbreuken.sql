-- one finding per boekingsbreuk, at the line of the taakveld that fell
select
    r.levering, r.bestand, cast(null as string) as blad, r.regel, r.kolom,
    cast(cast(b.sprong_af_eur as decimal(18,0)) as string) as waarde,
    cast(null as string) as verwacht, cast(null as decimal(28,8)) as verschil,
    'iv3.boekingsbreuk' as regel_code, 'info' as ernst,
    concat(b.gemeente, ' ', cast(b.jaar as string), ': taakveld ', b.taakveld_af, ' ', {{ nl_euro('b.sprong_af_eur') }}, ' en ', b.taakveld_bij, ' +',
        {{ nl_euro('b.sprong_bij_eur') }}, ' in één jaar. Waarschijnlijk een andere boeking, geen groei van zorg; gemarkeerd als is_breuk en buiten rangordes.') as melding,
    'controller' as eigenaar, r.is_openbaar
from {{ ref('int_boekingsbreuken') }} as b
inner join {{ ref('int_taakveld_regels') }} as r
    on b.reeks = r.reeks and b.gemeente_code = r.gemeente_code and b.jaar = r.jaar and b.taakveld_af = r.taakveld
    and r.document = 'jaarrekening'
