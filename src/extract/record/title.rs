use super::KINDS;
use crate::model::Lines;
use crate::text::Line;

/// The title of a document and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its words, without 关于印发…的通知 around them; a blank parts two issuers.
    pub text: String,
    /// The bodies named before 关于, blanks kept.
    pub before: String,
    /// Where it stands.
    pub lines: Lines,
}

/// Longest title, in characters.
const TITLE_MAX: usize = 90;

/// Finds the title among the lines before the first heading. A notice that passes on a plan shows
/// two: the plan's own, nearest to its text, is the document's.
pub fn find(head: &[&Line]) -> Option<Title> {
    let mut found: Vec<Title> = Vec::new();
    let mut n = 0;
    while n < head.len() {
        match title_at(&head[n..]) {
            Some((title, taken)) => {
                found.push(title);
                n += taken;
            }
            None => n += 1,
        }
    }
    let notice = |t: &Title| ["通知", "函", "公告"].iter().any(|k| t.text.ends_with(k));
    let own = found.iter().rev().find(|t| !notice(t)).cloned();
    own.or_else(|| found.into_iter().next()).map(|mut title| {
        if let Some(passed_on) = passed_on(&title.text) {
            title.text = passed_on;
        }
        title
    })
}

/// A title that begins with the first of these lines, and the lines it takes: short lines without a
/// full stop, up to the one that ends in a kind of document.
fn title_at(lines: &[&Line]) -> Option<(Title, usize)> {
    const LINES_MAX: usize = 4;
    let mut text = String::new();
    for (n, line) in lines.iter().take(LINES_MAX).enumerate() {
        let words = line.text.trim();
        // A cover shows issuer and month above the title; a newspaper its columns.
        let cover = n == 0
            && (is_body_line(words)
                || is_month(words)
                || words.contains([':', '：', '/'])
                || words.starts_with("（此件"));
        if cover
            || words.contains('，') && !words.contains("关于")
            || words.contains(['。', '；'])
            || words.ends_with(['：', ':', '，'])
            || words.chars().count() > TITLE_MAX
        {
            return None;
        }
        // An addressee, a date or a number never is part of a title.
        if words.ends_with(['号', '）', ')']) && without_number(words).is_empty()
            || words.ends_with('号') && words.contains(['〔', '[', '［', '（', '('])
        {
            return None;
        }
        if words.starts_with("附件")
            || words.starts_with("目录")
            || words.starts_with(|c: char| c.is_ascii_digit()) && words.contains('日')
        {
            return None;
        }
        text.push_str(without_number(&spaced(line)));
        if ends_in_kind(&text) {
            let whole = Lines::new(lines[0].lines().first, line.lines().last);
            // A trailing 「（2022-2025年）」 or 「（试行）」 may stand on a line of its own.
            let tail = lines.get(n + 1).filter(|l| {
                l.text.starts_with(['（', '('])
                    && l.text.chars().count() <= 20
                    && is_edition(&l.text)
            });
            if let Some(tail) = tail {
                text.push_str(&tail.text);
            }
            let taken = n + 1 + usize::from(tail.is_some());
            let (before, _) = text.split_once("关于").unwrap_or_default();
            return Some((
                Title {
                    before: before.to_owned(),
                    text,
                    lines: whole,
                },
                taken,
            ));
        }
        // A title that goes on is cut inside: signatures and letterheads are not.
        let ends = ["人民政府", "办公室", "办公厅", "委员会", "文件", "号"]
            .iter()
            .any(|e| words.ends_with(e));
        if ends && n > 0 {
            return None;
        }
    }
    None
}

/// The words, a blank kept where it parts two bodies.
fn spaced(line: &Line) -> String {
    let parts = line.blank_parted();
    let mut text = String::new();
    for (n, part) in parts.iter().enumerate() {
        let body = |s: &str| {
            ["委", "府", "局", "厅", "会", "办", "部"]
                .iter()
                .any(|e| s.ends_with(e))
        };
        if n > 0 && body(&text) {
            text.push(' ');
        }
        text.push_str(part);
    }
    text
}

