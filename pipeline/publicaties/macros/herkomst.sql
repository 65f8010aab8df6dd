-- Waar een reeks vandaan komt: haar leveringen, de nieuwste eerst, met document en licentie.
-- voorbeeld: select * from herkomst('cbs_iv3')
create macro herkomst(naam_van_reeks) as table
select
    levering, leverancier, ontvangen_op, periode, scope, uitkomst, rijen_gelezen, rijen_apart, document, vindplaats,
    licence
from leveringen
where reeks = naam_van_reeks
order by ontvangen_op desc, levering
