//! `metadata.yaml`: the tables, views and columns of the SQLite file in the words of the site, for Datasette.

use serde_json::{Map, Value, json};

use super::describe::{about, meaning};
use super::table::DataTable;
use super::tables::TABLES;
use super::views::{DataView, VIEWS};
use crate::site::Site;
use crate::site::theme::Theme;

/// The name of the database, which is that of its file.
const DATABASE: &str = "cewen";

/// Columns of few values, by which rows are filtered.
const FACETS: [&str; 8] = [
    "city", "place", "kind", "relation", "role", "status", "due", "binding",
];

/// What `datasette --metadata` reads: <https://docs.datasette.io/en/stable/metadata.html>.
pub fn metadata(site: &Site<'_>, theme: &Theme) -> Value {
    let settings = site.settings;
    let tables = TABLES.iter().map(|t| (t.name.to_owned(), table(theme, t)));
    let views = VIEWS.iter().map(|v| (v.name.to_owned(), view(theme, v)));
    let all: Map<String, Value> = tables.chain(views).collect();
    let mut metadata = json!({
        "title": settings.title,
        "description": settings.description,
        "source": settings.title,
        "databases": {DATABASE: {"tables": all}},
    });
    if let Some(licence) = &settings.data_licence {
        metadata["license"] = json!(licence.title);
        metadata["license_url"] = json!(licence.path);
    }
    if let Some(base) = &settings.base_url {
        metadata["source_url"] = json!(base);
    }
    metadata
}

fn table(theme: &Theme, table: &DataTable) -> Value {
    let columns = || table.columns.iter().map(|column| column.name);
    let mut told = told(about(theme, table), columns(), |column| {
        meaning(theme, table.name, column)
    });
    if let Some(label) = columns().find(|name| ["title", "name"].contains(name)) {
        told["label_column"] = json!(label);
    }
    told
}

fn view(theme: &Theme, view: &DataView) -> Value {
    let about = theme.word(&["data", "views", view.name]);
    let columns = view.columns.iter().copied();
    told(about.unwrap_or_default(), columns, |column| {
        meaning(theme, view.name, column)
    })
}

/// What a table or view is, what its columns mean, and by which of them it is filtered.
fn told<'c>(
    about: String,
    columns: impl Iterator<Item = &'c str> + Clone,
    meaning: impl Fn(&str) -> String,
) -> Value {
    let meanings = columns.clone().map(|c| (c.to_owned(), json!(meaning(c))));
    let facets = FACETS.iter().filter(|f| columns.clone().any(|c| c == **f));
    json!({
        "description": about,
        "columns": meanings.collect::<Map<_, _>>(),
        "facets": facets.collect::<Vec<_>>(),
    })
}
