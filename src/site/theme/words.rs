//! The words of the interface.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::inheritance;
use crate::disk;
use crate::model::Diagnostic;
use crate::phrase::Phrases;
use crate::yaml;

/// The words of the interface, as a tree of keys.
pub fn read(file: &Path) -> Result<Value, Diagnostic> {
    let text = disk::text(file).map_err(|e| {
        Diagnostic::error("i18n-missing", file, format!("cannot be read: {e}"))
            .help("`language` of content/site.yaml names a file of the theme's i18n/")
    })?;
    super::yaml(&text, file, "i18n-broken")
}

/// All words of the theme in the folder `dir`, as a tree of keys.
///
/// # Errors
/// What is wrong with the words of the theme, or those it is based on.
pub fn of_theme(dir: &Path, language: &str) -> Result<Value, Diagnostic> {
    let mut all = Value::Null;
    for (depth, theme) in inheritance::chain(dir)?.iter().rev().enumerate() {
        let file = theme.join("i18n").join(format!("{language}.yaml"));
        if depth == 0 || file.is_file() {
            overlay(&mut all, read(&file)?);
        }
    }
    Ok(all)
}

/// The words that say what a number is.
pub fn phrases(words: &Value, theme: &Path, language: &str) -> Result<Phrases, Diagnostic> {
    let own = words.get("phrase").cloned().unwrap_or_default();
    serde_json::from_value(own).map_err(|e| {
        let file = theme.join("i18n").join(format!("{language}.yaml"));
        Diagnostic::error("i18n-broken", file, format!("`phrase`: {e}"))
            .help("write the words below `phrase` as in themes/default/i18n/")
    })
}

/// Lays the words of `over` on those of `under`, key by key.
pub fn overlay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, word) in over {
                overlay(under.entry(key).or_insert(Value::Null), word);
            }
        }
        (_, Value::Null) => {}
        (under, over) => *under = over,
    }
}

/// Words of themes that stand on others and that neither these have nor any template shows: most
/// often a slip in a key. The first of `chain` stands on all others.
pub fn unshown(
    chain: &[PathBuf],
    language: &str,
    templates: &BTreeMap<String, String>,
) -> Vec<Diagnostic> {
    let mut known = Value::Null;
    let mut told = Vec::new();
    for (depth, theme) in chain.iter().rev().enumerate() {
        let file = theme.join("i18n").join(format!("{language}.yaml"));
        let (Ok(own), Ok(text)) = (read(&file), disk::text(&file)) else {
            continue;
        };
        let mut new = Vec::new();
        if depth > 0 {
            missing_in(&known, &own, &mut Vec::new(), &mut new);
        }
        for path in new {
            let Some(key) = path.last() else { continue };
            let shown = format!(".{key}");
            if templates.values().any(|source| source.contains(&shown)) {
                continue;
            }
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let message = format!("nothing shows the word {}", path.join("."));
            let problem = Diagnostic::warning("i18n-unshown", &file, message)
                .help("write its key as in the theme that this one is based on, or take it out");
            told.push(match yaml::find_field(&text, &path) {
                Some((line, column)) => problem.at(line, Some(column), &text),
                None => problem,
            });
        }
        overlay(&mut known, own);
    }
    told
}

/// The paths of all words of `own` that `known` does not have.
fn missing_in(known: &Value, own: &Value, above: &mut Vec<String>, new: &mut Vec<Vec<String>>) {
    let Value::Object(own) = own else { return };
    for (key, word) in own {
        above.push(key.clone());
        match (known.get(key), word) {
            (Some(known), word) => missing_in(known, word, above, new),
            (None, Value::Object(_)) => missing_in(&Value::Null, word, above, new),
            (None, _) => new.push(above.clone()),
        }
        above.pop();
    }
}
