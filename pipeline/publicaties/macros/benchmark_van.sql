-- Het gebied naast regio en land, met rang en waarom de vergelijking wel of niet klopt.
-- voorbeeld: select * from benchmark_van('GM0402', 2019)
create macro benchmark_van(code, in_jaar) as table
select
    maat, niveau, wet, voorziening, waarde, regio, landelijk, rang, rang_van, is_vergelijkbaar,
    geldigheid /* verborgen: benchmark */
from benchmark
where gemeente_code = code and jaar = in_jaar and is_voorkeur
order by maat, niveau, wet, voorziening
