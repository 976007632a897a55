//! Limits of what a file may unpack to: a small one can ask for more memory than there is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use html5gum::{Token, Tokenizer};

use super::Problem;

/// Bytes of text that an import makes and a build reads at the most.
const TEXT: usize = 16 << 20;
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
    // Each step is as fast as the search for a character.
    let opened = xml.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
    match opened.take(ELEMENTS + 1).count() > ELEMENTS {
        true => Err(too_many_elements(ELEMENTS)),
        false => Ok(()),
    }
}

fn too_many_elements(limit: usize) -> String {
    format!("it has more than the limit of {limit} elements")
}

/// Refuses a text that no build would read.
///
/// # Errors
/// Where it exceeds the limit.
pub fn text(bytes: usize, kind: &'static str) -> Result<(), Problem> {
    match bytes > TEXT {
        true => Err(Problem::damaged(
            kind,
            format!("its text is more than the limit of {} MiB", TEXT >> 20),
        )),
        false => Ok(()),
    }
}

/// Elements of a page that are open at the same time; browsers stop at 512.
const OPEN: usize = 5_000;
/// Attributes of an element of a page.
const ATTRIBUTES: usize = 1_000;
/// Elements that a parser may have to add to a page: it repeats `<font>` and the like that were not
/// closed in every paragraph after.
const REPEATED: usize = 1_000_000;
/// Parts that are repeated so.
const FORMATTING: [&str; 13] = [
    "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Parts that end with the next of their kind, or hold nothing.
const ENDED_BY_OTHERS: [&str; 28] = [
    "area", "base", "body", "br", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html",
    "img", "input", "li", "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot",
    "th", "thead", "tr", "wbr",
];

/// Refuses a page that takes its parser more than linear time or memory: elements in elements without
/// end, elements with attributes without end, formatting that is never closed.
///
/// # Errors
/// The limit, where it is exceeded.
pub fn page(html: &str) -> Result<(), String> {
    elements(html)?;
    let mut open: BTreeMap<String, usize> = BTreeMap::new();
    let (mut count, mut repeated) = (0, 0_usize);
    // Equal ones are repeated three times at the most.
    let mut formatting = BTreeSet::new();
    for Ok(token) in Tokenizer::new(html) {
        match token {
            Token::StartTag(tag) => {
                if tag.attributes.len() > ATTRIBUTES {
                    return Err(format!(
                        "it has an element of more than the limit of {ATTRIBUTES} attributes"
                    ));
                }
                repeated = repeated.saturating_add(formatting.len());
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                if FORMATTING.contains(&name.as_str()) {
                    formatting.insert((name.clone(), format!("{:?}", tag.attributes)));
                }
                if !ENDED_BY_OTHERS.contains(&name.as_str()) && !tag.self_closing {
                    *open.entry(name).or_default() += 1;
                    count += 1;
                }
            }
            Token::EndTag(tag) => {
                let name = String::from_utf8_lossy(&tag.name);
                if let Some(of_name) = open.get_mut(&*name).filter(|n| **n > 0) {
                    *of_name -= 1;
                    count -= 1;
                    if *of_name == 0 {
                        formatting.retain(|(own, _)| *own != name);
                    }
                }
            }
            _ => {}
        }
        if count > OPEN {
            return Err(format!(
                "it has more than the limit of {OPEN} elements one in the other"
            ));
        }
        if repeated > REPEATED {
            return Err(too_many_elements(REPEATED));
        }
    }
    Ok(())
}

/// Refuses a table or sheet of too many cells.
///
/// # Errors
/// Where it exceeds the limit.
pub fn cells(rows: usize, columns: usize, kind: &'static str) -> Result<(), Problem> {
    if rows.saturating_mul(columns) <= CELLS {
        return Ok(());
    }
    let told = match columns {
        1 => format!("a table has more than the limit of {CELLS} cells"),
        _ => format!("{rows} rows and {columns} columns are more than the limit of {CELLS} cells"),
    };
    Err(Problem::damaged(kind, told))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_made_to_break_their_parser_are_told_with_the_limit() {
        let fonts: String = (0..2_000).map(|n| format!("<font color={n}>")).collect();
        let attributes: String = (0..2_000).map(|n| format!(" a{n}")).collect();
        let told = |html: String| page(&html).unwrap_err();
        let deep = told("<div>".repeat(5_001));
        assert_eq!(
            deep,
            "it has more than the limit of 5000 elements one in the other"
        );
        let repeated = told(format!("<p>{fonts}") + &"<p>一".repeat(2_000));
        assert_eq!(repeated, "it has more than the limit of 1000000 elements");
        let wide = told(format!("<p{attributes}>"));
        assert!(wide.ends_with("the limit of 1000 attributes"), "{wide}");
        let honest = "<div><table><tr><td><font color=red>一<td><b>二</b><br></table></div>";
        assert_eq!(page(&honest.repeat(3_000)), Ok(()));
    }
}
