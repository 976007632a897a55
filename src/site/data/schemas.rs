//! JSON Schema (draft 2020-12) of the records and of every JSON of a site: `data/schemas/`.

use serde::Serialize;
use serde_json::{Value, json};

use crate::site::theme::Theme;

/// Those that are written out.
const WRITTEN: [(&str, &str); 6] = [
    (RECORD, include_str!("schemas/record.json")),
    ("indicator", include_str!("schemas/indicator.json")),
    ("comparison", include_str!("schemas/comparison.json")),
    ("comparable", include_str!("schemas/comparable.json")),
    ("updates", include_str!("schemas/updates.json")),
    ("page", include_str!("schemas/page.json")),
];
/// Lists of what another schema describes.
const LISTS: [(&str, &str, &str); 2] = [
    ("documents", "Documents", RECORD),
    ("indicators", "Indicators", "indicator"),
];
/// A file of `content/documents/`.
const RECORD: &str = "record";
/// The data of a document, whose form follows from that of the record.
const DOCUMENT: &str = "document";

/// A JSON file of a site.
pub struct JsonFile {
    /// Its address below the site's root, with `{name}` for a folder.
    pub path: &'static str,
    /// The schema that describes it.
    pub schema: &'static str,
    /// Whether a large site leaves it out.
    pub of_small: bool,
}

/// All JSON files of a site that a schema of this program describes.
pub const JSON_FILES: [JsonFile; 8] = [
    JsonFile::at("documents/{document}/index.json", DOCUMENT),
    JsonFile::at("indicators/{indicator}/index.json", "indicator"),
    JsonFile::at("compare/{topic}/index.json", "comparison"),
    JsonFile::at("updates/index.json", "updates"),
    JsonFile::at("{page}/index.json", "page"),
    JsonFile::at("data/indicators.json", "indicators"),
    JsonFile::of_small("data/documents.json", "documents"),
    JsonFile::of_small("data/comparable.json", "comparable"),
];

impl JsonFile {
    const fn at(path: &'static str, schema: &'static str) -> Self {
        Self {
            path,
            schema,
            of_small: false,
        }
    }

    const fn of_small(path: &'static str, schema: &'static str) -> Self {
        Self {
            path,
            schema,
            of_small: true,
        }
    }
}

/// A JSON file of the site as the page of downloads shows it.
#[derive(Serialize)]
pub struct JsonFileView {
    path: &'static str,
    about: String,
    /// Its schema, beside the page.
    schema: String,
}

/// What the page of downloads says of the JSON of a site, and of the records it is made of.
pub fn views(theme: &Theme, is_large: bool) -> Vec<JsonFileView> {
    let files = JSON_FILES
        .iter()
        .filter(|file| !(is_large && file.of_small));
    let files = files.map(|file| (file.path, file.schema));
    let files = files.chain([("content/documents/{document}.yaml", RECORD)]);
    let views = files.map(|(path, schema)| JsonFileView {
        path,
        about: about(theme, schema),
        schema: self::path(schema),
    });
    views.collect()
}

/// What a file is, in the words of the theme.
pub fn about(theme: &Theme, name: &str) -> String {
    let word = theme.word(&["data", "files_about", name]);
    word.unwrap_or_else(|| name.to_owned())
}

/// The path of a schema below `data/`.
pub fn path(name: &str) -> String {
    format!("schemas/{name}.json")
}

/// The paths of all of them below `data/`.
pub fn paths() -> impl Iterator<Item = String> {
    let written = WRITTEN.iter().map(|(name, _)| *name);
    let lists = LISTS.iter().map(|(name, ..)| *name);
    written.chain(lists).chain([DOCUMENT]).map(path)
}

/// All schemas with their paths below `data/`.
pub fn all() -> Vec<(String, Value)> {
    let written = WRITTEN.iter().map(|(name, text)| (path(name), read(text)));
    let lists = LISTS.iter().map(|(name, title, of)| {
        let list = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": title,
            "type": "array",
            "items": {"$ref": format!("{of}.json")},
        });
        (path(name), list)
    });
    let document = (path(DOCUMENT), document(read(WRITTEN[0].1)));
    written.chain(lists).chain([document]).collect()
}

