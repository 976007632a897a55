use super::line_joins::LineJoin;
use super::{Imported, Raw, printed, quality, titles};
use crate::model::{PageMap, Pages};
use crate::text::{self, Line, Piece};

/// Puts lines through the reader of seeds: what it takes for text is the text.
pub fn clean(raw: &Raw) -> Imported {
    let mut lines: Vec<String> = Vec::new();
    let mut joins = raw.joins.clone();
    if raw.whole {
        lines.extend(raw.lines.iter().map(|line| tidy(line)));
    } else {
        for page in std::iter::once(&raw.lines).chain(&raw.pages) {
            for (n, own) in unwrapped(page, &mut joins).into_iter().enumerate() {
                match lines
                    .last_mut()
                    .filter(|last| n == 0 && goes_on(last, &own))
                {
                    Some(last) => last.push_str(&own),
                    None => lines.push(own),
                }
            }
        }
    }
    lines.retain(|line| !line.trim().is_empty());
    let lines = titles::joined(lines);
    let mut lines = lines;
    // What describes the document stands under its title.
    let mut below = titles::at(&lines).map_or(0, |at| at + 1);
    if let Some(title) = raw.title.as_deref().map(tidy).filter(|t| !t.is_empty()) {
        // A title over two lines is still the title.
        let top = |n: usize| letters(&lines[..n].concat()).contains(&letters(&title));
        match (1..=lines.len().min(4)).find(|&n| top(n)) {
            Some(n) => below = n,
            None => {
                lines.insert(0, title);
                below = 1;
            }
        }
    }
    let mut record = record(raw, &lines);
    let facts: Vec<&String> = raw
        .facts
        .iter()
        .filter(|fact| !lines.contains(fact))
        .collect();
    record.retain(|line| !facts.contains(&line));
    record.splice(0..0, facts.into_iter().cloned());
    lines.splice(below..below, record);
    let title = raw.title.clone().or_else(|| lines.first().cloned());
    let mut text = lines.join("\n");
    text.push('\n');
    let pages = pages(&raw.places, &lines);
    let mut doubts = raw.doubts.clone();
    doubts.extend(quality::doubtful_lines(&text));
    let doubt = quality::doubt(&text, raw.letters, &joins);
    Imported {
        text,
        title: title.map(|title| tidy(&title)),
        url: raw.url.clone(),
        pages,
        doubts,
        doubt,
    }
}

/// The pages of the lines of a text, by those of the lines that were read. A title of several lines begins with
/// the first of them.
fn pages(places: &[(Pages, String)], lines: &[String]) -> PageMap {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let places = places.iter().map(|(pages, line)| (*pages, line.as_str()));
    let found = PageMap::of(places).locate(&lines).into_iter().zip(lines);
    PageMap::of(found.filter_map(|(pages, line)| Some((pages?, line))))
}

/// Paragraphs and rows, hard line breaks undone; where they were goes to `joins`.
fn unwrapped(lines: &[String], joins: &mut Vec<LineJoin>) -> Vec<String> {
    // The bytes are text, which is all that the reader could refuse.
    let text = text::read(lines.join("\n").as_bytes(), "").unwrap_or_default();
    let mut unwrapped = Vec::new();
    for piece in text.pieces {
        match piece {
            Piece::Line(line) => {
                joins.extend(LineJoin::all_of(&line));
                unwrapped.push(parted(&line));
            }
            Piece::LostTable(cells) => unwrapped.extend(cells.iter().map(parted)),
            Piece::Table(table) => unwrapped.extend(table.rows.iter().map(|row| {
                let cells: Vec<&str> = row.cells.iter().map(|c| c.text.as_str()).collect();
                cells.join("\t")
            })),
        }
    }
    unwrapped
}

/// A line without the blanks that mean nothing. In a line of names, 「青海省人民政府 国家能源局」, they part
/// one from the other; so they do in a paragraph, which has to be whole, since a line break leaves a
/// blank, too.
fn parted(line: &Line) -> String {
    const LEAST: usize = 4;
    let parts = line.blank_parted();
    let name = |part: &&str| part.chars().count() >= LEAST && part.chars().all(char::is_alphabetic);
    let name = |part: &&str| name(part) && !part.starts_with('的');
    let lines = line.lines();
    match parts.iter().all(name) || lines.first == lines.last {
        true => printed::meant(&parts.join(" ")),
        false => line.text.clone(),
    }
}

/// Whether a paragraph goes on at the top of the next page: it ends in the middle of a sentence, and
/// what follows begins nothing new.
fn goes_on(last: &str, next: &str) -> bool {
    const LEAST: usize = 15;
    const ENDS: [char; 13] = [
        '。', '；', '：', '！', '？', '.', ';', ':', '”', '）', ')', '》', '号',
    ];
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let numbered = next.starts_with(['（', '(', '第', '附', '—'])
        || next.starts_with(digit)
            && next
                .trim_start_matches(digit)
                .starts_with(['、', '.', '．']);
    last.chars().count() >= LEAST
        && !last.ends_with(ENDS)
        && !last.contains('\t')
        && !next.contains('\t')
        && !numbered
}

/// Lines that describe the document and would go with the frame of its page: its dates, its number.
fn record(raw: &Raw, lines: &[String]) -> Vec<String> {
    let own = raw.lines.iter().chain(raw.pages.iter().flatten());
    let said = raw.record.iter().chain(own).map(|line| tidy(line));
    let mut record: Vec<String> = Vec::new();
    for line in said {
        let Some(described) = text::description(&line).map(str::to_owned) else {
            continue;
        };
        if !record.contains(&described) && !lines.contains(&line) {
            record.push(described);
        }
    }
    record
}

/// Without blanks at its ends and with one where there are several; tabs part cells.
fn tidy(line: &str) -> String {
    let cells = line.split('\t').map(|cell| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        words.join(" ")
    });
    cells.collect::<Vec<_>>().join("\t")
}

fn letters(line: &str) -> String {
    line.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_put_on_top_once() {
        let raw = |lines: &[&str]| Raw {
            title: Some("某市人民政府 关于印发方案的通知".to_owned()),
            lines: lines.iter().map(|l| (*l).to_owned()).collect(),
            whole: true,
            ..Raw::default()
        };
        let text = clean(&raw(&["各县人民政府：", "现印发方案。"])).text;
        assert_eq!(
            text,
            "某市人民政府 关于印发方案的通知\n各县人民政府：\n现印发方案。\n"
        );
        let text = clean(&raw(&[
            "某市人民政府",
            "关于印发方案的通知",
            "各县人民政府：",
        ]))
        .text;
        assert_eq!(text.lines().count(), 3);
    }

    #[test]
    fn what_the_page_says_of_the_document_stays() {
        let raw = Raw {
            title: Some("某市方案".to_owned()),
            record: vec!["成文日期：2025-05-21".to_owned(), "首页".to_owned()],
            lines: vec!["一、总则。".to_owned()],
            whole: true,
            ..Raw::default()
        };
        assert_eq!(
            clean(&raw).text,
            "某市方案\n成文日期：2025-05-21\n一、总则。\n"
        );
    }
}
