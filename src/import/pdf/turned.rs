//! Pages that are stored on their side (/Rotate). `pdftotext -bbox` leaves out what stands beyond the width of
//! the unturned page; `pdftohtml` has all words.

use std::collections::BTreeSet;

use roxmltree::Document;

use super::poppler::Poppler;
use super::words::Word;
use crate::import::Problem;
use crate::text::mended;

/// Pages are read twice as large, since places are told in whole points.
pub const ZOOM: f32 = 2.0;

/// The numbers of the pages of a PDF that are turned by 90 or 270 degrees, from what `pdfinfo` says:
/// 「Page    1 rot:   90」.
pub fn turned_pages(info: &str) -> BTreeSet<usize> {
    let turned = info.lines().filter_map(|line| {
        let (page, turn) = line.strip_prefix("Page")?.split_once("rot:")?;
        let turn: u32 = turn.trim().parse().ok()?;
        let page = page.trim().parse().ok()?;
        (turn % 180 == 90).then_some(page)
    });
    turned.collect()
}

/// The words of a turned page.
///
/// # Errors
/// Where poppler cannot read it.
pub fn words(poppler: &Poppler<'_>, page: usize) -> Result<Vec<Word>, Problem> {
    let xml = poppler.turned_words(page)?;
    Ok(words_of(&xml))
}

fn words_of(xml: &str) -> Vec<Word> {
    // The document type names a file that nobody fetches; the reader takes none at all.
    let from = xml.find("<pdf2xml").unwrap_or(0);
    let Ok(document) = Document::parse(&xml[from..]) else {
        return Vec::new();
    };
    let texts = document.descendants().filter(|n| n.has_tag_name("text"));
    let words = texts.filter_map(|node| {
        let number = |name| node.attribute(name)?.parse::<f32>().ok();
        let (left, top) = (number("left")? / ZOOM, number("top")? / ZOOM);
        let (width, height) = (number("width")? / ZOOM, number("height")? / ZOOM);
        let parts = node.descendants().filter(|n| n.is_text());
        let text: String = parts.filter_map(|n| n.text()).collect();
        let text = mended(&text).trim().to_owned();
        (!text.is_empty()).then_some(Word {
            left,
            right: left + width,
            middle: top + height / 2.0,
            text,
        })
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turned_pages_are_told_from_upright_ones() {
        let info =
            "Pages:           3\nPage    1 rot:   0\nPage    2 rot:   90\nPage    3 rot:   270\n";
        assert_eq!(turned_pages(info), BTreeSet::from([2, 3]));
        assert_eq!(turned_pages("Page rot:        0\n"), BTreeSet::new());
    }

    #[test]
    fn words_stand_where_they_are_printed() {
        let xml = "<?xml version=\"1.0\"?>\n<!DOCTYPE pdf2xml SYSTEM \"pdf2xml.dtd\">\n<pdf2xml><page number=\"1\">\n\
                   <text top=\"200\" left=\"100\" width=\"60\" height=\"20\" font=\"0\"><b>完成</b>时限</text></page></pdf2xml>";
        let word = Word {
            left: 50.0,
            right: 80.0,
            middle: 105.0,
            text: "完成时限".to_owned(),
        };
        assert_eq!(words_of(xml), [word]);
    }
}
