use std::fmt;

use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};

use super::{Block, Lines, Policy, Spans, Table};

/// The id of an element on a document's page: `L78`, after its first line, or `L78-2` if an earlier
/// element begins on that line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// The first line.
    pub line: usize,
    /// From 1, in the order of the page.
    pub nth: usize,
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            1 => write!(f, "L{}", self.line),
            nth => write!(f, "L{}-{nth}", self.line),
        }
    }
}

impl Serialize for Anchor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The anchors of a document. Each paragraph, heading, table and table row on its page has one; a line or
/// a quote is linked by the anchor of the element that shows it.
#[derive(Clone, Debug)]
pub struct Anchors {
    /// In the order of the page: every block, a table before its rows.
    pieces: Vec<AnchoredText>,
    /// The place of each block among the pieces.
    blocks: Vec<usize>,
    /// The place of each table among the pieces, by id; its rows follow it.
    tables: FxHashMap<String, usize>,
    spans: Spans,
    /// For each line the index of the piece that it is linked by.
    lines: Vec<Option<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct AnchoredText {
    anchor: Anchor,
    lines: Lines,
    shows: Shows,
}

#[derive(Clone, Copy, Debug)]
enum Shows {
    Block(usize),
    /// A row of the table that a block shows.
    Row(usize, usize),
}

/// Maximum number of pieces on the lines of a quote that are searched for it. A text of a single line has
/// all its pieces there.
const SEARCHED: usize = 100;

impl Anchors {
    /// Those of a document.
    pub fn of(policy: &Policy) -> Self {
        let by_id = policy.tables_by_id();
        let mut used: FxHashMap<usize, usize> = FxHashMap::default();
        let mut pieces = Vec::new();
        let mut piece = |shows, lines: Lines| {
            let nth = used.entry(lines.first).or_default();
            *nth += 1;
            let (line, nth) = (lines.first, *nth);
            let anchor = Anchor { line, nth };
            pieces.push(AnchoredText {
                anchor,
                lines,
                shows,
            });
            pieces.len() - 1
        };
        let mut blocks = Vec::with_capacity(policy.blocks.len());
        let mut tables = FxHashMap::default();
        for (n, block) in policy.blocks.iter().enumerate() {
            let own = piece(Shows::Block(n), block.lines());
            blocks.push(own);
            let Some((id, table)) = shown_table(block, &by_id) else {
                continue;
            };
            tables.insert(id.to_owned(), own);
            for (m, row) in table.rows.iter().enumerate() {
                piece(Shows::Row(n, m), row.lines);
            }
        }
        let lines = of_lines(&pieces, policy);
        Self {
            spans: Spans::of(pieces.iter().map(|piece| piece.lines)),
            pieces,
            blocks,
            tables,
            lines,
        }
    }

    /// The anchor of a block, by its index in the document.
    pub fn of_block(&self, block: usize) -> Anchor {
        self.pieces[self.blocks[block]].anchor
    }

    /// The anchor of a table, if the page shows it.
    pub fn of_table(&self, id: &str) -> Option<Anchor> {
        let table = *self.tables.get(id)?;
        Some(self.pieces[table].anchor)
    }

    /// The anchor of a table row, if the page shows it.
    pub fn of_row(&self, id: &str, row: usize) -> Option<Anchor> {
        let piece = self.pieces.get(self.tables.get(id)? + 1 + row)?;
        matches!(piece.shows, Shows::Row(_, own) if own == row).then_some(piece.anchor)
    }

    /// The anchor of the element that holds a line. Of several that begin together, the first one is
    /// used, such as a heading before its text. For a line in no element: the anchor that an element
    /// beginning there would have.
    pub fn of_line(&self, line: usize) -> Anchor {
        // A line that no element holds leads to the next one that an element does.
        let known = self
            .lines
            .get(line..)
            .and_then(|rest| rest.iter().flatten().next().copied());
        known.map_or(Anchor { line, nth: 1 }, |piece| self.pieces[piece].anchor)
    }

