-- every start of a toewijzing and where it ends: the stop, the next start, the end of the toewijzing, or nowhere yet
with toewijzingen as (
    select gemeente_code, wet, toewijzingnummer, einddatum from {{ ref('int_toewijzingen') }}
),

gemeld as (
    select
        gemeente_code, wet, toewijzingnummer, begindatum as begin, sleutel, bestand, blad, regel,
        row_number() over (
            partition by gemeente_code, wet, toewijzingnummer, begindatum order by dagtekening, sleutel, bestand, regel
        ) as rang
    from {{ ref('int_starts') }}
),

starts as (
    select t.gemeente_code, t.wet, t.toewijzingnummer, s.begin, 'start' as begin_bron, t.einddatum, s.sleutel, s.bestand, s.blad, s.regel
    from toewijzingen as t
    inner join gemeld as s
        on t.gemeente_code = s.gemeente_code and t.wet = s.wet and t.toewijzingnummer = s.toewijzingnummer and s.rang = 1
    union all
    -- declared without a start: care began no later than the first period that was declared
    select t.gemeente_code, t.wet, t.toewijzingnummer, p.eerste_begin as begin, 'prestatie' as begin_bron, t.einddatum, p.sleutel, p.bestand,
        p.blad, p.regel
    from toewijzingen as t
    inner join {{ ref('int_toewijzing_prestaties') }} as p
        on t.gemeente_code = p.gemeente_code and t.wet = p.wet and t.toewijzingnummer = p.toewijzingnummer
    left join gemeld as s
        on t.gemeente_code = s.gemeente_code and t.wet = s.wet and t.toewijzingnummer = s.toewijzingnummer and s.rang = 1
    where s.begin is null
),

opeenvolgend as (
    select
        *,
        lead(begin) over (partition by gemeente_code, wet, toewijzingnummer order by begin) as volgend_begin
    from starts
),

stops as (
    select distinct gemeente_code, wet, toewijzingnummer, begindatum, einddatum, reden_beeindiging
    from {{ ref('int_stops') }}
),

-- the start that a stop names, else the latest on or before its own date
gekoppeld as (
    select
        s.gemeente_code, s.wet, s.toewijzingnummer, p.einddatum, p.reden_beeindiging, s.begin,
        row_number() over (
            partition by p.gemeente_code, p.wet, p.toewijzingnummer, p.begindatum, p.einddatum, p.reden_beeindiging
            order by case when s.begin = p.begindatum then 0 else 1 end, s.begin desc
        ) as rang
    from stops as p
    inner join starts as s
        on p.gemeente_code = s.gemeente_code and p.wet = s.wet and p.toewijzingnummer = s.toewijzingnummer
        and (s.begin = p.begindatum or s.begin <= p.einddatum)
),

eerste_stop as (
    select gemeente_code, wet, toewijzingnummer, begin, einddatum, reden_beeindiging
    from (
        select
            gemeente_code, wet, toewijzingnummer, begin, einddatum, reden_beeindiging,
            row_number() over (
                partition by gemeente_code, wet, toewijzingnummer, begin order by einddatum, reden_beeindiging
            ) as volgorde
        from gekoppeld
        where rang = 1
    ) as gerangschikt
    where volgorde = 1
),

met_eind as (
    select
        s.*,
        p.reden_beeindiging as reden,
        case when p.einddatum is not null then 'stop' when s.volgend_begin is not null then 'volgende_start' end as eigen_bron,
        coalesce(p.einddatum, {{ dag_erbij(-1, 's.volgend_begin') }}) as eigen_eind
    from opeenvolgend as s
    left join eerste_stop as p
        on s.gemeente_code = p.gemeente_code and s.wet = p.wet and s.toewijzingnummer = p.toewijzingnummer and s.begin = p.begin
),

begrensd as (
    select
        gemeente_code, wet, toewijzingnummer, begin,
        case when eigen_eind is null or eigen_eind > einddatum then coalesce(einddatum, eigen_eind) else eigen_eind end as eind,
        begin_bron,
        case
            when eigen_eind > einddatum or (eigen_eind is null and einddatum is not null) then 'toewijzing'
            else coalesce(eigen_bron, 'open')
        end as eind_bron,
        reden, sleutel, bestand, blad, regel
    from met_eind
)

select
    gemeente_code, wet, toewijzingnummer, begin, eind, begin_bron, eind_bron,
    case when eind_bron = 'stop' then reden end as reden_beeindiging, sleutel, bestand, blad, regel
from begrensd
where eind is null or eind >= begin
