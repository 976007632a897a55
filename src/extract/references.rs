//! Other policies that a text names.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Lines, Reference};
use crate::pattern::regex;
use crate::text::Line;

/// 《…》 with the number that may follow: 《…意见》（国发〔2021〕4号）.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"《([^《》]{3,120}(?:〈[^〉]*〉[^《》]*)?)》(?:[（(]([\p{Han}]{1,12} ?[〔\[［﹝] ?\d{4} ?[〕\]］﹞] ?第? ?\d{1,5} ?号)[)）])?",
    )
});

/// Endings of titles of policies, laws and standards, which books and papers do not have.
static POLICY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:方案|规划|纲要|意见|办法|条例|通知|法|规定|计划|目录|细则|标准|规范|指南|指引|导则|决定|公告|通告|措施|政策|要点|协定|规程|准则|清单|行动|函|批复|公约|报告|制度|公报|议定书|规则)(?:[（(][^）)]*[）)])*$",
    )
});

/// The policies named in a text, each with its byte range; their lines are not set yet.
pub fn named(text: &str) -> impl Iterator<Item = (Range<usize>, Reference)> {
    NAMED.captures_iter(text).filter_map(|found| {
        let title = found.get(1)?;
        let number = found.get(2).map(|n| {
            n.as_str()
                .replace(['[', '［', '﹝'], "〔")
                .replace([']', '］', '﹞'], "〕")
                .replace(' ', "")
        });
        let reference = Reference {
            title: title.as_str().trim().to_owned(),
            document_number: number,
            lines: Lines::new(1, 1),
        };
        POLICY
            .is_match(&reference.title)
            .then_some((found.get(0)?.range(), reference))
    })
}

/// Returns the policies named in these lines, each once, in order of first mention. `own` is the
/// document's title, which is left out.
pub fn find<'a>(lines: impl Iterator<Item = &'a Line>, own: &str) -> Vec<Reference> {
    let mut references: Vec<Reference> = Vec::new();
    for line in lines {
        for (range, reference) in named(&line.text).filter(|(_, r)| r.title != own) {
            match references.iter_mut().find(|r| r.title == reference.title) {
                Some(known) => {
                    known.document_number =
                        known.document_number.take().or(reference.document_number);
                }
                None => references.push(Reference {
                    lines: line.lines_of(range),
                    ..reference
                }),
            }
        }
    }
    references
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_titles_and_numbers() {
        let line = Line::new(
            "依据《某市人民政府办公室关于推进海绵城市建设的实施意见》（某政办发〔2017〕72号）和《某市海绵城市建设规划设计管理办法》，读《红楼梦》。",
            200,
        );
        let read = find([&line].into_iter(), "某规划");
        let titles: Vec<_> = read
            .iter()
            .map(|r| (r.title.as_str(), r.document_number.as_deref()))
            .collect();
        assert_eq!(
            titles,
            [
                (
                    "某市人民政府办公室关于推进海绵城市建设的实施意见",
                    Some("某政办发〔2017〕72号")
                ),
                ("某市海绵城市建设规划设计管理办法", None)
            ]
        );
    }
}
