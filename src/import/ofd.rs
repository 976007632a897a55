//! OFD (GB/T 33190), the state's own format: pages of text objects, each with its place in millimetres, as XML
//! in a zip archive.

use roxmltree::Node;

use super::package::Package;
use super::pdf::{self, Word};
use super::word_xml::parsed;
use super::{Problem, Raw};
use crate::text::mended;

const KIND: &str = "the OFD";
/// Points of a millimetre.
const POINTS: f32 = 72.0 / 25.4;

/// Reads an OFD.
///
/// # Errors
/// Where it is damaged, or has no text but pictures.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let mut package = Package::open(bytes, KIND)?;
    let root = part(&mut package, "OFD.xml")?;
    let root = parsed(&root).map_err(|e| Problem::damaged(KIND, e))?;
    let documents = texts_of(root.root_element(), "DocRoot");
    let mut pages = Vec::new();
    for document in documents {
        let text = part(&mut package, &document)?;
        let parsed_document = parsed(&text).map_err(|e| Problem::damaged(KIND, e))?;
        let listed = named(parsed_document.root_element(), "Page");
        let places: Vec<String> = listed
            .filter_map(|page| page.attribute("BaseLoc"))
            .map(|place| beside(&document, place))
            .collect();
        for place in places {
            let page = part(&mut package, &place)?;
            let page = parsed(&page).map_err(|e| Problem::damaged(KIND, e))?;
            pages.push(words(page.root_element()));
        }
    }
    pdf::check_letters(&pages)?;
    Ok(pdf::raw(pages))
}

fn part(package: &mut Package<'_>, name: &str) -> Result<String, Problem> {
    let text = package.text(name.trim_start_matches('/'))?;
    text.ok_or_else(|| Problem::damaged(KIND, format!("it lacks its part {name}")))
}

/// The name of a part as another part, which lies in its folder, gives it.
fn beside(part: &str, name: &str) -> String {
    match (name.strip_prefix('/'), part.rsplit_once('/')) {
        (Some(whole), _) => whole.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{name}"),
        (None, None) => name.to_owned(),
    }
}

fn named<'a>(node: Node<'a, 'a>, name: &'static str) -> impl Iterator<Item = Node<'a, 'a>> {
    let all = node.descendants();
    all.filter(move |node| node.tag_name().name() == name)
}

fn texts_of(node: Node<'_, '_>, name: &'static str) -> Vec<String> {
    let all = node.descendants().filter(|n| n.tag_name().name() == name);
    all.filter_map(|n| n.text())
        .map(|text| text.trim().to_owned())
        .collect()
}

/// The words of a page: those of each text object, at its boundary.
fn words(page: Node<'_, '_>) -> Vec<Word> {
    let objects = page
        .descendants()
        .filter(|n| n.tag_name().name() == "TextObject");
    objects.filter_map(word).collect()
}

fn word(object: Node<'_, '_>) -> Option<Word> {
    let boundary: Vec<f32> = object
        .attribute("Boundary")?
        .split_whitespace()
        .filter_map(|n| n.parse().ok())
        .collect();
    let [left, top, width, height] = boundary.try_into().ok()?;
    let text = mended(&texts_of(object, "TextCode").concat());
    let text = text.trim();
    // Boundaries are often as wide as the line; the size of the letters says how far the words go.
    let size = object
        .attribute("Size")
        .and_then(|size| size.parse::<f32>().ok());
    let letters = text
        .chars()
        .map(|c| if c.is_ascii() { 0.5 } else { 1.0 })
        .sum::<f32>();
    let width = size.map_or(width, |size| width.min(size * letters));
    (!text.is_empty()).then(|| Word {
        left: left * POINTS,
        right: (left + width) * POINTS,
        middle: (top + height / 2.0) * POINTS,
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    fn ofd(page: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let parts = [
            (
                "OFD.xml",
                "<ofd:OFD xmlns:ofd='o'><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            ),
            (
                "Doc_0/Document.xml",
                "<ofd:Document xmlns:ofd='o'><ofd:Pages><ofd:Page ID='1' BaseLoc='Pages/Page_0/Content.xml'/></ofd:Pages></ofd:Document>",
            ),
            ("Doc_0/Pages/Page_0/Content.xml", page),
        ];
        for (name, text) in parts {
            let options = zip::write::SimpleFileOptions::default();
            archive.start_file(name, options).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn text_objects_become_lines_by_their_places() {
        let object = |top: u32, text: &str| {
            format!(
                "<ofd:TextObject Boundary='28 {top} 160 6' Size='5'><ofd:TextCode X='0' Y='5'>{text}</ofd:TextCode></ofd:TextObject>"
            )
        };
        let page = format!(
            "<ofd:Page xmlns:ofd='o'><ofd:Content><ofd:Layer>{}{}{}</ofd:Layer></ofd:Content></ofd:Page>",
            object(
                48,
                "（一）装配式建筑行动。到2025年，新建装配式建筑占比达到35%以上。"
            ),
            object(30, "测试市绿色建筑行动方案"),
            object(39, "一、重点任务"),
        );
        let raw = read(&ofd(&page)).unwrap();
        assert_eq!(raw.lines[0], "测试市绿色建筑行动方案");
        assert_eq!(raw.lines[1], "一、重点任务");
        assert!(
            raw.lines[2].starts_with("（一）装配式建筑行动。"),
            "{:?}",
            raw.lines
        );
    }

    #[test]
    fn pages_of_pictures_are_told() {
        let page = "<ofd:Page xmlns:ofd='o'><ofd:Content/></ofd:Page>";
        let told = read(&ofd(page)).unwrap_err().to_string();
        assert!(told.contains("scan"), "{told}");
    }
}
