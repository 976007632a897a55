//! Classifies texts that set rules rather than a plan.

use super::record::Record;
use crate::outline::Outline;
use crate::text::Line;
use crate::vocabulary::{Class, Vocabulary};

/// Whether a text sets rules, thresholds and subsidies. Its title says so, or it has a period of validity
/// (有效期) and is not called a plan.
pub fn gives_rules(outline: &Outline, record: &Record, vocabulary: &Vocabulary) -> bool {
    let title = record.title.as_ref().map_or("", |t| t.text.as_str());
    let title = title.trim_end_matches(['）', ')', '》', '。']);
    let title = title.split(['（', '(']).next().unwrap_or_default();
    let grammar = &vocabulary.grammar;
    if grammar.ending(Class::Plan, title).is_some() {
        return false;
    }
    let lasts = |line: &Line| {
        line.text.contains("有效期") && line.text.contains("施行")
            || line.text.contains("有效期") && line.text.contains("自印发")
    };
    grammar.ending(Class::Rules, title).is_some()
        || outline.root.paragraphs().into_iter().any(lasts)
}
