"""The browser itself: that it sees an error and a request, so that silence elsewhere says something."""

import pytest


@pytest.fixture
def stuk(tmp_path):
    pad = tmp_path / "stuk.html"
    pad.write_text('<html lang="nl"><title>x</title><img src="http://127.0.0.1:9/x.png"><script>throw 1</script>')
    return pad


def test_een_fout_en_een_verzoek_vallen_op(chromium, stuk):
    omgeving = chromium.new_context(offline=True)
    pagina = omgeving.new_page()
    fouten, verzoeken = [], []
    pagina.on("pageerror", lambda f: fouten.append(str(f)))
    pagina.on("request", lambda v: verzoeken.append(v.url))
    pagina.goto(stuk.as_uri())
    omgeving.close()
    assert fouten and any(v.startswith("http://") for v in verzoeken)
