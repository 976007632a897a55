use unicode_normalization::UnicodeNormalization;

/// A text in the one form in which it is compared: NFKC, lower case, character by character, each
/// with the bytes it stands for in the text as written.
#[derive(Debug, Default)]
pub struct Folded {
    /// The characters.
    pub chars: Vec<char>,
    /// For each of them the first byte and the byte after it in the original.
    pub bytes: Vec<(usize, usize)>,
}

/// Folds a text that was put through [`compose`].
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    for (start, c) in text.char_indices() {
        let span = (start, start + c.len_utf8());
        for plain in std::iter::once(c).nfkc().flat_map(char::to_lowercase) {
            folded.chars.push(plain);
            folded.bytes.push(span);
        }
    }
    folded
}

/// Accents joined to their letters: what has to happen before a text can be folded character by
/// character. Changes nothing that a reader sees.
pub fn compose(text: &str) -> String {
    text.nfc().collect()
}

/// Whether a character is part of words; all others part them.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_and_squared_units_are_plain() {
        let folded = fold("５Ｇ㎡x");
        assert_eq!(folded.chars.iter().collect::<String>(), "5gm2x");
        assert_eq!(folded.bytes[2], folded.bytes[3]);
        assert_eq!(folded.bytes[4], (9, 10));
    }
}
