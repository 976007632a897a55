// Suggestions in the box of any page but that of the search; fetched when somebody goes to it.
import { combobox, whenTyped } from "./combobox.js";
import { element } from "./dom.js";
import { json } from "./files.js";

const FILE = new URL("../../search/suggest.bin", import.meta.url);

/** Makes the input a combobox whose words are sent with its form. */
export function suggestIn(input) {
  const list = element("ul", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": input.dataset.suggestions, hidden: true });
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": "suggestions" })) input.setAttribute(name, value);
  let data;
  const read = () => data ??= json(FILE.href);
  const box = combobox(input, list, { read, take: () => input.form.requestSubmit() });
  whenTyped(input, box.offer);
  read().catch(() => { data = undefined; });
  if (input.value) box.offer();
}
