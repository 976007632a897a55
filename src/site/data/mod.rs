//! Downloads: every table as CSV and SQLite, everything as JSON and YAML, described for programs and people, and all of
//! it in one archive. No file is larger than many hosts take: larger ones are in parts.

mod archive;
mod calendar;
mod checksum;
mod croissant;
mod csv;
mod databases;
mod datasette;
mod describe;
mod jsonl;
mod openapi;
mod parts;
mod rows;
mod schemas;
mod sitemap;
mod sqlite;
mod table;
mod tables;
mod views;
mod zenodo;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::Serialize;

use super::Files;
use super::theme::Theme;
use super::{Site, link_rows, links};
use crate::content;
use crate::model::Diagnostic;
use crate::yaml;
use archive::Archived;
use checksum::WrittenFile;
pub use csv::{guarded, writer as csv_writer};
use parts::part;
pub use schemas::JsonFileView;
use tables::TABLES;

/// The downloads that are no tables, with their media types.
const FILES: [(&str, &str); 4] = [
    (ARCHIVE, "application/zip"),
    ("indicators.json", "application/json"),
    (CHUNKS, "application/jsonl"),
    ("datapackage.json", "application/json"),
];
/// Those that a large site does not have: all that is in them is in the tables and beside the pages.
const OF_SMALL: [(&str, &str); 2] = [
    (DOCUMENTS, "application/json"),
    (COMPARABLE, "application/json"),
];
/// The texts in pieces.
const CHUNKS: &str = "chunks.jsonl";
const ARCHIVE: &str = "cewen-data.zip";
/// What the database holds, for Datasette.
const DATASETTE: &str = "metadata.yaml";
/// The tables for machine learning.
const CROISSANT: &str = "croissant.json";
/// The files as an interface.
const OPENAPI: &str = "openapi.json";
const DOCUMENTS: &str = "documents.json";
const COMPARABLE: &str = "comparable.json";

/// A site with more measures is large: its JSON of everything would be larger than a file may be.
const LARGE: usize = 4_000;

/// Whether a site is too large for files that hold everything.
pub fn is_large(site: &Site<'_>) -> bool {
    let policies = site.atlas.policies.iter();
    policies.map(|p| p.measures.len()).sum::<usize>() > LARGE
}

/// The names of the databases, and whether there is one that can be opened as it is.
pub fn databases(site: &Site<'_>) -> (Vec<String>, bool) {
    (databases::names(site), databases::is_whole(site))
}

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
                about: describe::meaning(theme, table.name, c.name),
            })
            .collect(),
    });
    tables.collect()
}

/// What the page of downloads says of the JSON files.
pub fn json_files(site: &Site<'_>, theme: &Theme) -> Vec<JsonFileView> {
    schemas::views(theme, is_large(site))
}

/// Names and media types of all downloads.
pub fn files(site: &Site<'_>) -> Vec<(String, &'static str)> {
    let tables = TABLES.iter().map(|t| (csv::file_name(t), "text/csv"));
    let of_small = match is_large(site) {
        true => &[][..],
        false => &OF_SMALL[..],
    };
    let others = FILES.iter().chain(of_small);
    let others = others.map(|(name, kind)| ((*name).to_owned(), *kind));
    let databases = databases::names(site).into_iter().map(|name| {
        let kind = match name.ends_with(".zip") {
            true => "application/zip",
            false => "application/vnd.sqlite3",
        };
        (name, kind)
    });
    others.chain(databases).chain(tables).collect()
}

/// Templates of texts that go with the downloads.
const TEXTS: [&str; 3] = ["README.md", "LICENCE.txt", "CITATION.cff"];

/// Writes all downloads, the calendars, the sitemap and robots.txt. `pages` are the addresses of
/// all pages.
pub fn write_all(
    site: &Site<'_>,
    theme: &Theme,
    pages: &BTreeSet<String>,
    out: &dyn Files,
) -> Result<(), Diagnostic> {
    sitemap::write_all(site, pages, out)?;
    calendar::write_all(site, out)?;
    Downloads { site, theme, out }.write()
}

/// Paths of all downloads and calendars.
pub fn paths(site: &Site<'_>) -> Vec<String> {
    let described = ["csv-metadata.json", DATASETTE, OPENAPI, CROISSANT];
    let others = TEXTS.into_iter().chain(described).map(str::to_owned);
    let all = files(site).into_iter().map(|(name, _)| name);
    let all = all.chain(others).chain(schemas::paths());
    let all = all.chain(zenodo::metadata(site).map(|_| zenodo::FILE.to_owned()));
    let data = all.map(|name| format!("data/{name}"));
    data.chain(calendar::paths(site)).collect()
}

/// What is wrong with the templates of the texts that go with the downloads.
pub fn mistakes(site: &Site<'_>, theme: &Theme) -> Vec<Diagnostic> {
    let view = view(site, theme, &[]);
    let texts = TEXTS.iter();
    texts
        .filter_map(|name| theme.text(&template(name), &view).err())
        .collect()
}

/// The template of a text that goes with the downloads.
fn template(name: &str) -> String {
    format!("data/{name}")
}

/// The downloads of a site, all made of the same.
struct Downloads<'a> {
    site: &'a Site<'a>,
    theme: &'a Theme,
    out: &'a dyn Files,
}

