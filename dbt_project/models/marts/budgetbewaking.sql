{% set cel = ['gemeente_code', 'jaar', 'niveau', 'wet', 'voorziening'] %}
select
    gemeente_code, gemeente, gebied_soort, cast(jaar as integer) as jaar, peildatum, niveau, wet, voorziening, reeks,
    {{ is_voorkeur(cel) }} as is_voorkeur,
    primitief_eur as begroting_primitief_eur,
    actueel_eur as begroting_actueel_eur,
    realisatie_eur,
    realisatie_tot_en_met,
    realisatie_status,
    uitgaven_reeks,
    verplicht_eur,
    nog_te_verwachten_eur,
    laag_eur as prognose_laag_eur,
    midden_eur as prognose_midden_eur,
    hoog_eur as prognose_hoog_eur,
    methode as prognose_methode,
    afwijking_eur,
    afwijking_pct,
    oordeel,
    cast(kans_op_deze_pct as decimal(18,2)) as kans_overschrijding_pct,
    case
        when afwijking_pct is null then null
        when afwijking_pct >= -{{ var('signaal_groen_pct') }} then 'groen'
        when afwijking_pct >= -{{ var('signaal_oranje_pct') }} then 'oranje'
        else 'rood'
    end as signaal,
    vorig_jaar_eur,
    begrote_groei_eur,
    volume_effect_eur, intensiteit_effect_eur, prijs_effect_eur, mix_effect_eur,
    incidenteel_structureel,
    trim(concat(
        -- what the amount is
        case
            when afwijking_eur is null and is_opgeheven and realisatie_eur is null
                then 'De gemeente is in dit jaar opgeheven: haar rekening staat bij haar opvolger. '
            when grond is null then 'Er is geen realisatie en geen prognose: er is niets te vergelijken. '
            when uitkomst_eur is null then concat(
                'Er is nog geen rekening en geen prognose. Van dit jaar is ', {{ nl_euro('realisatie_eur') }},
                ' bekend; er kunnen nog declaraties komen. ')
            when actueel_eur is null then 'De begroting is niet volledig bekend: er is geen afwijking te noemen. '
            when is_deels then concat(
                'Van de begroting staat ongeveer ', {{ nl_euro('buiten_eur') }},
                case when grond = 'rekening'
                    then ' niet op het taakveld van deze rekening: pgb heeft sinds 2025 eigen taakvelden (6.791, 6.792). '
                    else ' niet in de maandcijfers (zorg in natura, pgb en subsidies), zoals een eigen dienst of een vast bedrag. ' end,
                'Er is daarom geen afwijking te noemen. ')
            else concat(
                case grond when 'prognose' then 'De prognose komt ' when 'rekening' then 'De jaarrekening komt '
                    else 'De uitgaven over het jaar komen ' end,
                case when afwijking_eur = 0 then 'op de begroting uit (conform). '
                    else concat({{ nl_euro('abs(afwijking_eur)') }},
                        case when afwijking_pct is not null then concat(' (', {{ nl_pct('abs(afwijking_pct)') }}, ')') else '' end,
                        case when afwijking_eur > 0 then ' lager uit dan begroot: een voordeel. ' else ' hoger uit dan begroot: een nadeel. ' end)
                end)
        end,
        -- how far known
        case when grond = 'prognose' then concat(
            case when realisatie_eur is not null and realisatie_tot_en_met is not null then concat(
                'Tot en met ', {{ nl_maand('realisatie_tot_en_met') }}, ' is ', {{ nl_euro('realisatie_eur') }}, ' bekend',
                case when nog_te_verwachten_eur > 0 then concat(', nog te verwachten ', {{ nl_euro('nog_te_verwachten_eur') }}) else '' end, '. ')
                else 'Van dit jaar is nog geen maand bekend. ' end,
            case when verplicht_eur > 0 then concat(
                'Lopende toewijzingen leggen daarna tot het einde van het jaar ', {{ nl_euro('verplicht_eur') }}, ' vast. ') else '' end,
            case when laag_eur < hoog_eur then concat(
                'Met 80% kans ligt de uitkomst tussen ', {{ nl_euro('laag_eur') }}, ' en ', {{ nl_euro('hoog_eur') }}, '. ') else '' end)
            else '' end,
        -- why
        case when afwijking_eur is not null and vorig_jaar_eur is not null then concat(
            'Vorig jaar was het ', {{ nl_euro('vorig_jaar_eur') }}, '; begroot is ',
            case when begrote_groei_eur >= 0 then 'een groei van ' else 'een daling van ' end, {{ nl_euro('abs(begrote_groei_eur)') }},
            ', de uitkomst ', case when groei_eur >= 0 then 'groeit ' else 'daalt ' end, {{ nl_euro('abs(groei_eur)') }}, '. ',
            case when reden is not null then concat('De grootste delen daarvan: ', reden, '. ') else '' end)
            else '' end,
        case when kans_op_deze_pct is not null
            then concat('De kans op overschrijding is ', {{ nl_pct('kans_op_deze_pct') }}, '. ') else '' end,
        case when verschuiving is not null
            then concat('Boekingsbreuk in dit jaar (', verschuiving, '): dit is geen groei of daling van zorg. ') else '' end,
        case when breuk_maand is not null and groei_eur is not null then concat(
            case when breuk_in_deel then 'Voor een deel hiervan geldt' else 'Er geldt' end, ' vanaf ', {{ nl_maand('breuk_maand') }},
            ' een opgegeven breuk waarvan de omvang niet bekend is: het verschil met vorig jaar hoeft geen groei of daling van zorg te zijn. ')
            else '' end,
        case when grond = 'rekening' and uitgaven_reeks <> reeks then concat(
            'De rekening is van een andere reeks dan de begroting (', uitgaven_reeks, ') en kan meer of minder omvatten. ') else '' end,
        case when grond = 'prognose' and prognose_reeks <> reeks and prognose_reeks <> {{ reeks_maandcijfers() }} then concat(
            'De prognose is van een andere reeks dan de begroting (', prognose_reeks, ') en kan meer of minder omvatten. ') else '' end,
        case when grond = 'prognose' and methode is not null then concat('Methode: ', methode, '.') else '' end
    )) as toelichting,
    -- last year is public where this year is; the parts and what is committed follow from messages only where this does
    is_openbaar and coalesce(vorig_openbaar, true) as is_openbaar
from {{ ref('int_budget_verschil') }}
