use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::Diagnostic;

/// A text and the encoding it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The characters, without a byte order mark.
    pub text: String,
    /// WHATWG name of the encoding, lower case: `utf-8`, `gb18030`, `utf-16le`.
    pub encoding: &'static str,
}

/// Decodes the bytes of the seed `file`: by its byte order mark, else as strict UTF-8, else as GB18030.
///
/// # Errors
/// If the bytes are valid in none of them, with the byte at which decoding stopped; or if they are the
/// source of a page or of a printed document, whose markup would be read as words.
pub fn decode(bytes: &[u8], file: &str) -> Result<Decoded, Diagnostic> {
    let decoded = characters(bytes, file)?;
    match source_of(&decoded.text) {
        Some(source) => Err(no_text(file, source, &decoded.text)),
        None => Ok(decoded),
    }
}

fn characters(bytes: &[u8], file: &str) -> Result<Decoded, Diagnostic> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[mark..]).ok_or_else(|| {
            let name = encoding.name();
            let message = format!("its byte order mark says {name}, but not all bytes are");
            let at = mark + reads(encoding, &bytes[mark..]);
            at_byte(not_text(file, message), encoding, bytes, at)
        });
    }
    // A NUL never occurs in a text of these encodings: the file is a PDF, a Word file or a picture.
    if let Some(at) = bytes.iter().position(|&b| b == 0) {
        let message = format!("byte {at} is NUL: this is no text file");
        return Err(at_byte(not_text(file, message), UTF_8, bytes, at));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: text.to_owned(),
            encoding: name(UTF_8),
        }),
        Err(error) => strict(GB18030, bytes).ok_or_else(|| {
            // The encoding that decodes more bytes is the intended one.
            let (utf8, gb18030) = (error.valid_up_to(), reads(GB18030, bytes));
            let (encoding, at) = match gb18030 > utf8 {
                true => (GB18030, gb18030),
                false => (UTF_8, utf8),
            };
            let line = bytes[..at].iter().filter(|&&b| b == b'\n').count() + 1;
            let message = format!("neither UTF-8 nor GB18030: it stops at byte {at}, line {line}");
            at_byte(not_text(file, message), encoding, bytes, at)
        }),
    }
}

/// The number of bytes that are valid in an encoding.
fn reads(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = [0; 4096];
    let mut read = 0;
    loop {
        let (result, more, _) =
            decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut out, true);
        read += more;
        match result {
            DecoderResult::InputEmpty => return read,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(wrong, after) => {
                return read.saturating_sub(usize::from(wrong) + usize::from(after));
            }
        }
    }
}

/// A problem at a byte, placed as people count.
fn at_byte(
    problem: Diagnostic,
    encoding: &'static Encoding,
    bytes: &[u8],
    at: usize,
) -> Diagnostic {
    // A line of a file that is no text can be as long as the file.
    const SHOWN: usize = 60;
    let shown = |bytes: &[u8]| encoding.decode_without_bom_handling(bytes).0.into_owned();
    let before = shown(&bytes[..at]);
    let line = before.matches('\n').count() + 1;
    let own = before.rsplit('\n').next().unwrap_or_default();
    let column = own.trim_start_matches('\u{feff}').chars().count() + 1;
    if column > SHOWN {
        return problem.on(line, Some(column), None);
    }
    let end = bytes.len().min(at + SHOWN);
    let rest = shown(&bytes[at..end]);
    let rest = rest.lines().next().unwrap_or_default();
    let plain = |c: char| if c.is_control() { '\u{fffd}' } else { c };
    let own = own.trim_start_matches('\u{feff}');
    let text: String = format!("{own}{rest}").chars().map(plain).collect();
    problem.on(line, Some(column), Some(&text))
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

/// A format of source files that are not plain text.
struct DecodedSource {
    /// Its beginning, in lower case.
    mark: &'static str,
    what: &'static str,
    /// Whether `import` converts it to text.
    imported: bool,
}

const SOURCES: [DecodedSource; 4] = [
    DecodedSource {
        mark: "<!doctype html",
        what: "a saved web page (HTML)",
        imported: true,
    },
    DecodedSource {
        mark: "<html",
        what: "a saved web page (HTML)",
        imported: true,
    },
    DecodedSource {
        mark: "%pdf-",
        what: "a PDF",
        imported: true,
    },
    DecodedSource {
        mark: "{\\rtf",
        what: "an RTF file",
        imported: false,
    },
];

/// The kind of source that a text is (HTML, RTF and the like), by its beginning. A text that only quotes
/// markup is none.
fn source_of(text: &str) -> Option<&'static DecodedSource> {
    /// Number of characters that contain 「<?xml version="1.0"?><!DOCTYPE html PUBLIC …>」.
    const DECLARED: usize = 400;
    let start: String = text.trim_start().chars().take(DECLARED).collect();
    let start = start.to_ascii_lowercase();
    let declared = start.starts_with("<?xml");
    SOURCES.iter().find(|source| match declared {
        true => source.mark.starts_with('<') && start.contains(source.mark),
        false => start.starts_with(source.mark),
    })
}

fn no_text(file: &str, source: &DecodedSource, text: &str) -> Diagnostic {
    let before = text.len() - text.trim_start().len();
    let line = text[..before].matches('\n').count() + 1;
    let shown = text[before..].lines().next().unwrap_or_default();
    let shown: String = shown.chars().take(60).collect();
    let told = Diagnostic::error(
        "not-text",
        file,
        format!("this is {}, no text", source.what),
    );
    let help = match source.imported {
        true => format!("`cewen import {file}` makes a text of it"),
        false => "save it as .docx and import that".to_owned(),
    };
    told.on(line, Some(1), Some(&shown))
        .help(format!("{help}; then take this file out of the folder"))
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
    fn sources_of_pages_are_no_texts() {
        let told = |text: &str| decode(text.as_bytes(), "seeds/a.txt").unwrap_err().message;
        for page in [
            "\u{FEFF}\r\n<!DOCTYPE html>\n<style>.left{width:100%}</style>",
            "<HTML lang=zh><body>关于方案</body></HTML>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD\">\n<html>",
        ] {
            assert_eq!(told(page), "this is a saved web page (HTML), no text");
        }
        assert_eq!(
            told("{\\rtf1\\ansi 关于方案}"),
            "this is an RTF file, no text"
        );
        assert_eq!(told("%PDF-1.4\n1 0 obj"), "this is a PDF, no text");
        for text in [
            "关于<html>的通知",
            "<script>alert(1)</script>\n关于方案",
            "<?xml",
        ] {
            assert!(decode(text.as_bytes(), "a").is_ok(), "{text}");
        }
    }

    #[test]
    fn says_at_which_byte_it_is_no_text() {
        let error = decode(b"PK\x03\x04\x00\x00", "seeds/a.docx").unwrap_err();
        assert!(error.message.contains("byte 4 is NUL"), "{error:?}");
        let error = decode(b"ok\n\xFF\xFF", "seeds/a.txt").unwrap_err();
        assert!(error.message.contains("byte 3, line 2"), "{error:?}");
        assert_eq!(error.line, Some(2));
        let (mut bytes, _, _) = GB18030.encode("标题\n关于方案");
        bytes.to_mut().extend([0xff, b'\n', b'a']);
        let error = decode(&bytes, "seeds/a.txt").unwrap_err();
        assert_eq!((error.line, error.column), (Some(2), Some(5)), "{error:?}");
        assert!(
            error
                .source_line
                .unwrap()
                .text
                .starts_with("关于方案\u{fffd}")
        );
    }
}
