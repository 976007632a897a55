// The reader's own place, kept on the device: chosen on the page of a place, shown on the home page.
const KEY = "place";

const stored = () => {
  try { return JSON.parse(localStorage.getItem(KEY)) || null; } catch { return null; }
};
const store = (place) => {
  try {
    if (place) localStorage.setItem(KEY, JSON.stringify(place));
    else localStorage.removeItem(KEY);
  } catch { /* A browser that keeps nothing asks again. */ }
};

/** The button of a place's page. */
function chooser(line) {
  const button = document.createElement("button");
  button.type = "button";
  const show = () => {
    const isMine = stored()?.slug === line.dataset.place;
    button.setAttribute("aria-pressed", String(isMine));
    button.textContent = isMine ? line.dataset.unset : line.dataset.set;
  };
  button.addEventListener("click", () => {
    const isMine = stored()?.slug === line.dataset.place;
    store(isMine ? null : { slug: line.dataset.place, name: line.dataset.name });
    show();
  });
  show();
  line.append(button);
  line.hidden = false;
}

/** The line of the home page, and what the place promises in the place of what others do. */
async function greet(line, place) {
  const address = `cities/${encodeURIComponent(place.slug)}/`;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = place.name;
  const change = document.createElement("a");
  change.href = line.querySelector("a").getAttribute("href");
  change.textContent = line.dataset.change;
  line.replaceChildren(line.dataset.home, link, " · ", change);
  const answer = await fetch(address).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const own = page.querySelector("ul.promises");
  const shown = document.querySelector("#h-sentences ~ ul.promises");
  if (!own || !shown) return;
  for (const a of own.querySelectorAll("a")) a.href = new URL(a.getAttribute("href"), answer.url).href;
  document.getElementById("h-sentences").textContent = `${place.name}${line.dataset.of}`;
  shown.replaceWith(document.adoptNode(own));
}

export function myPlace() {
  const line = document.querySelector(".mine");
  if (!line) return;
  if (line.dataset.place) chooser(line);
  else if (stored()) greet(line, stored());
}
