-- what the declarations say of a toewijzing: when care was delivered, and of what kind
with prestaties as (
    select
        gemeente_code, wet, toewijzingnummer, begindatum, einddatum, zorgmaand, voorziening, groep, debet_credit, status,
        toegekend_eur + openstaand_eur as gerealiseerd_eur, ingediend_op, bericht_id, sleutel, bestand, blad, regel
    from {{ ref('int_prestaties') }}
    where status <> 'afgekeurd'
),

sommen as (
    select
        gemeente_code, wet, toewijzingnummer, min(begindatum) as eerste_begin,
        max(case when debet_credit = 'D' then einddatum end) as laatste_eind, max(zorgmaand) as laatste_zorgmaand,
        cast(sum(gerealiseerd_eur) as decimal(18,2)) as gerealiseerd_eur
    from prestaties
    group by gemeente_code, wet, toewijzingnummer
),

-- of the rows with the first begin, one: by day of sending, message and line
eerste as (
    select
        p.gemeente_code, p.wet, p.toewijzingnummer, p.voorziening, p.groep, p.sleutel, p.bestand, p.blad, p.regel,
        row_number() over (
            partition by p.gemeente_code, p.wet, p.toewijzingnummer order by p.ingediend_op, p.bericht_id, p.regel
        ) as rang
    from prestaties as p
    inner join sommen as s
        on p.gemeente_code = s.gemeente_code and p.wet = s.wet and p.toewijzingnummer = s.toewijzingnummer
        and p.begindatum = s.eerste_begin
)

select
    s.gemeente_code, s.wet, s.toewijzingnummer, s.eerste_begin, s.laatste_eind, s.laatste_zorgmaand, e.voorziening, e.groep,
    s.gerealiseerd_eur, e.sleutel, e.bestand, e.blad, e.regel
from sommen as s
inner join eerste as e on s.gemeente_code = e.gemeente_code and s.wet = e.wet and s.toewijzingnummer = e.toewijzingnummer
where e.rang = 1
