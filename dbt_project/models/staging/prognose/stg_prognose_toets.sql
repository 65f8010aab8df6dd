-- the backtest of the calculation that counts now
select
    methode, reeks, gemeente_code, jaar, maanden_bekend, niveau, wet, voorziening, laag80 as laag_eur, midden as midden_eur,
    hoog80 as hoog_eur, laag95 as laag95_eur, hoog95 as hoog95_eur, werkelijk as werkelijk_eur, is_openbaar
from {{ lees_prognose('toets') }}