/// A schema of this program's own; a test reads all of them.
fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The schema of the data of a document, made of that of its record as the data are made of the record.
fn document(mut schema: Value) -> Value {
    let version = json!({"description": "Changes with any byte of the record.", "type": "string", "pattern": "^[0-9a-f]{12}$"});
    schema["title"] = json!("Document");
    schema["description"] =
        json!("One policy document as its page shows it. What is not known is left out.");
    for own in ["heading_block", "paragraph_block"] {
        remove(&mut schema["$defs"][own], "measure");
    }
    let measure = &mut schema["$defs"]["measure"];
    measure["properties"]["blocks"] = json!({
        "description": "Its first and last block, counted from 0; the paragraphs among them are its text.",
        "type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2,
    });
    optional(measure, "text");
    require(measure, "version", version.clone());
    // The text stands here or in the blocks.
    measure["anyOf"] = json!([{"required": ["text"]}, {"required": ["blocks"]}]);
    schema["$defs"]["reference"]["properties"]["document"] =
        json!({"description": "Id of the document, where the site holds it.", "type": "string"});
    require(&mut schema, "version", version);
    let citation = json!({
        "description": "An item of CSL-JSON.", "type": "object", "required": ["id", "type", "title", "language"],
    });
    require(&mut schema, "citation", citation);
    leave_out_unknown(&mut schema);
    schema
}

/// Adds a property that is always there.
fn require(object: &mut Value, name: &str, property: Value) {
    object["properties"][name] = property;
    if let Some(required) = object["required"].as_array_mut() {
        required.push(json!(name));
    }
}

/// Lets a property be absent.
fn optional(object: &mut Value, name: &str) {
    if let Some(required) = object["required"].as_array_mut() {
        required.retain(|own| own != name);
    }
}

/// Takes a property out.
fn remove(object: &mut Value, name: &str) {
    optional(object, name);
    if let Some(properties) = object["properties"].as_object_mut() {
        properties.shift_remove(name);
    }
}

/// Lets properties that may be null be absent instead, in the schema and all that it defines.
fn leave_out_unknown(schema: &mut Value) {
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    let nullable: Vec<String> = properties
        .into_iter()
        .flatten()
        .filter_map(|(name, own)| take_null(own).then(|| name.clone()))
        .collect();
    for name in nullable {
        optional(schema, &name);
    }
    let defs = schema.get_mut("$defs").and_then(Value::as_object_mut);
    let defs = defs.into_iter().flatten();
    defs.for_each(|(_, def)| leave_out_unknown(def));
}

