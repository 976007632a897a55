// Forms: the fields of a record, the values as corrections take them.
import { data, element, shown, words } from "./element.js";

/** "20-30" is a range, "" nothing; what is no number stays text, and is refused where it is written. */
function value(text) {
  const typed = text.trim();
  if (!typed) return null;
  const range = typed.match(/^(-?[\d.]+)\s*[-–—~～至]\s*(-?[\d.]+)$/u);
  if (range) return { from: Number(range[1]), to: Number(range[2]) };
  return Number.isFinite(Number(typed)) ? Number(typed) : typed;
}

function lines(text) {
  const numbers = text.split(/[-–—~～,，\s]+/u).filter(Boolean).map(Number);
  return numbers.length === 1 ? [numbers[0], numbers[0]] : numbers;
}

const asText = {
  value: (v) => (v === null || v === undefined ? "" : typeof v === "object" ? `${v.from}-${v.to}` : String(v)),
  list: (v) => (v ?? []).join("\n"),
  lines: (v) => (v ? v.join("-") : ""),
};

/** A field: its element, and what reads its value. */
function field(form, { name, input, options = [] }, now) {
  const id = `field-${name}`;
  const label = words.fields[name] ?? name;
  const wrapped = (control, wide) => element("label", { className: wide ? "wide" : "" }, element("span", {}, label), control);
  const common = { id, name, "data-field": name };
  const option = (id, named) => element("option", { value: id, selected: id === (now ?? "") }, named ?? shown(id));
  switch (input) {
    case "choice":
    case "optional_choice": {
      const empty = input === "optional_choice" ? [option("", words.none_chosen)] : [];
      const known = now && !options.some(([id]) => id === now) ? [option(now)] : [];
      const control = element("select", common, empty, known, options.map(([id, named]) => option(id, named)));
      return { shown: wrapped(control), read: () => control.value || null };
    }
    case "choices": {
      const boxes = options.map(([id, named]) => element("input", { type: "checkbox", value: id, checked: (now ?? []).includes(id), "data-field": name }));
      const labels = options.map(([id, named], n) => element("label", {}, boxes[n], named ?? id));
      // The order is that of strength: those that stay keep theirs.
      const read = () => [...(now ?? []).filter((id) => boxes.some((b) => b.value === id && b.checked)), ...boxes.filter((b) => b.checked && !(now ?? []).includes(b.value)).map((b) => b.value)];
      return { shown: element("fieldset", { className: "wide" }, element("legend", {}, label), element("div", { className: "choices" }, labels)), read };
    }
    case "paragraphs":
    case "list": {
      const control = element("textarea", { ...common, rows: input === "list" ? 2 : 3, value: input === "list" ? asText.list(now) : now ?? "" });
      const read = () => (input === "list" ? control.value.split("\n").map((l) => l.trim()).filter(Boolean) : control.value.trim());
      return { shown: wrapped(control, true), read };
    }
    case "integer": {
      const control = element("input", { ...common, inputMode: "numeric", value: now ?? "" });
      return { shown: wrapped(control), read: () => value(control.value) };
    }
    case "value": {
      const control = element("input", { ...common, inputMode: "decimal", value: asText.value(now) });
      return { shown: wrapped(control), read: () => value(control.value) };
    }
    case "lines": {
      const control = element("input", { ...common, inputMode: "numeric", value: asText.lines(now) });
      return { shown: wrapped(control), read: () => lines(control.value) };
    }
    default: {
      const control = element("input", { ...common, value: now ?? "" });
      return { shown: wrapped(control), read: () => control.value.trim() || null };
    }
  }
}

/** Same values, as YAML writes them. */
const same = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Fields of a kind of record; `changed` gives those whose value differs from that of `record`. */
export function fields(kind, record, without = []) {
  const all = data.forms[kind].filter((f) => !without.includes(f.name)).map((f) => [f.name, field(kind, f, record[f.name])]);
  // What a field reads before anything is typed: empty text and null are the same then.
  const before = new Map(all.map(([name, f]) => [name, f.read()]));
  return {
    shown: element("div", { className: "fields" }, all.map(([, f]) => f.shown)),
    changed: () => Object.fromEntries(all.map(([name, f]) => [name, f.read()]).filter(([name, now]) => !same(now, before.get(name)))),
    filled: () => Object.fromEntries(all.map(([name, f]) => [name, f.read()]).filter(([, now]) => now !== null && now !== "" && !(Array.isArray(now) && !now.length))),
  };
}

/** A row for a body: its name and role, and whether it is taken out. */
export function bodyRow(agency, onRemove) {
  const roles = data.forms.agency.find((f) => f.name === "role").options.map(([id]) => id);
  const name = element("input", { value: agency?.name ?? "", "data-field": "name" });
  const role = element("select", { "data-field": "role" }, roles.map((id) => element("option", { value: id, selected: id === (agency?.role ?? "responsible") }, shown(id))));
  const out = element("input", { type: "checkbox" });
  const remove = agency ? element("label", { className: "take-out" }, out, words.remove) : null;
  return {
    name,
    shown: element("div", { className: "body-row" },
      element("label", {}, element("span", {}, words.body), name),
      element("label", {}, element("span", {}, words.fields.role), role), remove),
    /** The changes that it asks for. */
    changes() {
      if (!agency) return name.value.trim() ? [{ add: { agency: { name: name.value.trim(), role: role.value } } }] : [];
      const which = { agency: agency.name, role: agency.role };
      if (out.checked) return [{ ...which, drop: true }];
      const set = {};
      if (name.value.trim() !== agency.name) set.name = name.value.trim();
      if (role.value !== agency.role) set.role = role.value;
      return Object.keys(set).length ? [{ ...which, set }] : [];
    },
  };
}

/**
 * A dialog with a form. `submit(why)` sends it and returns the refusal, if there is one; the form stays
 * open then and shows it.
 */
export function ask(title, parts, usual, submit) {
  const why = element("textarea", { rows: 2, required: true, name: "why", "data-field": "why", value: usual });
  const problem = element("p", { className: "problem", role: "alert" });
  const dialog = element("dialog", { "aria-labelledby": "asked" });
  const form = element("form", { noValidate: true },
    element("h2", { id: "asked" }, title), parts,
    element("div", { className: "fields" }, element("label", { className: "wide" }, element("span", {}, words.why), why)),
    element("div", { className: "foot" }, problem, element("div", { className: "bar" }, element("button", { className: "first" }, words.save), element("button", { type: "button", onclick: () => dialog.close() }, words.cancel))));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    const refused = await submit(why.value);
    if (!refused) return dialog.close();
    problem.textContent = refused.message;
    const wrong = refused.field && form.querySelector(`[data-field="${CSS.escape(refused.field)}"]`);
    if (wrong) {
      wrong.setAttribute("aria-invalid", "true");
      wrong.focus();
    }
  });
  // Saves from any field, as a line of text alone does.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  dialog.append(form);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
