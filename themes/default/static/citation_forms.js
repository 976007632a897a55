// BibTeX, RIS and CSL-JSON of one record: { key, authors, title, container, number, page, date, url }. What a
// record does not have is an empty string; a measure has its document as container.

/** Characters that mean something to TeX, made harmless. */
const tex = (text) => text
  .replace(/[\\{}%&$#_~^]/g, (c) => ({ "\\": "\\textbackslash{}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" })[c] ?? `\\${c}`)
  .replace(/\p{Cc}/gu, " ");

/** `@techreport`, the entry for papers that a body publishes under a number; `@incollection` for a measure in one. */
export function bibtex(record) {
  const { authors, container } = record;
  // Braces twice: a body's name is one name, not first and last.
  const fields = [
    ["author", authors.map((name) => `{${tex(name)}}`).join(" and ")],
    ["title", `{${tex(record.title)}}`],
    ["booktitle", tex(container)],
    [container ? "publisher" : "institution", authors.map(tex).join("、")],
    ["number", tex(record.number)],
    ["year", record.date.slice(0, 4)],
    ["date", record.date],
    ["pages", record.page?.replace("–", "--")],
    ["url", tex(record.url)],
    ["language", "chinese"],
  ];
  const lines = fields.filter(([, value]) => value).map(([name, value]) => `  ${name} = {${value}},\n`);
  const key = record.key.replace(/[^0-9A-Za-z]/g, "-");
  return `@${container ? "incollection" : "techreport"}{${key},\n${lines.join("")}}\n`;
}

/** `GOVDOC`, and `CHAP` for a measure; one field a line. */
export function ris(record) {
  const fields = [
    ["TY", record.container ? "CHAP" : "GOVDOC"],
    // A comma would part last from first name.
    ...record.authors.map((name) => ["AU", name.replaceAll(",", "，")]),
    ["TI", record.title],
    ["T2", record.container],
    ["PB", record.authors.join("、")],
    ["M1", record.number],
    ["PY", record.date.slice(0, 4)],
    ["DA", record.date.replaceAll("-", "/")],
    ["SP", record.page?.split("–")[0]],
    ["EP", record.page?.split("–")[1]],
    ["UR", record.url],
    ["LA", "zh"],
  ];
  const lines = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value.replace(/\p{Cc}/gu, " ")}\r\n`);
  return `${lines.join("")}ER  - \r\n`;
}

/** A list with one item. */
export function csl(record) {
  const item = {
    id: record.key,
    type: record.container ? "chapter" : "report",
    title: record.title,
    "container-title": record.container,
    author: record.authors.map((literal) => ({ literal })),
    publisher: record.authors.join("、"),
    number: record.number,
    issued: record.date && { "date-parts": [record.date.split("-").map(Number)] },
    page: record.page,
    URL: record.url,
    language: "zh-CN",
  };
  return JSON.stringify([Object.fromEntries(Object.entries(item).filter(([, value]) => value))], null, 2);
}
