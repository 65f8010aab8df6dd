-- back from the quotient: cost per client times clients may differ from the cost by half a cent a client, no more
{{ config(description="Kosten per cliënt maal cliënten is de uitgaven, op een halve cent per cliënt na.") }}
select * from {{ ref('kosten_per_client') }}
where abs(kosten_per_client_eur * clienten_aantal - uitgaven_eur) > clienten_aantal * 0.005
    or (kosten_per_client_eur is null and uitgaven_eur is not null and clienten_aantal > 0)
