//! Years and shares in digits and in Chinese numerals: 2025年 is 二〇二五年, 62% 百分之六十二.

use std::collections::HashMap;
use std::sync::LazyLock;

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const SHARE: &str = "百分之";

/// The number of characters, from the first on, of a year or a share in Chinese numerals.
pub fn length(chars: &[char]) -> Option<usize> {
    let is_digit = |c: &char| DIGITS.contains(c) || *c == '零';
    if chars.get(4) == Some(&'年') && chars[..4].iter().all(is_digit) {
        return Some(5);
    }
    let is_share = chars.iter().take(3).copied().eq(SHARE.chars());
    let is_part = |c: &&char| is_digit(c) || ['十', '百', '点'].contains(c);
    let number = chars.iter().skip(3).take_while(is_part).count();
    (is_share && number > 0).then_some(3 + number)
}

/// Whether a text contains a year: 2025年, 二〇二五年.
pub fn has_year(text: &str) -> bool {
    text.match_indices('年').any(|(at, _)| {
        let before: Vec<char> = text[..at].chars().rev().take(5).collect();
        let digits = before.iter().filter(|c| !c.is_whitespace()).take(4);
        let digits: Vec<char> = digits.copied().collect();
        let is_written = |digit: &char| DIGITS.contains(digit) || *digit == '零';
        let begins = matches!(digits.get(2..), Some(['9', '1'] | ['0', '2']));
        digits.len() == 4
            && (digits.iter().all(is_written) || begins && digits.iter().all(char::is_ascii_digit))
    })
}

/// The same number in the other notation.
pub fn other(word: &str) -> Option<&'static str> {
    static BOTH_WAYS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let years = (1900..2100).map(|n: u32| (format!("{n}年"), format!("{}年", digits(n))));
        let shares = (0..=100).map(|n| (format!("{n}%"), format!("{SHARE}{}", written(n))));
        let pairs = years.chain(shares);
        pairs
            .flat_map(|(one, other)| [(one.clone(), other.clone()), (other, one)])
            .collect()
    });
    BOTH_WAYS.get(&word.replace('零', "〇")).map(String::as_str)
}

/// A number digit by digit in characters.
fn digits(n: u32) -> String {
    let digits = n.to_string();
    let digits = digits.chars().filter_map(|c| c.to_digit(10));
    digits.map(|digit| DIGITS[digit as usize]).collect()
}

/// A number up to a hundred in characters.
fn written(n: u32) -> String {
    match (n / 10, n % 10) {
        (0, ones) => digits(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digits(ones)),
        (10, _) => "百".to_owned(),
        (tens, 0) => format!("{}十", digits(tens)),
        (tens, ones) => format!("{}十{}", digits(tens), digits(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_characters_and_the_other_way_round() {
        for (one, another) in [
            ("2025年", "二〇二五年"),
            ("62%", "百分之六十二"),
            ("0%", "百分之〇"),
            ("13%", "百分之十三"),
            ("20%", "百分之二十"),
            ("100%", "百分之百"),
        ] {
            assert_eq!(other(one), Some(another));
            assert_eq!(other(another), Some(one));
        }
        assert_eq!(other("二零二五年"), Some("2025年"));
        for word in [
            "25年",
            "光伏发电年",
            "百分之",
            "百分之几",
            "1000%",
            "%",
            "年",
        ] {
            assert_eq!(other(word), None, "{word}");
        }
    }

    #[test]
    fn a_year_is_four_digits() {
        for text in ["到2025年，", "于 2030 年前", "二〇二五年", "1998年"] {
            assert!(has_year(text), "{text}");
        }
        for text in ["十四五", "3000年", "12年", "三年行动", "今年"] {
            assert!(!has_year(text), "{text}");
        }
    }

    #[test]
    fn a_numeral_ends_where_it_ends() {
        let of = |text: &str| length(&text.chars().collect::<Vec<_>>());
        assert_eq!(of("二〇二五年底"), Some(5));
        assert_eq!(of("百分之六十二以上"), Some(6));
        assert_eq!(of("二三产业"), None);
        assert_eq!(of("百分之一百"), Some(5));
    }
}
