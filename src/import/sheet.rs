use std::io::Cursor;

use calamine::{
    Cell, Data, DataRef, Ods, Range, Reader, Sheet, SheetType, SheetVisible, Style, Xls, Xlsb, Xlsx,
};

use super::package::Package;
use super::sheet_view::{self, Hidden, is_per_cent};
use super::{Problem, Raw, limits};

/// The sheets of a workbook with their names and the words of their cells.
pub type Sheets = Vec<(String, Range<String>)>;
/// What it is called in messages.
const KIND: &str = "the workbook";

/// Reads all sheets that are shown: the rows of each as lines, the cells parted by tabs.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    // The reader of workbooks overflows on addresses of cells that no sheet can have.
    std::panic::catch_unwind(|| read_book(bytes))
        .unwrap_or_else(|_| Err(damaged("it names cells that no sheet can have")))
}

fn read_book(bytes: &[u8]) -> Result<Raw, Problem> {
    limits::archive(bytes, KIND)?;
    limits::announced(bytes, "xl/sharedStrings.xml", KIND)?;
    let cursor = || Cursor::new(bytes);
    let mut doubts = Vec::new();
    let sheets = match Xlsx::new(cursor()) {
        Ok(book) => xlsx(book, Package::open(bytes, KIND)?, &mut doubts)?,
        Err(error) => match Xlsb::new(cursor()) {
            Ok(book) => xlsb(book, &mut doubts)?,
            // These two formats have limits of their own, which their reader keeps.
            Err(_) => Xls::new(cursor())
                .map(|book| old(book, &mut doubts))
                .or_else(|_| Ods::new(cursor()).map(|book| old(book, &mut doubts)))
                .map_err(|_| Problem::damaged(KIND, error))?,
        },
    };
    let mut raw = lines(sheets);
    raw.doubts = doubts;
    Ok(raw)
}

/// The names of the sheets that are shown; the others are told.
fn visible(sheets: &[Sheet], doubts: &mut Vec<String>) -> Vec<String> {
    let mut names = Vec::new();
    for sheet in sheets.iter().filter(|s| s.typ == SheetType::WorkSheet) {
        match sheet.visible {
            SheetVisible::Visible => names.push(sheet.name.clone()),
            _ => doubts.push(hidden_sheet(&sheet.name)),
        }
    }
    names
}

/// What is told of a hidden sheet.
pub fn hidden_sheet(name: &str) -> String {
    format!("the hidden sheet “{name}” was left out")
}

/// What is told of cells in hidden rows and columns.
pub fn hidden_cells(name: &str, count: usize) -> Option<String> {
    (count > 0).then(|| {
        format!("{count} cells in hidden rows or columns of the sheet “{name}” were left out")
    })
}

/// The sheets of a workbook in XML; one that cannot be read is left out.
fn xlsx(
    mut book: Xlsx<Cursor<&[u8]>>,
    mut package: Package<'_>,
    doubts: &mut Vec<String>,
) -> Result<Sheets, Problem> {
    let mut sheets = Vec::new();
    let parts = sheet_view::parts(&mut package)?;
    for name in visible(book.sheets_metadata(), doubts) {
        let part = parts.iter().find(|(sheet, _)| *sheet == name);
        let part = part.map_or(Ok(None), |(_, part)| package.text(part))?;
        let hidden = part.map_or_else(Hidden::default, |part| Hidden::read(&part));
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let of_style = |style: &Style| {
            let format = style.number_format.as_ref();
            format.is_some_and(|format| is_per_cent(&format.format_code))
        };
        let per_cent: Vec<bool> = reader.styles().iter().map(of_style).collect();
        let mut left_out = 0;
        let next = || loop {
            let Some((cell, style)) = reader.next_cell_with_style_id().map_err(damaged)? else {
                return Ok(None);
            };
            let cell = owned(cell, per_cent.get(style).copied().unwrap_or(false));
            if !hidden.holds(cell.get_position()) {
                return Ok(Some(cell));
            }
            left_out += usize::from(!cell.get_value().is_empty());
        };
        sheets.push((name.clone(), filled(next)?));
        doubts.extend(hidden_cells(&name, left_out));
    }
    Ok(sheets)
}

