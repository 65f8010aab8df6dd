-- two versions of a toewijzing with one date and time, and answers that reject a toewijzing
with strijdig as (
    select v.levering, v.bestand, v.blad, v.regel
    from {{ ref('int_toewijzing_versies') }} as v
    inner join {{ ref('int_toewijzing_versies') }} as g
        on v.gemeente_code = g.gemeente_code and v.wet = g.wet and v.toewijzingnummer = g.toewijzingnummer and g.versie_rang = 1
        and v.toewijzingsdatum = g.toewijzingsdatum and v.toewijzingstijd = g.toewijzingstijd
    where v.versie_rang > 1
        and (v.persoon <> g.persoon or v.aanbieder <> g.aanbieder or v.ingangsdatum <> g.ingangsdatum
            or v.einddatum is distinct from g.einddatum or v.reden_wijziging is distinct from g.reden_wijziging
            or v.productcategorie is distinct from g.productcategorie or v.productcode is distinct from g.productcode
            or v.volume is distinct from g.volume or v.eenheid is distinct from g.eenheid
            or v.frequentie is distinct from g.frequentie or v.budget_eur is distinct from g.budget_eur)
),

afgewezen as (
    select b.levering, b.bestand, min(r.blad) as blad, min(r.regel) as regel
    from {{ ref('int_berichten') }} as b
    left join {{ ref('stg_retour') }} as r
        on b.sleutel = r.sleutel and b.bestand = r.bestand and r.klasse = 'toewijzing'
        and {{ heeft_afkeur('r.retourcodes', ['0200']) }}
    where b.soort = '302' and (r.sleutel is not null or {{ heeft_afkeur('b.retourcodes', ['0200']) }})
    group by b.levering, b.bestand
),

samen as (
    select
        levering, bestand, blad, regel, 'toewijzing.versie_conflict' as regel_code, 'waarschuwing' as ernst,
        'Een andere versie van deze toewijzing heeft dezelfde datum en tijd en andere gegevens. De laatst verstuurde telt. Ga na welke geldt.' as melding
    from strijdig
    union all
    select
        levering, bestand, coalesce(blad, 'Bericht') as blad, coalesce(regel, 1) as regel,
        'toewijzing.afgewezen' as regel_code, 'waarschuwing' as ernst,
        'De aanbieder wijst een toewijzing af. Het besluit blijft staan en de toewijzing telt. Overleg met de aanbieder of trek haar in.' as melding
    from afgewezen
)

select
    levering, bestand, blad, regel,
    cast(null as string) as kolom, cast(null as string) as waarde, cast(null as string) as verwacht,
    cast(null as decimal(28,8)) as verschil,
    regel_code, ernst, melding, 'controller' as eigenaar, false as is_openbaar
from samen
