-- De rijksbijdrage van een uitkeringsjaar in elke circulaire, met het verschil met de vorige.
-- voorbeeld: select * from circulaires('GM0402', 2024)
create macro circulaires(code, in_jaar) as table
select
    wet, onderdeel, circulaire, bedrag_eur, verschil_vorige_circulaire_eur, is_laatste_circulaire,
    is_raming /* verborgen: rijksbijdragen */
from rijksbijdragen
where gemeente_code = code and uitkeringsjaar = in_jaar and is_voorkeur
order by
    wet, onderdeel, right(circulaire, 4),
    case left(circulaire, 3) when 'mei' then 5 when 'sep' then 9 when 'dec' then 12 end, circulaire
