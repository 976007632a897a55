use serde_json::{Map, Value, json};

use super::console::Console;
use super::progress::Progress;
use super::{End, acquire_lock, terminal};
use crate::cli;
use crate::content::corrections::{self, Edit, NewCorrection, RecordAddress};
use crate::model::{Diagnostic, Policy};
use crate::pipeline::{self, Failure, Layout, inputs};
use crate::site;

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
    let record = RecordAddress::find(&arguments.id, &reading.policies).ok_or_else(|| {
        let message = format!("there is no record {}", arguments.id);
        Failure::CannotRun(Diagnostic::error("arguments", "ID", message).help(
            "the 纠错 box of every page shows the id of its record; a figure is DOCUMENT#fN, as in content/documents/",
        ))
    })?;
    if let Some(seen) = &arguments.version {
        let now = version(&record, &reading.policies);
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
    let Some(policy) = reading.policies.iter().find(|p| p.id == record.document) else {
        return Ok(End::Problems);
    };
    let file = layout.corrections_of(&record.document);
    // Text that looks like a number may be meant as text: 2021 as a title.
    let mut refused = Vec::new();
    for typed in [true, false] {
        let correction = NewCorrection {
            record: &record,
            agency: arguments.agency.as_deref(),
            role: None,
            edit: edit(arguments, typed).map_err(Failure::CannotRun)?,
            why: &arguments.why,
        };
        let entry = correction.entry(policy);
        match corrections::append(&file, &[entry], &reading.policies, &reader.vocabulary) {
            Ok(_) => {
                let changes = changes(&correction, policy);
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

/// The version of a record that is shown on its page; a figure is shown with its measure.
fn version(record: &RecordAddress, policies: &[Policy]) -> String {
    let policy = policies.iter().find(|p| p.id == record.document);
    let version = policy.map(|policy| {
        let measure = record.measure.as_ref();
        let measure = measure.and_then(|id| policy.measures.iter().find(|m| m.id == *id));
        measure.map_or_else(
            || site::version(policy),
            |measure| site::measure_version(policy, measure),
        )
    });
    version.unwrap_or_default()
}

/// The change that the arguments ask for; their values are read as YAML where they are `typed`, else as
/// text.
fn edit(arguments: &cli::Correct, typed: bool) -> Result<Edit, Diagnostic> {
    let mut set = Map::new();
    for assignment in &arguments.fields {
        let (field, value) = assignment.split_once('=').ok_or_else(|| {
            Diagnostic::error(
                "arguments",
                "FIELD=VALUE",
                format!("“{assignment}” has no ="),
            )
            .help("such as: value=28 or title=绿色建筑行动")
        })?;
        let read = match typed {
            true => serde_yaml::from_str(value).unwrap_or_else(|_| json!(value)),
            false => json!(value),
        };
        set.insert(field.to_owned(), read);
    }
    match (set.is_empty(), arguments.drop) {
        (true, true) => Ok(Edit::Drop),
        (false, false) => Ok(Edit::Set(set)),
        _ => Err(Diagnostic::error(
            "arguments",
            "FIELD=VALUE",
            "a correction sets fields, or drops the record with --drop",
        )
        .help("such as: cewen correct city-2021#f12 value=28 --why 原文为28%")),
    }
}

/// A description of a correction, a line for each field.
fn changes(correction: &NewCorrection<'_>, policy: &Policy) -> String {
    let Edit::Set(fields) = &correction.edit else {
        return terminal::translated("  dropped\n").into_owned();
    };
    let data = correction.data(policy);
    let lines = fields.iter().map(|(field, value)| {
        let before = data.get(field).unwrap_or(&Value::Null);
        format!("  {field}: {before} → {value}\n")
    });
    lines.collect()
}
