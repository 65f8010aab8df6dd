/* What a reader's choice does to the page: it selects rows, formats them and draws them. It computes no figure.
   Selecting is Blok.kies (blokken.py), formatting is tabellen.cel (tabellen.py); tests/browser compares the two. */
"use strict";
(() => {
  const D = JSON.parse(document.getElementById("data").textContent);
  const VAST = "\u00a0";
  const KEUZES = ["gebied", "wet", "voorziening", "jaar"];
  const formulier = document.getElementById("kiezer");
  const velden = Object.fromEntries(KEUZES.map((k) => [k, document.getElementById(`kies-${k}`)]));
  const begin = D.keuze;
  let keuze = { ...begin };

  /* --- rows ---------------------------------------------------------------------------------------------------- */
  const uitgepakt = {};
  function rijenVan(naam) {
    if (!uitgepakt[naam]) {
      const blok = D.blokken[naam];
      const lezers = Object.entries(blok.data).map(([kolom, vorm]) => [kolom, lezer(vorm)]);
      uitgepakt[naam] = Array.from({ length: blok.aantal }, (_, i) => {
        const rij = { "#": i };
        for (const [kolom, lees] of lezers) rij[kolom] = lees(i);
        return rij;
      });
    }
    return uitgepakt[naam];
  }

  /* a column as Blok.json wrote it: nothing, the figures, words and the place of each, words and their runs */
  function lezer(vorm) {
    if (vorm === null) return () => null;
    if (Array.isArray(vorm)) return (i) => vorm[i];
    const plaatsen = vorm.i ?? [];
    for (let i = 0; vorm.n && i < vorm.n.length; i += 2) {
      for (let n = 0; n < vorm.n[i + 1]; n++) plaatsen.push(vorm.n[i]);
    }
    return (i) => vorm.w[plaatsen[i]];
  }

  function kies(naam) {
    const blok = D.blokken[naam];
    let rijen = rijenVan(naam);
    if (blok.volgt.includes("gebied")) rijen = rijen.filter((r) => r.gemeente_code === keuze.gebied);
    for (const sleutel of ["wet", "voorziening"]) {
      if (blok.volgt.includes(sleutel) && (keuze[sleutel] || blok.geheel)) {
        rijen = rijen.filter((r) => r[sleutel] === (keuze[sleutel] || "totaal"));
      }
    }
    if (!blok.volgt.includes("jaar")) return [rijen, ""];
    const jaren = [...new Set(rijen.map((r) => r.jaar))];
    if (!jaren.length) return [[], ""];
    const geweest = jaren.filter((j) => j <= D.peiljaar[naam]);
    const jaar = keuze.jaar ? Number(keuze.jaar) : geweest.length ? Math.max(...geweest) : Math.min(...jaren);
    return [rijen.filter((r) => r.jaar === jaar), String(jaar)];
  }

  /* --- figures as text ------------------------------------------------------------------------------------------ */
  const vormen = {};
  function getal(waarde, decimalen) {
    const sleutel = decimalen === undefined ? "vrij" : decimalen;
    vormen[sleutel] ??= new Intl.NumberFormat("nl-NL", {
      minimumFractionDigits: decimalen ?? 0,
      maximumFractionDigits: decimalen ?? 8,
      useGrouping: true,
    });
    // a text, so that it is rounded as a decimal, half away from zero; minus zero is zero
    return vormen[sleutel].format(String(waarde)).replace(/^-(?=[0,.]*$)/, "");
  }
  const TOON = {
    euro: (w) => `€${VAST}${getal(w, 0)}`,
    euro_cent: (w) => `€${VAST}${getal(w, 2)}`,
    procent: (w) => `${getal(w, 1)}%`,
    aantal: (w) => getal(w, 0),
    getal1: (w) => getal(w, 1),
    jaartal: String,
    volgnummer: String,
    getal: (w) => getal(w),
  };
  const TEKST = ["tekst", "lang", "signaal", "toelichting"];
  const STREEP = "–";

  function verborgen(rij, kolom) {
    const deel = (rij.verborgen || "").split(",").find((d) => d.startsWith(`${kolom}:`));
    return deel ? deel.slice(kolom.length + 1) : "";
  }

  /* text, class, column of the mart and a human's text, as tabellen.cel gives them */
  function cel(rij, [naam, , soort, van, naast]) {
    const waarde = rij[naam];
    const kolom = van.startsWith("{") ? rij[van.slice(1, -1)] : van;
    const reden = waarde === null ? verborgen(rij, kolom) : "";
    if (reden) {
      return [`×${VAST}${reden}`, TEKST.includes(soort) ? "verborgen" : "getal verborgen", kolom, ""];
    }
    if (soort === "tekst") return [waarde === null || waarde === "" ? STREEP : waarde, "", kolom, ""];
    if (soort === "lang" || soort === "toelichting") {
      const mens = soort === "toelichting" ? rij[naast] || "" : "";
      return [(waarde || "").trim() || STREEP, "lang", kolom, mens];
    }
    if (soort === "signaal") {
      return [waarde === null ? "onbekend" : D.signalen[waarde] || waarde, `signaal ${waarde || "onbekend"}`, kolom, ""];
    }
    const kaal = soort.replace(/_(oordeel|teken|status|leeg)$/, "");
    const isFiguur = ["euro", "euro_cent", "procent", "aantal", "getal", "getal1"].includes(kaal);
    if (waarde === null) {
      const tekst = soort.endsWith("_leeg") || kaal === "volgnummer" ? STREEP
        : soort.endsWith("_status") ? D.tekens[rij[naast] || "onbekend"] || "onbekend" : "onbekend";
      return [tekst, isFiguur ? "getal onbekend" : "getal", kolom, ""];
    }
    let tekst = TOON[kaal](waarde);
    if (soort.endsWith("_oordeel") && rij[naast]) tekst = `${TOON[kaal](Math.abs(waarde))} ${rij[naast]}`;
    if (soort.endsWith("_teken") && waarde > 0 && tekst !== TOON[kaal](0)) tekst = `+${tekst}`;
    return [tekst, "getal", kolom, ""];
  }

  /* --- the page -------------------------------------------------------------------------------------------------- */
  function maak(tag, kenmerken = {}, ...kinderen) {
    const element = document.createElement(tag);
    for (const [naam, waarde] of Object.entries(kenmerken)) if (waarde !== "") element.setAttribute(naam, waarde);
    element.append(...kinderen);
    return element;
  }
  const vul = (tekst, woorden) => tekst.replace(/\{(\w+)\}/g, (_, naam) => woorden[naam] ?? "");
  const naamVan = (lijst, code) => (lijst.find(([c]) => c === code) || [])[1];
  const opsomming = (delen) =>
    delen.length < 2 ? delen.join("") : `${delen.slice(0, -1).join(", ")} en ${delen[delen.length - 1]}`;

  function woordenVan(jaar) {
    const onderdeel = naamVan(D.opties.voorzieningen, keuze.voorziening)
      || (keuze.wet ? D.wetten[keuze.wet] || keuze.wet : "sociaal domein");
    return { gebied: naamVan(D.opties.gebieden, keuze.gebied) ?? "", onderdeel, jaar };
  }

  /* as tabellen.redenen */
  function redenen(rijen, kolommen) {
    const gezien = new Set(rijen.filter((r) => r.verborgen)
      .flatMap((r) => kolommen.map(([, , , van]) => verborgen(r, van))));
    const delen = Object.entries(D.redenen).filter(([reden]) => gezien.has(reden));
    return delen.length ? `Verborgen, lees het niet als nul: ${delen.map(([r, uitleg]) => `×${VAST}${r}: ${uitleg}`).join("; ")}.` : "";
  }

  /* as tabellen.zegt_niets */
  function zegtNiets(rij, [naam, , soort, van, naast]) {
    if ((rij[naam] !== null && rij[naam] !== "") || verborgen(rij, van.startsWith("{") ? rij[van.slice(1, -1)] : van)) {
      return false;
    }
    return !(rij[naast] && (soort.endsWith("_status") || soort.endsWith("toelichting")));
  }

  /* columns that say something in these rows, and those that do not */
  function zonderCijfers(blok, rijen) {
    const leeg = blok.kolommen.filter((kolom, nr) => nr >= blok.rijkoppen && rijen.every((r) => zegtNiets(r, kolom)));
    return [blok.kolommen.filter((k) => !leeg.includes(k)), leeg];
  }

  function tabel(naam, rijen, bijschrift) {
    const blok = D.blokken[naam];
    const [kolommen, leeg] = zonderCijfers(blok, rijen);
    const kop = maak("tr");
    for (const [, titel, soort, van] of kolommen) {
      const anker = `k-${blok.mart}-${van}`;
      const inhoud = document.getElementById(anker) ? maak("a", { href: `#${anker}` }, titel) : titel;
      kop.append(maak("th", { scope: "col", class: TEKST.includes(soort) ? "" : "getal" }, inhoud));
    }
    const lijf = maak("tbody");
    for (const rij of rijen.slice(0, D.meeste)) {
      const klasse = blok.gekozen ? (rij.gemeente_code === keuze.gebied ? "gekozen" : "")
        : !blok.geheel && ["wet", "totaal"].includes(rij.niveau) ? "som" : "";
      const regel = maak("tr", { "data-rij": rij["#"], class: klasse });
      kolommen.forEach((kolom, nr) => {
        const [tekst, klasseCel, kolomNaam, mens] = cel(rij, kolom);
        const hoofd = nr < blok.rijkoppen;
        const vak = maak(hoofd ? "th" : "td", {
          ...(hoofd ? { scope: "row" } : {}), class: klasseCel, "data-kolom": kolomNaam,
        }, tekst);
        if (mens) vak.append(maak("span", { class: "mens" }, mens));
        regel.append(vak);
      });
      lijf.append(regel);
    }
    const vlak = maak("div", { class: "rol", role: "region", tabindex: "0", "aria-label": `Tabel: ${bijschrift}` },
      maak("table", {}, maak("caption", {}, bijschrift), maak("thead", {}, kop), lijf));
    const noten = [];
    if (leeg.length) noten.push(`Onbekend bij deze keuze: ${opsomming(leeg.map((k) => k[1]))}.`);
    const weg = redenen(rijen, blok.kolommen);
    if (weg) noten.push(weg);
    return [vlak, ...noten.map((noot) => maak("p", { class: "noot" }, noot))];
  }

  function melding(naam) {
    const blok = D.blokken[naam];
    if (!blok.aantal) return blok.leeg;
    const alle = rijenVan(naam);
    const eigen = blok.volgt.includes("gebied") ? alle.filter((r) => r.gemeente_code === keuze.gebied) : alle;
    if (!eigen.length && blok.geen) return blok.geen;
    if (!eigen.length) {
      const codes = new Set(alle.map((r) => r.gemeente_code));
      const namen = D.opties.gebieden.filter(([c]) => codes.has(c)).map(([, n]) => n);
      return `Voor dit gebied zijn er geen cijfers. Wel voor: ${opsomming(namen)}.`;
    }
    if (blok.volgt.includes("jaar")) {
      const jaren = [...new Set(eigen.map((r) => String(r.jaar)))].sort();
      return `Voor deze keuze zijn er geen cijfers. Dit gebied heeft cijfers van ${opsomming(jaren)}.`;
    }
    return "Voor deze keuze zijn er geen cijfers.";
  }

  let beurt = 0;
  async function teken(doel, grafiek, rijen, woorden, mijn) {
    const bijschrift = vul(grafiek.bijschrift, woorden);
    const figuur = maak("figure", { role: "img", "aria-label": vul(grafiek.beschrijving, woorden) });
    doel.append(maak("p", { class: "onderschrift" }, bijschrift),
      maak("div", { class: "rol", role: "region", tabindex: "0", "aria-label": `Grafiek: ${bijschrift}` }, figuur));
    const spec = { ...grafiek.spec, datasets: { rijen } };
    if (spec.params) spec.params = spec.params.map((p) => ({ ...p, value: keuze.gebied }));
    const vak = maak("div", { "aria-hidden": "true" });
    await window.vegaEmbed(vak, spec, {
      actions: false, ast: true, config: D.thema, defaultStyle: false, formatLocale: D.locale, logLevel: 1, mode: "vega-lite",
      renderer: "svg", tooltip: false,
    });
    if (mijn !== beurt) return;
    const svg = vak.querySelector("svg");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
    for (const deel of svg.querySelectorAll("[role], [aria-label], [aria-roledescription]")) {
      for (const naam of ["role", "aria-label", "aria-roledescription"]) deel.removeAttribute(naam);
    }
    figuur.replaceChildren(svg);
  }

  function toonBlok(plek, mijn) {
    const naam = plek.dataset.blok;
    const blok = D.blokken[naam];
    const [rijen, jaar] = kies(naam);
    const woorden = woordenVan(jaar);
    const figuren = plek.querySelector(".figuren");
    const inhoud = plek.querySelector(".inhoud");
    const meer = plek.querySelector(".meer");
    figuren.replaceChildren();
    meer.hidden = rijen.length <= D.meeste;
    meer.querySelector("span").textContent = getal(rijen.length, 0);
    if (!rijen.length) {
      inhoud.replaceChildren(maak("p", { class: "leeg" }, melding(naam)));
      return [];
    }
    inhoud.replaceChildren(...tabel(naam, rijen, vul(blok.bijschrift, woorden)));
    return blok.grafieken
      .filter((g) => rijen.filter((r) => g.nodig.every((n) => r[n] !== null)).length >= g.minstens)
      .map((g) => teken(figuren, g, rijen, woorden, mijn));
  }

  async function toon() {
    const mijn = ++beurt;
    document.documentElement.dataset.klaar = "nee";
    const werk = [...document.querySelectorAll("[data-blok]")].flatMap((plek) => toonBlok(plek, mijn));
    const woorden = woordenVan(keuze.jaar || "nieuwste jaar per onderwerp");
    document.getElementById("gekozen").textContent =
      `Getoond: ${woorden.gebied}, ${woorden.onderdeel}, ${woorden.jaar}.`;
    await Promise.all(werk);
    if (mijn === beurt) document.documentElement.dataset.klaar = "ja";
  }

  /* --- the choosers and the address -------------------------------------------------------------------------------- */
  function zetVelden() {
    for (const optie of velden.voorziening.options) {
      const hoort = !optie.value || !keuze.wet || optie.dataset.wet === keuze.wet;
      optie.hidden = optie.disabled = !hoort;
    }
    for (const naam of KEUZES) velden[naam].value = keuze[naam];
  }

  /* a choice that exists: a voorziening brings its wet, and an unknown code is no choice */
  function geldig(gevraagd, veranderd) {
    const nieuw = { ...keuze, ...gevraagd };
    const kent = (lijst, waarde) => lijst.some((o) => String(o[0] ?? o) === waarde);
    if (!kent(D.opties.gebieden, nieuw.gebied)) nieuw.gebied = begin.gebied;
    if (!kent(D.opties.wetten, nieuw.wet)) nieuw.wet = "";
    if (!D.opties.jaren.map(String).includes(nieuw.jaar)) nieuw.jaar = "";
    const voorziening = D.opties.voorzieningen.find(([code]) => code === nieuw.voorziening);
    if (!voorziening) nieuw.voorziening = "";
    else if (veranderd === "wet" && nieuw.wet !== voorziening[2]) nieuw.voorziening = "";
    else nieuw.wet = voorziening[2];
    return nieuw;
  }

  /* the address: #hoofdstuk?gebied=GM0402&wet=wmo; what was not chosen is left out */
  let anker = "";
  function lees() {
    const [plek, vraag] = location.hash.slice(1).split("?");
    anker = plek;
    if (vraag === undefined) return null;
    const gelezen = new URLSearchParams(vraag);
    return Object.fromEntries(KEUZES.map((k) => [k, gelezen.get(k) ?? begin[k]]));
  }
  function schrijf() {
    const vraag = new URLSearchParams(KEUZES.filter((k) => keuze[k] !== begin[k]).map((k) => [k, keuze[k]])).toString();
    const hash = vraag ? `#${anker}?${vraag}` : anker ? `#${anker}` : "";
    if (location.hash !== hash) history.replaceState(null, "", hash || location.pathname);
  }
  function ga(plek) {
    const doel = plek && document.getElementById(plek);
    if (!doel) return;
    for (let e = doel; e; e = e.parentElement) if (e.tagName === "DETAILS") e.open = true;
    doel.scrollIntoView();
    if (!doel.hasAttribute("tabindex")) doel.setAttribute("tabindex", "-1");
    doel.focus({ preventScroll: true });
  }

  formulier.addEventListener("change", (gebeurtenis) => {
    const naam = gebeurtenis.target.name;
    keuze = geldig({ [naam]: gebeurtenis.target.value }, naam);
    zetVelden();
    schrijf();
    toon();
  });
  formulier.addEventListener("reset", (gebeurtenis) => {
    gebeurtenis.preventDefault();
    keuze = { ...begin };
    zetVelden();
    schrijf();
    toon();
  });
  document.addEventListener("click", (gebeurtenis) => {
    const link = gebeurtenis.target.closest('a[href^="#"]');
    if (!link) return;
    gebeurtenis.preventDefault();
    anker = link.getAttribute("href").slice(1);
    schrijf();
    ga(anker);
  });
  window.addEventListener("hashchange", () => {
    const gelezen = lees();
    if (gelezen) {
      keuze = geldig(gelezen, "");
      zetVelden();
      toon();
    }
    ga(anker);
  });

  formulier.hidden = false;
  const gelezen = lees();
  if (gelezen) keuze = geldig(gelezen, "");
  zetVelden();
  if (gelezen) toon().then(() => ga(anker));
  else {
    document.documentElement.dataset.klaar = "ja";
    ga(anker);
  }
})();
