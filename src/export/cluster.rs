//! The records for a search cluster that somebody runs already: the form of its index with a Chinese
//! analyser, and files in the form that it takes many documents in.

use std::borrow::Cow;

use serde_json::{Value, json};

use super::record::{ExportRecords, FIELDS, FieldType};
use crate::search::SearchRecord;

/// A kind of search cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cluster {
    /// <https://quickwit.io/docs/configuration/index-config>
    Quickwit,
    /// <https://docs.opensearch.org/latest/api-reference/document-apis/bulk/>
    OpenSearch,
    /// <https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk>
    Elasticsearch,
}

/// The name of the index.
const INDEX: &str = "cewen";
/// A file is not larger than this but where one record is: Quickwit refuses requests of more than
/// 10 MiB, OpenSearch and Elasticsearch of more than 100 MB.
const LARGEST: usize = 8 << 20;
/// Bytes of an id at most: OpenSearch and Elasticsearch refuse a longer one.
const LONGEST_ID: usize = 512;

/// The files to write, by name: the form of the index, then the records in files that are not too
/// large for one request.
pub fn files(
    records: &[SearchRecord],
    made_of: &ExportRecords<'_>,
    cluster: Cluster,
) -> Vec<(String, Vec<u8>)> {
    let form = match cluster {
        Cluster::Quickwit => ("index-config.json", quickwit()),
        Cluster::OpenSearch | Cluster::Elasticsearch => ("index.json", lucene()),
    };
    let mut files = vec![(form.0.to_owned(), format!("{:#}\n", form.1).into_bytes())];
    let mut open: Vec<u8> = Vec::new();
    let mut parts = 0;
    let mut close = |open: &mut Vec<u8>| {
        parts += 1;
        files.push((format!("records-{parts:04}.ndjson"), std::mem::take(open)));
    };
    for record in records {
        let mut lines = String::new();
        if cluster != Cluster::Quickwit {
            let action = json!({"index": {"_index": INDEX, "_id": bulk_id(&record.id)}});
            lines.push_str(&format!("{action}\n"));
        }
        lines.push_str(&format!("{}\n", made_of.document(record)));
        if !open.is_empty() && open.len() + lines.len() > LARGEST {
            close(&mut open);
        }
        open.extend(lines.into_bytes());
    }
    if !open.is_empty() {
        close(&mut open);
    }
    files
}

/// The id of a record, or its fingerprint where it is too long for one.
fn bulk_id(id: &str) -> Cow<'_, str> {
    match id.len() > LONGEST_ID {
        true => Cow::Owned(crate::extract::sha256(id.as_bytes())),
        false => Cow::Borrowed(id),
    }
}

/// `cjk` cuts Chinese into pairs of characters and is in every installation; a plugin such as smartcn
/// or ik may take its place.
fn lucene() -> Value {
    let properties = FIELDS.iter().map(|(name, holds)| {
        let kind = match holds {
            FieldType::Text | FieldType::Texts => json!({"type": "text", "analyzer": "cjk"}),
            FieldType::Word | FieldType::Words => json!({"type": "keyword"}),
            FieldType::Number | FieldType::Numbers => json!({"type": "integer"}),
            FieldType::Decimal => json!({"type": "double"}),
        };
        ((*name).to_owned(), kind)
    });
    json!({
        "settings": {"index": {"number_of_shards": 1}},
        "mappings": {
            // A field that is not here would be a mistake of this program.
            "dynamic": "strict",
            "properties": properties.collect::<serde_json::Map<_, _>>(),
        },
    })
}

