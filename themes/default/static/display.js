// Switches for large print and for dark or light colours: kept for the next page and the next visit.
const root = document.documentElement;

const stored = (key) => {
  try { return localStorage.getItem(key); } catch { return null; }
};
const store = (key, value) => {
  try { localStorage.setItem(key, value); } catch { /* Lasts until the page is left. */ }
};
const isDark = () => root.classList.contains("dark") || (!root.classList.contains("light") && matchMedia("(prefers-color-scheme: dark)").matches);

const setColours = (dark) => {
  root.classList.toggle("dark", dark);
  root.classList.toggle("light", !dark);
};

function button(id, isOn, toggle) {
  const own = document.getElementById(id);
  if (!own) return;
  const show = () => own.setAttribute("aria-pressed", String(isOn()));
  own.hidden = false;
  show();
  own.addEventListener("click", () => { toggle(!isOn()); show(); });
}

export function display() {
  // Before anything is drawn, so that nothing jumps.
  if (stored("large") === "1") root.classList.add("large");
  const colours = stored("colours");
  if (colours) setColours(colours === "dark");
  document.addEventListener("DOMContentLoaded", () => {
    button("large", () => root.classList.contains("large"), (on) => {
      root.classList.toggle("large", on);
      store("large", on ? "1" : "0");
    });
    button("dark", isDark, (on) => {
      setColours(on);
      store("colours", on ? "dark" : "light");
    });
  });
}