/// Takes null out of what a property may be; whether it was there.
fn take_null(property: &mut Value) -> bool {
    let null = |own: &Value| own.is_null() || own == "null" || own == &json!({"type": "null"});
    let mut had = false;
    for key in ["type", "anyOf", "enum"] {
        if let Some(list) = property.get_mut(key).and_then(Value::as_array_mut) {
            let before = list.len();
            list.retain(|own| !null(own));
            had |= list.len() < before;
        }
    }
    had
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde::Deserialize;
    use serde::de::value::Error;
    use serde::de::{self, Visitor};

    use super::*;
    use crate::content::{ChangeCounts, Day, Detail, DocumentChange, Gone, History};
    use crate::model;

    /// Learns the names of the fields of a struct or the variants of an enum from their reader.
    struct Names<'a>(&'a mut Vec<&'static str>);

    impl<'de> de::Deserializer<'de> for Names<'_> {
        type Error = Error;

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            Err(de::Error::custom("neither a struct nor an enum"))
        }

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            self.0.extend(fields);
            self.deserialize_any(visitor)
        }

        fn deserialize_enum<V: Visitor<'de>>(
            self,
            _: &'static str,
            variants: &'static [&'static str],
            visitor: V,
        ) -> Result<V::Value, Error> {
            self.0.extend(variants);
            self.deserialize_any(visitor)
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
            unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
        }
    }

    fn names<'de, T: Deserialize<'de>>() -> BTreeSet<&'static str> {
        let mut names = Vec::new();
        assert!(T::deserialize(Names(&mut names)).is_err());
        names.into_iter().collect()
    }

    fn schema(name: &str) -> Value {
        let mut all = all().into_iter();
        all.find(|(path, _)| *path == super::path(name)).unwrap().1
    }

    fn properties(schema: &Value) -> BTreeSet<&str> {
        let properties = schema["properties"].as_object().unwrap();
        properties.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_record_has_the_fields_of_its_schema_and_no_others() {
        let record = schema("record");
        let of = |name: &str| properties(&record["$defs"][name]);
        assert_eq!(names::<model::Policy>(), properties(&record));
        assert_eq!(names::<model::Region>(), of("region"));
        assert_eq!(names::<model::Period>(), of("period"));
        assert_eq!(names::<model::Source>(), of("source"));
        assert_eq!(names::<model::ValidFrom>(), of("valid_from"));
        assert_eq!(names::<model::ValidUntil>(), of("valid_until"));
        assert_eq!(names::<model::ValidFor>(), of("valid_for"));
        assert_eq!(names::<model::Ended>(), of("ended"));
        assert_eq!(names::<model::PagesOfLines>(), of("pages"));
        assert_eq!(names::<model::Reference>(), of("reference"));
        assert_eq!(names::<model::Agency>(), of("agency"));
        assert_eq!(names::<model::Task>(), of("task"));
        assert_eq!(names::<model::Measure>(), of("measure"));
        assert_eq!(names::<model::Normalized>(), of("normalized"));
        assert_eq!(names::<model::Figure>(), of("figure"));
        assert_eq!(names::<model::TableRow>(), of("table_row"));
        assert_eq!(names::<model::Table>(), of("table"));
        assert_eq!(names::<model::Warning>(), of("warning"));
        assert_eq!(names::<model::Account>(), of("account"));
        assert_eq!(names::<model::RepealedBy>(), of("repealed_by"));
        assert_eq!(names::<model::Correction>(), of("correction"));
    }

    #[test]
    fn values_are_those_of_their_schema_and_no_others() {
        let record = schema("record");
        let of = |object: &str, field: &str| -> BTreeSet<String> {
            let property = &record["$defs"][object]["properties"][field];
            let values = property["enum"].as_array().unwrap().iter();
            values
                .filter_map(|v| v.as_str().map(str::to_owned))
                .collect()
        };
        let own = |names: BTreeSet<&str>| names.into_iter().map(str::to_owned).collect();
        let pairs: [(BTreeSet<String>, _); 9] = [
            (own(names::<model::Relation>()), of("reference", "relation")),
            (own(names::<model::FigureKind>()), of("figure", "kind")),
            (own(names::<model::Bound>()), of("figure", "bound")),
            (own(names::<model::Change>()), of("figure", "change")),
            (own(names::<model::Binding>()), of("figure", "binding")),
            (own(names::<model::MeasureRole>()), of("measure", "role")),
            (own(names::<model::Role>()), of("agency", "role")),
            (own(names::<model::AlsoFor>()), of("agency", "also_for")),
            (own(names::<model::TextDoubt>()), of("source", "forced")),
        ];
        for (own, described) in pairs {
            assert_eq!(own, described);
        }
    }

    #[test]
    fn updates_have_the_fields_of_their_schema_and_no_others() {
        let updates = schema("updates");
        let of = |name: &str| properties(&updates["$defs"][name]);
        assert_eq!(names::<History>(), properties(&updates));
        assert_eq!(names::<Day>(), of("day"));
        assert_eq!(names::<DocumentChange>(), of("document"));
        assert_eq!(names::<ChangeCounts>(), of("count"));
        assert_eq!(names::<Detail>(), of("detail"));
        assert_eq!(names::<Gone>(), of("gone"));
    }

    #[test]
    fn what_is_not_known_is_null_in_a_record_and_absent_in_a_document() {
        let required = |schema: &Value| -> Vec<String> {
            let required = schema["required"].as_array().unwrap().iter();
            required.map(|v| v.as_str().unwrap().to_owned()).collect()
        };
        let (record, document) = (schema("record"), schema("document"));
        assert!(required(&record).contains(&"document_number".to_owned()));
        assert!(!required(&document).contains(&"document_number".to_owned()));
        assert!(required(&document).contains(&"version".to_owned()));
        let figure = &document["$defs"]["figure"];
        assert_eq!(figure["properties"]["year"]["type"], json!(["integer"]));
        assert_eq!(
            required(figure),
            ["id", "name", "bound", "kind", "quote", "lines"]
        );
        let block = &document["$defs"]["paragraph_block"];
        assert!(!properties(block).contains("measure"));
        assert!(!document.to_string().contains("\"null\""));
    }

    #[test]
    fn every_object_is_described_in_full_and_every_reference_leads_to_something() {
        fn walk(value: &Value, root: &Value, at: &str) {
            match value {
                Value::Object(fields) => {
                    if fields.contains_key("properties") && !at.ends_with("/properties") {
                        assert_eq!(
                            fields.get("additionalProperties"),
                            Some(&json!(false)),
                            "{at}"
                        );
                    }
                    if let Some(local) = fields.get("$ref").and_then(Value::as_str)
                        && let Some(pointer) = local.strip_prefix('#')
                    {
                        assert!(root.pointer(pointer).is_some(), "{at}: {local}");
                    }
                    for (key, own) in fields {
                        walk(own, root, &format!("{at}/{key}"));
                    }
                }
                Value::Array(items) => items.iter().for_each(|own| walk(own, root, at)),
                _ => {}
            }
        }
        let all = all();
        assert_eq!(all.len(), paths().count());
        for (path, schema) in &all {
            assert!(schema.is_object(), "{path}");
            walk(schema, schema, path);
        }
        for file in &JSON_FILES {
            assert!(
                all.iter()
                    .any(|(path, _)| *path == super::path(file.schema))
            );
        }
    }
}
