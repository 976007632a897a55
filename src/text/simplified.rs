//! Simplified forms of traditional characters, one by one.

use std::sync::LazyLock;

/// A line for each traditional character: the character and its simplified form, in the order of the first.
/// These are the pairs of OpenCC (`t2s`); a test holds them to it.
const PAIRS: &str = include_str!("simplified.txt");

/// The range of ideographs that contains the traditional ones.
const IDEOGRAPHS: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// For each ideograph its normalized form: the simplified character of a traditional one, any other
/// unchanged.
fn table() -> &'static [char] {
    static TABLE: LazyLock<Vec<char>> = LazyLock::new(|| {
        let mut table: Vec<char> = IDEOGRAPHS.collect();
        for (traditional, simple) in traditional_characters() {
            if let Some(entry) = index(traditional).and_then(|at| table.get_mut(at)) {
                *entry = simple;
            }
        }
        table
    });
    &TABLE
}

/// The place of a character in the table.
fn index(c: char) -> Option<usize> {
    (c as usize).checked_sub(*IDEOGRAPHS.start() as usize)
}

/// The simplified form of a character; any other character unchanged.
pub fn simplified(c: char) -> char {
    let entry = index(c).and_then(|at| table().get(at));
    entry.copied().unwrap_or(c)
}

/// Traditional characters, each with its simplified form.
pub fn traditional_characters() -> impl Iterator<Item = (char, char)> {
    PAIRS.lines().filter_map(|line| {
        let mut characters = line.chars();
        characters.next().zip(characters.next())
    })
}

#[cfg(test)]
mod tests {
    use ferrous_opencc::OpenCC;
    use ferrous_opencc::config::BuiltinConfig;

    use super::*;

    #[test]
    fn other_characters_stay() {
        assert_eq!(simplified('電'), '电');
        assert_eq!(simplified('电'), '电');
        assert_eq!(simplified('a'), 'a');
        assert_eq!(simplified('\u{20000}'), '\u{20000}');
    }

    /// `CEWEN_UPDATE=1 cargo test pairs_are_those_of_opencc` writes the file anew.
    #[test]
    fn pairs_are_those_of_opencc() {
        let converter = OpenCC::from_config(BuiltinConfig::T2s).unwrap();
        let pairs = IDEOGRAPHS.filter_map(|c| {
            let simple = converter.convert(&c.to_string());
            let is_other = simple.chars().count() == 1 && !simple.starts_with(c);
            is_other.then(|| format!("{c}{simple}\n"))
        });
        let pairs: String = pairs.collect();
        if std::env::var_os("CEWEN_UPDATE").is_some() {
            let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/simplified.txt");
            std::fs::write(file, &pairs).unwrap();
        }
        assert!(pairs.lines().count() > 2_000);
        assert!(
            pairs == PAIRS,
            "src/text/simplified.txt is not as OpenCC has it"
        );
    }
}
