// Making elements, with the words of the page.

export const $ = (id) => document.getElementById(id);

/** An element; attributes that begin with `on` are listeners, those that are null or false left out. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

const words = new Map([...($("words")?.content.querySelectorAll("[data-key]") ?? [])].map((e) => [e.dataset.key, e.textContent]));

/** A sentence of the theme, `{name}` replaced by the value of this name. */
export const say = (key, values = {}) => words.get(key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
