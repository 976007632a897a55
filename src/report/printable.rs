use std::borrow::Cow;

/// Escapes a text for a terminal: control characters and marks of text direction, except those in `kept`,
/// become `\u{1b}` and the like.
pub fn printable<'a>(text: &'a str, kept: &[char]) -> Cow<'a, str> {
    let acts = |c: char| {
        let turns = matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        (c.is_control() || turns) && !kept.contains(&c)
    };
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().flat_map(|c| match acts(c) {
        true => c.escape_unicode().collect::<Vec<char>>(),
        false => vec![c],
    });
    Cow::Owned(shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_acts_on_the_terminal() {
        assert_eq!(
            printable("a\x1b[31m\nb\u{202e}", &[]),
            "a\\u{1b}[31m\\u{a}b\\u{202e}"
        );
        assert_eq!(printable("甲\n\t乙", &['\n', '\t']), "甲\n\t乙");
    }
}
