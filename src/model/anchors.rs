use super::{Block, Policy};

/// The line by which each line of a text is linked: the first one of what the document's page shows as
/// one piece — a paragraph, a heading, the row of a table — and that holds it.
#[derive(Clone, Debug)]
pub struct Anchors(Vec<usize>);

impl Anchors {
    /// Those of a document.
    pub fn of(policy: &Policy) -> Self {
        let tables = policy.tables_by_id();
        let rows = |table: &str| tables.get(table).map_or(&[][..], |table| &table.rows);
        let last = policy.blocks.iter().map(|block| block.lines().last).max();
        let mut anchors = vec![0; last.map_or(0, |last| last + 1)];
        for block in &policy.blocks {
            let own = block.lines();
            let pieces = match block {
                Block::Table { table, .. } => rows(table),
                _ => &[],
            };
            // Of rows that share a line the first holds it, and of blocks the last.
            for lines in [own]
                .into_iter()
                .chain(pieces.iter().rev().map(|row| row.lines))
            {
                let piece = lines.first.max(own.first)..=lines.last.min(own.last);
                if let Some(piece) = anchors.get_mut(piece) {
                    piece.fill(lines.first);
                }
            }
        }
        Self(anchors)
    }

    /// That of a line; a line that no piece holds is its own.
    pub fn of_line(&self, line: usize) -> usize {
        let known = self.0.get(line).copied();
        known.filter(|anchor| *anchor > 0).unwrap_or(line)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::Vocabulary;

    #[test]
    fn a_line_is_linked_by_the_first_of_its_paragraph_and_a_row_by_its_own() {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let vocabulary = Vocabulary::load(&content.join("vocabulary")).unwrap();
        let text = "某市绿色行动方案\n\n一、总体要求\n到2025年，全市森林覆盖率稳定在65%以上，森林蓄积量达到2\n亿立方米，森林碳储量持续增加。\n\n| 指标 | 2025年 |\n|---|---|\n| 森林覆盖率 | 65% |\n| 森林蓄积量 | 2亿立方米 |\n";
        let seed = Seed {
            file: "seeds/x.txt".into(),
            id: Some("x".into()),
            ..Seed::default()
        };
        let policy = read_policy(text.as_bytes(), &seed, &vocabulary).unwrap();
        let anchors = Anchors::of(&policy);
        let of_lines: Vec<usize> = (1..=10).map(|line| anchors.of_line(line)).collect();
        // The rule under the head is no row: its line is linked by the table.
        assert_eq!(of_lines, [1, 2, 3, 4, 4, 6, 7, 7, 9, 10]);
        assert_eq!(anchors.of_line(99), 99);
    }
}
