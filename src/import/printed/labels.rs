//! The first column of many tables names groups of rows: a few characters above each other, beside the
//! rows of their group, such as 「综合」「性指」「标」.

use super::rows::PrintedRows;
use super::table_line::TableLine;

/// A part of a label is no longer.
const LONGEST_PART: usize = 3;
/// A label is no longer.
const LONGEST: usize = 8;
/// Parts of one label are no farther apart than this, in characters.
const PITCH: f32 = 3.3;

/// The labels of a table.
#[derive(Clone, Debug)]
pub struct Labels {
    /// What the head calls them.
    pub head: String,
    /// The parts of each, with their places.
    groups: Vec<Vec<(f32, String)>>,
}

/// Takes the first column out of lines if it holds labels.
pub fn take(lines: &mut [TableLine]) -> Option<Labels> {
    let first = |line: &TableLine| line.parts.iter().position(|part| part.column == 0);
    let all: Vec<(f32, f32, String)> = lines
        .iter()
        .filter_map(|line| Some((line.middle, line.em, line.parts[first(line)?].text.clone())))
        .collect();
    let short =
        |text: &str| text.chars().count() <= LONGEST_PART && text.chars().all(crate::text::is_han);
    if all.len() < 2 || !all.iter().all(|(_, _, text)| short(text)) {
        return None;
    }
    for line in lines.iter_mut() {
        line.parts.retain(|part| part.column != 0);
    }
    let (_, _, head) = all.first()?.clone();
    let mut groups: Vec<Vec<(f32, String)>> = Vec::new();
    for (middle, em, text) in all.into_iter().skip(1) {
        match groups.last_mut() {
            Some(group)
                if group
                    .last()
                    .is_some_and(|(at, _)| middle - at <= em * PITCH) =>
            {
                group.push((middle, text));
            }
            _ => groups.push(vec![(middle, text)]),
        }
    }
    Some(Labels { head, groups })
}

impl Labels {
    /// Writes each label into the first of its rows. A label stands in the middle of its rows, so that
    /// the first label tells where the second begins; if they do not end with the table, no label can be
    /// trusted: then each part stands in the row that it is beside, and the table is in doubt.
    pub fn set(&self, rows: &mut PrintedRows) {
        let middles: Vec<f32> = rows.rows.iter().map(|row| row.middle).collect();
        let firsts = self.firsts(&middles);
        for (n, group) in self.groups.iter().enumerate() {
            let label: String = group.iter().map(|(_, text)| text.as_str()).collect();
            match firsts
                .as_ref()
                .and_then(|firsts| rows.rows.get_mut(firsts[n]))
            {
                Some(row) => row.cells[0] = label,
                None => {
                    rows.doubtful = true;
                    for (at, text) in group {
                        let near = |row: &&mut super::rows::PrintedRow| (row.middle - at).abs();
                        let row = rows
                            .rows
                            .iter_mut()
                            .min_by(|a, b| near(a).total_cmp(&near(b)));
                        if let Some(row) = row {
                            row.cells[0].push_str(text);
                        }
                    }
                }
            }
        }
    }

    /// The first row of each label.
    fn firsts(&self, middles: &[f32]) -> Option<Vec<usize>> {
        let long = |group: &Vec<(f32, String)>| {
            group.iter().map(|(_, t)| t.chars().count()).sum::<usize>() > LONGEST
        };
        if self.groups.iter().any(long) {
            return None;
        }
        let mut firsts = Vec::new();
        let mut first = 0;
        for group in &self.groups {
            let (top, bottom) = (group.first()?.0, group.last()?.0);
            let centre = (top + bottom) / 2.0;
            let off = |last: &usize| (middles[first] + middles[*last] - 2.0 * centre).abs();
            let last = (first..middles.len()).min_by(|a, b| off(a).total_cmp(&off(b)))?;
            // Half a row on either side.
            let pitch = (middles.last()? - middles.first()?) / middles.len() as f32;
            if off(&last) > 2.0 * pitch {
                return None;
            }
            firsts.push(first);
            first = last + 1;
        }
        (first == middles.len()).then_some(firsts)
    }
}
