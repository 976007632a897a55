//! Names of files offered on the page of a text, which may state the body that passed the text on.

use super::Evidence;
use crate::extract::record::{signer, title};

/// Whether a line is the name of a file for download: 「佛山市…实施方案.rar」.
pub fn is_file(words: &str) -> bool {
    const KINDS: [&str; 9] = [
        ".rar", ".zip", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".wps", ".ofd",
    ];
    let words = words.trim_end_matches(['）', ')']).to_ascii_lowercase();
    KINDS.iter().any(|kind| words.ends_with(kind))
}

/// The bodies that passed the text on, by the name of an attached file: 「PDF:某市人民政府办公室关于印发《…措施》的通知.pdf」.
pub fn named_in_a_file(evidence: &Evidence<'_>) -> Vec<String> {
    let Some(title) = evidence.title else {
        return Vec::new();
    };
    let files = evidence.pieces.iter().filter(|piece| {
        let named = piece.text.contains(&title.text) && piece.text.contains("印发");
        named && is_file(piece.text) && !piece.text.contains('。')
    });
    files
        .map(|piece| {
            let name = piece.text.rsplit(['：', ':']).next().unwrap_or(piece.text);
            signer::list(title::before(name), evidence.vocabulary)
        })
        .find(|bodies| !bodies.is_empty())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found_by;
    use super::*;

    #[test]
    fn the_name_of_a_file_says_who_passed_the_text_on() {
        let lines = [
            "定西市今冬明春促进经济健康平稳发展一揽子政策措施",
            "为进一步激发活力，制定本措施。",
            "PDF:定西市人民政府办公室关于印发《定西市今冬明春促进经济健康平稳发展一揽子政策措施》的通知.pdf",
        ];
        assert_eq!(found_by(named_in_a_file, &lines), ["定西市人民政府办公室"]);
        assert!(found_by(named_in_a_file, &lines[..2]).is_empty());
    }

    #[test]
    fn tells_names_of_files() {
        assert!(is_file("佛山市绿色建筑创建行动实施方案.rar"));
        assert!(!is_file("佛山市绿色建筑创建行动实施方案"));
    }
}
