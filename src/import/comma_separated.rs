//! Tables as comma-separated values (RFC 4180).

use super::{Raw, limits};

/// Reads a text as a table, if it is one: by its name, or since every row has as many cells.
pub fn read(text: &str, named: bool) -> Option<Raw> {
    const LEAST_COLUMNS: usize = 3;
    const LEAST_ROWS: usize = 2;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(named)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows: Vec<csv::StringRecord> = Vec::new();
    let mut cells = 0;
    for row in reader.records() {
        let row = row.ok()?;
        cells += row.len();
        limits::cells(cells, 1, "the table").ok()?;
        rows.push(row);
    }
    let columns = rows.iter().map(csv::StringRecord::len).max()?;
    if rows.len() < LEAST_ROWS || columns < if named { 2 } else { LEAST_COLUMNS } {
        return None;
    }
    limits::cells(rows.len(), columns, "the table").ok()?;
    let line = |row: &csv::StringRecord| {
        let cells = row.iter().map(|cell| {
            // Line breaks in a cell would end the row.
            cell.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        let mut cells: Vec<String> = cells.collect();
        match cells.iter().filter(|cell| !cell.is_empty()).count() {
            0 => None,
            // A heading over the whole table.
            1 if !cells[0].is_empty() => Some(cells.swap_remove(0)),
            _ => {
                cells.resize(columns, String::new());
                Some(cells.join("\t"))
            }
        }
    };
    Some(Raw {
        lines: rows.iter().filter_map(line).collect(),
        whole: true,
        ..Raw::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_commas_and_line_breaks_in_cells_are_read() {
        let text = "序号,任务,责任单位\r\n1,\"造林3万亩,抚育林地\n5万亩\",市林业局\r\n";
        let lines = read(text, false).unwrap().lines;
        assert_eq!(
            lines,
            [
                "序号\t任务\t责任单位",
                "1\t造林3万亩,抚育林地 5万亩\t市林业局"
            ]
        );
    }

    #[test]
    fn a_table_of_too_many_empty_cells_is_none() {
        let wide = "指标,".repeat(20_000);
        assert_eq!(
            read(&format!("{wide}\n{}", "甲,乙\n".repeat(1_000)), true),
            None
        );
    }

    #[test]
    fn running_text_is_no_table() {
        assert_eq!(
            read("一、总则\n为了节水,制定本条例,自公布之日起施行。\n", false),
            None
        );
        assert_eq!(read("各县（市、区）人民政府：\n现印发方案。\n", true), None);
    }
}
