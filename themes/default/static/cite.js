// Citations: the day of reading, the page's own address where the site does not know it, and buttons
// to copy.
export function citations() {
  const today = new Date();
  const two = (n) => String(n).padStart(2, "0");
  for (const place of document.querySelectorAll("[data-today]")) {
    place.textContent = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
  }
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.origin + location.pathname;
  for (const place of document.querySelectorAll("[data-here]")) {
    place.textContent = canonical;
    if (place.href) place.href = canonical;
  }
  if (!navigator.clipboard) return;
  for (const text of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = text.dataset.copy;
    const say = document.createElement("span");
    say.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent);
      say.textContent = text.dataset.copied;
    });
    text.after(button, say);
  }
}