/// 「某市生态环境局」 alone on a line.
fn is_body_line(words: &str) -> bool {
    let ends = ["人民政府", "办公室", "办公厅", "委员会", "局", "厅", "文件"];
    ends.iter().any(|e| words.ends_with(e)) && !words.contains("关于")
}

/// 「2022年4月」 alone on a line.
fn is_month(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit()) && words.ends_with(['月', '日'])
}

/// The words without the document's own number in brackets behind them.
fn without_number(words: &str) -> &str {
    match words.rfind(['（', '(']) {
        Some(at) if words[at..].contains(['〔', '[', '［']) && words.ends_with(['）', ')']) => {
            &words[..at]
        }
        _ => words,
    }
}

fn is_edition(words: &str) -> bool {
    let years = words.trim_matches(['（', '(', '）', ')']);
    let span = years.len() >= 4
        && years
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '-' | '—' | '–' | '－' | '~' | '～' | '至'));
    span || words.contains("年")
        && words.contains(|c: char| c.is_ascii_digit())
        && !words.contains('日')
        || ["试行", "暂行", "修订", "征求意见稿", "草案"]
            .iter()
            .any(|w| words.contains(w))
}

fn ends_in_kind(text: &str) -> bool {
    let bare = match text.rfind(['（', '(']) {
        Some(at) if text.ends_with(['）', ')']) && is_edition(&text[at..]) => &text[..at],
        _ => text,
    };
    let bare = bare.trim_end_matches(['》', '”']);
    bare.chars().count() >= 5 && KINDS.iter().any(|k| bare.ends_with(k)) && !bare.starts_with("《")
}

/// What a notice passes on: 「关于印发《…方案》的通知」.
fn passed_on(title: &str) -> Option<String> {
    let (_, rest) = title
        .split_once("印发")
        .or_else(|| title.split_once("转发"))
        .or_else(|| title.split_once("公布"))?;
    let rest = ["的通知", "的函", "的公告", "通知"]
        .iter()
        .find_map(|t| rest.strip_suffix(t))?;
    let rest = rest
        .trim_start_matches(['<', '〈', '《'])
        .trim_end_matches(['>', '〉', '》']);
    // 「《…方案（2022-2025年）》」 with the bracket inside the marks.
    Some(rest.replace(['《', '》'], "")).filter(|t| !t.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> String {
        let lines: Vec<Line> = lines
            .iter()
            .enumerate()
            .map(|(n, l)| Line::new(l, n + 1))
            .collect();
        find(&lines.iter().collect::<Vec<_>>()).map_or(String::new(), |t| t.text)
    }

    #[test]
    fn prefers_the_plan_to_the_notice() {
        let lines = [
            "某市人民政府办公室关于",
            "印发某市绿色低碳示范行动方案的通知",
            "各县人民政府：",
            "《方案》已经同意，现印发给你们。",
            "某市人民政府办公室",
            "2021年9月30日",
            "某市人民政府办公室文件",
            "某政办发〔2021〕56号",
            "某市绿色低碳示范行动方案",
            "为统筹推进，特制订本方案。",
        ];
        assert_eq!(read(&lines), "某市绿色低碳示范行动方案");
    }

    #[test]
    fn reads_a_title_cut_into_lines_and_one_inside_a_notice() {
        assert_eq!(
            read(&[
                "天津市加快建立健全绿色低碳循环",
                "发展经济体系实施方案",
                "为加快，制定。"
            ]),
            "天津市加快建立健全绿色低碳循环发展经济体系实施方案"
        );
        assert_eq!(
            read(&[
                "关于印发《某市绿色建筑创建行动实施方案（2022-2025）》的通知",
                "各区："
            ]),
            "某市绿色建筑创建行动实施方案（2022-2025）"
        );
    }

    #[test]
    fn keeps_the_issuers_of_an_opinion() {
        assert_eq!(
            read(&[
                "中共某市委 某市人民政府关于做好工作的 实施意见",
                "(2022年3月24日)"
            ]),
            "中共某市委 某市人民政府关于做好工作的实施意见"
        );
    }
}
