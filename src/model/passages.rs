//! The text of a document piece by piece, as its page shows it: titles, headings, paragraphs and table rows.

use std::borrow::Cow;

use super::{Anchor, Anchors, Block, Lines, Policy, Table};

/// One piece of the text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPassage<'a> {
    /// Its words as written; the cells of a row are joined by [`BETWEEN_CELLS`].
    pub text: Cow<'a, str>,
    /// What it is.
    pub kind: PassageKind,
    /// Its lines in the seed.
    pub lines: Lines,
    /// The element of the document's page that shows it.
    pub anchor: Anchor,
    /// Id of the measure it belongs to.
    pub measure: Option<&'a str>,
    /// The headings above it, outermost first, as indices of passages.
    pub headings: Vec<usize>,
}

/// The kind of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// A title of the document or of an annex.
    Title,
    /// A heading with its number.
    Heading,
    /// Running text.
    Paragraph,
    /// The head of a table.
    TableHead,
    /// A row of a table.
    TableRow,
}

/// The mark between two cells of a row.
pub const BETWEEN_CELLS: &str = " | ";

/// All passages of a document in reading order; empty ones are left out.
pub fn passages<'a>(policy: &'a Policy, anchors: &Anchors) -> Vec<TextPassage<'a>> {
    let tables = policy.tables_by_id();
    let mut found = PassageList::default();
    for (n, block) in policy.blocks.iter().enumerate() {
        let (lines, anchor) = (block.lines(), anchors.of_block(n));
        let place = (lines, anchor);
        match block {
            Block::Title { text, .. } => {
                found.open.clear();
                found.add(Cow::Borrowed(text), PassageKind::Title, place, None);
            }
            Block::Heading {
                level,
                number,
                title,
                measure,
                ..
            } => {
                found.open.retain(|(above, _)| above < level);
                let text = match number {
                    Some(number) => Cow::Owned(format!("{number}{title}")),
                    None => Cow::Borrowed(title.as_str()),
                };
                let measure = measure.as_deref();
                if let Some(own) = found.add(text, PassageKind::Heading, place, measure) {
                    found.open.push((*level, own));
                }
            }
            Block::Paragraph { text, measure, .. } => {
                let text = Cow::Borrowed(text.as_str());
                found.add(text, PassageKind::Paragraph, place, measure.as_deref());
            }
            Block::Table { table, .. } => {
                if let Some(table) = tables.get(table.as_str()) {
                    found.add_table(table, anchors, place);
                }
            }
        }
    }
    found.all
}

#[derive(Default)]
struct PassageList<'a> {
    all: Vec<TextPassage<'a>>,
    /// The headings that are open, each with its level and its index.
    open: Vec<(u8, usize)>,
}

impl<'a> PassageList<'a> {
    /// Adds a passage and gives its index; none for an empty one.
    fn add(
        &mut self,
        text: Cow<'a, str>,
        kind: PassageKind,
        (lines, anchor): (Lines, Anchor),
        measure: Option<&'a str>,
    ) -> Option<usize> {
        if text.trim().is_empty() {
            return None;
        }
        self.all.push(TextPassage {
            text,
            kind,
            lines,
            anchor,
            measure,
            headings: self.open.iter().map(|(_, n)| *n).collect(),
        });
        Some(self.all.len() - 1)
    }

    fn add_table(&mut self, table: &'a Table, anchors: &Anchors, (lines, anchor): (Lines, Anchor)) {
        let head = Cow::Owned(joined(&table.header));
        let first = Lines::at(lines.first);
        self.add(head, PassageKind::TableHead, (first, anchor), None);
        for (n, row) in table.rows.iter().enumerate() {
            let own = anchors.of_row(&table.id, n).unwrap_or(anchor);
            let text = Cow::Owned(joined(&row.cells));
            self.add(text, PassageKind::TableRow, (row.lines, own), None);
        }
    }
}

/// The cells of a row that are not empty.
fn joined(cells: &[String]) -> String {
    let cells = cells.iter().map(|cell| cell.trim());
    let cells: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
    cells.join(BETWEEN_CELLS)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn every_piece_has_its_lines_and_the_headings_above_it() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let vocabulary = Vocabulary::load(&content.join("vocabulary")).unwrap();
        let seed = Seed {
            file: "seeds/x.txt".into(),
            id: Some("x".into()),
            ..Seed::default()
        };
        let text = "某市绿色行动方案\n\n一、重点任务\n（一）保护森林。到2025年，全市森林覆盖率稳定在65%以上，森林蓄积量达到2\n亿立方米。\n二、主要指标\n\n| 指标 | 2025年 |\n|---|---|\n| 森林覆盖率 | 65% |\n";
        let policy = read_policy(text.as_bytes(), &seed, &vocabulary).unwrap();
        let all = passages(&policy, &Anchors::of(&policy));
        let shown: Vec<String> = all
            .iter()
            .map(|p| {
                let above = p.headings.iter().map(|&n| all[n].text.as_ref());
                let above: Vec<&str> = above.collect();
                format!(
                    "{} #{} {} < {}",
                    p.lines,
                    p.anchor,
                    p.text,
                    above.join(" / ")
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                "1 #L1 某市绿色行动方案 < ",
                "3 #L3 一、重点任务 < ",
                "4 #L4 （一）保护森林 < 一、重点任务",
                "4-5 #L4-2 到2025年，全市森林覆盖率稳定在65%以上，森林蓄积量达到2亿立方米。 < 一、重点任务 / （一）保护森林",
                "6 #L6 二、主要指标 < ",
                "8 #L8 指标 | 2025年 < 二、主要指标",
                "10 #L10 森林覆盖率 | 65% < 二、主要指标",
            ]
        );
    }
}
