//! Simplified forms of traditional characters, one by one.

use std::sync::LazyLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// The range of ideographs that contains the traditional ones.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// For each ideograph its normalized form: the simplified character of a traditional one, any other
/// unchanged.
fn table() -> &'static [char] {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let converter = OpenCC::from_config(BuiltinConfig::T2s).ok();
        let simple = |c: char| {
            let plain = converter.as_ref()?.convert(&c.to_string());
            let mut plain = plain.chars();
            plain.next().filter(|_| plain.next().is_none())
        };
        IDEOGRAPHS.map(|c| simple(c).unwrap_or(c)).collect()
    });
    &TABLE
}

/// The simplified form of a character; any other character unchanged.
pub fn simplified(c: char) -> char {
    let at = (c as usize).checked_sub(*IDEOGRAPHS.start() as usize);
    at.and_then(|at| table().get(at)).copied().unwrap_or(c)
}

/// Traditional characters, each with its simplified form.
pub fn traditional_characters() -> impl Iterator<Item = (char, char)> {
    IDEOGRAPHS
        .zip(table().iter().copied())
        .filter(|(traditional, plain)| traditional != plain)
}
