//! `croissant.json`: the tables as data sets for machine learning, <https://docs.mlcommons.org/croissant/>.

use serde_json::{Map, Value, json};

use super::checksum::WrittenFile;
use super::describe::{about, meaning};
use super::table::{DataColumn, DataTable, Type};
use super::tables::TABLES;
use crate::site::Site;
use crate::site::theme::Theme;

/// The description by Croissant 1.0. Addresses of files are beside it, so that a copy of the folder or the unpacked
/// archive is described as well.
pub fn description(site: &Site<'_>, theme: &Theme, files: &[Vec<WrittenFile>]) -> Value {
    let settings = site.settings;
    let mut description = json!({
        "@context": context(&settings.language),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": settings.title,
        "description": settings.description,
        "inLanguage": settings.language,
        "isAccessibleForFree": true,
        "isLiveDataset": true,
        "creator": {"@type": "sc:Organization", "name": settings.title},
    });
    let changed = site.history.days.first().map(|day| day.date.to_string());
    if let Some(day) = changed {
        description["version"] = json!(day.replace('-', "."));
        description["datePublished"] = json!(day);
    }
    let mut cited = format!("{}. {}[DS/OL].", settings.title, settings.description);
    if let Some(base) = &settings.base_url {
        let url = format!("{}/data/", base.trim_end_matches('/'));
        cited = format!("{cited} {url}");
        description["url"] = json!(url);
    }
    description["citeAs"] = json!(cited);
    if let Some(licence) = &settings.data_licence {
        description["license"] = json!(licence.path);
    }
    description["distribution"] = files.iter().flatten().map(distribution).collect();
    let tables = TABLES.iter().zip(files);
    let records = tables.flat_map(|(table, parts)| {
        let parts = parts.iter();
        parts.map(move |part| record_set(theme, table, part))
    });
    description["recordSet"] = records.collect();
    description
}

/// A file of a table.
fn distribution(file: &WrittenFile) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "contentUrl": file.name,
        "contentSize": format!("{} B", file.bytes),
        "encodingFormat": "text/csv",
        "sha256": file.sha256,
    })
}

/// The rows of a file.
fn record_set(theme: &Theme, table: &DataTable, file: &WrittenFile) -> Value {
    let own = file.name.trim_end_matches(".csv");
    let key = table
        .key
        .iter()
        .map(|column| json!({"@id": format!("{own}/{column}")}));
    // Without references between tables: readers of Croissant would join them for every row.
    let fields = table.columns.iter().map(|column| {
        json!({
            "@type": "cr:Field",
            "@id": format!("{own}/{}", column.name),
            "name": column.name,
            "description": meaning(theme, table.name, column.name),
            "dataType": data_type(column),
            "source": {"fileObject": {"@id": file.name}, "extract": {"column": column.name}},
        })
    });
    json!({
        "@type": "cr:RecordSet",
        "@id": own,
        "name": own,
        "description": about(theme, table),
        "key": key.collect::<Vec<_>>(),
        "field": fields.collect::<Vec<_>>(),
    })
}

fn data_type(column: &DataColumn) -> &'static str {
    match column.kind {
        Type::Text | Type::DayOrMonth => "sc:Text",
        Type::Integer => "sc:Integer",
        Type::Number => "sc:Float",
        Type::Date => "sc:Date",
        Type::Url => "sc:URL",
    }
}

/// Terms of Croissant that are abbreviated here and those of its examples, which readers of it expect.
fn context(language: &str) -> Value {
    let own = [
        "citeAs",
        "column",
        "extract",
        "field",
        "fileProperty",
        "fileObject",
        "fileSet",
        "format",
        "includes",
        "isLiveDataset",
        "jsonPath",
        "key",
        "md5",
        "parentField",
        "path",
        "recordSet",
        "references",
        "regex",
        "repeated",
        "replace",
        "separator",
        "source",
        "subField",
        "transform",
        "equivalentProperty",
        "samplingRate",
    ];
    let own = own.map(|term| (term.to_owned(), json!(format!("cr:{term}"))));
    let mut context: Map<String, Value> = own.into_iter().collect();
    let others = json!({
        "@language": language,
        "@vocab": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "cr": "http://mlcommons.org/croissant/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/",
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "sc": "https://schema.org/",
    });
    if let Value::Object(others) = others {
        context.extend(others);
    }
    Value::Object(context)
}
