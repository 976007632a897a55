//! Downloads: everything as JSON, a document's record beside its page, measures and figures as CSV.

use std::collections::BTreeSet;
use std::path::Path;

use super::{Site, linked, write};
use crate::model::Diagnostic;

/// Writes all data files, the sitemap and robots.txt; gives their number.
pub fn write_all(
    site: &Site<'_>,
    pages: &BTreeSet<String>,
    out: &Path,
) -> Result<usize, Diagnostic> {
    let mut files = 0;
    let mut put = |path: &str, bytes: &[u8]| -> Result<(), Diagnostic> {
        files += 1;
        write(&out.join(path), bytes).map(|_| ())
    };
    put("data/documents.json", &json(&site.atlas.policies)?)?;
    put(
        "data/measures.csv",
        &csv(site, &MEASURE_COLUMNS, measure_rows),
    )?;
    put("data/figures.csv", &csv(site, &FIGURE_COLUMNS, figure_rows))?;
    let links = csv(site, &linked::LINK_COLUMNS, linked::link_cells);
    put("data/comparable.csv", &links)?;
    put("data/comparable.json", &json(&linked::links(site))?)?;
    let series = csv(site, &linked::INDICATOR_COLUMNS, linked::indicator_cells);
    put("data/indicators.csv", &series)?;
    put("data/indicators.json", &json(&linked::indicators(site))?)?;
    match &site.settings.base_url {
        Some(base) => {
            put("sitemap.xml", sitemap(base, pages).as_bytes())?;
            let robots = format!(
                "User-agent: *\nAllow: /\nSitemap: {}/sitemap.xml\n",
                base.trim_end_matches('/')
            );
            put("robots.txt", robots.as_bytes())?;
        }
        None => put("robots.txt", b"User-agent: *\nAllow: /\n")?,
    }
    Ok(files)
}

fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Diagnostic> {
    let failed = |e: serde_json::Error| Diagnostic::error("json", "data", e.to_string());
    let mut text = serde_json::to_vec_pretty(value).map_err(failed)?;
    text.push(b'\n');
    Ok(text)
}

const MEASURE_COLUMNS: [&str; 11] = [
    "id",
    "document",
    "city",
    "number",
    "title",
    "role",
    "lead",
    "responsible",
    "participant",
    "topics",
    "lines",
];
const FIGURE_COLUMNS: [&str; 17] = [
    "id",
    "document",
    "city",
    "measure",
    "name",
    "indicator",
    "value",
    "value_to",
    "text",
    "unit",
    "bound",
    "year",
    "base_year",
    "change",
    "kind",
    "quote",
    "lines",
];

/// A table with a byte order mark, which spreadsheets need to see that it is UTF-8.
fn csv(site: &Site<'_>, columns: &[&str], rows: fn(&Site<'_>) -> Vec<Vec<String>>) -> Vec<u8> {
    let mut text = String::from("\u{FEFF}");
    let line = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().map(|c| cell(c)).collect();
        cells.join(",") + "\r\n"
    };
    text.push_str(&line(
        &columns.iter().map(|c| (*c).to_owned()).collect::<Vec<_>>(),
    ));
    for row in rows(site) {
        text.push_str(&line(&row));
    }
    text.into_bytes()
}

/// A cell by RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '@', '\t', '\r'])
        || (text.starts_with('-') && text.parse::<f64>().is_err());
    let guarded = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if guarded.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

fn measure_rows(site: &Site<'_>) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (n, policy) in site.atlas.policies.iter().enumerate() {
        for m in &policy.measures {
            let bodies = |role| {
                m.agencies
                    .iter()
                    .filter(|a| a.role == role)
                    .map(|a| a.name.as_str())
                    .collect::<Vec<_>>()
                    .join("；")
            };
            rows.push(vec![
                m.id.clone(),
                policy.id.clone(),
                site.city_link(n).text,
                m.number.clone().unwrap_or_default(),
                m.title.clone(),
                if m.role == crate::model::MeasureRole::Action {
                    "action"
                } else {
                    "safeguard"
                }
                .to_owned(),
                bodies(crate::model::Role::Lead),
                bodies(crate::model::Role::Responsible),
                bodies(crate::model::Role::Participant),
                m.topics.join(";"),
                m.lines.to_string(),
            ]);
        }
    }
    rows
}

fn figure_rows(site: &Site<'_>) -> Vec<Vec<String>> {
    use super::show::id_of;
    use crate::model::Value;
    let mut rows = Vec::new();
    for (n, policy) in site.atlas.policies.iter().enumerate() {
        for f in &policy.figures {
            let (value, to) = match f.value {
                Some(Value::Number(n)) => (n.to_string(), String::new()),
                Some(Value::Range { from, to }) => (from.to_string(), to.to_string()),
                None => Default::default(),
            };
            let year = |y: Option<i16>| y.map_or(String::new(), |y| y.to_string());
            rows.push(vec![
                format!("{}#{}", policy.id, f.id),
                policy.id.clone(),
                site.city_link(n).text,
                f.measure.clone().unwrap_or_default(),
                f.name.clone(),
                f.indicator.clone().unwrap_or_default(),
                value,
                to,
                f.text.clone().unwrap_or_default(),
                f.unit.clone().unwrap_or_default(),
                id_of(&f.bound).to_owned(),
                year(f.year),
                year(f.base_year),
                f.change.as_ref().map_or("", id_of).to_owned(),
                id_of(&f.kind).to_owned(),
                f.quote.clone(),
                f.lines.to_string(),
            ]);
        }
    }
    rows
}

fn sitemap(base: &str, pages: &BTreeSet<String>) -> String {
    let escape = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;");
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for page in pages
        .iter()
        .filter(|path| path.is_empty() || path.ends_with('/'))
    {
        xml.push_str(&format!(
            "<url><loc>{}/{}</loc></url>\n",
            escape(base.trim_end_matches('/')),
            escape(page)
        ));
    }
    xml.push_str("</urlset>\n");
    xml
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guards_cells_that_a_spreadsheet_would_run() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell("-5.17"), "-5.17");
        assert_eq!(cell("-@x"), "'-@x");
        assert_eq!(cell("甲,\"乙\""), "\"甲,\"\"乙\"\"\"");
    }
}
