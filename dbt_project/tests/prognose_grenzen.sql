-- bounds lie around the middle, the wider ones outside, and nothing is negative
{{ config(description="Laag, midden en hoog staan in die volgorde, de ruimere grenzen erbuiten, en niets is negatief.") }}
select gemeente_code, periode, peildatum, niveau, wet, voorziening, reeks, laag95, laag, midden, hoog, hoog95
from {{ ref('prognose') }}
where laag > midden or midden > hoog or laag95 > laag or hoog > hoog95 or laag95 < 0
