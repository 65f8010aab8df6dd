-- the newest delivery per gemeente and month of melding; an own number becomes the person that the koppeltabel names
with koppelingen as (
    select
        reeks, gemeente_code, client_nummer, persoon,
        row_number() over (
            partition by reeks, gemeente_code, client_nummer order by volgorde desc, bestand, blad, regel
        ) as rang_in_reeks,
        row_number() over (
            partition by gemeente_code, client_nummer order by volgorde desc, reeks_rang, bestand, blad, regel
        ) as rang
    from {{ ref('stg_koppeltabel') }}
),

-- two systems of one gemeente may number alike, so the koppeltabel of the same reeks goes first
gekoppeld as (
    select
        t.*,
        cast(date_trunc('month', t.datum_melding) as date) as maand,
        coalesce(e.persoon, a.persoon, t.client_id) as persoon
    from {{ ref('stg_toegang') }} as t
    left join koppelingen as e
        on t.client_soort = 'eigen' and t.reeks = e.reeks and t.gemeente_code = e.gemeente_code
        and t.client_id = e.client_nummer and e.rang_in_reeks = 1
    left join koppelingen as a
        on t.client_soort = 'eigen' and t.gemeente_code = a.gemeente_code and t.client_id = a.client_nummer and a.rang = 1
),

vensters as (
    select
        *,
        {{ nieuwste_vensters(['gemeente_code', 'maand'], ['persoon', 'niveau', 'wet', 'voorziening', 'datum_melding']) }}
    from gekoppeld
),

-- a delivery may name one person by both numbers
genummerd as (
    select
        *,
        row_number() over (
            partition by reeks, gemeente_code, persoon, niveau, wet, voorziening, datum_melding
            order by client_soort, bestand, blad, regel
        ) as rang
    from vensters
    where {{ is_nieuwste() }}
)

select
    sleutel, bestand, blad, regel, levering, reeks, reeks_rang, is_openbaar, gemeente_code, gemeente, persoon,
    toewijzingnummer, huishouden, wet, voorziening, niveau, verwijzer, consulent, datum_melding, datum_aanvraag,
    datum_besluit, besluit
from genummerd
where rang = 1
