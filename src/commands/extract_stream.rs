use std::io::{self, BufRead, BufWriter, Write};
use std::sync::Arc;

use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

use super::End;
use crate::extract::{self, Seed};
use crate::model::Diagnostic;
use crate::pipeline::{Failure, Layout, TextReader, inputs, isolate};

/// Number of documents read together: enough for all cores, few enough for the memory.
const BATCH: usize = 64;

/// A document of the input.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StreamedText {
    text: String,
    #[serde(default)]
    file: String,
    id: Option<String>,
    url: Option<String>,
    region: Option<String>,
}

/// Reads documents as JSON lines from stdin and writes the parsed documents to stdout, one line each in
/// the same order. A line that cannot be read gives a line with the error, so that one bad document among
/// millions stops no other.
pub fn run(layout: &Layout) -> Result<End, Failure> {
    let reader = inputs::text_reader(layout)?;
    let mut lines = io::stdin().lock().split(b'\n');
    let mut out = BufWriter::new(io::stdout().lock());
    let mut problems = false;
    loop {
        let batch: Vec<Vec<u8>> = lines
            .by_ref()
            .take(BATCH)
            .collect::<io::Result<_>>()
            .map_err(|error| unreadable(&error))?;
        if batch.is_empty() {
            break;
        }
        let read: Vec<Option<(bool, String)>> =
            batch.par_iter().map(|line| one(line, &reader)).collect();
        for (fine, record) in read.into_iter().flatten() {
            problems |= !fine;
            match writeln!(out, "{record}") {
                // The reader of the output has enough: `| head`.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(End::Fine),
                written => written.map_err(|error| unwritable(&error))?,
            }
        }
    }
    out.flush().map_err(|error| unwritable(&error))?;
    Ok(if problems { End::Problems } else { End::Fine })
}

fn unreadable(error: &io::Error) -> Failure {
    let told = format!("cannot be read: {error}");
    Failure::CannotRun(Diagnostic::error("unreadable", "stdin", told))
}

fn unwritable(error: &io::Error) -> Failure {
    let told = format!("cannot be written: {error}");
    Failure::CannotRun(Diagnostic::error("unreadable", "stdout", told))
}

/// The output for a line, and whether it could be read; `None` for an empty line.
fn one(line: &[u8], reader: &TextReader) -> Option<(bool, String)> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    let record = record(line, reader);
    let fine = record.is_ok();
    Some((
        fine,
        record
            .unwrap_or_else(|error| json!({ "error": error }))
            .to_string(),
    ))
}

/// Reads a document apart from all others.
fn record(line: &[u8], reader: &TextReader) -> Result<Value, Value> {
    let told = |message: String| json!({ "message": message });
    let input: StreamedText =
        serde_json::from_slice(line).map_err(|error| told(error.to_string()))?;
    let region = match &input.region {
        None => None,
        Some(name) => Some(
            inputs::region(name, &reader.vocabulary)
                .ok_or_else(|| told(format!("no region is called “{name}”")))?,
        ),
    };
    // Metadata of the list of sources apply here, too, unless the line has its own.
    let known = inputs::seed(&input.file, &reader.sources, &reader.vocabulary);
    let seed = Seed {
        file: input.file,
        id: input.id.or(known.id),
        url: input.url.or(known.url),
        region: region.or(known.region),
        forced: known.forced,
    };
    isolate::size(&seed.file, input.text.len() as u64, isolate::LARGEST_TEXT)
        .map_err(|wrong| told(wrong.message))?;
    let (name, vocabulary) = (seed.file.clone(), Arc::clone(&reader.vocabulary));
    let read = move || extract::read_policy(input.text.as_bytes(), &seed, &vocabulary);
    let policy = isolate::run(&name, read)
        .flatten()
        .map_err(|wrong| told(wrong.message))?;
    Ok(json!({ "policy": policy }))
}
