// The box of the search on every page: "/" goes to it, so does the link on small screens, and it suggests.

const TYPED_IN = "input, textarea, select, [contenteditable]";

/** Listens for "/" and for the link to an input. */
export function reach(input) {
  const go = (event) => {
    event.preventDefault();
    input.scrollIntoView({ block: "center" });
    input.focus({ preventScroll: true });
    input.select();
  };
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !event.target.closest?.(TYPED_IN)) go(event);
  });
  document.querySelector("a.to-find")?.addEventListener("click", go);
}

export function findBox() {
  const input = document.getElementById("find");
  if (!input) return;
  reach(input);
  input.addEventListener("focus", async () => (await import("./search/box.js")).suggestIn(input), { once: true });
}
