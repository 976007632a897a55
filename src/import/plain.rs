use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

use super::{Problem, Raw, comma_separated, layout, limits, printed, stacked_cells};
use crate::text;

/// Reads a text in whatever encoding it is.
pub fn read(bytes: &[u8], is_csv: bool) -> Result<Raw, Problem> {
    let text = decode(bytes, None).map_err(|reason| Problem::damaged("the text", reason))?;
    limits::text(text.len(), "the text")?;
    if let Some(table) = comma_separated::read(&text, is_csv) {
        return Ok(table);
    }
    if layout::is_kept(&text) {
        return Ok(layout::read(&text));
    }
    let lines: Vec<String> = match text.contains('\u{c}') {
        true => text.split('\u{c}').flat_map(page).collect(),
        false => text.lines().map(str::to_owned).collect(),
    };
    Ok(Raw {
        doubts: stacked_cells::doubts(&text),
        lines,
        ..Raw::default()
    })
}

/// The text of an XML file in the encoding that it says.
pub fn xml(bytes: &[u8], kind: &'static str) -> Result<String, Problem> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let said = head
        .split_once("encoding=")
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    let text = decode(bytes, said).map_err(|reason| Problem::damaged(kind, reason))?;
    Ok(text.trim_start_matches('\u{feff}').trim_start().to_owned())
}

/// The lines of a page without its number, which stands at an edge; elsewhere a number alone is a cell.
fn page(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let filled = |line: &String| !line.trim().is_empty();
    for edge in [
        lines.iter().position(filled),
        lines.iter().rposition(filled),
    ] {
        let Some(line) = edge.and_then(|at| lines.get_mut(at)) else {
            continue;
        };
        if printed::is_page_number(&text::mended(line)) {
            line.clear();
        }
    }
    lines
}

/// A byte order mark decides, then UTF-8 if all bytes are, then what the file says of itself, then
/// what its bytes look like: GB18030 and Big5 share most of them, and only their frequencies tell.
pub fn decode(bytes: &[u8], said: Option<&str>) -> Result<String, String> {
    if Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok() {
        return known(bytes);
    }
    let strict = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.into_owned())
    };
    let said = said.and_then(|label| Encoding::for_label(label.as_bytes()));
    if let Some(text) = said.and_then(strict) {
        return Ok(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let chinese = [encoding_rs::GBK, encoding_rs::GB18030, encoding_rs::BIG5];
    let guessed = chinese.contains(&guess).then_some(guess).and_then(strict);
    match guessed {
        Some(text) => Ok(text),
        None => known(bytes),
    }
}

fn known(bytes: &[u8]) -> Result<String, String> {
    text::decode(bytes, "")
        .map(|decoded| decoded.text)
        .map_err(|wrong| wrong.message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_chinese_encoding_is_read() {
        let simplified = "各县（市、区）人民政府，市政府直属各单位：现将《某市碳达峰实施方案》印发给你们，请认真组织实施。";
        let traditional = "各縣（市、區）人民政府：為推動溫室氣體減量，強化氣候變遷調適能力，訂定本計畫，請依照辦理。";
        for (text, encoding) in [
            (simplified, encoding_rs::UTF_8),
            (simplified, encoding_rs::GBK),
            (simplified, encoding_rs::GB18030),
            (traditional, encoding_rs::BIG5),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes, None).unwrap(), text, "{}", encoding.name());
        }
        let marked: Vec<u8> = "\u{FEFF}丙"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&marked, None).unwrap(), "丙");
    }

    #[test]
    fn what_a_file_says_of_itself_counts() {
        let (bytes, _, _) = encoding_rs::BIG5.encode("計畫");
        assert_eq!(decode(&bytes, Some("big5")).unwrap(), "計畫");
    }
}
