//! Corrections as they are written to a file.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Corrections, RecordAddress};
use crate::content::list_file;
use crate::model::{Diagnostic, Policy, Role};
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// A change of a record.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Fields with their right values.
    Set(Map<String, Value>),
    /// The record is taken out.
    Drop,
    /// What `add` of a correction holds: `{figure: {…}}`.
    Add(Value),
}

/// A correction that is not written yet.
#[derive(Clone, Debug)]
pub struct NewCorrection<'a> {
    pub record: &'a RecordAddress,
    /// The body of the measure that is meant, by its name.
    pub agency: Option<&'a str>,
    /// Its role, if the measure names it in two.
    pub role: Option<Role>,
    pub edit: Edit,
    pub why: &'a str,
}

impl NewCorrection<'_> {
    /// The data of the record or body that is corrected.
    pub fn data(&self, policy: &Policy) -> Value {
        let data = self.record.data(policy).unwrap_or_default();
        let Some(name) = self.agency else {
            return data;
        };
        let bodies = data.get("agencies").and_then(Value::as_array);
        let is_meant = |body: &&Value| {
            body["name"] == json!(name) && self.role.is_none_or(|role| body["role"] == json!(role))
        };
        let own = bodies.into_iter().flatten().find(is_meant);
        own.cloned().unwrap_or_default()
    }

    /// The entry for the file, with the values that the fields have now.
    pub fn entry(&self, policy: &Policy) -> Map<String, Value> {
        let mut entry = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                entry.insert(key.to_owned(), value);
            }
        };
        let record = self.record;
        put("document", Some(json!(record.document)));
        put("measure", record.measure_path());
        put("figure", record.figure.as_ref().map(|id| json!(id)));
        put("agency", self.agency.map(|name| json!(name)));
        put("role", self.role.map(|role| json!(role)));
        let was = self.was(policy);
        put("was", (!was.is_empty()).then(|| Value::Object(was)));
        match &self.edit {
            Edit::Set(fields) => put("set", Some(json!(fields))),
            Edit::Drop => put("drop", Some(json!(true))),
            Edit::Add(record) => put("add", Some(record.clone())),
        }
        put("why", Some(json!(self.why)));
        entry
    }

    /// The fields by which a later build sees that the record has changed.
    fn was(&self, policy: &Policy) -> Map<String, Value> {
        let data = self.data(policy);
        let mut was = Map::new();
        let mut keep = |field: &str| {
            if let Some(value) = data.get(field) {
                was.insert(field.to_owned(), value.clone());
            }
        };
        // The number of a figure or measure may be that of another when the text changes; its words are not.
        match (&self.record.figure, &self.record.measure) {
            (Some(_), _) => keep("quote"),
            (None, Some(_)) if self.agency.is_none() => keep("title"),
            _ => {}
        }
        if let Edit::Set(fields) = &self.edit {
            fields.keys().for_each(|field| keep(field));
        }
        was
    }
}

/// Corrections that have been written.
pub struct WrittenCorrections {
    /// The text of the entries at the end of the file.
    pub yaml: String,
    /// The documents with the corrections applied.
    pub policies: Vec<Policy>,
}

/// Appends entries to a file of corrections, if they apply to the documents and the file takes them.
///
/// # Errors
/// The reasons why they do not apply, or why the file cannot be written.
pub fn append(
    file: &Path,
    entries: &[Map<String, Value>],
    policies: &[Policy],
    vocabulary: &Vocabulary,
) -> Result<WrittenCorrections, Vec<Diagnostic>> {
    let before = list_file::read(file).map_err(|wrong| vec![wrong])?;
    let yaml = yaml::to_string(&entries)
        .map_err(|error| vec![Diagnostic::error("corrections", file, error.to_string())])?;
    let mut policies = policies.to_vec();
    let new = Corrections::parse(&yaml, file).map_err(|wrong| vec![wrong])?;
    let wrong = new.apply(&mut policies, vocabulary, &[]);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let text = list_file::appended(before, &yaml);
    Corrections::parse(&text, file).map_err(|wrong| {
        vec![wrong.help(format!(
            "the file takes no entry at its end; add it yourself:\n{yaml}"
        ))]
    })?;
    list_file::write(file, &text).map_err(|wrong| vec![wrong])?;
    Ok(WrittenCorrections { yaml, policies })
}
