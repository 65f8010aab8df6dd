{{ config(description="Het saldo is de rijksbijdrage min de uitgaven, en het oordeel volgt het teken.") }}
select * from {{ ref('dekking') }}
where (saldo_eur is not null and saldo_eur <> rijksbijdrage_eur - uitgaven_eur)
    -- only the participatiewet can have both amounts and no verdict: without BUIG they are not about the same
    or (saldo_eur is null and rijksbijdrage_eur is not null and uitgaven_eur is not null and wet <> 'participatiewet')
    or oordeel is distinct from case when saldo_eur >= 0 then 'voordeel' when saldo_eur < 0 then 'nadeel' end
