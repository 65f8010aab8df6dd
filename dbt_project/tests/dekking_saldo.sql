{{ config(description="Het saldo is de rijksbijdrage min de uitgaven, en het oordeel volgt het teken.") }}
select * from {{ ref('dekking') }}
where saldo_eur is distinct from rijksbijdrage_eur - uitgaven_eur
    or oordeel is distinct from case when saldo_eur >= 0 then 'voordeel' when saldo_eur < 0 then 'nadeel' end
