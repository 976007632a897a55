//! JSON that stands in a page: a data block of a script element.

use serde::Serialize;
use tera::Kwargs;

/// JSON that cannot end the script element that holds it: what HTML could take for a tag, an entity
/// or a line end is written as an escape of JSON.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned());
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                safe.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => safe.push(c),
        }
    }
    safe
}

/// The same as a filter of templates, for one word.
pub fn filter(value: &str, _: Kwargs, _: &tera::State<'_>) -> tera::Value {
    tera::Value::safe_string(&json(value))
}

/// A filter: a word as the value of a query. Spaces are `%20`, which mail programs understand, too.
pub fn urlencode(value: &str, _: Kwargs, _: &tera::State<'_>) -> String {
    let encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    encoded.replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let shown = json("</script><!-- & \u{2028}\"");
        assert_eq!(
            shown,
            "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028\\\"\""
        );
        let back: String = serde_json::from_str(&shown).unwrap();
        assert_eq!(back, "</script><!-- & \u{2028}\"");
    }
}
