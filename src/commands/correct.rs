use std::io::ErrorKind;

use serde_json::{Map, Value, json};

use super::console::Console;
use super::progress::Progress;
use super::{End, acquire_lock, terminal};
use crate::cli;
use crate::content::Corrections;
use crate::disk;
use crate::model::{Diagnostic, Policy};
use crate::pipeline::{self, Failure, Layout, inputs};
use crate::site;
use crate::vocabulary::Vocabulary;
use crate::yaml;

/// Writes a correction to `content/corrections/`, if it applies without a diagnostic.
pub fn run(layout: &Layout, arguments: &cli::Correct, console: &Console) -> Result<End, Failure> {
    let _lock = acquire_lock(layout)?;
    let reader = inputs::text_reader(layout)?;
    let (found, told) = pipeline::find_seeds(layout);
    if pipeline::has_errors(&told) {
        return Err(Failure::Input(told));
    }
    let mut reading = pipeline::read_texts(&found, &reader, None, &Progress::default());
    let wrong = pipeline::apply_corrections(layout, &mut reading, &reader.vocabulary);
    if pipeline::has_errors(&wrong) || pipeline::has_errors(&reading.errors) {
        return Err(Failure::Input([reading.errors, wrong].concat()));
    }
    let record = RecordId::parse(&arguments.id, &reading.policies).map_err(Failure::CannotRun)?;
    if let Some(seen) = &arguments.version {
        let now = record.version(&reading.policies);
        if *seen != now {
            console.tell(&[Diagnostic::warning(
                "correction-stale",
                arguments.id.as_str(),
                format!(
                    "the record has changed since the reader saw it: it was {seen} and is {now}"
                ),
            )
            .help("see that what is to be corrected is still wrong")]);
        }
    }
    // Text that looks like a number may be meant as text: 2021 as a title.
    let mut refused = Vec::new();
    for typed in [true, false] {
        let (entry, changes) = entry(arguments, &record, &reading.policies, typed)?;
        match write(
            layout,
            &record.document,
            &entry,
            &reading.policies,
            &reader.vocabulary,
        ) {
            Ok(file) => {
                terminal::out(&format!("{}\n{changes}", layout.name(&file)));
                return Ok(End::Fine);
            }
            Err(wrong) if typed => {
                let at_argument = |wrong| at_argument(wrong, arguments);
                refused = wrong.into_iter().map(at_argument).collect();
            }
            Err(_) => {}
        }
    }
    Err(Failure::Input(refused))
}

/// A problem of a correction that is not written yet, at the argument it is about instead of a line of the
/// file.
fn at_argument(mut wrong: Diagnostic, arguments: &cli::Correct) -> Diagnostic {
    let is_about = |argument: &&String| {
        let field = argument.split('=').next().unwrap_or_default();
        wrong.message.starts_with(&format!("`{field}` "))
    };
    if let Some(argument) = arguments.fields.iter().find(is_about) {
        wrong.file = argument.into();
        (wrong.line, wrong.column, wrong.source_line) = (None, None, None);
    }
    wrong
}

/// Ids of the record to correct.
struct RecordId {
    document: String,
    measure: Option<String>,
    figure: Option<String>,
}

impl RecordId {
    /// `city-2021`, `city-2021/3-1`, `city-2021#f12`: a document, a measure, a figure.
    fn parse(id: &str, policies: &[Policy]) -> Result<Self, Diagnostic> {
        let (document, figure) = match id.split_once('#') {
            Some((document, figure)) => (document, Some(figure.to_owned())),
            None => (id.split('/').next().unwrap_or(id), None),
        };
        let policy = policies.iter().find(|p| p.id == document);
        let measure = id.contains('/').then(|| id.to_owned());
        let there = policy.is_some_and(|p| {
            let figure = figure.as_ref();
            measure
                .as_ref()
                .is_none_or(|id| p.measures.iter().any(|m| m.id == *id))
                && figure.is_none_or(|id| p.figures.iter().any(|f| f.id == *id))
        });
        match there {
            true => Ok(Self {
                document: document.to_owned(),
                measure,
                figure,
            }),
            false => Err(Diagnostic::error("arguments", "ID", format!("there is no record {id}")).help(
                "the 纠错 box of every page shows the id of its record; a figure is DOCUMENT#fN, as in content/documents/",
            )),
        }
    }

    /// The record as data.
    fn data(&self, policies: &[Policy]) -> Option<Value> {
        let policy = policies.iter().find(|p| p.id == self.document)?;
        if let Some(id) = &self.figure {
            let figure = policy.figures.iter().find(|f| f.id == *id)?;
            return serde_json::to_value(figure).ok();
        }
        match &self.measure {
            Some(id) => {
                let measure = policy.measures.iter().find(|m| m.id == *id)?;
                serde_json::to_value(measure).ok()
            }
            None => serde_json::to_value(policy).ok(),
        }
    }

