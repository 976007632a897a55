//! What a reader sees of a sheet: which of its rows and columns are hidden, which cells are per cent.

use std::collections::BTreeSet;

use super::Problem;
use super::package::Package;
use super::word_xml::{LocalName, attribute, child, number, parsed};

/// Rows and columns that are hidden, counted from 0.
#[derive(Default)]
pub struct Hidden {
    /// Rows.
    pub rows: BTreeSet<u32>,
    /// Columns, each run by its first and last.
    pub columns: Vec<(u32, u32)>,
}

impl Hidden {
    /// Reads the part of a sheet. Only its `col` and `row` tags are looked at: it may be large.
    pub fn read(sheet: &str) -> Self {
        let mut hidden = Self::default();
        let mut row = 0;
        for tag in sheet.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.split([' ', '/', '\n', '\r', '\t']).next();
            let name = name.unwrap_or_default();
            let name = name.rsplit(':').next().unwrap_or_default();
            let is_hidden = || matches!(value(tag, "hidden"), Some("1" | "true"));
            let at = |name| number(value(tag, name)).unwrap_or(0);
            match name {
                "col" if is_hidden() => {
                    let run = (at("min").saturating_sub(1), at("max").saturating_sub(1));
                    hidden.columns.push(run);
                }
                "row" if !tag.starts_with('/') => {
                    row = number(value(tag, "r")).unwrap_or(row + 1);
                    if is_hidden() {
                        hidden.rows.insert(row.saturating_sub(1));
                    }
                }
                _ => {}
            }
        }
        hidden
    }

    /// Whether a cell is.
    pub fn holds(&self, (row, column): (u32, u32)) -> bool {
        self.rows.contains(&row) || self.in_column(column)
    }

    /// Whether a column is.
    pub fn in_column(&self, column: u32) -> bool {
        self.columns
            .iter()
            .any(|&(first, last)| (first..=last).contains(&column))
    }
}

/// The value of an attribute in a tag.
fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag[..at].chars().next_back()?;
        let rest = tag[at + name.len()..].trim_start().strip_prefix('=')?;
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        before
            .is_whitespace()
            .then(|| rest[1..].split(quote).next())
            .flatten()
    })
}

/// The sheets of a workbook in XML with the names of their parts.
///
/// # Errors
/// Where the workbook is damaged.
pub fn parts(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Problem> {
    const WORKBOOK: &str = "xl/workbook.xml";
    let links = package.relationships(WORKBOOK);
    let book = package.text(WORKBOOK)?.unwrap_or_default();
    let book = parsed(&book).map_err(|reason| Problem::damaged("the workbook", reason))?;
    let Some(sheets) = child(book.root_element(), "sheets") else {
        return Ok(Vec::new());
    };
    let named = sheets.children().filter(|n| n.has_tag_name_local("sheet"));
    Ok(named
        .filter_map(|sheet| {
            let id = attribute(sheet, "id")?;
            let link = links.iter().find(|link| link.id == id)?;
            Some((attribute(sheet, "name")?.to_owned(), link.target.clone()))
        })
        .collect())
}

/// Whether a number format shows a hundred times the value with the sign of per cent.
pub fn is_per_cent(format: &str) -> bool {
    let positive = format.split(';').next().unwrap_or_default();
    let mut characters = positive.chars();
    let mut quoted = false;
    while let Some(c) = characters.next() {
        match c {
            '"' => quoted = !quoted,
            // What follows stands for itself, for a blank or for a filling.
            '\\' | '_' | '*' | '!' if !quoted => {
                characters.next();
            }
            '%' if !quoted => return true,
            _ => {}
        }
    }
    format == "Percent"
}

/// A number as it is shown, without the noise of binary fractions.
pub fn shown(number: f64, per_cent: bool) -> String {
    // Excel keeps fifteen digits.
    let exact = |n: f64| format!("{n:.14e}").parse::<f64>().unwrap_or(n);
    match per_cent {
        true => format!("{}%", exact(number * 100.0)),
        false => exact(number).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_shown_as_per_cent() {
        assert_eq!(shown(0.245, true), "24.5%");
        assert_eq!(shown(0.07, true), "7%");
        assert_eq!(shown(0.1 + 0.2, false), "0.3");
        assert!(is_per_cent("0.0%") && is_per_cent("0.00%;[Red]-0.00%"));
        assert!(!is_per_cent("0.0\"%\"") && !is_per_cent("0.0\\%") && !is_per_cent("General"));
    }

    #[test]
    fn hidden_rows_and_columns_are_found() {
        let hidden = Hidden::read(
            r#"<x:cols><x:col min="2" max="3" width="9" hidden="1"/><x:col min="4" max="4"/></x:cols><x:row r="1"/><x:row r="5" hidden="true"><x:c r="A5"/></x:row><x:row/>"#,
        );
        assert!(hidden.holds((4, 0)) && hidden.holds((0, 1)) && hidden.holds((0, 2)));
        assert!(!hidden.holds((5, 0)) && !hidden.holds((0, 3)));
    }
}
