use std::io::Cursor;

use calamine::{Data, Ods, Range, Reader, Xls, Xlsb, Xlsx};

use super::{Problem, Raw};

/// Reads all sheets: the rows of each as lines, the cells parted by tabs.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let bytes = || Cursor::new(bytes);
    let xlsx = Xlsx::new(bytes()).map(|mut book| book.worksheets());
    let sheets = xlsx.or_else(|error| {
        Xlsb::new(bytes())
            .map(|mut book| book.worksheets())
            .or_else(|_| Xls::new(bytes()).map(|mut book| book.worksheets()))
            .or_else(|_| Ods::new(bytes()).map(|mut book| book.worksheets()))
            .map_err(|_| Problem::damaged("the workbook", error))
    })?;
    Ok(lines(sheets))
}

fn lines(sheets: Vec<(String, Range<Data>)>) -> Raw {
    let mut raw = Raw {
        whole: true,
        ..Raw::default()
    };
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
    raw
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
