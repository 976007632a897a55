use std::io::Cursor;

use calamine::{Cell, Data, DataRef, Ods, Range, Reader, Xls, Xlsb, Xlsx};

use super::{Problem, Raw, limits};

/// The sheets of a workbook with their names.
type Sheets = Vec<(String, Range<Data>)>;
/// What it is called in messages.
const KIND: &str = "the workbook";

/// Reads all sheets: the rows of each as lines, the cells parted by tabs.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    // The reader of workbooks overflows on addresses of cells that no sheet can have.
    std::panic::catch_unwind(|| read_book(bytes))
        .unwrap_or_else(|_| Err(damaged("it names cells that no sheet can have")))
}

fn read_book(bytes: &[u8]) -> Result<Raw, Problem> {
    limits::archive(bytes, KIND)?;
    limits::announced(bytes, "xl/sharedStrings.xml", KIND)?;
    let bytes = || Cursor::new(bytes);
    let sheets = match Xlsx::new(bytes()) {
        Ok(book) => xlsx(book)?,
        Err(error) => match Xlsb::new(bytes()) {
            Ok(book) => xlsb(book)?,
            // These two formats have limits of their own, which their reader keeps.
            Err(_) => Xls::new(bytes())
                .map(|mut book| book.worksheets())
                .or_else(|_| Ods::new(bytes()).map(|mut book| book.worksheets()))
                .map_err(|_| Problem::damaged(KIND, error))?,
        },
    };
    Ok(lines(sheets))
}

/// The sheets of a workbook in XML; one that cannot be read is left out.
fn xlsx(mut book: Xlsx<Cursor<&[u8]>>) -> Result<Sheets, Problem> {
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let next = || Ok(reader.next_cell().map_err(damaged)?.map(owned));
        sheets.push((name, filled(next)?));
    }
    Ok(sheets)
}

/// The sheets of a binary workbook.
fn xlsb(mut book: Xlsb<Cursor<&[u8]>>) -> Result<Sheets, Problem> {
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let next = || Ok(reader.next_cell().map_err(damaged)?.map(owned));
        sheets.push((name, filled(next)?));
    }
    Ok(sheets)
}

fn damaged(reason: impl std::fmt::Display) -> Problem {
    Problem::damaged(KIND, reason)
}

fn owned(cell: Cell<DataRef<'_>>) -> Cell<Data> {
    Cell::new(cell.get_position(), cell.get_value().clone().into())
}

/// The cells that hold something, in the smallest range with all of them. A program may leave an empty
/// one in the last column and row of a sheet.
fn filled(
    mut next: impl FnMut() -> Result<Option<Cell<Data>>, Problem>,
) -> Result<Range<Data>, Problem> {
    let mut cells: Vec<Cell<Data>> = Vec::new();
    while let Some(cell) = next()? {
        if !shown(cell.get_value()).is_empty() {
            cells.push(cell);
        }
        limits::cells(cells.len(), 1, KIND)?;
    }
    let extent = |of: fn((u32, u32)) -> u32| {
        let places = || cells.iter().map(|cell| of(cell.get_position()));
        let (first, last) = (places().min().unwrap_or(0), places().max().unwrap_or(0));
        (last - first) as usize + 1
    };
    let (rows, columns) = (extent(|at| at.0), extent(|at| at.1));
    limits::cells(rows, columns, KIND)?;
    Ok(Range::from_sparse(cells))
}

fn lines(sheets: Sheets) -> Raw {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[(u32, u32)]) -> Result<Range<Data>, Problem> {
        let mut cells = cells
            .iter()
            .map(|&at| Cell::new(at, Data::String("甲".to_owned())))
            .chain([Cell::new((1_048_575, 16_383), Data::Empty)]);
        filled(|| Ok(cells.next()))
    }

    #[test]
    fn an_empty_cell_at_the_end_of_a_sheet_makes_it_no_larger() {
        assert_eq!(read(&[(0, 0), (1, 2)]).unwrap().get_size(), (2, 3));
        assert!(read(&[]).unwrap().is_empty());
    }

    #[test]
    fn a_sheet_of_too_many_cells_is_told_with_the_limit() {
        let told = read(&[(0, 0), (1_048_575, 16_383)])
            .unwrap_err()
            .to_string();
        assert!(told.contains("the limit of 4000000 cells"), "{told}");
    }
}
