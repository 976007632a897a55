//! 落款: the bodies above the day at the foot of a text.

use super::attachment;
use crate::extract::record::pieces::RecordPiece;
use crate::extract::record::{dates, signer};
use crate::model::PartialDate;
use crate::vocabulary::Vocabulary;

/// The bodies of a signature, and its date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// As written, in order.
    pub bodies: Vec<String>,
    /// The day below them.
    pub date: Option<PartialDate>,
}

/// The bodies on the lines right above a day, with that day: in the head of a text, at its foot, or
/// between a notice and its annex. 「丽水市 财政局」 may have gaps, a long name two lines.
pub fn find(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Signature {
    let days = pieces.iter().enumerate().filter_map(|(n, piece)| {
        let date = dates::whole(piece.text)?;
        date.date().map(|_| (n, date))
    });
    days.map(|(day, date)| Signature {
        bodies: above(&pieces[..day], vocabulary),
        date: Some(date),
    })
    .find(|signature| !signature.bodies.is_empty())
    .unwrap_or_default()
}

/// The bodies on the last of these lines, back to the last line that names none.
fn above(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Vec<String> {
    let mut bodies: Vec<String> = Vec::new();
    let mut above = pieces;
    while let Some((last, rest)) = above.split_last() {
        if last.text.starts_with(['（', '(']) {
            above = rest;
            continue;
        }
        if attachment::is_file(last.text) && !bodies.is_empty() {
            above = without_file(rest, vocabulary);
            continue;
        }
        let Some((names, taken)) = names_at_the_end(last, rest, vocabulary) else {
            // The last line of a paragraph may be the first of the signature.
            let row = last.line.map_or("", |line| line.last_row());
            if row.len() < last.text.len() && signer::is_body(row, vocabulary) {
                bodies.insert(0, row.to_owned());
            }
            break;
        };
        bodies.splice(0..0, names);
        above = &above[..above.len() - taken];
    }
    bodies
}

/// The bodies on a line of a signature, which may be the second half of a name, and the number of lines
/// used.
fn names_at_the_end(
    last: &RecordPiece<'_>,
    rest: &[RecordPiece<'_>],
    vocabulary: &Vocabulary,
) -> Option<(Vec<String>, usize)> {
    if let Some(names) = of_line(last, vocabulary) {
        return Some((names, 1));
    }
    let two = rest
        .last()
        .filter(|first| !signer::is_body(first.text, vocabulary))
        .map(|first| format!("{}{}", first.text, last.text));
    if let Some(name) = two.filter(|name| signer::is_body(name, vocabulary)) {
        return Some((vec![name], 2));
    }
    signer::is_body_by_its_end(last.text, vocabulary).then(|| (vec![last.text.to_owned()], 1))
}

/// Drops the last line above (a file name), if it is no body and a body stands above it.
fn without_file<'a, 'b>(
    above: &'a [RecordPiece<'b>],
    vocabulary: &Vocabulary,
) -> &'a [RecordPiece<'b>] {
    match above {
        [rest @ .., body, line]
            if !signer::is_body(line.text, vocabulary)
                && signer::is_body(body.text, vocabulary) =>
        {
            &above[..=rest.len()]
        }
        _ => above,
    }
}

/// A signature with its region, as the title has it: 「市政府办公厅」 becomes 「深圳市人民政府办公厅」.
pub fn with_their_regions(signed: &[String], in_title: &[String]) -> Vec<String> {
    let same = |short: &str, long: &str| {
        let rest = |name: &str| name.replace("人民政府", "政府");
        let (short, long) = (rest(short), rest(long));
        short.len() < long.len() && long.ends_with(&short)
    };
    let whole = |body: &String| {
        let long = in_title.iter().find(|long| same(body, long));
        long.unwrap_or(body).clone()
    };
    let relative = |body: &String| body.starts_with(['省', '市', '县', '区', '州', '旗']);
    signed
        .iter()
        .map(|body| match relative(body) {
            true => whole(body),
            false => body.clone(),
        })
        .collect()
}

/// The bodies of a line of a signature.
fn of_line(piece: &RecordPiece<'_>, vocabulary: &Vocabulary) -> Option<Vec<String>> {
    let words = without_seal(piece.text);
    let parts = piece
        .line
        .map(|line| line.blank_parted())
        .unwrap_or_default();
    let parts: Vec<&str> = parts.into_iter().map(without_seal).collect();
    if parts.len() > 1 && parts.iter().all(|part| signer::is_body(part, vocabulary)) {
        return Some(parts.into_iter().map(str::to_owned).collect());
    }
    let names = signer::list(words, vocabulary);
    (!names.is_empty()).then_some(names)
}

/// 「丽水市财政局（代章）」 → 丽水市财政局.
fn without_seal(words: &str) -> &str {
    [
        "（代章）",
        "(代章)",
        "（盖章）",
        "（印章）",
        "(盖章)",
        "(印章)",
    ]
    .iter()
    .find_map(|seal| words.strip_suffix(seal))
    .unwrap_or(words)
}

#[cfg(test)]
mod tests {
    use super::super::tests::with_pieces;
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn signed(lines: &[&str]) -> (String, String) {
        with_pieces(lines, |pieces| {
            let found = find(pieces, &REAL);
            let day = found.date.map_or(String::new(), |date| date.to_string());
            (found.bodies.join("、"), day)
        })
    }

    #[test]
    fn reads_the_bodies_above_the_day() {
        for (lines, bodies) in [
            (
                &["请认真执行。", "丽水市 财政局", "2023年1月4日"][..],
                "丽水市财政局",
            ),
            (
                &[
                    "请认真执行。",
                    "深圳市生态环境局",
                    "深圳市发展和改革委员会",
                    "2021年11月1日",
                ],
                "深圳市生态环境局、深圳市发展和改革委员会",
            ),
            (
                &[
                    "请认真执行。",
                    "中国银行保险监督管理",
                    "委员会佛山监管分局",
                    "2022年3月4日",
                ],
                "中国银行保险监督管理委员会佛山监管分局",
            ),
            (
                &["请认真执行。", "丽水市财政局（代章）", "2022年3月4日"],
                "丽水市财政局",
            ),
            (
                &[
                    "请认真执行。",
                    "徐州市科学技术局",
                    "（此件公开发布）",
                    "2021年12月1日",
                ],
                "徐州市科学技术局",
            ),
        ] {
            assert_eq!(signed(lines).0, bodies, "{lines:?}");
        }
    }

    #[test]
    fn keeps_the_day_of_the_signature() {
        let lines = ["2021年1月1日", "丽水市人民政府", "2023年1月4日"];
        assert_eq!(
            signed(&lines),
            ("丽水市人民政府".to_owned(), "2023-01-04".to_owned())
        );
        assert_eq!(
            signed(&["某市方案", "为推进，制定。", "2023年1月4日"]),
            <_>::default()
        );
    }

    #[test]
    fn a_signature_without_a_region_has_that_of_the_title() {
        let title = ["深圳市人民政府办公厅".to_owned()];
        let whole = |signed: &str| with_their_regions(&[signed.to_owned()], &title);
        assert_eq!(whole("市政府办公厅"), ["深圳市人民政府办公厅"]);
        assert_eq!(whole("市财政局"), ["市财政局"]);
    }
}
