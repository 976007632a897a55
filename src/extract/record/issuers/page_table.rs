//! The table above a text on a page: 「发文机关：…」.

use super::Evidence;
use crate::extract::record::signer;

/// The bodies that the page of a text names.
pub fn bodies(evidence: &Evidence<'_>) -> Vec<String> {
    let mut bodies: Vec<String> = Vec::new();
    for (words, _) in &evidence.page.issuing_bodies {
        for body in signer::list(&words.replace([';', '；'], " "), evidence.vocabulary) {
            if !bodies.contains(&body) {
                bodies.push(body);
            }
        }
    }
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::PageRecord;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn reads_each_body_once() {
        let cell = |words: &str| (words.to_owned(), 1);
        let page = PageRecord {
            issuing_bodies: vec![cell("北京市农业农村局；北京市财政局"), cell("北京市财政局")],
            ..PageRecord::default()
        };
        let evidence = Evidence {
            pieces: &[],
            head: &[],
            title: None,
            page: &page,
            vocabulary: &REAL,
        };
        assert_eq!(bodies(&evidence), ["北京市农业农村局", "北京市财政局"]);
    }
}
