-- Waarom het anders liep dan vorig jaar: volume, intensiteit, prijs en mix, met de gemaakte uitleg en die van een mens.
-- voorbeeld: select * from waarom('GM0402', 2019)
create macro waarom(code, in_jaar) as table
select
    b.niveau, b.wet, b.voorziening, b.vorig_jaar_eur, b.realisatie_eur, b.prognose_midden_eur, b.volume_effect_eur,
    b.intensiteit_effect_eur, b.prijs_effect_eur, b.mix_effect_eur, b.afwijking_eur, b.oordeel,
    b.incidenteel_structureel, b.toelichting, t.tekst as toelichting_mens, t.auteur /* verborgen: budgetbewaking b */
from budgetbewaking as b
left join toelichtingen as t
    on
        b.gemeente_code = t.gemeente_code and cast(b.jaar as varchar) = t.periode and b.niveau = t.niveau
        and b.wet = t.wet and b.voorziening = t.voorziening and t.is_voorkeur
where b.gemeente_code = code and b.jaar = in_jaar and b.is_voorkeur
order by b.niveau, b.wet, b.voorziening
