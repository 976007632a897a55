//! Bounds on the parts of a text that are searched. They keep the time linear for a text without full
//! stops or line breaks.

/// The beginning of a text; even a line of several megabytes states its subject early.
pub fn beginning(text: &str) -> &str {
    const FAR: usize = 10_000;
    let mut to = text.len().min(FAR);
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    &text[..to]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_end_between_characters() {
        let text = "到".repeat(10_000);
        assert!(beginning(&text).len() <= 10_000 && text.starts_with(beginning(&text)));
        assert_eq!(beginning("到2030年"), "到2030年");
    }
}