    /// The version shown on its page; a figure is shown with its measure.
    fn version(&self, policies: &[Policy]) -> String {
        let policy = policies.iter().find(|p| p.id == self.document);
        let version = policy.map(|policy| {
            let measure = self.measure.as_ref();
            let measure = measure.and_then(|id| policy.measures.iter().find(|m| m.id == *id));
            measure.map_or_else(
                || site::version(policy),
                |measure| site::measure_version(policy, measure),
            )
        });
        version.unwrap_or_default()
    }
}

/// The correction, and a description of the change.
fn entry(
    arguments: &cli::Correct,
    record: &RecordId,
    policies: &[Policy],
    typed: bool,
) -> Result<(Map<String, Value>, String), Failure> {
    let mut entry = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            entry.insert(key.to_owned(), value);
        }
    };
    put("document", Some(json!(record.document)));
    let path = |id: &String| {
        let path = id.strip_prefix(&record.document).unwrap_or(id);
        json!(path.trim_start_matches('/'))
    };
    put("measure", record.measure.as_ref().map(path));
    put("figure", record.figure.as_ref().map(|id| json!(id)));
    put("agency", arguments.agency.as_ref().map(|name| json!(name)));
    let mut data = record.data(policies).unwrap_or_default();
    if let Some(name) = &arguments.agency {
        let bodies = data.get("agencies").and_then(Value::as_array).cloned();
        let own = bodies
            .into_iter()
            .flatten()
            .find(|b| b["name"] == json!(name));
        data = own.unwrap_or_default();
    }
    // The number of a figure or measure may be that of another when the text changes; its words are not.
    let words = match (&record.figure, &record.measure) {
        (Some(_), _) => Some("quote"),
        (None, Some(_)) if arguments.agency.is_none() => Some("title"),
        _ => None,
    };
    let words = words.map(|field| (field.to_owned(), data[field].clone()));
    let mut was: Map<String, Value> = words.into_iter().collect();
    let (mut set, mut changes) = (Map::new(), String::new());
    for assignment in &arguments.fields {
        let (field, value) = assignment.split_once('=').ok_or_else(|| {
            Failure::CannotRun(
                Diagnostic::error(
                    "arguments",
                    "FIELD=VALUE",
                    format!("“{assignment}” has no ="),
                )
                .help("such as: value=28 or title=绿色建筑行动"),
            )
        })?;
        let read = match typed {
            true => serde_yaml::from_str(value).unwrap_or_else(|_| json!(value)),
            false => json!(value),
        };
        let before = data.get(field).cloned().unwrap_or_default();
        changes.push_str(&format!("  {field}: {before} → {read}\n"));
        if data.get(field).is_some() {
            was.insert(field.to_owned(), before);
        }
        set.insert(field.to_owned(), read);
    }
    if set.is_empty() != arguments.drop {
        return Err(Failure::CannotRun(
            Diagnostic::error(
                "arguments",
                "FIELD=VALUE",
                "a correction sets fields, or drops the record with --drop",
            )
            .help("such as: cewen correct city-2021#f12 value=28 --why 原文为28%"),
        ));
    }
    put("was", (!was.is_empty()).then(|| Value::Object(was)));
    if arguments.drop {
        changes.push_str(&terminal::translated("  dropped\n"));
        put("drop", Some(json!(true)));
    } else {
        put("set", Some(Value::Object(set)));
    }
    put("why", Some(json!(arguments.why)));
    Ok((entry, changes))
}

/// Appends an entry to the corrections of its document, if all corrections still apply.
fn write(
    layout: &Layout,
    document: &str,
    entry: &Map<String, Value>,
    policies: &[Policy],
    vocabulary: &Vocabulary,
) -> Result<std::path::PathBuf, Vec<Diagnostic>> {
    let file = layout.corrections().join(format!("{document}.yaml"));
    let failed = |error: std::io::Error| vec![Diagnostic::unwritable(&file, &error)];
    let before = match disk::text(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(error)),
    };
    let yaml = yaml::to_string(&[entry])
        .map_err(|error| vec![Diagnostic::error("corrections", &file, error.to_string())])?;
    Corrections::parse(&yaml, &file)
        .map_err(|wrong| vec![wrong])
        .and_then(
            |one| match one.apply(&mut policies.to_vec(), vocabulary, &[]) {
                wrong if wrong.is_empty() => Ok(()),
                wrong => Err(wrong),
            },
        )?;
    let mut text = before;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&yaml);
    Corrections::parse(&text, &file).map_err(|wrong| {
        vec![wrong.help(format!(
            "the file takes no entry at its end; add it yourself:\n{yaml}"
        ))]
    })?;
    disk::replace(&file, &text).map_err(failed)?;
    Ok(file)
}
