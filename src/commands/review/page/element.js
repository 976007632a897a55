// Elements of the page. Text is only ever set as text.

export const data = JSON.parse(document.getElementById("data").textContent);
export const words = data.words;

/** An element with properties, attributes and children; strings become text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else if (key in made && !key.includes("-") && key !== "list") made[key] = value;
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** A button that shows its key. */
export function button(label, onclick, { key, first, ...others } = {}) {
  const shown = key ? [label, " ", element("kbd", { "aria-hidden": "true" }, key)] : [label];
  return element("button", { type: "button", className: first ? "first" : "", onclick, "aria-keyshortcuts": key, ...others }, shown);
}

const live = element("p", { className: "unseen", role: "status", "aria-live": "polite", id: "said" });

/** What screen readers are told. */
export function say(text) {
  live.textContent = text;
}

/** Fills the page; the live region stays. */
export function show(...parts) {
  document.body.append(live, ...parts);
}

/** A value as people read it. */
export function shown(value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.map(shown).join("、");
  if (typeof value === "object") return "from" in value ? `${value.from ?? ""}–${value.to ?? ""}` : Object.values(value).map(shown).join(" ");
  return words.values[value] ?? String(value);
}
