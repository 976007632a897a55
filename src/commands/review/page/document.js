// The review of one document: the text left, its records right, one of them the current one.
import { button, data, element, say, show, shown, words } from "./element.js";
import { ask, bodyRow, fields } from "./form.js";
import { TextPane } from "./text.js";

/** The fields of a card for each kind of record, in the order they are checked in. */
const SHOWN = {
  document: ["title", "kind", "region", "issuing_bodies", "document_number", "issued_on", "published_on", "effective_on", "period"],
  measure: ["title", "section", "role", "topics", "text"],
  figure: ["name", "value", "unit", "text", "bound", "year", "base_year", "change", "kind", "binding", "indicator", "quote"],
};
const LABELS = { region: words.region, period: words.fields.year };
const KEYS = [["j k ↓ ↑", "move"], ["a", "accept"], ["c", "correct"], ["x", "reject"], ["u", "undo"], ["f b m", "add"], ["o", "order"], ["n", "next"], ["?", "help"], ["Esc", "esc"]];

export class Review {
  constructor() {
    this.document = data.document;
    this.records = data.document.records;
    this.byDoubt = localStorage.order !== "text";
    this.text = new TextPane(this.document.lines, this.document.warnings);
    this.topics = new Map(data.forms.measure.find((f) => f.name === "topics").options);
    this.indicators = new Map(data.forms.figure.find((f) => f.name === "indicator").options);
    this.build();
    this.current = (this.queue().find((r) => !r.reviewed) ?? this.queue()[0]).id;
    this.draw(true);
    document.addEventListener("keydown", (event) => this.key(event));
    this.watch();
  }

  // What is on the page

  build() {
    document.title = `${this.document.title} · ${words.review}`;
    this.count = element("span", { className: "progress", id: "progress" });
    this.bar = element("progress", { "aria-labelledby": "progress" });
    this.notice = element("p", { className: "notice", role: "alert" }, this.document.wrong.length ? `${words.wrong}\n${this.document.wrong.join("\n")}` : "");
    this.order = element("select", { onchange: () => this.setOrder(this.order.value === "doubt") },
      element("option", { value: "doubt" }, words.by_doubt), element("option", { value: "text" }, words.by_text));
    this.open = element("input", { type: "checkbox", onchange: () => this.draw(true) });
    this.list = element("ol", { className: "records", lang: "zh-CN" });
    const next = data.next ? element("a", { href: `/documents/${encodeURIComponent(data.next)}`, id: "next", "aria-keyshortcuts": "n" }, words.next_document, " ", element("kbd", { "aria-hidden": "true" }, "n")) : null;
    const adding = ["figure", "agency", "measure"].map((kind, n) => button(words.add[kind], () => this.add(kind), { key: "fbm"[n], onmousedown: (event) => event.preventDefault() }));
    show(element("header", {}, element("a", { href: "/" }, words.all_documents), element("h1", { lang: "zh-CN" }, this.document.title), this.count, this.bar, next, button(words.help, () => this.help(), { key: "?" })),
      this.notice,
      element("main", { className: "desk" },
        element("section", { className: "pane", "aria-label": words.text, tabIndex: 0 }, element("div", { className: "bar" }, element("h2", {}, words.from_selection), adding), this.text.list),
        element("section", { className: "pane", "aria-label": words.records },
          element("div", { className: "bar" }, element("label", {}, element("span", { className: "unseen" }, words.order), this.order), element("label", {}, this.open, ` ${words.only_open}`), button(words.undo, () => this.undo(), { key: "u" })), this.list)));
  }

  /** The records in the chosen order. */
  queue() {
    const all = this.byDoubt ? this.records.map((r, n) => [r, n]).sort(([a, m], [b, n]) => b.doubt - a.doubt || m - n).map(([r]) => r) : this.records;
    return this.open.checked ? all.filter((r) => !r.reviewed || r.id === this.current) : all;
  }