/// `chinese_compatible` cuts between ideographs; positions keep what stands together, and without the
/// lengths of fields there would be no score to sort by. Version 0.8 is read by 0.8 and 0.9.
fn quickwit() -> Value {
    let mappings = FIELDS.iter().map(|(name, holds)| match holds {
        FieldType::Text => json!({"name": name, "type": "text", "tokenizer": "chinese_compatible", "record": "position", "fieldnorms": true}),
        FieldType::Texts => json!({"name": name, "type": "array<text>", "tokenizer": "chinese_compatible", "record": "position", "fieldnorms": true}),
        FieldType::Word => json!({"name": name, "type": "text", "tokenizer": "raw", "fast": true}),
        FieldType::Words => json!({"name": name, "type": "array<text>", "tokenizer": "raw", "fast": true}),
        FieldType::Number => json!({"name": name, "type": "u64", "fast": true}),
        FieldType::Numbers => json!({"name": name, "type": "array<u64>", "fast": true}),
        FieldType::Decimal => json!({"name": name, "type": "f64", "fast": true}),
    });
    json!({
        "version": "0.8",
        "index_id": INDEX,
        "doc_mapping": {"mode": "strict", "field_mappings": mappings.collect::<Vec<_>>()},
        "search_settings": {"default_search_fields": ["title", "text"]},
        "indexing_settings": {"commit_timeout_secs": 10},
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::atlas::Atlas;
    use crate::model::Lines;
    use crate::search::{Facets, RecordKind};

    fn files(records: &[SearchRecord], cluster: Cluster) -> Vec<(String, Vec<u8>)> {
        let atlas = Atlas::default();
        let made_of = ExportRecords::of(&atlas, jiff::civil::date(2026, 1, 1));
        super::files(records, &made_of, cluster)
    }

    fn record(id: &str) -> SearchRecord {
        SearchRecord {
            number: None,
            id: id.to_owned(),
            kind: RecordKind::Measure,
            title: "光伏行动".to_owned(),
            city: None,
            document: Some("某市\u{2028}方案".to_owned()),
            url: crate::model::address::measure(id),
            file: "seeds/a.txt".to_owned(),
            lines: Lines::new(3, 4),
            text: "第一行\n第二行“引”".to_owned(),
            figures: Vec::new(),
            bodies: Vec::new(),
            passage: None,
            facets: Facets {
                year: vec![2025],
                ..Facets::default()
            },
        }
    }

    fn lines(bytes: &[u8]) -> Vec<Value> {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(text.ends_with('\n'), "the last line ends like every other");
        text.split_terminator('\n')
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    }

    #[test]
    fn an_action_stands_before_every_document() {
        let records = [record("a/1"), record("a/2")];
        for cluster in [Cluster::OpenSearch, Cluster::Elasticsearch] {
            let files = files(&records, cluster);
            let bulk = lines(&files[1].1);
            assert_eq!(bulk.len(), 4);
            for two in bulk.chunks(2) {
                assert_eq!(two[0]["index"]["_index"], "cewen");
                assert_eq!(two[0]["index"]["_id"], two[1]["id"]);
            }
        }
    }

    /// Quickwit, “Index configuration”.
    #[test]
    fn the_form_for_quickwit_is_as_documented() {
        let form = quickwit();
        // “version: file format version”, a string; `index_id` is what is required besides.
        assert_eq!(form["version"], "0.8");
        // Its keys are those of the page, and no others.
        let keys: BTreeSet<&str> = form
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        let known = [
            "version",
            "index_id",
            "index_uri",
            "doc_mapping",
            "indexing_settings",
            "search_settings",
            "retention",
        ];
        assert!(keys.is_subset(&BTreeSet::from(known)), "{keys:?}");
        // An id of an index: letters, digits, hyphens and underscores, at least three, a letter first.
        let id = form["index_id"].as_str().unwrap();
        assert!(id.len() >= 3 && id.starts_with(|c: char| c.is_ascii_alphabetic()));
        // “mode: lenient, strict or dynamic”.
        assert_eq!(form["doc_mapping"]["mode"], "strict");
        let mappings = form["doc_mapping"]["field_mappings"].as_array().unwrap();
        for field in mappings {
            // “Field name validation rules”: `[a-zA-Z][_\\.\\-a-zA-Z0-9]*`.
            let name = field["name"].as_str().unwrap();
            assert!(
                name.starts_with(|c: char| c.is_ascii_alphabetic()),
                "{name}"
            );
            assert!(
                name.chars()
                    .all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c)),
                "{name}"
            );
            // “To declare an array type of i64 … set the type to array<i64>”.
            let kind = field["type"].as_str().unwrap();
            let raw = kind
                .strip_prefix("array<")
                .map_or(kind, |kind| kind.trim_end_matches('>'));
            assert!(["text", "u64", "f64"].contains(&raw), "{kind}");
            if raw == "text" {
                let tokenizer = field["tokenizer"].as_str().unwrap();
                assert!(
                    ["raw", "chinese_compatible"].contains(&tokenizer),
                    "{tokenizer}"
                );
                if tokenizer == "chinese_compatible" {
                    // “Should be used with record: position to be able to properly search”.
                    assert_eq!(field["record"], "position");
                    // “Fieldnorms are required to calculate the BM25 score”; false by default.
                    assert_eq!(field["fieldnorms"], true);
                }
            }
        }
        // “default_search_fields” are fields of the mapping.
        let fields = form["search_settings"]["default_search_fields"]
            .as_array()
            .unwrap();
        assert!(
            fields
                .iter()
                .all(|own| mappings.iter().any(|field| &field["name"] == own))
        );
        // Documents are one JSON object a line, and numbers of an u64 field are not negative.
        for line in lines(&files(&[record("a/1")], Cluster::Quickwit)[1].1) {
            assert!(
                line["line_first"].is_u64() && line["years"][0].is_u64(),
                "{line}"
            );
        }
    }

    /// OpenSearch, “Create index” and “Bulk”; Elasticsearch, “Create an index” and “Bulk index or
    /// delete documents”.
    #[test]
    fn the_form_for_opensearch_and_elasticsearch_is_as_documented() {
        let form = lucene();
        let keys: Vec<&String> = form.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["settings", "mappings"]);
        // “Index naming restrictions”: small letters, no `_` or `-` first, no blanks or `:"*+/\|?#><,`.
        assert!(INDEX.chars().all(|c| c.is_ascii_lowercase()));
        // “dynamic: true, false, strict …”.
        assert_eq!(form["mappings"]["dynamic"], "strict");
        for (name, field) in form["mappings"]["properties"].as_object().unwrap() {
            let kind = field["type"].as_str().unwrap();
            assert!(
                ["text", "keyword", "integer", "double"].contains(&kind),
                "{name}"
            );
            // `analyzer` is a parameter of text fields alone; `cjk` is one of the analysers of
            // languages that need no plugin (smartcn and icu do).
            assert_eq!(field.get("analyzer").is_some(), kind == "text", "{name}");
            assert_eq!(
                field.get("analyzer").map_or("cjk", |a| a.as_str().unwrap()),
                "cjk"
            );
        }
        let mut long = record(&"字".repeat(300));
        long.title = "长".to_owned();
        for cluster in [Cluster::OpenSearch, Cluster::Elasticsearch] {
            let bulk = &files(&[record("a/1"), long.clone()], cluster)[1].1;
            // “The final line of data must end with a newline character”; a line holds no other.
            let bulk = lines(bulk);
            for (n, line) in bulk.iter().enumerate() {
                let object = line.as_object().unwrap();
                if n % 2 == 0 {
                    // “index … expects a source on the next line”; an action has one key.
                    assert_eq!(object.keys().collect::<Vec<_>>(), ["index"]);
                    let meta = object["index"].as_object().unwrap();
                    assert_eq!(meta.keys().collect::<Vec<_>>(), ["_index", "_id"]);
                    // “the document _id must be 512 bytes or less in size”.
                    assert!(meta["_id"].as_str().unwrap().len() <= 512);
                } else {
                    // Fields whose names begin with `_` are those of the cluster.
                    assert!(object.keys().all(|key| !key.starts_with('_')));
                    // A term of a keyword field has at most 32,766 bytes (Lucene).
                    let words = object.values().filter_map(Value::as_str);
                    assert!(words.map(str::len).all(|bytes| bytes <= 32_766));
                }
            }
        }
    }

    #[test]
    fn many_records_are_several_files() {
        let mut long = record("a/1");
        long.text = "字".repeat(LARGEST / 3);
        let files = files(
            &[long.clone(), long.clone(), record("a/2")],
            Cluster::Quickwit,
        );
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "index-config.json",
                "records-0001.ndjson",
                "records-0002.ndjson",
                "records-0003.ndjson"
            ]
        );
        // A file is as large as one request may be, but where one record is larger.
        assert!(files[1..].iter().all(|(_, bytes)| bytes.len() < 10 << 20));
        assert_eq!(
            files[1..]
                .iter()
                .map(|(_, bytes)| lines(bytes).len())
                .sum::<usize>(),
            3
        );
    }
}
