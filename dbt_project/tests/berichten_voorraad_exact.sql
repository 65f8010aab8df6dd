-- counted from episodes, so exact: here a difference is a fault of ours and stops the run
{{ config(description="Van de reeks berichten is begin plus instroom min uitstroom precies de eindstand.") }}
select * from {{ ref('instroom_uitstroom') }}
where reeks = 'berichten'
    and (begin_aantal + instroom_aantal - uitstroom_aantal <> eind_aantal
        or begin_aantal is null or instroom_aantal is null or uitstroom_aantal is null or eind_aantal is null
        or herhaald_beroep_aantal > instroom_aantal)
