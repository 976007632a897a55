//! Cells of a table whose shape an extraction has lost: numbers without their names.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

/// 「森林覆盖率（%）14.46 15.0预期性」: a row on one line, with the unit in brackets before the values.
static ROW: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[（(][^（）()]{1,10}[)）] ?[\[≥≤—－–\-]*\d|(?:约束性|预期性|指导性)$")
});

/// Whether a line is a loose table cell or row: it holds numbers but is no sentence. Which number belongs
/// to which label is lost, and a guess could publish a wrong value.
pub fn is_loose_cell(text: &str) -> bool {
    let sentence = text.contains(['，', '。', '；', '！', '？', '：']);
    let has_number = text.contains(|c: char| c.is_ascii_digit());
    if sentence || !has_number {
        return false;
    }
    let has_words = text.chars().any(|c| c.is_alphabetic());
    !has_words || ROW.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_cells_from_sentences() {
        for cell in [
            "80%",
            "9.5*",
            "15.0",
            "0 80 80 80",
            "森林覆盖率（%）14.46 15.0预期性",
            "[21.5]",
        ] {
            assert!(is_loose_cell(cell), "{cell}");
        }
        for text in [
            "森林覆盖率达到80%",
            "一、目标",
            "2021年9月30日",
            "力争完成光伏新增装机27万千瓦",
            "新（改）建生态岸线15公里，建成省级美丽河湖35条（个）",
        ] {
            assert!(!is_loose_cell(text), "{text}");
        }
    }
}
