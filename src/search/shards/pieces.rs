//! What is shown of a record, cut into pieces at ends of sentences, so that of a long text only the
//! piece with the words is fetched.

use crate::search::normalize::Symbols;
use crate::search::record::{RecordKind, SearchRecord};

/// Symbols of a piece: about twice a snippet.
const PIECE: usize = 180;
/// Symbols that a piece has of the next, so that no word is cut in two.
const OVERLAP: usize = 12;
/// Figures of a measure that are shown with it.
const FIGURES: usize = 3;

/// Bodies of a measure that are shown with it.
const BODIES: usize = 6;

/// A piece of a record, written out.
pub struct PassageRow {
    /// Symbols of the record before it.
    pub position: usize,
    /// What follows the number of the record in its row (see [`super::passages`]); no room beyond it, since
    /// a clean build holds all rows until their files are written.
    pub json: Box<str>,
}

struct Passage<'a> {
    position: usize,
    text: &'a str,
    more: bool,
}

/// A text, of which `form` are the symbols, in pieces; at least one, which may be empty.
fn pieces<'a>(text: &'a str, form: &Symbols) -> Vec<Passage<'a>> {
    let n = form.symbols.len();
    let mut pieces = Vec::new();
    let mut start = 0;
    loop {
        // At the end of a sentence where there is one in the second half of the piece.
        let latest = (start + PIECE).min(n);
        let end = if latest == n {
            n
        } else {
            (start + PIECE / 2..latest)
                .rev()
                .find(|&at| {
                    let (from, to) = form.bytes[at - 1];
                    text[from..to].contains(['。', '；', '\n', '！', '？', ';'])
                })
                .unwrap_or(latest)
        };
        let from = if start == 0 { 0 } else { form.bytes[start].0 };
        let to = if end == n {
            text.len()
        } else {
            form.bytes[(end + OVERLAP).min(n) - 1].1
        };
        pieces.push(Passage {
            position: start,
            text: &text[from..to],
            more: end < n,
        });
        if end >= n {
            return pieces;
        }
        start = end;
    }
}

/// All pieces of a record; `form` are the symbols of its text.
pub fn rows(record: &SearchRecord, form: &Symbols) -> Vec<PassageRow> {
    let own = record.facets.document.as_deref().unwrap_or_default();
    let short = |text: &str| match text.strip_prefix(own) {
        Some(rest) if !own.is_empty() => format!("~{rest}"),
        _ => text.to_owned(),
    };
    // What follows from the kind, the id and the first line is not written out.
    let anchor = record.url.split_once('#').map_or("", |(_, anchor)| anchor);
    let anchor = match anchor == format!("L{}", record.lines.first) {
        true => "",
        false => anchor,
    };
    let title = match record.kind {
        RecordKind::Paragraph => "",
        _ => &record.title,
    };
    let file = match record.kind {
        RecordKind::Agency => record.file.as_str(),
        _ => "",
    };
    let figures: Vec<&String> = record.figures.iter().take(FIGURES).collect();
    let bodies: Vec<&String> = record.bodies.iter().take(BODIES).collect();
    let row = |piece: Passage<'_>| {
        let row = (
            piece.position,
            short(&record.id),
            title,
            anchor,
            record.lines.first,
            record.lines.last,
            piece.text,
            u8::from(piece.more),
            file,
            &figures,
            &bodies,
        );
        // Plain data, which the writer does not refuse.
        let mut json = serde_json::to_string(&row).unwrap_or_default();
        json.replace_range(..json.len().min(1), ",");
        PassageRow {
            position: piece.position,
            json: json.into(),
        }
    };
    pieces(&record.text, form).into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::normalize::symbols;

    #[test]
    fn a_long_text_is_cut_at_ends_of_sentences() {
        let sentence = format!("{}。", "推进绿色低碳".repeat(10));
        let text = sentence.repeat(8);
        let pieces = pieces(&text, &symbols(&text));
        assert!(pieces.len() > 2);
        for two in pieces.windows(2) {
            assert_eq!(two[1].position % 61, 0, "after a sentence");
            assert!(two[0].more && two[1].text.starts_with("推进"));
        }
        assert!(!pieces[pieces.len() - 1].more);
    }

    #[test]
    fn an_empty_text_is_one_empty_piece() {
        assert_eq!(pieces("", &symbols("")).len(), 1);
    }
}
