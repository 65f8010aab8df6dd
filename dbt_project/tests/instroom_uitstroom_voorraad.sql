-- a delivery can break this by itself: then it is a finding (ctl_voorraadidentiteit) and the rows stay
{{ config(severity="warn", description="Begin plus instroom min uitstroom is de eindstand, waar alle vier bekend zijn.") }}
select * from {{ ref('instroom_uitstroom') }}
where begin_aantal + instroom_aantal - uitstroom_aantal <> eind_aantal
