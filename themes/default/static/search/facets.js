// What results can be narrowed by: boxes beside them, and chips above them on a small screen.
import { $, element, say } from "./dom.js";

export const FIELDS = ["city", "province", "level", "kind", "genre", "status", "topic", "agency", "year", "document"];
/** Fields whose names are words of the theme. */
const NAMED = { kind: "", status: "status_", level: "level_" };
/** Fields that say nothing where all results have one value. */
const ALIKE = ["province", "level"];
/** Fields that are open at first where there is room: those that need no file. */
const OPEN = ["city", "kind"];
/** Values that are shown at once, and as chips. */
const FEW = 8;
const CHIPS = 6;
const KEPT = "search-facets";

/** ticked(): values by field; tick(field, id, on): somebody ticks; failed(problem): a file is not there. */
export class Facets {
  constructor(place, chips, wide, { ticked, tick, failed }) {
    Object.assign(this, { place, chips, wide, ticked, tick, failed });
    // Fields that somebody opened or closed.
    this.chosen = new Map(kept());
  }

  isOpen(field) {
    return this.chosen.get(field) ?? (this.wide && OPEN.includes(field) || this.ticked()[field].length > 0);
  }

  /** Fields whose values are shown. */
  shown() {
    return FIELDS.filter((field) => this.isOpen(field) || this.ticked()[field].length);
  }

  clear() {
    this.place.replaceChildren();
    this.chips.replaceChildren();
  }

  /** Shows the counts of an answer. */
  show(ranked, store) {
    Object.assign(this, { ranked, store });
    const focus = document.activeElement?.closest("#facets input, #facets summary, #chips button")?.id;
    this.place.replaceChildren(...FIELDS.map((field) => this.box(field)).filter(Boolean));
    this.chips.replaceChildren(...this.listOfChips());
    if (focus) $(focus)?.focus();
  }

  label(field, { id, label }) {
    return field in NAMED ? say(NAMED[field] + id) : label;
  }

  /** Values of a field that any result has, those with most of them first; without the filter of this field. */
  counted(field) {
    const found = this.store.marked(this.ranked.without(field));
    const ticked = this.ticked()[field];
    const values = this.store.values[field].map((value) => ({ ...value, n: this.store.count(field, value.id, found), ticked: ticked.includes(value.id) }));
    return values.filter((value) => value.n || value.ticked).sort((a, b) => b.n - a.n);
  }

  box(field) {
    const summary = element("summary", { id: `by-${field}` }, say(`by_${field}`));
    const box = element("details", { "data-field": field }, summary);
    summary.addEventListener("click", () => {
      this.chosen.set(field, !box.open);
      keep([...this.chosen]);
    });
    box.open = this.isOpen(field);
    if (!this.store.knows(field)) {
      box.addEventListener("toggle", async () => {
        if (!box.open) return;
        await this.store.readValues([field]).then(() => this.show(this.ranked, this.store), this.failed);
      });
      return box;
    }
    const counted = this.counted(field);
    if (!counted.length || ALIKE.includes(field) && counted.length < 2 && !counted[0].ticked) return null;
    const few = Math.max(FEW, counted.findLastIndex((v) => v.ticked) + 1);
    const list = element("ul", { class: "plain" }, ...counted.slice(0, few).map((value) => this.row(field, value)));
    box.append(list);
    if (counted.length > few) {
      const rest = element("button", { type: "button", onclick: () => {
        list.append(...counted.slice(few).map((value) => this.row(field, value)));
        rest.remove();
      } }, say("all_values", { n: counted.length }));
      box.append(rest);
    }
    return box;
  }

  row(field, value) {
    const own = `f-${field}-${value.id}`;
    return element("li", {}, element("label", { for: own },
      element("input", { type: "checkbox", id: own, checked: value.ticked, onchange: (event) => this.tick(field, value.id, event.target.checked) }),
      ` ${this.label(field, value)} `, element("span", { class: "n" }, String(value.n))));
  }

  /** Cities, and what is ticked of other fields. */
  listOfChips() {
    const cities = this.counted("city");
    const first = cities.filter((v, n) => n < CHIPS || v.ticked).map((v) => ["city", v]);
    const others = FIELDS.filter((field) => field !== "city" && this.store.knows(field));
    const ticked = others.flatMap((field) => this.counted(field).filter((v) => v.ticked).map((v) => [field, v]));
    if (cities.length < 2 && !ticked.length && !first.some(([, v]) => v.ticked)) return [];
    return [...first, ...ticked].map(([field, value]) => element("li", {}, element("button", {
      type: "button",
      id: `c-${field}-${value.id}`,
      "aria-pressed": String(value.ticked),
      onclick: () => this.tick(field, value.id, !value.ticked),
    }, `${this.label(field, value)} `, element("span", { class: "n" }, String(value.n)))));
  }
}

function kept() {
  try { return JSON.parse(sessionStorage.getItem(KEPT)) ?? []; } catch { return []; }
}

function keep(chosen) {
  try { sessionStorage.setItem(KEPT, JSON.stringify(chosen)); } catch { /* Lasts until the page is left. */ }
}
