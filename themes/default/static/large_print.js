// The switch for large print: kept for the next page and the next visit.
export function largePrint() {
  const root = document.documentElement;
  const stored = () => {
    try { return localStorage.getItem("large") === "1"; } catch { return false; }
  };
  // Before anything is drawn, so that nothing jumps.
  if (stored()) root.classList.add("large");
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("large");
    if (!button) return;
    const show = () => button.setAttribute("aria-pressed", String(root.classList.contains("large")));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const on = root.classList.toggle("large");
      try { localStorage.setItem("large", on ? "1" : "0"); } catch { /* Lasts until the page is left. */ }
      show();
    });
  });
}
