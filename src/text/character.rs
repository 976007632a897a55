use unicode_normalization::UnicodeNormalization;

use super::radicals;

/// Normalizes a character of a source: another code point of the same shape becomes the usual one. `None`
/// for invisible characters.
///
/// Full-width Latin letters and digits become half-width; full-width Chinese punctuation stays.
pub fn mend(c: char) -> Option<char> {
    Some(match c {
        // Set by the fonts of some gazettes for ，。；：: 「２０２１ 年 ７ 月 ７ 日ꎮ」
        'ꎬ' => '，',
        'ꎮ' => '。',
        'ꎻ' => '；',
        'ꎺ' => '：',
        '«' => '《',
        '»' => '》',
        // The point of a decimal in the same fonts: 「水电 １１９３ １６４３ ６􀆰 ６１」
        '\u{1001B0}' => '.',
        '\u{00A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        // Zero-width blanks and joiners, marks of direction, soft hyphens, byte order marks.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{00AD}'
        | '\u{FEFF}' => return None,
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '％'
        | '．'
        | '＋'
        | '－'
        | '／'
        | '＝'
        | '～' => half_width(c),
        // In the text of a PDF, Kangxi radicals and compatibility ideographs represent ordinary
        // characters.
        '\u{2E80}'..='\u{2FDF}' | '\u{F900}'..='\u{FAFF}' => {
            radicals::ideograph(c).unwrap_or_else(|| std::iter::once(c).nfkc().next().unwrap_or(c))
        }
        c if c.is_control() && c != '\t' && c != '\u{000C}' => return None,
        c => c,
    })
}

/// A text with all its characters mended.
pub fn mended(text: &str) -> String {
    text.chars().filter_map(mend).collect()
}

/// `０` → `0`: full-width forms lie 0xFEE0 above their ASCII twins.
fn half_width(c: char) -> char {
    char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
}

/// Private-use code points: leader dots of a table of contents, unreadable in any case.
pub fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

/// Whether a character is a Chinese ideograph.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether a character is a letter or a number in Unicode. Ideographs and the punctuation among them,
/// nearly all of a text, are decided without a table look-up.
pub fn is_of_a_word(c: char) -> bool {
    is_han(c) || (!is_mark(c) && c.is_alphanumeric())
}

/// The marks that Chinese is written with: dashes and quotes, 、。〃, 〈 to 】, full-width ！ to ／ and ： to ＠.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2027}' | '、'..='〃' | '〈'..='】' | '！'..='／' | '：'..='＠')
}

/// Columns a character takes in a fixed-width font.
pub fn columns(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// Columns a text takes in a fixed-width font.
pub fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

#[cfg(test)]
mod tests {
    #[test]
    fn characters_of_words_are_unicodes_letters_and_numbers() {
        for c in '\0'..=char::MAX {
            let letter = super::is_han(c) || c.is_alphanumeric();
            assert_eq!(super::is_of_a_word(c), letter, "{c:?}");
        }
    }

    #[test]
    fn mends_the_code_points_of_gazettes_and_fonts() {
        let mend = |s: &str| s.chars().filter_map(super::mend).collect::<String>();
        assert_eq!(
            mend("青政〔２０２１〕３６号ꎬ现印发ꎮ"),
            "青政〔2021〕36号，现印发。"
        );
        assert_eq!(mend("«方案»"), "《方案》");
        assert_eq!(mend("⼀、总体⽬标"), "一、总体目标");
        assert_eq!(mend("６􀆰 ６１"), "6. 61");
        assert_eq!(mend("８０％\u{200B}以上"), "80%以上");
        assert_eq!(mend("（一）第一，完成：好"), "（一）第一，完成：好");
    }
}
