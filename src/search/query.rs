//! The query language. Its grammar and test cases, which hold for this parser and the browser's, are in
//! `tests/search/queries.yaml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::normalize::plain;

/// Quotation marks that may enclose a phrase.
const QUOTES: [(char, char); 6] = [
    ('"', '"'),
    ('“', '”'),
    ('”', '“'),
    ('「', '」'),
    ('『', '』'),
    ('＂', '＂'),
];

/// A parsed query. All words are normalized by [`plain`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Query {
    /// Words that a record must contain, in any place.
    pub words: Vec<String>,
    /// Strings that it must contain verbatim.
    pub phrases: Vec<String>,
    /// Strings that it must not have.
    pub without: Vec<String>,
    /// Filters that it must match.
    pub filters: Vec<Filter>,
}

/// 城市:杭州, -类型:段落
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Filter {
    /// Id of the field: city, agency, topic, year, kind, document.
    pub field: String,
    /// The value as written, without spaces at its ends.
    pub value: String,
    /// Whether matching records are excluded.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not: bool,
}

impl Query {
    /// Parses a query. `fields` are the names of the fields by id. Every string is a valid query: text
    /// that is no field, quote or minus sign in its place is a word.
    pub fn parse(text: &str, fields: &BTreeMap<String, Vec<String>>) -> Self {
        let chars: Vec<char> = text.nfc().collect();
        let mut query = Self::default();
        let mut at = 0;
        while at < chars.len() {
            if chars[at].is_whitespace() {
                at += 1;
                continue;
            }
            let not = matches!(chars[at], '-' | '－' | '−')
                && chars.get(at + 1).is_some_and(|c| !c.is_whitespace());
            at += usize::from(not);
            if let Some((field, after)) = field_at(&chars, at, fields) {
                let (value, _, end) = term(&chars, after);
                at = end;
                let value = value.trim().to_owned();
                if !value.is_empty() {
                    query.filters.push(Filter { field, value, not });
                }
                continue;
            }
            let (text, quoted, end) = term(&chars, at);
            at = end;
            let form = plain(&text);
            if form.is_empty() {
                continue;
            }
            let list = match (not, quoted) {
                (true, _) => &mut query.without,
                (false, true) => &mut query.phrases,
                (false, false) => &mut query.words,
            };
            if !list.contains(&form) {
                list.push(form);
            }
        }
        query
    }

    /// Whether the query is empty.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.phrases.is_empty() && self.filters.iter().all(|f| f.not)
    }
}

/// A field's name and its colon: the field's id and the index after the colon.
fn field_at(
    chars: &[char],
    at: usize,
    fields: &BTreeMap<String, Vec<String>>,
) -> Option<(String, usize)> {
    let length = chars[at..]
        .iter()
        .position(|&c| c == ':' || c == '：' || c.is_whitespace())?;
    let colon = at + length;
    if chars[colon].is_whitespace() || chars.get(colon + 1).is_none_or(|c| c.is_whitespace()) {
        return None;
    }
    let name = plain(&chars[at..colon].iter().collect::<String>());
    fields
        .iter()
        .find(|(_, names)| names.iter().any(|n| plain(n) == name))
        .map(|(id, _)| (id.clone(), colon + 1))
}

/// A quoted string or everything up to a space or quote: its text, whether it was quoted, and the index
/// after it. An unclosed quote reaches to the end.
fn term(chars: &[char], at: usize) -> (String, bool, usize) {
    let closing = |c: char| QUOTES.iter().find(|(open, _)| *open == c).map(|q| q.1);
    let ends = |c: char, close: char| c == close || (close == '”' && c == '"');
    if let Some(close) = chars.get(at).and_then(|&c| closing(c)) {
        let length = chars[at + 1..].iter().position(|&c| ends(c, close));
        let end = length.map_or(chars.len(), |n| at + 1 + n);
        let text = chars[at + 1..end].iter().collect();
        return (text, true, (end + 1).min(chars.len()));
    }
    let length = chars[at..]
        .iter()
        .skip(1)
        .position(|&c| c.is_whitespace() || closing(c).is_some())
        .map_or(chars.len() - at, |n| n + 1);
    (chars[at..at + length].iter().collect(), false, at + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn fields() -> BTreeMap<String, Vec<String>> {
        BTreeMap::from([("city".to_owned(), vec!["城市".to_owned()])])
    }

    proptest! {
        #[test]
        fn any_string_is_a_query(text in "[-\"“”「：: 城市杭州a光\u{0}-\u{ff}]{0,40}") {
            let query = Query::parse(&text, &fields());
            for word in query.words.iter().chain(&query.phrases) {
                let gap = super::super::normalize::GAP;
                prop_assert!(!word.is_empty() && !word.starts_with(gap) && !word.ends_with(gap));
            }
        }
    }
}
