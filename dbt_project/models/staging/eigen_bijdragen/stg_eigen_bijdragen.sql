select
    {{ herkomst() }},
    r.gemeente_code,
    r.gemeente,
    r.gebied_soort,
    r.periode,
    r.periode_soort,
    r.jaar,
    r.wet,
    r.voorziening,
    r.niveau,
    r.bedrag as eigen_bijdrage_eur,
    r.bedrag_status as eigen_bijdrage_status,
    r.bedrag_kolom as eigen_bijdrage_kolom
{{ van_landing('eigen_bijdragen') }}
