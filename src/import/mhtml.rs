//! Saved pages in one file (MHTML), which many office systems write under the name of `.doc`.

use super::Problem;

/// The page in an archive of a page, as its bytes.
///
/// # Errors
/// Where it holds no page.
pub fn page(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut parts = Parts::default();
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        parts.line(line);
    }
    parts.end();
    parts
        .page
        .ok_or_else(|| Problem::damaged("the saved page (MHTML)", "it holds no HTML"))
}

/// Whether a file begins as one.
pub fn is_mhtml(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start();
    let field = ["mime-version:", "from:", "content-type:", "subject:"];
    field.into_iter().any(|name| head.starts_with(name))
        && head.contains("mime-version:")
        && (head.contains("multipart/related") || head.contains("text/html"))
}

/// The parts as they are met, line by line; parts in parts are told by their boundaries alone.
#[derive(Default)]
struct Parts {
    boundaries: Vec<Vec<u8>>,
    /// Lines of the fields of the open part; `None` in its body.
    in_body: bool,
    fields: String,
    body: Vec<u8>,
    page: Option<Vec<u8>>,
}

impl Parts {
    fn line(&mut self, line: &[u8]) {
        let bare = line.trim_ascii_end();
        let of_boundary = |boundary: &Vec<u8>| {
            bare.strip_prefix(&b"--"[..])
                .and_then(|rest| rest.strip_prefix(boundary.as_slice()))
                .is_some_and(|rest| rest.is_empty() || rest == b"--")
        };
        if self.boundaries.iter().any(of_boundary) {
            self.end();
        } else if self.in_body {
            self.body.extend_from_slice(line);
        } else if bare.is_empty() && !self.fields.trim().is_empty() {
            self.in_body = true;
            if let Some(boundary) = self.value("boundary=") {
                self.boundaries.push(boundary.into_bytes());
            }
        } else if !bare.is_empty() {
            self.fields.push_str(&String::from_utf8_lossy(bare));
            self.fields.push('\n');
        }
    }

    fn end(&mut self) {
        let fields = self.fields.to_ascii_lowercase();
        if self.page.is_none() && fields.contains("text/html") && !fields.contains("multipart/") {
            let encoding = fields.split("content-transfer-encoding:").nth(1);
            self.page = Some(match encoding.map_or("", str::trim_start) {
                e if e.starts_with("quoted-printable") => quoted_printable(&self.body),
                e if e.starts_with("base64") => base64(&self.body),
                _ => self.body.clone(),
            });
        }
        self.fields.clear();
        self.body.clear();
        self.in_body = false;
    }

    /// The value of a parameter of the fields.
    fn value(&self, name: &str) -> Option<String> {
        let at = self.fields.to_ascii_lowercase().find(name)? + name.len();
        let rest = &self.fields[at..];
        let value = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => rest.split([';', '\n', ' ']).next(),
        };
        value.filter(|v| !v.is_empty()).map(str::to_owned)
    }
}

/// Undoes `=E4=B8=BD`; a `=` at the end of a line joins it with the next.
fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).map(|n| n as u8);
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            plain.push(byte);
            continue;
        }
        match *after {
            [b'\r', b'\n', ..] => rest = &after[2..],
            [b'\n', ..] => rest = &after[1..],
            [high, low, ..] => match (digit(high), digit(low)) {
                (Some(high), Some(low)) => {
                    plain.push(high << 4 | low);
                    rest = &after[2..];
                }
                _ => plain.push(byte),
            },
            _ => plain.push(byte),
        }
    }
    plain
}

/// Undoes base64; other characters, such as line ends, are passed over.
fn base64(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for &byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFF_FFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            plain.push((bits >> count) as u8);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_found_and_decoded() {
        let file = |encoding: &str, body: &str| {
            format!(
                "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--B\"\r\n\r\n----B\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{body}\r\n----B\r\nContent-Type: image/png\r\n\r\nxx\r\n----B--\r\n"
            )
        };
        let quoted = file("quoted-printable", "<p>=E4=B8=BD=\r\n=E6=B0=B4 a=3Db</p>");
        assert!(is_mhtml(quoted.as_bytes()));
        let page = page(quoted.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(page).unwrap().trim(), "<p>丽水 a=b</p>");
        let encoded = file("base64", "PHA+5Li95rC0\r\nPC9wPg==");
        let page = super::page(encoded.as_bytes()).unwrap();
        assert_eq!(String::from_utf8(page).unwrap(), "<p>丽水</p>");
    }

    #[test]
    fn a_file_without_a_page_is_told() {
        assert!(page(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n").is_err());
        assert!(!is_mhtml("关于印发方案的通知".as_bytes()));
    }
}
