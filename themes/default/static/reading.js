// Reading a document: the table of contents follows, and opens where there is room for it.
export function readAlong() {
  const contents = document.querySelector("[data-contents]");
  if (!contents) return;
  const links = new Map([...contents.querySelectorAll("a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const now = contents.querySelector(".now");
  const roomy = matchMedia("(min-width: 64rem)");
  const fit = () => { contents.open = roomy.matches; };
  roomy.addEventListener("change", fit);
  fit();
  // On a phone the list covers the text: it closes when a place in it is chosen.
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !roomy.matches) contents.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && contents.open && !roomy.matches) {
      contents.open = false;
      contents.querySelector("summary").focus();
    }
  });
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current;
  const follow = () => {
    const line = innerHeight / 4;
    let at;
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top > line) break;
      at = heading;
    }
    if (at === current) return;
    links.get(current?.id)?.removeAttribute("aria-current");
    current = at;
    const link = links.get(at?.id);
    now.textContent = link ? `：${link.textContent}` : "";
    if (!link) return;
    link.setAttribute("aria-current", "location");
    // Only the list scrolls, never the page.
    const list = contents.querySelector("nav");
    const away = link.offsetTop - list.offsetTop;
    if (away < list.scrollTop || away > list.scrollTop + list.clientHeight - 48) list.scrollTop = away - list.clientHeight / 3;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}