impl Downloads<'_> {
    fn write(&self) -> Result<(), Diagnostic> {
        let (site, theme) = (self.site, self.theme);
        // None of these needs another; the database alone takes as long as all others together.
        let database = || databases::write(site, &|name| self.place(name));
        let (database, (written, lists)) = rayon::join(database, || {
            rayon::join(|| self.tables(), || self.lists(!is_large(site)))
        });
        let written = database.and(lists).and(written)?;
        self.put_json(
            "datapackage.json",
            &describe::package(site, theme, &written),
        )?;
        self.put_json("csv-metadata.json", &describe::csvw(site, theme, &written))?;
        self.put_yaml(DATASETTE, &datasette::metadata(site, theme))?;
        self.put_json(OPENAPI, &openapi::description(site, theme))?;
        self.put_json(CROISSANT, &croissant::description(site, theme, &written))?;
        for (name, schema) in schemas::all() {
            self.put_json(&name, &schema)?;
        }
        if let Some(metadata) = zenodo::metadata(site) {
            self.put_json(zenodo::FILE, &metadata)?;
        }
        for name in TEXTS {
            let text = theme.text(&template(name), &view(site, theme, &written))?;
            self.put(name, text.as_bytes())?;
        }
        let tables = written.iter().flatten().map(|file| file.name.clone());
        let described = [
            "datapackage.json",
            "csv-metadata.json",
            "indicators.json",
            CROISSANT,
        ];
        let named = TEXTS.into_iter().chain(described).map(str::to_owned);
        let zenodo = site
            .settings
            .data_licence
            .as_ref()
            .map(|_| zenodo::FILE.to_owned());
        let named = named.chain(schemas::paths()).chain(zenodo);
        let links = (!is_large(site)).then(|| COMPARABLE.to_owned());
        let mut archived = self.records()?;
        for name in tables.chain(named).chain(links) {
            let file = self.place(&name)?;
            archived.push(Archived { name, file });
        }
        archived.sort_by(|a, b| a.name.cmp(&b.name));
        archive::write(&|n| self.place(&part(ARCHIVE, n)), &archived)?;
        Ok(())
    }

    /// The data of every document, as they stand beside its page.
    fn records(&self) -> Result<Vec<Archived>, Diagnostic> {
        let policies = self.site.atlas.policies.iter();
        policies
            .map(|policy| {
                let file = self.out.place(&links::document_data(&policy.id))?;
                let name = format!("documents/{}.json", policy.id);
                Ok(Archived { name, file })
            })
            .collect()
    }

    fn tables(&self) -> Result<Vec<Vec<WrittenFile>>, Diagnostic> {
        let tables = TABLES.par_iter();
        tables
            .map(|table| csv::write(self.site, table, &|name| self.place(name)))
            .collect()
    }

    fn lists(&self, whole: bool) -> Result<(), Diagnostic> {
        let site = self.site;
        if whole {
            list(&self.place(DOCUMENTS)?, site.atlas.policies.iter())?;
            list(&self.place(COMPARABLE)?, link_rows::all(site))?;
        }
        jsonl::write(site, &|name| self.place(name))?;
        list(&self.place("indicators.json")?, link_rows::indicators(site))
    }

    /// Where a download goes.
    fn place(&self, name: &str) -> Result<PathBuf, Diagnostic> {
        self.out.place(&format!("data/{name}"))
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        self.out.put(&format!("data/{name}"), bytes)
    }

    fn put_yaml(&self, name: &str, value: &impl Serialize) -> Result<(), Diagnostic> {
        let failed = |e| Diagnostic::unwritable(Path::new(name), &std::io::Error::other(e));
        let text = yaml::to_string(value).map_err(failed)?;
        self.put(name, text.as_bytes())
    }

    /// One value, laid out for people.
    fn put_json(&self, name: &str, value: &impl Serialize) -> Result<(), Diagnostic> {
        let failed = |e: serde_json::Error| Diagnostic::unwritable(Path::new(name), &e.into());
        let mut text = serde_json::to_vec_pretty(value).map_err(failed)?;
        text.push(b'\n');
        self.put(name, &text)
    }
}

#[derive(Serialize)]
struct View {
    tables: Vec<WrittenTable>,
    documents: usize,
    version: String,
    licence: Option<content::Licence>,
    whole: bool,
}

/// A table that was written, for the text that goes with all of them.
#[derive(Serialize)]
struct WrittenTable {
    view: TableView,
    rows: usize,
    /// The names of its parts.
    files: Vec<String>,
}

fn view(site: &Site<'_>, theme: &Theme, written: &[Vec<WrittenFile>]) -> View {
    let days = &site.history.days;
    View {
        tables: views(theme)
            .into_iter()
            .zip(written)
            .map(|(view, parts)| WrittenTable {
                view,
                rows: parts.iter().map(|part| part.rows).sum(),
                files: parts.iter().map(|part| part.name.clone()).collect(),
            })
            .collect(),
        documents: site.atlas.policies.len(),
        version: days.first().map_or(String::new(), |d| d.date.to_string()),
        licence: site.settings.data_licence.clone(),
        whole: !is_large(site),
    }
}

/// A list, one entry a line, none of them held longer than it is written.
fn list<T: Serialize>(file: &Path, entries: impl IntoIterator<Item = T>) -> Result<(), Diagnostic> {
    let failed = |e: std::io::Error| Diagnostic::unwritable(file, &e);
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
