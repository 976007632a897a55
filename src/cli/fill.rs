use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_width::UnicodeWidthStr as _;

/// A line as several of so many columns, broken where Unicode allows it between Chinese characters. The
/// others begin where the text of the first one does: behind its first column, if it has two.
pub fn fill(line: &str, columns: usize) -> String {
    if line.width() <= columns {
        return line.to_owned();
    }
    let indent = " ".repeat(indent(line));
    let (mut filled, mut start, mut last) = (String::new(), 0, 0);
    let ends = linebreaks(line).filter(|(at, kind)| {
        let is_end =
            *at == line.len() || *kind == BreakOpportunity::Allowed && is_outside_words(line, *at);
        *at > indent.len() && is_end
    });
    for (at, _) in ends {
        let before = if start == 0 { 0 } else { indent.len() };
        let is_full = before + line[start..at].trim_end().width() > columns;
        if is_full && last > start {
            filled += line[start..last].trim_end();
            filled += "\n";
            filled += &indent;
            start = last;
        }
        last = at;
    }
    filled + &line[start..]
}

/// Whether no word of Latin letters, such as the name of an option or of a file, stands on both sides.
fn is_outside_words(line: &str, at: usize) -> bool {
    let before = line[..at].chars().next_back();
    let after = line[at..].chars().next();
    let is_of_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii() && c != ' ');
    !(is_of_word(before) && is_of_word(after))
}

/// The column of the text: behind two blanks that follow a word, else that of the first word.
fn indent(line: &str) -> usize {
    let first = line.len() - line.trim_start().len();
    let first = first
        + if line[first..].starts_with("- ") {
            2
        } else {
            0
        };
    let column = line[first..].find("  ").map(|gap| {
        let text = line[first + gap..].trim_start();
        line.len() - text.len()
    });
    column
        .filter(|column| *column < line.len() / 2)
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_broken_between_characters_and_words_stay_whole() {
        assert_eq!(
            fill("  一二三四，五 --message-format 六", 14),
            "  一二三四，五\n  --message-format\n  六"
        );
        assert_eq!(fill("  a  一二三四五", 12), "  a  一二三\n     四五");
        assert_eq!(fill("一二三", 6), "一二三");
    }
}
