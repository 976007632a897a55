// A comparison of a few places: the address names them (?place=hangzhou&place=lishui), their columns are made
// of the data beside the page.
const MOST = 8;
const ROWS = 40;

const make = (tag, text = "", attributes = {}) => {
  const element = Object.assign(document.createElement(tag), { textContent: text });
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
};

/** The shown table, a line for each value. */
function lines(table, words) {
  const rows = [[words.indicator, words.year, words.where, words.value]];
  for (const cell of table.querySelectorAll("[data-place]")) {
    const row = cell.closest("tr");
    const values = [...cell.querySelectorAll("a")].map((a) => a.textContent).join("；") || cell.textContent;
    rows.push([row.cells[0].textContent, row.cells[1].textContent, cell.dataset.name, values].map((text) => text.trim()));
  }
  return rows;
}

/** A cell of CSV; what a spreadsheet would take for a formula is text. */
const csv = (text) => `"${(/^[=+\-@]/.test(text) ? "'" : "") + text.replaceAll('"', '""')}"`;

function tools(table, words) {
  const box = make("p");
  const copy = make("button", words.copytable, { type: "button", class: "copy" });
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(lines(table, words).map((row) => row.join("\t")).join("\n"));
    copy.textContent = words.copied;
  });
  const save = make("button", words.csv, { type: "button", class: "copy" });
  save.addEventListener("click", () => {
    const text = "\uFEFF" + lines(table, words).map((row) => row.map(csv).join(",")).join("\r\n") + "\r\n";
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    make("a", "", { href: url, download: `${location.pathname.split("/").filter(Boolean).pop()}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  box.append(copy, save);
  return box;
}

/** A text with the shared words marked. */
function marked({ sentence: text, is_cut: isCut }, terms) {
  const p = make("p", "", { class: "says" });
  const words = [...terms].sort((a, b) => b.length - a.length);
  for (let at = 0, from = 0; at <= text.length; at++) {
    const word = words.find((word) => text.startsWith(word, at));
    if (!word && at < text.length) continue;
    p.append(text.slice(from, at));
    if (word) p.append(make("mark", word));
    from = at + (word?.length ?? 0);
    at = Math.max(at, from - 1);
  }
  if (isCut) p.append("…");
  return p;
}

/** The data with measures as objects: see src/site/compare_file.rs. */
function withMeasures(data) {
  for (const row of data.rows) row.measures = row.measures.map(([place, id, title, sentence, isCut]) => ({ place: data.places[place][0], id, title, sentence, is_cut: isCut > 0 }));
  return data;
}

export function comparePlaces() {
  const choice = document.querySelector(".choose");
  if (!choice) return;
  const words = choice.dataset;
  const everywhere = document.getElementById("everywhere");
  const shown = document.getElementById("chosen");
  const root = document.querySelector(".brand a").getAttribute("href");
  const links = [...choice.querySelectorAll("[data-place]")];
  const names = new Map(links.map((link) => [link.dataset.place, link.textContent]));
  const read = () => [...new Set(new URLSearchParams(location.search).getAll("place"))].filter((id) => names.has(id)).slice(0, MOST);
  let data;

  const figures = (places) => {
    const rows = data.figures.map((row) => [row, places.map((id) => row.values.filter((value) => value.place === id))]);
    const stated = rows.filter(([, cells]) => cells.some((values) => values.length));
    stated.sort((a, b) => b[1].filter((v) => v.length).length - a[1].filter((v) => v.length).length);
    if (!stated.length) return [];
    const stating = (id, indicator) => data.figures.some((row) => row.indicator === indicator && row.values.some((value) => value.place === id));
    const gaps = new Map(data.places);
    const table = make("table", "", { class: "compared" });
    const head = table.createTHead().insertRow();
    head.append(make("th", words.indicator, { scope: "col" }), make("th", words.year, { scope: "col" }));
    for (const id of places) head.append(make("th", names.get(id), { scope: "col" }));
    const body = table.createTBody();
    for (const [row, cells] of stated.slice(0, ROWS)) {
      const tr = body.insertRow();
      const th = make("th", "", { scope: "row" });
      th.append(make("a", row.name, { href: `${root}indicators/${row.indicator}/` }), " ", make("span", row.scope.join("、"), { class: "meta" }));
      const year = make("td", `${row.year || words.noyear} `, { class: "year" });
      year.append(make("span", row.kind, { class: "meta" }));
      tr.append(th, year);
      cells.forEach((values, n) => {
        const id = places[n];
        const td = tr.insertCell();
        Object.assign(td.dataset, { place: id, name: names.get(id) });
        values.forEach((value, n) => {
          td.append(n ? "；" : "", make("a", value.amount, { href: root + value.address }));
          if (value.others) td.append(" ", make("b", value.others, { class: "fixed" }));
        });
        if (values.length) return;
        td.className = "zero";
        const gap = stating(id, row.indicator) ? "other_year" : gaps.get(id);
        td.textContent = choice.getAttribute(`data-gap-${gap}`);
      });
    }
    const scroll = make("div", "", { class: "scroll", tabindex: 0, role: "group", "aria-label": words.figures });
    scroll.append(table);
    return [make("h2", words.figures), tools(table, words), scroll];
  };

  const measures = (places) => {
    const rows = data.rows.map((row) => [row, places.map((id) => row.measures.filter((m) => m.place === id))]);
    const aligned = rows.filter(([, cells]) => cells.some((own) => own.length));
    const filled = (cells) => cells.filter((own) => own.length).length;
    aligned.sort((a, b) => filled(b[1]) - filled(a[1]));
    if (!aligned.length) return [];
    const parts = aligned.slice(0, ROWS).map(([row, cells]) => {
      const section = make("section", "", { class: "aligned" });
      const box = make("div", "", { class: "cells" });
      cells.forEach((own, n) => {
        const cell = make("section", "", own.length ? {} : { class: "gap" });
        cell.append(make("h4", names.get(places[n])));
        if (!own.length) cell.append(make("p", words.apart, { class: "zero" }));
        for (const measure of own.slice(0, 2)) {
          const p = make("p", "", { class: "meta" });
          p.append(make("a", measure.title || measure.id, { href: `${root}measures/${measure.id}/` }));
          cell.append(marked(measure, row.terms), p);
        }
        box.append(cell);
      });
      section.append(make("h3", row.heading), box);
      return section;
    });
    return [make("h2", words.measures), ...parts];
  };

  const bar = make("div", "", { class: "chosen-places", role: "group", "aria-label": words.chosen });
  choice.before(bar);
  const show = async () => {
    const places = read();
    bar.replaceChildren();
    for (const id of places) {
      const chip = make("button", `${names.get(id)} ×`, { type: "button", "aria-label": `${words.remove} ${names.get(id)}` });
      chip.addEventListener("click", () => choose(places.filter((other) => other !== id)));
      bar.append(chip);
    }
    if (places.length) {
      const all = make("button", words.all, { type: "button" });
      all.addEventListener("click", () => choose([]));
      bar.append(all);
    }
    for (const link of links) places.includes(link.dataset.place) ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current");
    if (places.length) {
      try {
        data ??= withMeasures(await (await fetch("index.json")).json());
      } catch {
        return;
      }
      shown.replaceChildren(...figures(places), ...measures(places));
    }
    shown.hidden = !places.length;
    everywhere.hidden = places.length > 0;
  };
  const choose = (places) => {
    const asked = new URLSearchParams();
    places.slice(0, MOST).forEach((id) => asked.append("place", id));
    history.pushState(null, "", asked.size ? `?${asked}` : location.pathname);
    show();
  };
  choice.addEventListener("click", (event) => {
    const id = event.target.closest("[data-place]")?.dataset.place;
    if (!id) return;
    event.preventDefault();
    const places = read();
    choose(places.includes(id) ? places.filter((other) => other !== id) : [...places, id]);
  });
  for (const item of choice.querySelectorAll("li")) {
    const own = [...item.querySelectorAll("[data-place]")].map((link) => link.dataset.place);
    if (own.length < 2 || !item.querySelector("b")) continue;
    const button = make("button", words.province, { type: "button" });
    button.addEventListener("click", () => choose(own));
    item.append(button);
  }
  const table = document.getElementById("figures");
  if (table) table.closest(".scroll").before(tools(table, words));
  addEventListener("popstate", show);
  show();
}
