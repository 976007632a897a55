use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::sync::OnceLock;

use crate::messages::Language;

/// The language that the terminal is spoken to in; English until one is chosen.
static LANGUAGE: OnceLock<Language> = OnceLock::new();

/// Chooses the language of all that follows; once, when the program starts.
pub fn speak(language: Language) {
    let _ = LANGUAGE.set(language);
}

/// The language of the terminal.
pub fn language() -> Language {
    LANGUAGE.get().copied().unwrap_or_default()
}

/// A text in the language of the terminal.
pub fn translated(text: &str) -> Cow<'_, str> {
    language().translate(text)
}

/// Writes a message to stdout, in the language of the terminal.
pub fn say(text: &str) {
    out(&translated(text));
}

/// Writes a message to stderr, in the language of the terminal.
pub fn note(text: &str) {
    err(&translated(text));
}

/// Writes to stdout, as it stands. A closed pipe (`| head`) is no error.
pub fn out(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush());
}

/// Writes to stderr, as it stands.
pub fn err(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Whether this stream should be coloured: <https://no-color.org>.
pub fn coloured(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}
