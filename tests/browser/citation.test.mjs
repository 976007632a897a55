// The forms of a citation that programs take.
import assert from "node:assert/strict";
import { test } from "node:test";
import { bibtex, csl, ris } from "../../themes/default/static/citation_forms.js";

const RECORD = {
  key: "a/1-1",
  authors: ["某市人民政府办公室", "某市发展和改革委员会"],
  title: "（一）光伏{100%}行动",
  container: "某市行动方案",
  number: "某政办发〔2021〕56号",
  date: "2021-09-30",
  url: "https://example.org/measures/a/1-1/",
};

test("BibTeX keeps a body one name, and TeX harmless", () => {
  const text = bibtex(RECORD);
  assert.match(text, /^@incollection\{a-1-1,\n/);
  assert.ok(text.includes("author = {{某市人民政府办公室} and {某市发展和改革委员会}}"), text);
  assert.ok(text.includes("title = {{（一）光伏\\{100\\%\\}行动}}"), text);
  assert.equal(text.match(/\{/g).length, text.match(/\}/g).length);
  assert.match(bibtex({ ...RECORD, container: "" }), /^@techreport\{[^]*institution = /);
});

test("RIS has one field a line, whatever a title holds", () => {
  const text = ris({ ...RECORD, title: `${RECORD.title}\r\nER  - ` });
  assert.equal(text.split("\r\nER  - ").length, 2, text);
  assert.ok(text.includes("DA  - 2021/09/30\r\n"), text);
});

test("CSL-JSON has dates in parts and nothing that is not known", () => {
  const [item] = JSON.parse(csl({ ...RECORD, number: "" }));
  assert.deepEqual(item.issued["date-parts"], [[2021, 9, 30]]);
  assert.equal(item["container-title"], "某市行动方案");
  assert.ok(!("number" in item));
});
