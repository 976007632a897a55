//! Views of the SQLite file: questions that need several tables, asked in one place.

/// A view; what it and its columns mean stands in the theme's words under their names.
pub struct DataView {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in their order.
    pub columns: &'static [&'static str],
    /// What it selects. `{site}` stands for the address of the site as an SQL text.
    select: &'static str,
}

/// All of them.
pub const VIEWS: [DataView; 4] = [
    DataView {
        name: "targets",
        columns: &[
            "place",
            "due",
            "name",
            "indicator",
            "bound",
            "value",
            "value_to",
            "unit",
            "text",
            "change",
            "base_year",
            "binding",
            "document_title",
            "issuing_bodies",
            "status",
            "quote",
            "line_first",
            "line_last",
            "address",
            "figure",
            "document",
            "city",
        ],
        select: "
SELECT c.name, coalesce(f.year, f.horizon) AS due, f.name, f.indicator, f.bound, f.value, f.value_to, f.unit, f.text,
  f.change, f.base_year, f.binding, d.title, d.issuing_bodies, d.status, f.quote, f.line_first, f.line_last,
  {site} || coalesce('measures/' || f.measure, 'documents/' || f.document) || '/', f.figure, f.document, f.city
FROM figures f
JOIN documents d ON d.document = f.document
JOIN cities c ON c.city = f.city
WHERE f.kind = 'target'
ORDER BY f.city, due, f.rowid",
    },
    DataView {
        name: "lead_bodies",
        columns: &[
            "place",
            "body",
            "agency",
            "measure_title",
            "task",
            "document_title",
            "status",
            "line_first",
            "line_last",
            "address",
            "measure",
            "document",
            "city",
        ],
        select: "
SELECT c.name, a.name, a.agency, m.title, a.task, d.title, d.status, a.line_first, a.line_last,
  {site} || coalesce('measures/' || a.measure, 'documents/' || a.document) || '/', a.measure, a.document, d.city
FROM assignments a
JOIN documents d ON d.document = a.document
JOIN cities c ON c.city = d.city
LEFT JOIN measures m ON m.measure = a.measure
WHERE a.role = 'lead'
ORDER BY a.assignment",
    },
    DataView {
        name: "deadlines",
        columns: &[
            "due",
            "day",
            "what",
            "place",
            "name",
            "bound",
            "value",
            "value_to",
            "unit",
            "document_title",
            "status",
            "address",
            "figure",
            "document",
            "city",
        ],
        // What is to come on the day that it is asked, as in the calendar of the site.
        select: "
SELECT t.due AS due, NULL AS day, 'target', t.place, t.name, t.bound, t.value, t.value_to, t.unit, t.document_title,
  t.status, t.address, t.figure, t.document, t.city
FROM targets t
WHERE t.value IS NOT NULL AND t.due >= CAST(strftime('%Y', 'now', 'localtime') AS INTEGER)
  AND t.status NOT IN ('expired', 'repealed')
UNION ALL
SELECT CAST(substr(d.valid_until, 1, 4) AS INTEGER), d.valid_until, 'valid_until', c.name, d.title, NULL, NULL, NULL,
  NULL, d.title, d.status, {site} || 'documents/' || d.document || '/', NULL, d.document, d.city
FROM documents d
JOIN cities c ON c.city = d.city
WHERE d.valid_until >= date('now', 'localtime') AND d.status NOT IN ('expired', 'repealed')
ORDER BY 1, 2",
    },
    DataView {
        name: "indicators_by_place",
        columns: &[
            "indicator",
            "name",
            "scope",
            "unit",
            "year",
            "kind",
            "places",
            "lowest",
            "highest",
            "stated",
            "address",
        ],
        // Levels alone: increases are counted from different years.
        select: "
SELECT i.indicator, i.name, i.scope, i.unit, i.year, i.kind, count(DISTINCT i.city) AS places, min(i.value),
  max(coalesce(i.value_to, i.value)),
  group_concat(c.name || ' ' || CASE i.bound WHEN 'at_least' THEN '≥' WHEN 'at_most' THEN '≤' WHEN 'about' THEN '≈'
    WHEN 'strive' THEN 'strive ' ELSE '' END || printf('%.12g', i.value) ||
    CASE WHEN i.value_to IS NULL THEN '' ELSE '–' || printf('%.12g', i.value_to) END, '；'),
  {site} || 'indicators/' || i.indicator || '/'
FROM indicators i
JOIN cities c ON c.city = i.city
WHERE i.change IS NULL AND i.year IS NOT NULL AND i.value IS NOT NULL
GROUP BY i.indicator, i.scope, i.unit, i.year, i.kind
HAVING places > 1
ORDER BY places DESC, i.indicator, i.year",
    },
];

impl DataView {
    /// The statement that makes it, of a site with this address; without one, addresses are below the site's root.
    pub fn statement(&self, base_url: Option<&str>) -> String {
        let base = base_url.map(|url| format!("{}/", url.trim_end_matches('/')));
        let site = format!("'{}'", base.unwrap_or_default().replace('\'', "''"));
        let columns = self.columns.join(", ");
        let select = self.select.trim_start().replace("{site}", &site);
        format!("CREATE VIEW {} ({columns}) AS\n{select};\n", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_with_that_of_the_site() {
        let with = VIEWS[0].statement(Some("https://example.org/o'brien/"));
        assert!(with.contains("'https://example.org/o''brien/' || coalesce('measures/'"));
        let without = VIEWS[0].statement(None);
        assert!(without.contains("'' || coalesce('measures/'"), "{without}");
        assert!(without.starts_with("CREATE VIEW targets (place, due, name,"));
    }
}
