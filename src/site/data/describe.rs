//! What the tables are, for programs: a Data Package (version 2) and CSV on the Web.

use serde_json::{Map, Value, json};

use super::checksum::WrittenFile;
use super::table::{DataColumn, DataTable, Type};
use super::tables::TABLES;
use crate::site::theme::Theme;
use crate::site::{Site, web_address};

/// What a column of a table or view means, in the words of the theme: those for it there, else in any.
pub fn meaning(theme: &Theme, table: &str, column: &str) -> String {
    let own = format!("{table}.{column}");
    let word = |key: &str| theme.word(&["data", "columns", key]);
    word(&own).or_else(|| word(column)).unwrap_or_default()
}

/// What a table holds, in the words of the theme.
pub fn about(theme: &Theme, table: &DataTable) -> String {
    theme
        .word(&["data", "tables", table.name])
        .unwrap_or_default()
}

/// `datapackage.json`: <https://datapackage.org/standard/data-package/>.
pub fn package(site: &Site<'_>, theme: &Theme, files: &[Vec<WrittenFile>]) -> Value {
    let settings = site.settings;
    let mut package = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            package.insert(key.to_owned(), value);
        }
    };
    put(
        "$schema",
        json!("https://datapackage.org/profiles/2.0/datapackage.json"),
    );
    put("name", json!("cewen-data"));
    put("title", json!(settings.title));
    put("description", json!(settings.description));
    put(
        "homepage",
        settings.base_url.as_ref().map_or(Value::Null, |u| json!(u)),
    );
    // The day of the last change, not of the build: the same data is the same package.
    let changed = site.history.days.first().map(|day| day.date.to_string());
    put(
        "version",
        changed.as_ref().map_or(Value::Null, |d| json!(d)),
    );
    put(
        "created",
        changed.map_or(Value::Null, |d| json!(format!("{d}T00:00:00Z"))),
    );
    let licence = settings.data_licence.as_ref();
    put(
        "licenses",
        licence.map_or(
            Value::Null,
            |l| json!([{"name": l.name, "path": l.path, "title": l.title}]),
        ),
    );
    let sources: Vec<Value> = site
        .atlas
        .policies
        .iter()
        .map(|p| match web_address(p.source.url.as_deref()) {
            "" => json!({"title": p.title}),
            url => json!({"title": p.title, "path": url}),
        })
        .collect();
    put("sources", json!(sources));
    let resources = files.iter().zip(&TABLES).flat_map(|(parts, table)| {
        let foreign = foreign(table, files);
        let own = parts.iter();
        own.map(move |part| resource(theme, table, part, &foreign))
    });
    put("resources", resources.collect());
    Value::Object(package)
}

/// The columns of a table that name rows of others. Where another is in parts, no reference can name it.
fn foreign(table: &DataTable, files: &[Vec<WrittenFile>]) -> Vec<Value> {
    let foreign = table.foreign.iter();
    let foreign = foreign.filter(|(_, other, _)| is_one(files, other));
    foreign
        .map(|(column, other, there)| {
            json!({"fields": [column], "reference": {"resource": other, "fields": [there]}})
        })
        .collect()
}

/// Whether a table is one file.
fn is_one(files: &[Vec<WrittenFile>], table: &str) -> bool {
    let mut all = TABLES.iter().zip(files);
    all.any(|(own, parts)| own.name == table && parts.len() == 1)
}

/// A file of a table.
fn resource(theme: &Theme, table: &DataTable, file: &WrittenFile, foreign: &[Value]) -> Value {
    let fields = table.columns.iter().map(|c| field(theme, table, c));
    let mut schema = json!({
        "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
        "fields": fields.collect::<Vec<_>>(),
        "primaryKey": table.key,
        "missingValues": [""],
    });
    if !foreign.is_empty() {
        schema["foreignKeys"] = json!(foreign);
    }
    json!({
        "name": file.name.trim_end_matches(".csv"),
        "type": "table",
        "path": file.name,
        "title": about(theme, table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": format!("sha256:{}", file.sha256),
        "dialect": {"$schema": "https://datapackage.org/profiles/2.0/tabledialect.json", "delimiter": ",", "lineTerminator": "\r\n"},
        "schema": schema,
    })
}

/// 2021-09-30 or 2021-09.
const DAY_OR_MONTH: &str = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?";

fn field(theme: &Theme, table: &DataTable, column: &DataColumn) -> Value {
    let (kind, format) = match column.kind {
        Type::Text | Type::DayOrMonth => ("string", ""),
        Type::Integer => ("integer", ""),
        Type::Number => ("number", ""),
        Type::Date => ("date", ""),
        Type::Url => ("string", "uri"),
    };
    let mut field = json!({"name": column.name, "type": kind, "description": meaning(theme, table.name, column.name)});
    if !format.is_empty() {
        field["format"] = json!(format);
    }
    let mut constraints = serde_json::Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.kind == Type::DayOrMonth {
        constraints.insert("pattern".to_owned(), json!(DAY_OR_MONTH));
    }
    if !constraints.is_empty() {
        field["constraints"] = Value::Object(constraints);
    }
    field
}

/// `csv-metadata.json`: <https://www.w3.org/TR/tabular-metadata/>.
pub fn csvw(site: &Site<'_>, theme: &Theme, files: &[Vec<WrittenFile>]) -> Value {
    let parts = TABLES.iter().zip(files);
    let parts = parts.flat_map(|(table, parts)| parts.iter().map(move |part| (table, part)));
    let tables = parts.map(|(table, part)| {
        let columns = table.columns.iter().map(|column| {
            let datatype = match column.kind {
                Type::Text => json!("string"),
                Type::Integer => json!("integer"),
                Type::Number => json!("number"),
                Type::Date => json!("date"),
                Type::DayOrMonth => json!({"base": "string", "format": DAY_OR_MONTH}),
                Type::Url => json!("anyURI"),
            };
            json!({
                "name": column.name,
                "titles": column.name,
                "datatype": datatype,
                "required": column.required,
                "dc:description": meaning(theme, table.name, column.name),
            })
        });
        // A row without a value would break such a key: only columns that always have one.
        let always = |name: &str| table.columns.iter().any(|c| c.name == name && c.required);
        let foreign: Vec<Value> = table
            .foreign
            .iter()
            .filter(|(column, other, _)| always(column) && is_one(files, other))
            .map(|(column, other, there)| {
                json!({"columnReference": column, "reference": {"resource": format!("{other}.csv"), "columnReference": there}})
            })
            .collect();
        let mut schema = json!({
            "columns": columns.collect::<Vec<_>>(),
            "primaryKey": table.key,
        });
        if !foreign.is_empty() {
            schema["foreignKeys"] = json!(foreign);
        }
        json!({
            "url": part.name,
            "dc:title": about(theme, table),
            "tableSchema": schema,
        })
    });
    let mut group = json!({
        "@context": ["http://www.w3.org/ns/csvw", {"@language": site.settings.language}],
        "dc:title": site.settings.title,
        "dc:description": site.settings.description,
        "dialect": {"header": true, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
        "tables": tables.collect::<Vec<_>>(),
    });
    if let Some(licence) = &site.settings.data_licence {
        group["dc:license"] = json!({"@id": licence.path});
    }
    group
}
