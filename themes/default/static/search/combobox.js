// An input that suggests words in a list below it, walked with the keyboard.
import { element } from "./dom.js";
import { suggestions } from "./suggest.js";

/** read(): what suggest.bin holds; take(text): called with what the input is to hold; below(): the key goes on. */
export function combobox(input, list, { read, take, below = () => {} }) {
  let chosen = -1;
  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const pick = (word) => {
    input.value = input.value.replace(/\S*$/, "") + word;
    close();
    take(input.value);
  };
  const option = (word, n) => element("li", {
    id: `s-${n}`,
    role: "option",
    "aria-selected": "false",
    onmousedown: (event) => { event.preventDefault(); pick(word); },
  }, word);
  const offer = async () => {
    const own = input.value;
    const found = own.trim() ? await read().then((data) => suggestions(own, data)).catch(() => []) : [];
    if (own !== input.value || document.activeElement !== input) return;
    if (!found.length) return void close();
    list.replaceChildren(...found.map(option));
    list.hidden = false;
    chosen = -1;
    input.setAttribute("aria-expanded", "true");
  };
  const choose = (n) => {
    chosen = n;
    [...list.children].forEach((item, k) => item.setAttribute("aria-selected", String(k === n)));
    if (n >= 0) input.setAttribute("aria-activedescendant", `s-${n}`);
    else input.removeAttribute("aria-activedescendant");
  };
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (!list.hidden) choose(Math.max(-1, Math.min(list.children.length - 1, chosen + step)));
      else if (step > 0) below();
    }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); pick(list.children[chosen].textContent); }
  });
  return { offer, close };
}

/** Calls use() when what is typed has settled; not while a word is being composed. */
export function whenTyped(input, use) {
  let waiting = 0;
  let composing = false;
  const typed = () => {
    clearTimeout(waiting);
    if (!composing) waiting = setTimeout(use, 150);
  };
  input.addEventListener("compositionstart", () => { composing = true; });
  input.addEventListener("compositionend", () => { composing = false; typed(); });
  input.addEventListener("input", typed);
  return () => clearTimeout(waiting);
}
