-- published key figures against the mart they can be worked out from (seed kruiscontroles), and the total of the
-- rijksbijdragen against the sum of its parts
with kosten as (
    select p.*, k.kosten_per_client_eur, k.volume_per_client
    from {{ ref('kruiscontroles') }} as p
    inner join {{ ref('kosten_per_client') }} as k on p.voorziening = k.voorziening
    where k.is_voorkeur and k.gemeente_code = 'RG-GV' and k.jaar = 2019
),

kengetallen as (
    select
        s.levering, s.bestand, s.regel, s.waarde_kolom as kolom, s.waarde, s.waarde_stap as stap, s.is_openbaar, k.uitleg,
        cast(case k.meetwaarde when 'kosten_per_client_eur' then k.kosten_per_client_eur else k.volume_per_client end * k.factor
            as decimal(28,4)) as herrekend
    from {{ ref('stg_indicatoren') }} as s
    inner join kosten as k on s.onderwerp = k.onderwerp and s.maat = k.maat
    where s.gemeente_code = 'RG-GV' and s.jaar = 2019
),

bijdragen as (
    select reeks, gemeente_code, uitkeringsjaar as jaar, sum(bedrag_eur) as bedrag_eur
    from {{ ref('int_rijksbijdragen_regels') }}
    where is_laatste_circulaire
    group by reeks, gemeente_code, uitkeringsjaar
),

rijksbudget as (
    select
        s.levering, s.bestand, s.regel, s.waarde_kolom as kolom, s.waarde, s.waarde_stap as stap, s.is_openbaar,
        'rijksbijdragen van dat jaar plus het BUIG-budget, in miljoenen' as uitleg,
        cast((r.bedrag_eur + b.waarde) / 1000000.0 as decimal(28,4)) as herrekend
    from {{ ref('stg_indicatoren') }} as s
    inner join bijdragen as r on s.gemeente_code = r.gemeente_code and s.jaar = r.jaar and s.reeks = r.reeks
    inner join {{ ref('stg_indicatoren') }} as b
        on s.gemeente_code = b.gemeente_code and s.jaar = b.jaar and s.reeks = b.reeks and b.maat = 'BUIG-budget'
    where s.maat = 'totale rijksbudget' and s.eenheid = 'miljoen euro'
),

samen as (
    select * from kengetallen
    union all
    select * from rijksbudget
)

select
    levering, bestand, cast(null as string) as blad, regel, kolom, cast(cast(waarde as decimal(18,2)) as string) as waarde,
    cast(cast(herrekend as decimal(18,2)) as string) as verwacht, cast(waarde - herrekend as decimal(28,8)) as verschil,
    'controle.kengetal' as regel_code, 'waarschuwing' as ernst,
    concat('Het gepubliceerde kengetal volgt niet uit de cijfers: ', uitleg, '.') as melding,
    'leverancier' as eigenaar, is_openbaar
from samen
where abs(waarde - herrekend) * 2 > stap