  draw(focus) {
    const queue = this.queue();
    const reviewed = this.records.filter((r) => r.reviewed).length;
    this.count.textContent = `${words.progress} ${reviewed}/${this.records.length}`;
    this.bar.max = this.records.length;
    this.bar.value = reviewed;
    this.order.value = this.byDoubt ? "doubt" : "text";
    if (!queue.some((r) => r.id === this.current)) this.current = queue[0].id;
    const list = this.list;
    list.replaceChildren(...queue.map((record) => this.item(record)));
    const record = this.record();
    this.text.mark(record.lines, record.data.quote ?? (record.kind === "document" ? record.data.title : null));
    const head = list.querySelector(".current > .head");
    head.scrollIntoView({ block: "nearest" });
    list.querySelector(".current").scrollIntoView({ block: "nearest" });
    if (focus) head.focus({ preventScroll: true });
  }

  record(id = this.current) {
    return this.records.find((r) => r.id === id);
  }

  item(record) {
    const isCurrent = record.id === this.current;
    const [state, kind] = record.reviewed ? ["✓", "good"] : record.doubts.length ? ["⚠", "warn"] : ["", ""];
    const told = record.reviewed ? words.checked : record.doubts.length ? words.doubtful : words.still_open;
    return element("li", { className: isCurrent ? "current" : "" },
      element("button", { type: "button", className: "head", "aria-expanded": String(isCurrent), "aria-current": isCurrent ? "true" : null, onclick: () => this.go(record.id) },
        element("span", { className: `state ${kind}` }, element("span", { "aria-hidden": "true" }, state), element("span", { className: "unseen" }, told)),
        element("span", { className: "kind" }, words.kinds[record.kind]), element("span", { className: "what" }, this.title(record)),
        element("span", { className: "kind" }, `${words.lines} ${[...new Set(record.lines)].join("–")}`)),
      isCurrent ? this.card(record) : null);
  }

  title({ kind, data: own }) {
    if (kind !== "figure") return own.title || "—";
    return `${own.name || "—"} ${own.value === null ? own.text ?? "—" : shown(own.value)}${own.unit ?? ""}${own.year ? ` · ${own.year}` : ""}`;
  }

