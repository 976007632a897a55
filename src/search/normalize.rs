use unicode_normalization::UnicodeNormalization;

use crate::text::{is_of_a_word, simplified};

/// Represents any run of punctuation.
pub const GAP: char = ' ';
/// Represents the end of a paragraph, which no match crosses.
pub const BREAK: char = '\n';

/// Whether a symbol stands for punctuation or the end of a paragraph.
pub fn is_gap(symbol: char) -> bool {
    symbol == GAP || symbol == BREAK
}

/// A normalized text. Full width becomes half width (NFKC), traditional becomes simplified, letters
/// become lower case, spaces are dropped, each run of punctuation is one [`GAP`], each end of a paragraph
/// one [`BREAK`]. 「光伏發電，２７ 万千瓦」 is `光伏发电 27万千瓦`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symbols {
    /// The symbols.
    pub symbols: Vec<char>,
    /// For each of them its byte range in the original text, as start and end.
    pub bytes: Vec<(usize, usize)>,
}

/// Characters that are no letters but have a meaning: 80% is not 80.
const SIGNS: [char; 5] = ['%', '‰', '°', '+', '/'];

/// Normalizes a text for comparison. Gaps at its ends are dropped.
pub fn symbols(text: &str) -> Symbols {
    let mut found = Symbols::default();
    let mut plain: Vec<(char, (usize, usize))> = Vec::with_capacity(text.len() / 2);
    for (start, c) in text.char_indices() {
        let span = (start, start + c.len_utf8());
        if let Some(c) = soon_folded(c) {
            plain.push((simplified(c), span));
            continue;
        }
        for c in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
            plain.push((simplified(c), span));
        }
    }
    for (n, &(c, span)) in plain.iter().enumerate() {
        let between_digits = || {
            n > 0
                && plain[n - 1].0.is_ascii_digit()
                && plain.get(n + 1).is_some_and(|next| next.0.is_ascii_digit())
        };
        let symbol = match c {
            '\n' => BREAK,
            c if is_of_a_word(c) || SIGNS.contains(&c) => c,
            '.' if between_digits() => c,
            c if c.is_whitespace() || is_mark(c) => continue,
            _ => GAP,
        };
        match (found.symbols.last(), symbol) {
            (None | Some(&(GAP | BREAK)), GAP) | (None | Some(&BREAK), BREAK) => continue,
            (Some(&GAP), BREAK) => {
                found.symbols.pop();
                found.bytes.pop();
            }
            _ => {}
        }
        found.symbols.push(symbol);
        found.bytes.push(span);
    }
    while found.symbols.last().is_some_and(|&c| is_gap(c)) {
        found.symbols.pop();
        found.bytes.pop();
    }
    found
}

/// The lower-case form of common characters: ideographs, ASCII in both widths, and Chinese punctuation.
fn soon_folded(c: char) -> Option<char> {
    match c {
        '\u{4e00}'..='\u{9fff}' | '、'..='〃' | '〈'..='】' | '\u{2018}'..='\u{201f}' => {
            Some(c)
        }
        '！'..='～' => {
            let ascii = u8::try_from(c as u32 - 0xFEE0).ok()?;
            Some(char::from(ascii.to_ascii_lowercase()))
        }
        c => c.is_ascii().then(|| c.to_ascii_lowercase()),
    }
}

/// Combining marks, and invisible characters.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
        || c.is_control()
}

/// The normalized symbols of a piece of a query or of a word.
pub fn plain(text: &str) -> String {
    symbols(text).symbols.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_is_told_soon_is_unicodes() {
        for c in '\0'..=char::MAX {
            if let Some(soon) = soon_folded(c) {
                let form: String = std::iter::once(c)
                    .nfkc()
                    .flat_map(char::to_lowercase)
                    .collect();
                assert_eq!(form, soon.to_string(), "{c:?}");
            }
        }
    }

    #[test]
    fn one_form_for_all_ways_to_write_it() {
        for (written, form) in [
            ("光伏發電", "光伏发电"),
            ("２０２５年", "2025年"),
            ("80％", "80%"),
            ("丽政办发[2021]56号", "丽政办发 2021 56号"),
            ("丽政办发〔2021〕56 号", "丽政办发 2021 56号"),
            ("新增 27.5 万千瓦。", "新增27.5万千瓦"),
            ("“零碳”、低碳", "零碳 低碳"),
            ("CO₂ ㎡", "co2m2"),
            ("一段。\n\n第二段", "一段\n第二段"),
            ("零\u{200B}宽", "零宽"),
            ("、；", ""),
        ] {
            assert_eq!(plain(written), form, "{written}");
        }
    }

    #[test]
    fn symbols_know_their_bytes() {
        let found = symbols("５Ｇ，㎡x");
        assert_eq!(found.symbols, ['5', 'g', GAP, 'm', '2', 'x']);
        assert_eq!(found.bytes[3], found.bytes[4]);
        assert_eq!(found.bytes[5], (12, 13));
    }
}
