-- temporary stops bridged, silent care ended
with gemarkeerd as (
    select
        *,
        lag(case when eind_bron = 'stop' and reden_beeindiging = '20' then 1 else 0 end) over (
            partition by gemeente_code, wet, toewijzingnummer order by begin
        ) as na_tijdelijke_stop
    from {{ ref('int_leveringen_begrensd') }}
),

genummerd as (
    select
        *,
        cast(sum(case when na_tijdelijke_stop = 1 then 0 else 1 end) over (
            partition by gemeente_code, wet, toewijzingnummer order by begin
        ) as bigint) as volgnr
    from gemarkeerd
),

gerangschikt as (
    select
        *,
        row_number() over (partition by gemeente_code, wet, toewijzingnummer, volgnr order by begin) as van_voren,
        row_number() over (partition by gemeente_code, wet, toewijzingnummer, volgnr order by begin desc) as van_achteren
    from genummerd
),

-- one spell: as the first began and as the last ended
leveringen as (
    select
        e.gemeente_code, e.wet, e.toewijzingnummer, e.volgnr, e.begin, l.eind, e.begin_bron, l.eind_bron, l.reden_beeindiging,
        e.sleutel, e.bestand, e.blad, e.regel
    from gerangschikt as e
    inner join gerangschikt as l
        on e.gemeente_code = l.gemeente_code and e.wet = l.wet and e.toewijzingnummer = l.toewijzingnummer and e.volgnr = l.volgnr
        and l.van_achteren = 1
    where e.van_voren = 1
),

-- still running on the peildatum, while what was declared on it stopped months ago
stil as (
    select
        v.*,
        {{ of_ooit('v.eind') }} > d.peildatum
            and p.laatste_eind < {{ maand_erbij(-var('stille_zorg_maanden'), maand_van('d.peildatum')) }}
            -- care that was taken up again since then has had no time to be declared
            and v.begin < {{ maand_erbij(-var('stille_zorg_maanden'), maand_van('d.peildatum')) }} as is_stil,
        p.laatste_eind
    from leveringen as v
    cross join {{ ref('int_peildatum') }} as d
    left join {{ ref('int_toewijzing_prestaties') }} as p
        on v.gemeente_code = p.gemeente_code and v.wet = p.wet and v.toewijzingnummer = p.toewijzingnummer
)

select
    s.gemeente_code, s.wet, s.toewijzingnummer, s.volgnr, t.persoon, t.aanbieder, t.voorziening, t.groep, t.geboortejaar, s.begin,
    case when s.is_stil then case when s.laatste_eind < s.begin then s.begin else s.laatste_eind end else s.eind end as eind,
    s.begin_bron,
    case when s.is_stil then 'laatste_prestatie' else s.eind_bron end as eind_bron,
    case when s.is_stil then null else s.reden_beeindiging end as reden_beeindiging,
    s.sleutel, s.bestand, s.blad, s.regel
from stil as s
inner join {{ ref('int_toewijzingen') }} as t
    on s.gemeente_code = t.gemeente_code and s.wet = t.wet and s.toewijzingnummer = t.toewijzingnummer
