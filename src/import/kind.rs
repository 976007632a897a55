use super::package::Package;
use super::{Problem, mhtml};

/// Kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A saved web page.
    Html,
    /// A saved page in one file (MHTML).
    SavedPage,
    /// Word, since 2007.
    Docx,
    /// Word as one XML.
    WordXml,
    /// Excel of 2003 as one XML.
    SheetXml,
    /// Excel and its like.
    Sheet,
    /// PDF.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
    /// A file that LibreOffice reads, and what it is.
    Office(&'static str),
    /// Plain text in any encoding.
    Text,
}

/// What old Word and Excel files begin with.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

impl FileKind {
    /// The kind of a file by its bytes: names lie, and many sites give PDFs names of pages.
    ///
    /// # Errors
    /// Where it is none of these.
    pub fn of(bytes: &[u8]) -> Result<Self, Problem> {
        let head = &bytes[..bytes.len().min(1_024)];
        let contains = |words: &[u8]| {
            head.windows(words.len())
                .any(|w| w.eq_ignore_ascii_case(words))
        };
        if contains(b"%PDF-") {
            return Ok(Self::Pdf);
        }
        if bytes.starts_with(b"PK") {
            return packed(bytes);
        }
        if bytes.starts_with(OLE) {
            // A directory of names in UTF-16 says what is in it.
            let holds = |name: &str| {
                let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
                bytes.windows(name.len()).any(|w| w == name)
            };
            // A Word file may have a workbook in it, and one of before 2007 a package.
            return match () {
                () if holds("WordDocument") => {
                    Ok(Self::Office("a Word file of before 2007 (.doc, .wps)"))
                }
                () if holds("Workbook") || holds("Book") => Ok(Self::Sheet),
                () if holds("EncryptedPackage") => {
                    Err(Problem::Unknown("it is locked with a password"))
                }
                () => Err(Problem::Unknown(
                    "it is a file of an office program of before 2007 (such as .ppt)",
                )),
            };
        }
        if mhtml::is_mhtml(head) {
            return Ok(Self::SavedPage);
        }
        if contains(b"<?xml") || contains(b"<?mso-application") {
            for (mark, kind) in [
                (&b"<pkg:package"[..], Self::WordXml),
                (b"<w:wordDocument", Self::WordXml),
                (
                    b"urn:schemas-microsoft-com:office:spreadsheet",
                    Self::SheetXml,
                ),
            ] {
                if contains(mark) {
                    return Ok(kind);
                }
            }
        }
        for (mark, what) in [
            (&b"\x89PNG"[..], "it is a picture"),
            (b"\xFF\xD8\xFF", "it is a picture"),
            (b"GIF8", "it is a picture"),
            (b"Rar!", "it is an archive"),
            (b"7z\xBC\xAF", "it is an archive"),
            (b"\x1F\x8B", "it is an archive"),
        ] {
            if bytes.starts_with(mark) {
                return Err(Problem::Unknown(what));
            }
        }
        if bytes.starts_with(b"{\\rtf") {
            return Ok(Self::Office("an RTF file"));
        }
        match is_page(bytes) {
            true => Ok(Self::Html),
            false => Ok(Self::Text),
        }
    }
}

/// Elements that a page, or a part of one that was cut out of it, begins with.
const FIRST_ELEMENTS: [&str; 29] = [
    "html",
    "head",
    "body",
    "div",
    "table",
    "p",
    "span",
    "section",
    "article",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "dl",
    "font",
    "center",
    "strong",
    "meta",
    "title",
    "style",
    "script",
    "br",
    "blockquote",
];

/// Whether bytes begin as a page does: with its doctype or with one of its elements.
fn is_page(bytes: &[u8]) -> bool {
    let start = &bytes[markup_start(bytes)..];
    let head = String::from_utf8_lossy(&start[..start.len().min(1_024)]).to_ascii_lowercase();
    let Some(tag) = head.strip_prefix('<') else {
        return false;
    };
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next();
    let name = name.unwrap_or_default();
    let closed = tag[name.len()..].starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/');
    tag.starts_with("!doctype html")
        || closed && FIRST_ELEMENTS.contains(&name)
        || tag.starts_with('?') && (head.contains("<html") || head.contains("<!doctype html"))
}

/// Where the markup of a page begins: behind a byte order mark, blanks and comments.
pub fn markup_start(bytes: &[u8]) -> usize {
    let mut at = if bytes.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    loop {
        at += bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_whitespace())
            .count();
        if !bytes[at..].starts_with(b"<!--") {
            return at;
        }
        match bytes[at..].windows(3).position(|end| end == b"-->") {
            Some(end) => at += end + 3,
            None => return at,
        }
    }
}

fn packed(bytes: &[u8]) -> Result<FileKind, Problem> {
    let mut package = Package::open(bytes, "the file")?;
    if package.holds("word/document.xml") {
        return Ok(FileKind::Docx);
    }
    if package.holds("xl/workbook.xml") || package.holds("xl/workbook.bin") {
        return Ok(FileKind::Sheet);
    }
    if package.holds("OFD.xml") {
        return Ok(FileKind::Ofd);
    }
    let open_document = package.text("mimetype").ok().flatten().unwrap_or_default();
    match open_document.trim() {
        "application/vnd.oasis.opendocument.spreadsheet" => return Ok(FileKind::Sheet),
        "application/vnd.oasis.opendocument.text" => {
            return Ok(FileKind::Office("an OpenDocument text (.odt)"));
        }
        _ => {}
    }
    // Word in a browser gives the main part other names.
    match package.main_part() {
        Some(main) if main.starts_with("word/") => Ok(FileKind::Docx),
        Some(main) if main.starts_with("ppt/") => Err(Problem::Unknown("it is a presentation")),
        _ => Err(Problem::Unknown("it is an archive of other files")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_tell_and_names_do_not() {
        for (bytes, kind) in [
            (&b"%PDF-1.7\n"[..], FileKind::Pdf),
            (b"\n<!DOCTYPE HTML PUBLIC", FileKind::Html),
            (b"\xEF\xBB\xBF<html lang=zh>", FileKind::Html),
            (
                b"MIME-Version: 1.0\nContent-Type: multipart/related;\n",
                FileKind::SavedPage,
            ),
            (
                b"<?xml version=\"1.0\"?><w:wordDocument>",
                FileKind::WordXml,
            ),
            (
                b"<!-- made by a machine -->\n<!DOCTYPE html>",
                FileKind::Html,
            ),
            (b"<p style=\"text-align:center\">", FileKind::Html),
            (b"{\\rtf1\\ansi", FileKind::Office("an RTF file")),
            (b"<plan> of five years", FileKind::Text),
            ("关于印发<p>的通知".as_bytes(), FileKind::Text),
            ("5 < 6 <p>".as_bytes(), FileKind::Text),
        ] {
            assert_eq!(FileKind::of(bytes).unwrap(), kind);
        }
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let told = |bytes: &[u8]| FileKind::of(bytes).unwrap_err().to_string();
        assert!(told(OLE).contains(".ppt"));
        let encrypted = "EncryptedPackage".encode_utf16();
        let encrypted: Vec<u8> = encrypted.flat_map(u16::to_le_bytes).collect();
        assert!(told(&[OLE, &encrypted].concat()).contains("password"));
        assert!(told(b"\x89PNG\r\n").contains("picture"));
        assert!(told(b"PK\x03\x04 and then nothing").contains("cannot be read"));
    }
}
