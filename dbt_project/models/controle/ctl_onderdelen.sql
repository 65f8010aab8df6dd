-- a contribution whose wet the list does not know: it is in no mart until someone adds it
select
    levering, bestand, blad, min(regel) as regel, min(kolom) as kolom, onderdeel as waarde, 'een onderdeel uit rijksbijdrage_onderdelen.csv' as verwacht,
    cast(null as decimal(28,8)) as verschil, 'rijksbijdrage.onderdeel_onbekend' as regel_code, 'fout' as ernst,
    concat('Het onderdeel hoort bij geen wet en telt daarom niet mee (', cast(count(*) as string), ' rijen). Vul de codelijst aan.') as melding,
    'data-analist' as eigenaar, min(is_openbaar) as is_openbaar
from {{ ref('int_rijksbijdragen_regels') }}
where wet is null
group by levering, bestand, blad, onderdeel
