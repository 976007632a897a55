//! Tables whose cells an extraction wrote one below the other: which belong in one row is lost.

/// So many short lines in a row, hardly any of them a sentence, are cells.
const CELLS: usize = 10;
/// Of which at least so many are numbers.
const NUMBERS: usize = 4;
/// A cell on a line of its own is no longer, in characters.
const LONGEST: usize = 20;

/// What somebody has to read against the file: where such cells stand.
pub fn doubts(text: &str) -> Vec<String> {
    let lines: Vec<(usize, &str)> = text
        .lines()
        .map(|line| line.trim_matches(|c: char| c.is_whitespace() || c == '\u{c}'))
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let stacks = lines.chunk_by(|a, b| is_cell(a.1) && is_cell(b.1));
    let told = stacks
        .filter(|stack| {
            let numbers = stack.iter().filter(|(_, line)| is_number(line)).count();
            stack.len() >= CELLS && numbers >= NUMBERS
        })
        .filter_map(|stack| Some((stack.first()?.0 + 1, stack.last()?.0 + 1)));
    told.map(|(from, to)| {
        format!("lines {from} to {to} look like cells of a table that is no longer one: write its rows with tabs between the cells, or import the file that the text was made from")
    })
    .collect()
}

fn is_cell(line: &str) -> bool {
    line.chars().count() <= LONGEST && !line.contains(['。', '；', '，']) && !line.ends_with('：')
}

fn is_number(line: &str) -> bool {
    line.contains(|c: char| c.is_numeric())
        && !line.contains(|c: char| c.is_alphabetic() && !c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_below_each_other_are_told() {
        let table = "主要指标如下：\n指标\n2020年\n2025年\n森林覆盖率\n81.7\n82\n蓄积量\n9500\n10500\n湿地保护率\n50%\n";
        assert!(
            doubts(table)[0].starts_with("lines 2 to 12 "),
            "{:?}",
            doubts(table)
        );
    }

    #[test]
    fn headings_below_each_other_are_no_cells() {
        let headings = "一、目标\n二、任务\n三、保障\n".repeat(5);
        assert!(doubts(&headings).is_empty());
    }
}
