//! Limits of what a file may unpack to: a small one can ask for more memory than there is.

use std::io::{Cursor, Read};

use super::Problem;

/// Bytes that all parts of an archive unpack to.
const UNPACKED: u64 = 256 << 20;
/// Elements of a part; the longest plans have some 500,000.
const ELEMENTS: usize = 3_000_000;
/// Cells of a table or sheet, the empty ones between others among them.
pub const CELLS: usize = 4_000_000;

/// Refuses an archive that unpacks to too much, by what it says of itself.
///
/// # Errors
/// Where it exceeds the limit. What is no archive is left to its reader.
pub fn archive(bytes: &[u8], kind: &'static str) -> Result<(), Problem> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let mut sum = 0_u64;
    for n in 0..archive.len() {
        let size = archive.by_index_raw(n).map_or(0, |part| part.size());
        sum = sum.saturating_add(size);
    }
    match sum > UNPACKED {
        true => Err(Problem::damaged(
            kind,
            format!(
                "it unpacks to more than the limit of {} MiB",
                UNPACKED >> 20
            ),
        )),
        false => Ok(()),
    }
}

/// Refuses an archive whose part announces, by `count` or `uniqueCount`, more than a part may have: room
/// for all of it is made before any of it is read.
///
/// # Errors
/// Where it exceeds the limit.
pub fn announced(bytes: &[u8], part: &str, kind: &'static str) -> Result<(), Problem> {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return Ok(());
    };
    let Ok(part) = archive.by_name(part) else {
        return Ok(());
    };
    let mut head = Vec::new();
    // What cannot be read is told by its reader.
    let _ = part.take(4096).read_to_end(&mut head);
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let counts = head.split("count=").skip(1);
    let numbers = counts.filter_map(|rest| {
        rest.trim_start_matches(['"', '\''])
            .split(['"', '\''])
            .next()
    });
    match numbers
        .filter_map(|number| number.parse().ok())
        .any(|n: u64| n > ELEMENTS as u64)
    {
        true => Err(Problem::damaged(
            kind,
            format!("it announces more than the limit of {ELEMENTS} texts"),
        )),
        false => Ok(()),
    }
}

/// Refuses XML with too many elements.
///
/// # Errors
/// The limit, where it is exceeded.
pub fn elements(xml: &str) -> Result<(), String> {
    let opened = xml.as_bytes().windows(2);
    let count = opened
        .filter(|pair| pair[0] == b'<' && pair[1] != b'/')
        .count();
    match count > ELEMENTS {
        true => Err(format!("it has more than the limit of {ELEMENTS} elements")),
        false => Ok(()),
    }
}

/// Refuses a table or sheet of too many cells.
///
/// # Errors
/// Where it exceeds the limit.
pub fn cells(rows: usize, columns: usize, kind: &'static str) -> Result<(), Problem> {
    match rows.saturating_mul(columns) > CELLS {
        true => Err(Problem::damaged(
            kind,
            format!("{rows} rows and {columns} columns are more than the limit of {CELLS} cells"),
        )),
        false => Ok(()),
    }
}