  card(record) {
    const rows = SHOWN[record.kind].flatMap((name) => {
      const value = record.data[name];
      const named = name === "topics" ? (value ?? []).map((id) => this.topics.get(id) ?? id).join("、") : name === "indicator" ? this.indicators.get(value) ?? value : name === "region" ? value?.name : name === "section" ? (value ?? []).join(" › ") : name === "text" || name === "quote" ? value : shown(value);
      const label = LABELS[name] ?? words.fields[name].replace(/（.*|\s\(.*/u, "");
      return [element("dt", {}, label), element("dd", { className: named ? (name === "text" ? "long" : "") : "none", tabIndex: name === "text" && named ? 0 : null }, named || words.empty)];
    });
    if (record.kind === "measure") {
      const bodies = record.data.agencies.map((a) => `${shown(a.role)}：${a.name}`).join("\n");
      rows.splice(-2, 0, element("dt", {}, words.bodies), element("dd", { className: bodies ? "" : "none" }, bodies || words.empty));
    }
    const doubts = record.doubts.map((d) => element("li", {}, d.reason === "warning" ? `${d.code}: ${d.message}` : words.doubts[d.reason]));
    const states = [record.data.corrected ? words.corrected : null, record.reviewed ? `${words.accepted_on} ${record.reviewed}` : null].filter(Boolean);
    const isDocument = record.kind === "document";
    return element("div", { className: "card" },
      doubts.length ? element("ul", { className: "doubts", "aria-label": words.why_first }, doubts) : null,
      element("dl", {}, rows), states.length ? element("p", { className: "kind" }, states.join(" · ")) : null,
      element("div", { className: "actions" }, button(words.accept, () => this.accept(), { key: "a", first: true }), button(words.correct, () => this.correct(), { key: "c" }),
        isDocument ? null : button(words.reject, () => this.reject(), { key: "x" })));
  }

  // Moving

  go(id, focus = true) {
    this.current = id;
    getSelection().removeAllRanges();
    this.draw(focus);
  }

  step(by) {
    const queue = this.queue();
    const at = queue.findIndex((r) => r.id === this.current);
    this.go(queue[Math.max(0, Math.min(queue.length - 1, at + by))].id);
  }

  /** The next record that is not reviewed, behind the place where the last one stood. */
  goOn(order) {
    const at = order.indexOf(this.current);
    const ids = [...order.slice(at + 1), ...order.slice(0, at)];
    const next = ids.find((id) => this.record(id) && !this.record(id).reviewed);
    if (next) return this.go(next);
    this.draw(true);
    this.notice.textContent = this.records.every((r) => r.reviewed) ? words.done : "";
    document.getElementById("next")?.focus();
  }

  setOrder(byDoubt) {
    this.byDoubt = byDoubt;
    localStorage.order = byDoubt ? "doubt" : "text";
    this.draw(true);
  }

  // Requests

  address() {
    return `/documents/${encodeURIComponent(this.document.id)}/records`;
  }

  /** Sends a request; the refusal, if there is one. */
  async send(request, said) {
    const order = this.queue().map((r) => r.id);
    let response, reply;
    try {
      response = await fetch(this.address(), { method: "POST", headers: { "content-type": "application/json", "x-cewen-token": data.token }, body: JSON.stringify({ document: this.document.id, ...request }) });
      reply = await response.json();
    } catch {
      return { message: words.not_sent };
    }
    if (!response.ok) {
      if (response.status === 409) await this.renew();
      return reply;
    }
    this.records = reply.records;
    this.notice.textContent = "";
    if (request.action === "undo") this.go(this.record(reply.record)?.id ?? this.current);
    else this.goOn(order);
    const now = this.record();
    say(`${said}. ${this.count.textContent}. ${words.kinds[now.kind]} ${this.title(now)}`);
    return null;
  }

  /** Sends a request and shows a refusal above the text. */
  async told(request, said) {
    const refused = await this.send(request, said);
    if (refused) this.notice.textContent = refused.message;
  }

  async accept() {
    if (this.sending) return;
    this.sending = true;
    const { id, version } = this.record();
    await this.told({ action: "accept", record: id, version }, words.said.accept);
    this.sending = false;
  }

  undo() {
    return this.told({ action: "undo" }, words.said.undo);
  }

  correct() {
    const record = this.record();
    const form = fields(record.kind, record.data);
    const bodies = record.kind === "measure" ? record.data.agencies.map((agency) => bodyRow(agency)) : null;
    const list = bodies && element("div", {}, bodies.map((row) => row.shown));
    const more = bodies && button(words.add_body, () => {
      const row = bodyRow();
      bodies.push(row);
      list.append(row.shown);
      row.name.focus();
    });
    const parts = [form.shown, bodies ? element("fieldset", {}, element("legend", {}, words.bodies), list, more) : null].filter(Boolean);
    this.asking(`${words.correct}: ${this.title(record)}`, parts, words.usual.correct, (why) => {
      const set = form.changed();
      const changes = [...(Object.keys(set).length ? [{ set }] : []), ...(bodies ?? []).flatMap((row) => row.changes())];
      if (!changes.length) return { message: words.nothing_changed };
      return this.send({ action: "correct", record: record.id, version: record.version, why, changes }, words.said.correct);
    });
  }

  reject() {
    const record = this.record();
    if (record.kind === "document") return;
    const dialog = this.asking(`${words.reject}: ${this.title(record)}`, [], words.usual.reject, (why) => this.send({ action: "correct", record: record.id, version: record.version, why, changes: [{ drop: true }] }, words.said.reject));
    dialog.querySelector("textarea").select();
  }

  /** Adds what was missed: in the selected words, or else in the lines of the current record. */
  add(kind) {
    this.text.remember();
    const { text, lines } = this.text.selected ?? { text: "", lines: this.record().lines };
    const measures = this.records.filter((r) => r.kind === "measure");
    const holds = (r) => r.lines[0] <= lines[0] && lines[0] <= r.lines[1];
    const around = measures.filter(holds).at(-1);
    const named = (r) => element("option", { value: r.id, selected: r === around }, `${r.id.split("/").slice(1).join("/")} ${r.data.title}`);
    const within = element("select", {}, kind === "figure" ? element("option", { value: "" }, words.in_none) : null, measures.map(named));
    const number = text.match(/\d+(?:\.\d+)?/u);
    const unit = number && text.slice(number.index + number[0].length).match(/^\s*(%|％|[^\s\d，。、；：（）以左之的]{1,6})/u);
    const start = { figure: { name: "", value: number ? Number(number[0]) : null, unit: unit?.[1] ?? null, bound: "exact", kind: "target", quote: text, lines }, agency: { name: text, role: "responsible" }, measure: { title: text.slice(0, 40), role: "action", text, lines } }[kind];
    const form = fields(kind, start);
    const parts = [form.shown];
    if (kind !== "measure") parts.unshift(element("label", {}, element("span", {}, words.in_measure), within));
    this.asking(words.add[kind], parts, words.usual.add, (why) => {
      const record = this.record(kind === "measure" ? this.document.id : within.value || this.document.id);
      const filled = form.filled();
      if (kind === "measure") filled.id = this.newMeasure();
      if (kind === "agency") filled.lines = lines;
      return this.send({ action: "correct", record: record.id, version: record.version, why, changes: [{ add: { [kind]: filled } }] }, words.said.add);
    });
  }

  /** An id that no measure of the document has. */
  newMeasure() {
    for (let n = 1; ; n++) {
      const id = `${this.document.id}/c${n}`;
      if (!this.record(id)) return id;
    }
  }

  asking(title, parts, usual, submit) {
    const dialog = ask(title, parts, usual, submit);
    dialog.addEventListener("close", () => this.list.querySelector(".current > .head")?.focus());
    return dialog;
  }

  // Changes by others

  /** The records as they are now. */
  async renew() {
    const response = await fetch(this.address());
    if (!response.ok) return;
    const now = await response.json();
    if (JSON.stringify(now.lines) !== JSON.stringify(this.document.lines)) return location.reload();
    this.records = now.records;
    if (!this.record()) this.current = this.records[0].id;
    this.draw(false);
  }

  watch() {
    let seen = null;
    const events = new EventSource("/events");
    events.addEventListener("message", async (event) => {
      const now = JSON.parse(event.data);
      if (seen !== null && now.version !== seen) {
        if (!now.wrong) await this.renew();
        this.notice.textContent = now.wrong || words.text_changed;
      }
      seen = now.version;
    });
  }

  // Keys

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key)) return;
    if (document.querySelector("dialog") || event.target.closest?.("input, select, textarea")) return;
    if (localStorage.keys === "off" && !["?"].includes(event.key)) return;
    const isScrolling = event.target.closest?.(".pane[tabindex], dd[tabindex]") && event.key.startsWith("Arrow");
    const acts = {
      j: () => this.step(1), ArrowDown: () => this.step(1), k: () => this.step(-1), ArrowUp: () => this.step(-1),
      a: () => this.accept(), c: () => this.correct(), x: () => this.reject(), u: () => this.undo(),
      f: () => this.add("figure"), b: () => this.add("agency"), m: () => this.add("measure"),
      o: () => this.setOrder(!this.byDoubt), n: () => document.getElementById("next")?.click(), "?": () => this.help(),
    };
    if (isScrolling || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  help() {
    const on = element("input", { type: "checkbox", checked: localStorage.keys !== "off", onchange: () => { localStorage.keys = on.checked ? "on" : "off"; } });
    const rows = KEYS.flatMap(([keys, name]) => [element("dt", {}, keys.split(" ").flatMap((key) => [element("kbd", {}, key), " "])), element("dd", {}, words.help_lines[name])]);
    const dialog = element("dialog", { "aria-labelledby": "helped" }, element("h2", { id: "helped" }, words.keys), element("dl", { className: "help-keys" }, rows),
      element("p", {}, element("label", {}, on, ` ${words.keys_on}`)), element("button", { type: "button", className: "first", onclick: () => dialog.close() }, words.close));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }
}
