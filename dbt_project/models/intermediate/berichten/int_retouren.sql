-- what the answer to a message decides. It is sent under the identification of the message it answers; a gemeente that
-- merged in between answers for the one that received it.
with koppels as (
    select
        h.bericht_id as heen_id, h.soort as heen_soort, r.bericht_id, r.sleutel, r.bestand, r.levering, r.dagtekening,
        r.retourcodes, r.antwoordcodes, coalesce(r.heeft_antwoord, false) as heeft_antwoord, r.totaal_toegekend,
        row_number() over (
            partition by h.bericht_id order by r.dagtekening desc, r.retour_identificatie desc, r.bericht_id desc
        ) as rang
    from {{ ref('int_berichten') }} as h
    inner join {{ ref('int_gemeenten') }} as hg on h.gemeente_code = hg.gemeente_code
    inner join {{ ref('int_berichten') }} as r
        on h.wet = r.wet and h.aanbieder = r.aanbieder and h.identificatie = r.identificatie
        and r.soort = case h.soort when '305' then '306' when '307' then '308' when '323' then '325' end
    inner join {{ ref('int_gemeenten') }} as rg on r.gemeente_code = rg.gemeente_code and hg.huidige_code = rg.huidige_code
    where h.soort in ('305', '307', '323')
)

select
    heen_id, bericht_id, sleutel, bestand, levering, dagtekening,
    {{ heeft_afkeur('retourcodes', ['0200']) }} as is_kop_afgewezen,
    case
        when heen_soort <> '323' then null
        when not heeft_antwoord or {{ heeft_code('retourcodes', '0001') }}
            or ({{ heeft_afkeur('antwoordcodes', ['0200', '8001']) }} and totaal_toegekend = 0) then 'alles_afgekeurd'
        when {{ heeft_code('antwoordcodes', '8001') }} then 'alles_toegekend'
        else 'genoemd_afgekeurd'
    end as oordeel,
    totaal_toegekend
from koppels
where rang = 1
