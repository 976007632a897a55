//! What a corrected field refers to: entries of the vocabulary and lines of the text.

use serde_json::Value;

use crate::vocabulary::Vocabulary;

/// The last line of the text of a document that is anything.
pub fn last_line(document: &Value) -> u64 {
    let blocks = document["blocks"].as_array().into_iter().flatten();
    let ends = blocks.filter_map(|block| block["lines"][1].as_u64());
    ends.max().unwrap_or_default()
}

/// A message if the value of a field refers to what is not there. A value of another form than the field's is
/// refused when the document is parsed.
pub fn missing(field: &str, value: &Value, end: u64, vocabulary: &Vocabulary) -> Option<String> {
    match field {
        "indicator" => unknown(value, "indicator", |id| {
            vocabulary.indicators.get(id).is_some()
        }),
        "topics" => value
            .as_array()?
            .iter()
            .find_map(|topic| unknown(topic, "topic", |id| vocabulary.topics.get(id).is_some())),
        "region" => unknown(&value["code"], "region", |code| {
            vocabulary.regions.get(code).is_some()
        }),
        "lines" => beyond(value, end),
        _ => None,
    }
}

fn unknown(id: &Value, what: &str, is_known: impl Fn(&str) -> bool) -> Option<String> {
    let id = id.as_str().filter(|id| !is_known(id))?;
    Some(format!("content/vocabulary/ has no {what} {id}"))
}

fn beyond(lines: &Value, end: u64) -> Option<String> {
    let line = |n: usize| lines.get(n).and_then(Value::as_u64);
    let (first, last) = (line(0)?, line(1)?);
    (first == 0 || first > last || last > end)
        .then(|| format!("the text has no lines {first} to {last}: its last is {end}"))
}
