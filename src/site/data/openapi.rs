//! `openapi.json`: the files of the site as an interface that is read with GET, for programs that are told of one by
//! OpenAPI 3.1.

use serde_json::{Map, Value, json};

use super::describe::{about, meaning};
use super::tables::TABLES;
use super::{csv, files, is_large, schemas};
use crate::site::Site;
use crate::site::theme::Theme;

/// <https://spec.openapis.org/oas/v3.1.1>.
pub fn description(site: &Site<'_>, theme: &Theme) -> Value {
    let settings = site.settings;
    let changed = site.history.days.first().map(|day| day.date.to_string());
    let mut info = json!({
        "title": settings.title,
        "description": settings.description,
        // The day of the last change, as of the Data Package.
        "version": changed.unwrap_or_else(|| "0".to_owned()),
    });
    if let Some(licence) = &settings.data_licence {
        info["license"] = json!({"name": licence.title, "url": licence.path});
    }
    let whole = !is_large(site);
    let described = schemas::JSON_FILES.iter();
    let described = described.filter(|file| whole || !file.of_small);
    let mut paths: Map<String, Value> = described
        .map(|file| {
            let schema = json!({"$ref": schemas::path(file.schema)});
            let told = schemas::about(theme, file.schema);
            let get = get(theme, file.path, &told, "application/json", &schema);
            (format!("/{}", file.path), get)
        })
        .collect();
    for (name, kind) in files(site) {
        let path = format!("data/{name}");
        let schema = match kind {
            "text/csv" => json!({"type": "string"}),
            "application/json" => json!({"type": "object"}),
            _ => json!({}),
        };
        let table = TABLES.iter().find(|table| csv::file_name(table) == name);
        let told = table.map_or_else(|| schemas::about(theme, &name), |table| about(theme, table));
        let get = || get(theme, &path, &told, kind, &schema);
        paths.entry(format!("/{path}")).or_insert_with(get);
    }
    json!({
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": settings.base_url.as_deref().unwrap_or("..").trim_end_matches('/')}],
        "externalDocs": {"url": "datapackage.json"},
        "paths": paths,
    })
}

/// How a file is asked for, and what answers.
fn get(theme: &Theme, path: &str, told: &str, media_type: &str, schema: &Value) -> Value {
    let names = path.split('/').filter_map(|part| {
        let name = part.strip_prefix('{')?;
        name.strip_suffix('}')
    });
    let parameters = names.map(|name| {
        json!({
            "name": name, "in": "path", "required": true, "schema": {"type": "string"},
            "description": meaning(theme, "", name),
        })
    });
    let parameters: Vec<Value> = parameters.collect();
    let missing = theme.word(&["notfound", "title"]).unwrap_or_default();
    let mut get = json!({
        "summary": told,
        "operationId": operation(path),
        "responses": {
            "200": {"description": told, "content": {media_type: {"schema": schema}}},
            "404": {"description": missing},
        },
    });
    if !parameters.is_empty() {
        get["parameters"] = json!(parameters);
    }
    json!({"get": get})
}

/// A name for programs: `documents/{document}/index.json` becomes `documents_document_index_json`.
fn operation(path: &str) -> String {
    let parts = path.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_a_name_that_programs_can_call() {
        let name = operation("documents/{document}/index.json");
        assert_eq!(name, "documents_document_index_json");
        assert_eq!(operation("data/cewen-data.zip"), "data_cewen_data_zip");
    }
}
