//! Limits for input of the YAML parser. Its time grows with the square of the nesting of brackets, and
//! its memory is some twenty times the text.

use std::path::Path;

use crate::model::Diagnostic;

/// Maximum nesting of brackets; people and this program nest three at most.
const DEEPEST: usize = 100;
/// Bytes of a file; the documents of texts of 100 MB have less.
const LARGEST: usize = 512 << 20;

/// Rejects input that would exhaust the YAML parser.
///
/// # Errors
/// The limit that `text` of `file` exceeds, at its line.
pub fn check(text: &str, file: &Path, code: &str) -> Result<(), Diagnostic> {
    if text.len() > LARGEST {
        let message = format!("has more than the limit of {} MiB", LARGEST >> 20);
        return Err(Diagnostic::error(code, file, message)
            .at(1, None, text)
            .help("divide the file, or take out what does not belong there"));
    }
    let openers = text.bytes().filter(|byte| matches!(byte, b'{' | b'['));
    if openers.take(DEEPEST + 1).count() <= DEEPEST {
        return Ok(());
    }
    match Scan::default().too_deep(text) {
        None => Ok(()),
        Some((line, column)) => {
            let message = format!("brackets in brackets, deeper than the limit of {DEEPEST}");
            Err(Diagnostic::error(code, file, message)
                .at(line, Some(column), text)
                .help("close the brackets, or quote a text that begins with one"))
        }
    }
}

/// Scanner that tells brackets of flow style from those in quotes, comments, words and blocks of text.
#[derive(Default)]
struct Scan {
    depth: usize,
    /// The quote that is open.
    quote: Option<u8>,
    /// Whether the last token was a word, which may continue on the next line.
    word: bool,
    /// The column of the key or entry that a value belongs to.
    parent: usize,
    /// Whether lines indented more than `parent` belong to a block of text.
    block: bool,
}

impl Scan {
    /// The 1-based place of the first bracket that is too deep.
    fn too_deep(mut self, text: &str) -> Option<(usize, usize)> {
        for (number, line) in text.lines().enumerate() {
            if let Some(byte) = self.line(line) {
                return Some((number + 1, line[..byte].chars().count() + 1));
            }
        }
        None
    }

    /// Scans a line; returns the byte offset at which the nesting is too deep.
    fn line(&mut self, line: &str) -> Option<usize> {
        let inside = line.trim_start_matches(' ');
        let mut at = line.len() - inside.len();
        if self.quote.is_none() && self.depth == 0 {
            let further = at > self.parent || inside.is_empty();
            if self.block && further {
                return None;
            }
            self.block = false;
            self.word &= further;
            if !self.word {
                at += entries(inside);
                let value = &line[at..];
                // A text that is an entry itself belongs to the dash.
                let dash = if value.starts_with(['|', '>']) { 2 } else { 0 };
                self.parent = at.saturating_sub(dash);
                self.block = opens_block(value);
                // The mark between two documents is no word.
                at += value.len() - value.strip_prefix("---").unwrap_or(value).len();
            }
        }
        let bytes = line.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            at += self.step(byte, bytes, at);
            if self.depth > DEEPEST {
                return Some(at - 1);
            }
        }
        None
    }

    /// Scans the byte at `at`; returns the number of bytes consumed.
    fn step(&mut self, byte: u8, bytes: &[u8], at: usize) -> usize {
        let blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        let next = bytes.get(at + 1);
        if let Some(quote) = self.quote {
            match byte {
                b'\\' if quote == b'"' => return 2,
                b'\'' if quote == byte && next == Some(&b'\'') => return 2,
                _ if byte == quote => self.quote = None,
                _ => {}
            }
            return 1;
        }
        let flow = self.depth > 0;
        match byte {
            b'#' if at == 0 || blank(bytes.get(at - 1)) => return bytes.len() - at,
            b'{' | b'[' if flow || !self.word => {
                self.depth += 1;
                self.word = false;
            }
            b'}' | b']' if flow => {
                self.depth -= 1;
                self.word = false;
            }
            b',' if flow => self.word = false,
            b':' if blank(next) || flow => self.word = false,
            b'-' | b'?' if !self.word && blank(next) => {}
            b'"' | b'\'' if !self.word => self.quote = Some(byte),
            // A tag or an anchor precedes a value.
            b'&' | b'!' if !self.word => {
                let rest = &bytes[at..];
                return rest.iter().take_while(|byte| !blank(Some(byte))).count();
            }
            _ if byte.is_ascii_whitespace() => {}
            _ => self.word = true,
        }
        1
    }
}

/// The bytes of the dashes of list entries that a line begins with.
fn entries(line: &str) -> usize {
    let rest = line.trim_start_matches("- ");
    line.len() - rest.trim_start_matches(' ').len()
}

/// Whether the value of a line is a block of text: `text: |-`.
fn opens_block(line: &str) -> bool {
    let (before, mark) = line.rsplit_once(' ').unwrap_or(("", line));
    let key = before.trim_end();
    let marks = |rest: &str| rest.bytes().all(|b| matches!(b, b'-' | b'+' | b'1'..=b'9'));
    // A line that is anything more than a key is looked at like any other.
    (key.ends_with(':') || key.is_empty())
        && !key.contains(['"', '\'', '#', '{', '[', '&', '!', '?', '\t'])
        && mark.strip_prefix(['|', '>']).is_some_and(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<(Option<usize>, Option<usize>)> {
        let wrong = check(text, Path::new("a.yaml"), "x").err()?;
        assert!(wrong.message.contains("limit of 100"), "{}", wrong.message);
        Some((wrong.line, wrong.column))
    }

    #[test]
    fn brackets_in_brackets_are_counted() {
        assert_eq!(refused(&"[".repeat(100)), None);
        assert_eq!(refused(&"[".repeat(101)), Some((Some(1), Some(101))));
        let hidden = "a:\n- \"}\"\n- ".to_owned() + &"{a: \"}\", b: ".repeat(101);
        assert_eq!(refused(&hidden).and_then(|at| at.0), Some(3));
        let lines = "{a: b\n '{a: b '".repeat(101);
        assert!(refused(&lines).is_some());
        for before in [
            "a: &x ",
            "a: !t ",
            "--- ",
            "? a: |\n    text\n  b: ",
            "-\ta: |\n  text\n  b: ",
        ] {
            assert!(
                refused(&(before.to_owned() + &"[".repeat(101))).is_some(),
                "{before}"
            );
        }
        let word = "a: b\n  'c\nd: ".to_owned() + &"[".repeat(101);
        assert_eq!(refused(&word).and_then(|at| at.0), Some(3));
        let quoted = "a: b\n\"c\": ".to_owned() + &"[".repeat(101);
        assert_eq!(refused(&quoted).and_then(|at| at.0), Some(2));
    }

    #[test]
    fn brackets_of_texts_are_none() {
        let many = "[".repeat(200);
        for text in [
            format!("a: x{many}"),
            format!("a: '{many}'"),
            format!("a: \"\\\"{many}\""),
            format!("a: 'it''s {many}'"),
            format!("# {many}"),
            format!("a: 1 # {many}"),
            format!("- b: |-\n    {many}\n\n    {many}\n  c: d"),
            format!("b:\n- |-\n  {many}\n- d"),
            format!("b: |-\n  {many}\nc: \"{many}\""),
            format!("b: x\n  {many}\n"),
            "lines: [1, 2]\n".repeat(200),
            "- {a: [1], b: 'it''s'}\n".repeat(200),
        ] {
            assert_eq!(refused(&text), None, "{text}");
        }
    }
}