    /// The anchor of the element on these lines of `policy`, its document, that contains a quote. If no
    /// element contains it verbatim: the anchor of the first line.
    pub fn of_quote(&self, policy: &Policy, lines: Lines, quote: &str) -> Anchor {
        let touching = self.spans.touching(lines);
        let pieces = touching.iter().take(SEARCHED).map(|&n| &self.pieces[n]);
        let mut saying = pieces.filter(|piece| piece.says(policy, quote));
        let piece = saying.next().filter(|_| !quote.is_empty());
        piece.map_or_else(|| self.of_line(lines.first), |piece| piece.anchor)
    }
}

impl AnchoredText {
    fn says(&self, policy: &Policy, quote: &str) -> bool {
        match self.shows {
            Shows::Block(n) => match &policy.blocks[n] {
                Block::Title { text, .. } | Block::Paragraph { text, .. } => text.contains(quote),
                Block::Heading { number, title, .. } => {
                    let number = number.as_deref().unwrap_or_default();
                    format!("{number}{title}").contains(quote)
                }
                Block::Table { .. } => false,
            },
            // A quote of a row consists of some of its cells.
            Shows::Row(n, m) => {
                let id = match &policy.blocks[n] {
                    Block::Table { table, .. } => table,
                    _ => return false,
                };
                let table = policy.tables.iter().find(|table| table.id == *id);
                let cells = table.and_then(|table| table.rows.get(m));
                let said = cells.map_or_else(String::new, |row| row.cells.join(" "));
                let mut parts = quote.split_whitespace();
                parts.all(|part| said.contains(part))
            }
        }
    }
}

fn shown_table<'b, 't>(
    block: &'b Block,
    by_id: &FxHashMap<&str, &'t Table>,
) -> Option<(&'b str, &'t Table)> {
    match block {
        Block::Table { table, .. } => Some((table, *by_id.get(table.as_str())?)),
        _ => None,
    }
}

/// Determines for each line the piece that it is linked by.
fn of_lines(pieces: &[AnchoredText], policy: &Policy) -> Vec<Option<usize>> {
    let last = policy.blocks.iter().map(|block| block.lines().last).max();
    let mut lines: Vec<Option<usize>> = vec![None; last.map_or(0, |last| last + 1)];
    let mut first = 0;
    while first < pieces.len() {
        let is_row = |piece: &AnchoredText| matches!(piece.shows, Shows::Row(..));
        let rows = pieces[first + 1..].iter().take_while(|p| is_row(p)).count();
        let own = pieces[first].lines;
        // Of rows that share a line the first one holds it; of blocks the last one that begins.
        for n in [first].into_iter().chain((first + 1..=first + rows).rev()) {
            let held = pieces[n].lines;
            let from = held.first.max(own.first);
            let held = lines.get_mut(from..=held.last.min(own.last));
            for line in held.into_iter().flatten() {
                let begins = |n: usize| pieces[n].lines.first;
                // Of two elements that begin together the first one keeps its lines.
                let keeps = line.is_some_and(|other| other < first && begins(other) == begins(n));
                if !keeps {
                    *line = Some(n);
                }
            }
        }
        first += rows + 1;
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::Vocabulary;

    fn read(text: &str) -> Policy {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let vocabulary = Vocabulary::load(&content.join("vocabulary")).unwrap();
        let seed = Seed {
            file: "seeds/x.txt".into(),
            id: Some("x".into()),
            ..Seed::default()
        };
        read_policy(text.as_bytes(), &seed, &vocabulary).unwrap()
    }

    #[test]
    fn a_line_is_linked_by_the_first_of_its_paragraph_and_a_row_by_its_own() {
        let policy = read(
            "某市绿色行动方案\n\n一、总体要求\n到2025年，全市森林覆盖率稳定在65%以上，森林蓄积量达到2\n亿立方米，森林碳储量持续增加。\n\n| 指标 | 2025年 |\n|---|---|\n| 森林覆盖率 | 65% |\n| 森林蓄积量 | 2亿立方米 |\n",
        );
        let anchors = Anchors::of(&policy);
        let of_lines: Vec<String> = (1..=10).map(|n| anchors.of_line(n).to_string()).collect();
        // The rule under the head is no row: its line is linked by the table.
        assert_eq!(
            of_lines,
            ["L1", "L3", "L3", "L4", "L4", "L7", "L7", "L7", "L9", "L10"]
        );
        assert_eq!(anchors.of_line(99).to_string(), "L99");
        let table = &policy.tables[0].id;
        assert_eq!(anchors.of_table(table).unwrap().to_string(), "L7");
        assert_eq!(anchors.of_row(table, 1).unwrap().to_string(), "L10");
        assert_eq!(anchors.of_row(table, 2), None);
    }

    #[test]
    fn a_quote_behind_a_heading_of_the_same_line_is_linked_by_its_own_paragraph() {
        let policy = read(
            "某市绿色行动方案\n\n一、重点任务\n（一）保护森林。到2025年，全市森林覆盖率稳定在65%以上，森林蓄积量达到2\n亿立方米，森林碳储量持续增加。\n（二）发展光伏。到2025年，全市光伏装机达到100万千瓦以上。\n",
        );
        let anchors = Anchors::of(&policy);
        let of = |quote: &str| {
            let figure = policy.figures.iter().find(|f| f.quote.contains(quote));
            let figure = figure.unwrap();
            anchors.of_quote(&policy, figure.lines, &figure.quote)
        };
        assert_eq!(of("2亿立方米").to_string(), "L4-2");
        assert_eq!(of("100万千瓦").to_string(), "L6-2");
        // A link to the measure leads to its heading, a link to the second line to the element there.
        assert_eq!(anchors.of_line(4).to_string(), "L4");
        assert_eq!(anchors.of_line(5).to_string(), "L4-2");
    }
}
