-- The budget, what it is held against, and last year of the same definition: the deviation and the parts of the growth
-- that it comes from. Identity: afwijking = budgeted growth - (volume + intensity + price + mix).
{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
{% set delen = ['volume', 'intensiteit', 'prijs', 'mix'] %}
with uitkomst as (
    -- of the messages and what stands beside them
    select *, grond = 'prognose' and coalesce(prognose_reeks, '') = {{ reeks_maandcijfers() }} as is_keten
    from {{ ref('int_budget_uitkomst') }}
),

samen as (
    select
        u.*,
        case
            when u.grond = 'kosten' then vk.kosten_eur
            when u.is_keten then e.vorig_eur
            else v.uitgaven_eur
        end as vorig_jaar_eur,
        case when u.is_keten then w.verplicht_eur end as verplicht_eur,
        {% for deel in delen %}
        case when u.grond = 'rekening' then g.{{ deel }}_effect_eur when u.is_keten then e.{{ deel }}_effect_eur end as {{ deel }}_effect_eur,
        {% endfor %}
        case
            when u.is_keten or u.grond = 'kosten' then coalesce(nk.subsidie_eur, 0) - coalesce(vk.subsidie_eur, 0)
        end as subsidie_verschil_eur,
        v.is_openbaar as vorig_openbaar,
        case
            when u.is_keten or u.grond = 'kosten' then x.buiten_maanden_eur
            -- an account of the same reeks is of the same definition
            when u.grond = 'rekening' and u.uitgaven_reeks <> u.reeks then x.buiten_rekening_eur
        end as buiten_eur,
        k.breuk_maand, k.is_deel as breuk_in_deel
    from uitkomst as u
    left join {{ ref('int_budget_effecten') }} as e on {{ gelijk('u', 'e', cel) }}
    left join {{ ref('int_groei_effecten') }} as g
        on {{ gelijk('u', 'g', cel) }} and u.uitgaven_reeks = g.reeks and g.van_jaar = u.jaar - 1
    left join {{ ref('uitgaven') }} as v
        on u.gemeente_code = v.gemeente_code and u.niveau = v.niveau and u.wet = v.wet and u.voorziening = v.voorziening
        and v.jaar = u.jaar - 1 and v.periode_soort = 'jaar' and v.soort = 'alle' and v.uitgaven_eur is not null
        and v.reeks = coalesce(u.prognose_reeks, u.uitgaven_reeks)
    left join {{ ref('int_budget_kosten') }} as nk on {{ gelijk('u', 'nk', cel) }}
    left join {{ ref('int_budget_kosten') }} as vk
        on u.gemeente_code = vk.gemeente_code and u.niveau = vk.niveau and u.wet = vk.wet and u.voorziening = vk.voorziening
        and vk.jaar = u.jaar - 1
    left join {{ ref('int_budget_verplicht') }} as w on {{ gelijk('u', 'w', cel) }}
    left join {{ ref('int_budget_buiten') }} as x on u.reeks = x.reeks and {{ gelijk('u', 'x', cel) }}
    -- a public row says nothing of a break that is not
    left join {{ ref('int_budget_breuken') }} as k on {{ gelijk('u', 'k', cel) }} and (k.is_openbaar or not u.is_openbaar)
),

-- below the first threshold it cannot turn the verdict
beoordeeld as (
    select *, coalesce(buiten_eur * 100 > abs(actueel_eur) * {{ var('signaal_groen_pct') }}, false) as is_deels
    from samen
),

gerekend as (
    select
        *,
        case when not is_deels then cast(actueel_eur - uitkomst_eur as decimal(18,2)) end as afwijking_eur,
        case when not is_deels then cast(actueel_eur - vorig_jaar_eur as decimal(18,2)) end as begrote_groei_eur,
        cast(uitkomst_eur - vorig_jaar_eur as decimal(18,2)) as groei_eur,
        cast(uitkomst_eur - realisatie_eur as decimal(18,2)) as nog_te_verwachten_eur,
        case when not is_deels then kans_pct end as kans_op_deze_pct
    from beoordeeld
),

-- the two largest parts, in words
lang as (
    {% for deel in delen %}
    select reeks, {{ cel | join(', ') }}, {{ loop.index }} as nr, '{{ deel }}' as deel, {{ deel }}_effect_eur as effect_eur
    from gerekend
    where abs({{ deel }}_effect_eur) >= 0.5
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

gerangschikt as (
    select
        *,
        concat(deel, ' ', {{ nl_euro('abs(effect_eur)') }}, case when effect_eur > 0 then ' meer' else ' minder' end) as tekst,
        row_number() over (partition by reeks, {{ cel | join(', ') }} order by abs(effect_eur) desc, nr) as rang
    from lang
),

redenen as (
    select
        reeks, {{ cel | join(', ') }},
        -- DuckDB's concat leaves a null out, so the word between is only there with a second part
        concat(max(case when rang = 1 then tekst end), max(case when rang = 2 then concat(' en ', tekst) else '' end)) as reden
    from gerangschikt
    group by reeks, {{ cel | join(', ') }}
)

select
    g.*, r.reden,
    {{ quotient('g.afwijking_eur * 100', 'abs(g.actueel_eur)') }} as afwijking_pct,
    case when g.afwijking_eur > 0 then 'voordeel' when g.afwijking_eur < 0 then 'nadeel' when g.afwijking_eur = 0 then 'conform' end as oordeel,
    case
        when g.afwijking_eur is null or g.afwijking_eur = 0 then null
        when g.verschuiving is not null then 'incidenteel'
        -- at least half of the growth is a subsidy, which is granted anew every year
        when g.subsidie_verschil_eur <> 0 and g.subsidie_verschil_eur * g.groei_eur > 0
            and 2 * abs(g.subsidie_verschil_eur) >= abs(g.groei_eur) then 'incidenteel'
        -- across a break of unknown size the parts do not say what of the growth goes on
        when not g.breuk_in_deel then null
        when g.volume_effect_eur is not null then 'structureel'
    end as incidenteel_structureel
from gerekend as g
left join redenen as r on g.reeks = r.reeks and {{ gelijk('g', 'r', cel) }}
