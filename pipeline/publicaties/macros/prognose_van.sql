-- De nieuwste prognose van een jaar: laag, midden en hoog, wat er al is en wat nog komt.
-- voorbeeld: select * from prognose_van('GM9994', 2026)
create macro prognose_van(code, in_jaar) as table
select
    niveau, wet, voorziening, peildatum, is_terugblik, maanden_bekend, realisatie_eur, nog_te_declareren_eur,
    nog_te_komen_eur, laag, midden, hoog, begroting_eur, kans_overschrijding_pct, methode,
    toelichting /* verborgen: prognose */
from prognose
where gemeente_code = code and jaar = in_jaar and periode_soort = 'jaar' and is_actueel and is_voorkeur
order by niveau, wet, voorziening