/// The sheets of a binary workbook.
fn xlsb(mut book: Xlsb<Cursor<&[u8]>>, doubts: &mut Vec<String>) -> Result<Sheets, Problem> {
    let mut sheets = Vec::new();
    for name in visible(book.sheets_metadata(), doubts) {
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else {
            continue;
        };
        let next = || {
            let cell = reader.next_cell().map_err(damaged)?;
            Ok(cell.map(|cell| owned(cell, false)))
        };
        sheets.push((name, filled(next)?));
    }
    formats_unknown(&sheets, doubts);
    Ok(sheets)
}

/// The sheets of a workbook whose reader does not say how cells are shown.
fn old<R: std::io::Read + std::io::Seek>(
    mut book: impl Reader<R>,
    doubts: &mut Vec<String>,
) -> Sheets {
    let names = visible(book.sheets_metadata(), doubts);
    let mut sheets = Sheets::new();
    for (name, cells) in book.worksheets() {
        if names.contains(&name) {
            let words = cells.used_cells().map(|(row, column, value)| {
                let start = cells.start().unwrap_or_default();
                let place = (start.0 + row as u32, start.1 + column as u32);
                Cell::new(place, shown(value, false))
            });
            let words = words.filter(|cell| !cell.get_value().is_empty());
            sheets.push((name, Range::from_sparse(words.collect())));
        }
    }
    formats_unknown(&sheets, doubts);
    sheets
}

/// Tells that shares may be per cent, and that hidden rows were read, where the reader cannot tell.
fn formats_unknown(sheets: &Sheets, doubts: &mut Vec<String>) {
    let is_share = |words: &String| {
        let number = words.parse::<f64>().ok();
        number.is_some_and(|n| n.abs() < 1.0 && n != 0.0)
    };
    let shares = sheets
        .iter()
        .flat_map(|(_, cells)| cells.used_cells())
        .filter(|(_, _, words)| is_share(words))
        .count();
    if shares > 0 {
        doubts.push(format!(
            "{shares} numbers below 1 may be shown as per cent in it, and hidden rows were read: save it as .xlsx and import that"
        ));
    }
}

fn damaged(reason: impl std::fmt::Display) -> Problem {
    Problem::damaged(KIND, reason)
}

fn owned(cell: Cell<DataRef<'_>>, per_cent: bool) -> Cell<String> {
    let value: Data = cell.get_value().clone().into();
    Cell::new(cell.get_position(), shown(&value, per_cent))
}

/// The cells that hold something, in the smallest range with all of them. A program may leave an empty
/// one in the last column and row of a sheet.
fn filled(
    mut next: impl FnMut() -> Result<Option<Cell<String>>, Problem>,
) -> Result<Range<String>, Problem> {
    let mut cells: Vec<Cell<String>> = Vec::new();
    let mut size = 0;
    while let Some(cell) = next()? {
        size += cell.get_value().len();
        // Many cells may share one long text.
        limits::text(size, KIND)?;
        if !cell.get_value().is_empty() {
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

/// The rows of all sheets as lines.
pub fn lines(sheets: Sheets) -> Raw {
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
            let words = row;
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
fn shown(cell: &Data, per_cent: bool) -> String {
    let words = match cell {
        Data::Float(n) => sheet_view::shown(*n, per_cent),
        Data::Int(n) if per_cent => sheet_view::shown(*n as f64, true),
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

    fn read(cells: &[(u32, u32)]) -> Result<Range<String>, Problem> {
        let mut cells = cells
            .iter()
            .map(|&at| Cell::new(at, "甲".to_owned()))
            .chain([Cell::new((1_048_575, 16_383), String::new())]);
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

    #[test]
    fn many_cells_with_one_long_text_are_told_with_the_limit() {
        let mut cells = (0..20).map(|row| Cell::new((row, 0), "甲".repeat(300_000)));
        let told = filled(|| Ok(cells.next())).unwrap_err().to_string();
        assert!(told.contains("the limit of 16 MiB"), "{told}");
    }
}
