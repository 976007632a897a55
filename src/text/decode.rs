use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::Diagnostic;

/// A text and the encoding it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// WHATWG name of the encoding, lower case: `utf-8`, `gb18030`, `utf-16le`.
    pub encoding: &'static str,
}

/// Turns the bytes of the seed `file` into text: a byte order mark decides; without one strict
/// UTF-8 over the whole file, then GB18030.
///
/// # Errors
/// Where the bytes are no text in any of them, with the byte at which reading stopped.
pub fn decode(bytes: &[u8], file: &str) -> Result<Decoded, Diagnostic> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| {
            not_text(
                file,
                format!(
                    "its byte order mark says {}, but not all bytes are",
                    encoding.name()
                ),
            )
        });
    }
    // A NUL never stands in a text of these encodings: this is a PDF, a Word file, a picture.
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        return Err(not_text(
            file,
            format!("byte {at} is NUL: this is no text file"),
        ));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            encoding: name(UTF_8),
        }),
        Err(error) => strict(GB18030, bytes).ok_or_else(|| {
            let at = error.valid_up_to();
            let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
            let mut diagnostic = not_text(
                file,
                format!("neither UTF-8 (stops at byte {at}, line {line}) nor GB18030"),
            );
            diagnostic.line = Some(line);
            diagnostic
        }),
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(Decoded {
        text: text.into_owned(),
        encoding: name(encoding),
    })
}

fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == UTF_8 {
        "utf-8"
    } else if encoding == UTF_16LE {
        "utf-16le"
    } else if encoding == UTF_16BE {
        "utf-16be"
    } else {
        "gb18030"
    }
}

fn not_text(file: &str, message: String) -> Diagnostic {
    Diagnostic::error(
        "not-text",
        file,
        format!("cannot be read as text: {message}"),
    )
    .help("save it as UTF-8 text, or take it out of the folder")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_utf8_with_and_without_a_mark() {
        assert_eq!(decode("第一条".as_bytes(), "a").unwrap().text, "第一条");
        let marked = decode(b"\xEF\xBB\xBFok", "a").unwrap();
        assert_eq!((marked.text.as_str(), marked.encoding), ("ok", "utf-8"));
    }

    #[test]
    fn reads_what_chinese_windows_wrote() {
        let (bytes, _, _) = GB18030.encode("关于印发方案的通知");
        let read = decode(&bytes, "a").unwrap();
        assert_eq!(
            (read.text.as_str(), read.encoding),
            ("关于印发方案的通知", "gb18030")
        );
    }

    #[test]
    fn reads_utf16_by_its_mark() {
        let bytes: Vec<u8> = "\u{FEFF}丙"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(decode(&bytes, "a").unwrap().encoding, "utf-16le");
    }

    #[test]
    fn says_at_which_byte_it_is_no_text() {
        let error = decode(b"PK\x03\x04\x00\x00", "seeds/a.docx").unwrap_err();
        assert!(error.message.contains("byte 4 is NUL"), "{error:?}");
        let error = decode(b"ok\n\xFF\xFF", "seeds/a.txt").unwrap_err();
        assert!(error.message.contains("byte 3, line 2"), "{error:?}");
        assert_eq!(error.line, Some(2));
    }
}
