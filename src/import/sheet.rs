use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::{Problem, Raw};

/// Reads all sheets: the rows of each as lines, the cells parted by tabs.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let damaged = |error: calamine::Error| Problem::damaged("the workbook", error);
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut raw = Raw {
        whole: true,
        ..Raw::default()
    };
    let sheets = book.worksheets();
    let several = sheets.iter().filter(|(_, cells)| !cells.is_empty()).count() > 1;
    for (name, cells) in sheets {
        if cells.is_empty() {
            continue;
        }
        if several {
            raw.lines.push(name);
        }
        for row in cells.rows() {
            let words: Vec<String> = row.iter().map(shown).collect();
            let filled = words.iter().filter(|w| !w.is_empty()).count();
            match filled {
                0 => {}
                // A heading over the whole sheet.
                1 if !words[0].is_empty() => raw.lines.push(words[0].clone()),
                _ => raw.lines.push(words.join("\t")),
            }
        }
    }
    Ok(raw)
}

/// A cell as it is read aloud; line breaks in it would end the row.
fn shown(cell: &Data) -> String {
    let words = match cell {
        Data::Float(n) => n.to_string(),
        Data::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string(),
    };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
