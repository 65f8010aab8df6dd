-- per gebied, wet and year the days that the messages cover
select distinct gemeente_code, gemeente, gebied_soort, wet, jaar, begin, eind, maanden_aantal
from {{ ref('int_sturing_gebieden') }}
where reeks = 'berichten'
