//! The words of the page in Chinese and English.

use serde_json::{Map, Value};

use crate::messages::Language;

const WORDS: &str = include_str!("words.yaml");

/// The words of one language, in groups; Chinese ones for a Chinese site, else English ones.
pub fn words(language: Language) -> Value {
    let all: Value = serde_yaml::from_str(WORDS).unwrap_or_default();
    chosen(&all, usize::from(language == Language::En))
}

/// Groups of words with one language of each pair.
fn chosen(words: &Value, language: usize) -> Value {
    match words {
        Value::Array(pair) => pair.get(language).cloned().unwrap_or_default(),
        Value::Object(group) => {
            let group = group
                .iter()
                .map(|(key, words)| (key.clone(), chosen(words, language)));
            Value::Object(group.collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::pattern::regex;

    fn keys(words: &Value, path: &str, found: &mut BTreeSet<String>) {
        match words {
            Value::Object(group) => {
                for (key, words) in group {
                    keys(words, &format!("{path}.{key}"), found);
                }
            }
            Value::String(words) => {
                assert!(!words.is_empty(), "{path}");
                found.insert(path.trim_start_matches('.').to_owned());
            }
            other => panic!("{path}: {other}"),
        }
    }

    #[test]
    fn both_languages_have_the_words_of_the_page() {
        let scripts = [
            include_str!("page/document.js"),
            include_str!("page/element.js"),
            include_str!("page/form.js"),
            include_str!("page/list.js"),
            include_str!("page/review.js"),
            include_str!("page/text.js"),
        ]
        .concat();
        let used = regex(r"\bwords\.((?:\w+\.)*\w+)\b");
        for language in [Language::Zh, Language::En] {
            let mut found = BTreeSet::new();
            keys(&words(language), "", &mut found);
            assert!(found.len() > 80);
            for word in used.captures_iter(&scripts) {
                let word = &word[1];
                let is_group = found.iter().any(|key| key.starts_with(&format!("{word}.")));
                assert!(found.contains(word) || is_group, "{word}");
            }
        }
    }
}
