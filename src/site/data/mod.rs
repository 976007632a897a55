//! Downloads: every table as CSV and in one SQLite file, everything as JSON and YAML, described for
//! programs and people, and all of it in one archive.

mod archive;
mod csv;
mod describe;
mod rows;
mod sitemap;
mod sqlite;
mod table;
mod tables;
mod written;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::theme::Theme;
use super::{Site, linked, unwritable, write};
use crate::content;
use crate::model::Diagnostic;
use table::Table;
use tables::TABLES;
use written::Written;

/// The downloads that are no tables, with their media types.
const FILES: [(&str, &str); 6] = [
    ("cewen-data.zip", "application/zip"),
    ("cewen.sqlite", "application/vnd.sqlite3"),
    ("documents.json", "application/json"),
    ("indicators.json", "application/json"),
    ("comparable.json", "application/json"),
    ("datapackage.json", "application/json"),
];

/// A table as the page of downloads shows it.
#[derive(Serialize)]
pub struct TableView {
    name: &'static str,
    about: String,
    columns: Vec<ColumnView>,
}

#[derive(Serialize)]
struct ColumnView {
    name: &'static str,
    about: String,
}

/// What the page of downloads says of the tables.
pub fn views(theme: &Theme) -> Vec<TableView> {
    let tables = TABLES.iter().map(|table| TableView {
        name: table.name,
        about: describe::about(theme, table),
        columns: table
            .columns
            .iter()
            .map(|c| ColumnView {
                name: c.name,
                about: describe::meaning(theme, table, c.name),
            })
            .collect(),
    });
    tables.collect()
}

/// Names and media types of all downloads.
pub fn files() -> Vec<(String, &'static str)> {
    let tables = TABLES
        .iter()
        .map(|t| (format!("{}.csv", t.name), "text/csv"));
    let others = FILES.iter().map(|(name, kind)| ((*name).to_owned(), *kind));
    others.chain(tables).collect()
}

/// Writes all downloads, the sitemap and robots.txt. `pages` are the addresses of
/// all pages.
pub fn write_all(
    site: &Site<'_>,
    theme: &Theme,
    pages: &BTreeSet<String>,
    out: &Path,
) -> Result<(), Diagnostic> {
    let folder = out.join("data");
    std::fs::create_dir_all(&folder).map_err(|e| unwritable(&folder, &e))?;
    // None of these needs another; the database alone takes as long as all others together.
    let (database, (written, lists)) = rayon::join(
        || sqlite::write(site, &folder.join("cewen.sqlite")),
        || rayon::join(|| csv_files(site, &folder), || json_files(site, &folder)),
    );
    let written = database.and(lists).and(written)?;
    let mut archived: Vec<(String, PathBuf)> = TABLES
        .iter()
        .map(|table| csv_file(table, &folder))
        .collect();
    let package = describe::package(site, theme, &written);
    put_json(&folder.join("datapackage.json"), &package)?;
    put_json(
        &folder.join("csv-metadata.json"),
        &describe::csvw(site, theme),
    )?;
    for name in ["README.md", "LICENCE.txt", "CITATION.cff"] {
        let text = theme.text(&format!("data/{name}"), &view(site, theme, &written))?;
        write(&folder.join(name), text.as_bytes())?;
    }
    for name in [
        "README.md",
        "LICENCE.txt",
        "CITATION.cff",
        "datapackage.json",
        "csv-metadata.json",
        "comparable.json",
        "indicators.json",
    ] {
        archived.push((name.to_owned(), folder.join(name)));
    }
    let records = site.atlas.policies.par_iter().map(|policy| {
        let file = out
            .join(super::links::document(&policy.id))
            .join("index.yaml");
        write(&file, content::to_yaml(policy)?.as_bytes())?;
        Ok((format!("documents/{}.yaml", policy.id), file))
    });
    archived.extend(records.collect::<Result<Vec<_>, Diagnostic>>()?);
    archived.sort();
    archive::write(&folder.join("cewen-data.zip"), &archived)?;
    sitemap::write_all(site, pages, out)
}

/// The name and place of a table's file.
fn csv_file(table: &Table, folder: &Path) -> (String, PathBuf) {
    let name = format!("{}.csv", table.name);
    let file = folder.join(&name);
    (name, file)
}

fn csv_files(site: &Site<'_>, folder: &Path) -> Result<Vec<Written>, Diagnostic> {
    let tables = TABLES.par_iter();
    tables
        .map(|table| csv::write(site, table, &csv_file(table, folder).1))
        .collect()
}

fn json_files(site: &Site<'_>, folder: &Path) -> Result<(), Diagnostic> {
    list(&folder.join("documents.json"), site.atlas.policies.iter())?;
    list(&folder.join("comparable.json"), linked::all(site))?;
    list(&folder.join("indicators.json"), linked::indicators(site))
}

#[derive(Serialize)]
struct View {
    tables: Vec<(TableView, usize)>,
    documents: usize,
    version: String,
    licence: Option<content::Licence>,
}

fn view(site: &Site<'_>, theme: &Theme, written: &[Written]) -> View {
    let days = &site.history.days;
    View {
        tables: views(theme)
            .into_iter()
            .zip(written)
            .map(|(table, file)| (table, file.rows))
            .collect(),
        documents: site.atlas.policies.len(),
        version: days.first().map_or(String::new(), |d| d.date.to_string()),
        licence: site.settings.data_licence.clone(),
    }
}

/// One value, laid out for people.
fn put_json(file: &Path, value: &impl Serialize) -> Result<(), Diagnostic> {
    let mut text = serde_json::to_vec_pretty(value).map_err(|e| unwritable(file, &e.into()))?;
    text.push(b'\n');
    write(file, &text)
}

/// A list, one entry a line, none of them held longer than it is written.
fn list<T: Serialize>(file: &Path, entries: impl IntoIterator<Item = T>) -> Result<(), Diagnostic> {
    let failed = |e: std::io::Error| unwritable(file, &e);
    let mut out = BufWriter::new(File::create(file).map_err(failed)?);
    let mut between = "[\n";
    for entry in entries {
        out.write_all(between.as_bytes()).map_err(failed)?;
        serde_json::to_writer(&mut out, &entry).map_err(|e| failed(e.into()))?;
        between = ",\n";
    }
    let end = if between == "[\n" { "[]\n" } else { "\n]\n" };
    out.write_all(end.as_bytes()).map_err(failed)?;
    out.flush().map_err(failed)
}
