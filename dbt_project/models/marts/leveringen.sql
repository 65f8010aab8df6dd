select
    levering, bron, uitkomst, reeks, cast(reeks_rang as integer) as reeks_rang, leverancier, ontvangen_op, periode, scope, licence,
    is_openbaar, document, vindplaats, raming_vanaf, is_synthetisch, sha256, rijen_gelezen, rijen_apart
from {{ ref('stg_leveringen') }}
