//! Outcomes for numbers and words that nothing was read from.

use super::Outcome;
use crate::extract::figures::Reason;
use crate::vocabulary::Vocabulary;

/// The outcome for a number that is not a figure, for this reason.
pub fn reason(reason: Reason) -> Outcome {
    match reason {
        Reason::Date => Outcome::Because("date"),
        Reason::DocumentNumber => Outcome::Because("document number"),
        Reason::Name => Outcome::Because("name"),
        Reason::Code => Outcome::Because("code or standard"),
        Reason::Ordinal => Outcome::Because("ordinal"),
        Reason::ListNumber => Outcome::Because("list number"),
        Reason::VoltageClass => Outcome::Because("voltage class"),
        Reason::Ratio => Outcome::Because("ratio"),
        Reason::Duration => Outcome::Because("duration"),
        Reason::Caption => Outcome::Because("number of a figure, table or annex"),
        Reason::Enumeration => Outcome::Because("enumeration"),
        Reason::Basis => Outcome::Because("what is counted by"),
        Reason::Inclusive => Outcome::Because("limit said again"),
        Reason::Unexplained => Outcome::Unexplained,
    }
}

/// Whether a sentence names a body of a known kind.
pub fn names_a_body(sentence: &str, vocabulary: &Vocabulary) -> bool {
    sentence
        .split(['，', '、', '；', '：', '（', '）', '(', ')', '。', ',', ';'])
        .any(|part| vocabulary.agencies.kind_of(part.trim()).is_some())
}

/// Some characters on either side.
pub fn around(text: &str, span: std::ops::Range<usize>) -> String {
    const REACH: usize = 8;
    let before: String = text[..span.start]
        .chars()
        .rev()
        .take(REACH)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let after: String = text[span.end..].chars().take(REACH).collect();
    format!("{before}{}{after}", &text[span])
}
