// Citations: the day of reading, the page's own address where the site does not know it, the forms that programs
// take, and buttons to copy; and what goes with the report of an error.
import { bibtex, csl, ris } from "./citation_forms.js";

/** A text to copy, folded. */
function folded(title, text, { copy, copied }) {
  const details = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = title;
  const pre = document.createElement("pre");
  Object.assign(pre, { textContent: text, tabIndex: 0 });
  Object.assign(pre.dataset, { copy, copied });
  details.append(summary, pre);
  return details;
}

/** The document or measure of an address: what follows `documents/` or `measures/`. */
const keyOf = (address) => new URL(address).pathname.match(/\/(?:documents|measures)\/(.+?)\/?(?:index\.html)?$/)?.[1] ?? "";

function forms(line, url) {
  const all = (name) => [...line.querySelectorAll(`[data-of=${name}]`)].map((part) => part.textContent);
  const [title, container, number, page, date] = ["title", "container", "number", "page", "date"].map((name) => all(name)[0] ?? "");
  const record = { key: keyOf(url), authors: all("author"), title, container, number, page, date, url };
  const made = [["BibTeX", bibtex], ["RIS", ris], ["CSL-JSON", csl]];
  line.parentElement.append(...made.map(([name, form]) => folded(name, form(record), line.dataset)));
}

function report(version, url, words) {
  const [record, own, page, quote, wrong, title] = version.dataset.report.split("|");
  const text = (document.querySelector("main .text") ?? document.querySelector("h1")).textContent.trim().slice(0, 60);
  const lines = [[record, keyOf(url)], [own, version.textContent], [page, url], [quote, text]];
  const whole = `${lines.map(([name, value]) => `${name}：${value}`).join("\n")}\n\n${wrong}：`;
  version.closest("section").append(folded(title, whole, words));
}

export function citations() {
  const today = new Date();
  const two = (n) => String(n).padStart(2, "0");
  for (const place of document.querySelectorAll("[data-today]")) {
    place.textContent = `${today.getFullYear()}-${two(today.getMonth() + 1)}-${two(today.getDate())}`;
  }
  const canonical = document.querySelector("link[rel=canonical]")?.href ?? location.origin + location.pathname;
  for (const place of document.querySelectorAll("[data-here]")) place.textContent = canonical;
  const line = document.querySelector(".citation .cite");
  if (line) forms(line, canonical);
  const version = document.querySelector("[data-report]");
  if (version && line) report(version, canonical, line.dataset);
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
