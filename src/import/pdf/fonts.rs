//! Fonts that tell too little of their characters.

use encoding_rs::{GB18030, WINDOWS_1252};

use crate::text::is_han;

/// What the fonts of a PDF say of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FontKind {
    /// There are none: its pages are pictures.
    None,
    /// Most of them set text in columns from top to bottom.
    Vertical,
    /// Others.
    Level,
}

/// The kind of the fonts that `pdffonts` lists; two lines of head come first.
pub fn kind(list: &str) -> FontKind {
    let fonts: Vec<&str> = list.lines().skip(2).collect();
    // Names of encodings of vertical text end so: Identity-V, GBK2K-V, UniGB-UTF16-V.
    let is_vertical = |font: &&&str| font.split_whitespace().any(|word| word.ends_with("-V"));
    match (fonts.len(), fonts.iter().filter(is_vertical).count()) {
        (0, _) => FontKind::None,
        (all, vertical) if vertical * 2 >= all => FontKind::Vertical,
        _ => FontKind::Level,
    }
}

/// Of words at least this share has to be Chinese once it is read as GBK.
const READ: f32 = 0.95;

/// Whether words are the bytes of GBK taken for letters of Western Europe: 「¹ØÓÚ」 is 关于. Fonts that are
/// named in GBK bytes and say that their encoding is WinAnsi give such text.
pub fn is_gbk_in_disguise(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let western = text.chars().filter(|&c| ('\u{a1}'..='\u{ff}').contains(&c));
    let han = text.chars().filter(|&c| is_han(c)).count();
    let western = western.count();
    western * 2 > letters && western > han * 4
}

/// The text of a word that was GBK in disguise; `None` where its bytes are none of GBK.
pub fn gbk(word: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut is_lead = false;
    for c in word.chars() {
        // Poppler writes the soft hyphen, 0xAD in WinAnsi, as a hyphen.
        let byte = match (is_lead, c) {
            (true, '-') => 0xad,
            _ => single_byte(c)?,
        };
        is_lead = !is_lead && byte >= 0x81;
        bytes.push(byte);
    }
    let decoded = GB18030.decode_without_bom_handling_and_without_replacement(&bytes)?;
    Some(decoded.into_owned())
}

fn single_byte(c: char) -> Option<u8> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    match (failed, &*bytes) {
        (false, [byte]) => Some(*byte),
        _ => None,
    }
}

/// Whether enough of the words could be read.
pub fn is_read(read: usize, words: usize) -> bool {
    read as f32 >= words as f32 * READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_gbk_are_known_and_read() {
        assert!(is_gbk_in_disguise("¹ØÓÚºì¾ü×÷Õ½µÄÔ-Ôò"));
        assert!(!is_gbk_in_disguise("关于PM2.5的通知 ±5%"));
        assert!(!is_gbk_in_disguise("Straßenbau für Köln"));
        let read: Option<String> = ["¹Ø", "ÓÚ", "Ô-", "Ôò", "¡-", "2024"]
            .into_iter()
            .map(gbk)
            .collect();
        assert_eq!(read.as_deref(), Some("关于原则…2024"));
        assert_eq!(gbk("Ô"), None);
        assert_eq!(gbk("关于"), None);
    }

    #[test]
    fn fonts_say_how_text_runs() {
        let head = "name   type  encoding\n-----  ----  --------\n";
        let font =
            |encoding: &str| format!("{head}SimSun  CID TrueType  {encoding}  no  no  no  5  0\n");
        assert_eq!(kind(head), FontKind::None);
        assert_eq!(kind(&font("GBK2K-V")), FontKind::Vertical);
        assert_eq!(kind(&font("GBK-EUC-H")), FontKind::Level);
    }
}
