//! Other policies that a text names.

mod relation;
mod titles;

use std::ops::Range;

use crate::model::{Block, Lines, Reference, Relation, Table};
use crate::outline::{Body, Outline, Section};
use crate::text::Line;
use crate::vocabulary::ReferenceWords;
use titles::{NamedTitle, titles};

/// Characters of a quote at most; in a longer sentence the clauses around the title are quoted.
const QUOTE: usize = 160;
/// Marks at which a sentence ends.
const SENTENCE: [char; 4] = ['。', '；', ';', '\n'];

/// The policies named in a text, each with its byte range; their lines are not set yet.
pub fn named(text: &str, words: &ReferenceWords) -> Vec<(Range<usize>, Reference)> {
    let named = titles(text).into_iter();
    let named = named.filter(|named| words.kind(&named.title).is_some());
    let mut all = Vec::new();
    for NamedTitle {
        range,
        title,
        number,
    } in named
    {
        let reference = Reference {
            title,
            document_number: number,
            relation: Relation::Mentions,
            lines: Lines::new(1, 1),
            quote: quote(text, &range),
        };
        all.push((range, reference));
    }
    all
}

/// Returns the policies that a text names, each once, in order of first mention. `own` are the titles
/// of the text and its parts, which are left out; `repeals` are those that it repeals.
pub fn find(
    outline: &Outline,
    tables: &[Table],
    (own, repeals): (&[&str], &[Reference]),
    words: &ReferenceWords,
) -> Vec<Reference> {
    let mut finder = Finder {
        words,
        own: own
            .iter()
            .flat_map(|title| own_names(title, words))
            .collect(),
        short_names: Vec::new(),
        found: Vec::new(),
    };
    finder.section(&outline.root, false);
    for line in &outline.tail {
        finder.line(line, false);
    }
    for row in tables.iter().flat_map(|table| &table.rows) {
        for cell in &row.cells {
            for (_, reference) in named(cell, words) {
                let lines = row.lines;
                finder.add(Reference { lines, ..reference });
            }
        }
    }
    for repealed in repeals {
        finder.repeal(repealed);
    }
    let mut found = finder.found;
    found.sort_by_key(|reference| reference.lines.first);
    found
}

/// The titles of a text and of its parts.
pub fn own_titles<'a>(title: &'a str, blocks: &'a [Block]) -> Vec<&'a str> {
    let parts = blocks.iter().filter_map(|block| match block {
        Block::Title { text, .. } => Some(text.as_str()),
        _ => None,
    });
    std::iter::once(title).chain(parts).collect()
}

/// The names of a text by its title: the title, and those of the texts that it issues: 「关于印发《…》《…》的通知」.
fn own_names(title: &str, words: &ReferenceWords) -> Vec<String> {
    let issues = |before: &str| words.issues.iter().any(|word| before.ends_with(&**word));
    let enclosed = titles(title);
    let first = enclosed.first().map(|first| first.range.start);
    let is_issued = first.is_some_and(|first| issues(title[..first].trim_end()));
    let enclosed = enclosed.into_iter().filter(|_| is_issued);
    let enclosed = enclosed.map(|named| same(&named.title));
    std::iter::once(same(title)).chain(enclosed).collect()
}

/// A title without blanks, quotation marks and the width of brackets, which one text sets in different ways.
fn same(title: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’');
    let plain = |c| match c {
        '（' => '(',
        '）' => ')',
        c => c,
    };
    title.chars().filter(kept).map(plain).collect()
}

/// The sentence around a title, or its clauses in a long one.
fn quote(text: &str, title: &Range<usize>) -> String {
    let around = |marks: &[char]| {
        let start = text[..title.start].rfind(marks);
        let start = start.map_or(0, |at| {
            at + text[at..].chars().next().map_or(1, char::len_utf8)
        });
        let end = text[title.end..]
            .find(marks)
            .map_or(text.len(), |at| title.end + at);
        text[start..end].trim()
    };
    let sentence = around(&SENTENCE);
    let quoted = match sentence.chars().count() > QUOTE {
        true => around(&[SENTENCE.as_slice(), &['，', ',']].concat()),
        false => sentence,
    };
    match quoted.chars().count() > QUOTE {
        true => text[title.clone()].to_owned(),
        false => quoted.to_owned(),
    }
}

/// Titles in a row of one sentence, which all have the relation of the first: 「根据《…》《…》」.
struct TitleList {
    relation: Relation,
    /// Where the last title ends.
    end: usize,
    /// The references so far, with their ranges.
    references: Vec<(Range<usize>, Reference)>,
}

/// The references of one text.
struct Finder<'a> {
    words: &'a ReferenceWords,
    /// Titles of the text itself.
    own: Vec<String>,
    /// Short names that the text gives other documents.
    short_names: Vec<String>,
    found: Vec<Reference>,
}

impl Finder<'_> {
    /// Reads a section; `is_basis` is whether it lists what the text rests on.
    fn section(&mut self, section: &Section, is_basis: bool) {
        let mut headings = self.words.basis_headings.iter();
        let is_basis = is_basis || headings.any(|heading| section.title.contains(&**heading));
        if section.headed {
            self.line(&section.heading, false);
        }
        for body in &section.body {
            match body {
                Body::Paragraph(line) => self.line(line, is_basis),
                Body::LostTable(cells) => cells.iter().for_each(|cell| self.line(cell, false)),
                Body::Table(_) => {}
            }
        }
        for child in &section.children {
            self.section(child, is_basis);
        }
    }

    fn line(&mut self, line: &Line, is_basis: bool) {
        let text = line.text.as_str();
        let mut list: Option<TitleList> = None;
        for (range, mut reference) in self.all_named(text) {
            let from = list.as_ref().map_or(0, |list| list.end.min(range.start));
            let between = &text[from..range.start];
            let goes_on = list.is_some() && relation::is_list(between, self.words);
            if !goes_on && let Some(list) = list.take() {
                self.close(list, text, range.start);
            }
            let sentence = between.rsplit(SENTENCE).next().unwrap_or_default();
            let said = text[..range.start].trim_end_matches(['“', '"', '为', ' ']);
            let mut short_names = self.words.short_names.iter();
            if short_names.any(|word| said.ends_with(&**word)) {
                self.short_names.push(same(&reference.title));
                if let Some(list) = &mut list {
                    list.end = list.end.max(range.end);
                }
                continue;
            }
            let is_alone = is_basis && from == 0 && !between.contains(SENTENCE);
            reference.lines = line.lines_of(range.clone());
            let list = list.get_or_insert_with(|| TitleList {
                relation: match relation::before(sentence, self.words) {
                    Relation::Mentions if is_alone => Relation::BasedOn,
                    relation => relation,
                },
                end: range.end,
                references: Vec::new(),
            });
            list.end = range.end;
            list.references.push((range, reference));
        }
        if let Some(list) = list {
            self.close(list, text, text.len());
        }
    }

    /// All titles, also those of no policy: they may give a short name or stand in a list.
    fn all_named(&self, text: &str) -> Vec<(Range<usize>, Reference)> {
        let all = titles(text).into_iter().map(|named| {
            let reference = Reference {
                quote: quote(text, &named.range),
                title: named.title,
                document_number: named.number,
                relation: Relation::Mentions,
                lines: Lines::at(1),
            };
            (named.range, reference)
        });
        all.collect()
    }

    /// Adds the titles of a list, behind which the text goes on up to `end`.
    fn close(&mut self, list: TitleList, text: &str, end: usize) {
        let behind = text[list.end.min(end)..end].split(SENTENCE).next();
        let behind = behind.unwrap_or_default();
        let stands = |words: &[String]| words.iter().any(|word| behind.contains(&**word));
        let relation = match list.relation {
            Relation::Mentions if stands(&self.words.own) => return,
            Relation::Mentions if stands(&self.words.forwards) => Relation::Forwards,
            relation => relation,
        };
        for (_, reference) in list.references {
            self.add(Reference {
                relation,
                ..reference
            });
        }
    }

    fn add(&mut self, reference: Reference) {
        let title = same(&reference.title);
        let is_known_name = self.own.contains(&title) || self.short_names.contains(&title);
        if is_known_name || self.words.kind(&reference.title).is_none() {
            return;
        }
        let known = self
            .found
            .iter_mut()
            .find(|known| same(&known.title) == title);
        let Some(known) = known else {
            self.found.push(reference);
            return;
        };
        let number = known
            .document_number
            .take()
            .or(reference.document_number.clone());
        if known.relation == Relation::Mentions && reference.relation != Relation::Mentions {
            *known = reference;
        }
        known.document_number = number;
    }

    /// Marks a document as repealed; it may have the title of the text itself, whose former edition it is.
    fn repeal(&mut self, repealed: &Reference) {
        let title = same(&repealed.title);
        self.found.retain(|known| same(&known.title) != title);
        self.found.push(Reference {
            relation: Relation::Repeals,
            ..repealed.clone()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn read(lines: &[&str]) -> Vec<Reference> {
        let lines = lines.iter().zip(1..).map(|(text, n)| Line::new(text, n));
        let outline = Outline {
            tail: lines.collect(),
            ..Outline::default()
        };
        find(&outline, &[], (&["某规划"], &[]), &REAL.references)
    }

    fn relations(text: &str) -> Vec<(String, Relation)> {
        let found = read(&[text]).into_iter();
        found
            .map(|reference| (reference.title, reference.relation))
            .collect()
    }

    #[test]
    fn reads_titles_and_numbers() {
        let read = read(&[
            "依据《某市人民政府办公室关于推进海绵城市建设的实施意见》（某政办发〔2017〕72号）和《某市海绵城市建设规划设计管理办法》，读《红楼梦》。",
        ]);
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

    #[test]
    fn a_list_has_one_relation() {
        assert_eq!(
            relations(
                "为深入贯彻《中共中央国务院关于深入打好污染防治攻坚战的意见》《国务院关于印发2030年前碳达峰行动方案的通知》，修订《重庆市碳排放权交易管理暂行办法》。"
            ),
            [
                (
                    "中共中央国务院关于深入打好污染防治攻坚战的意见".to_owned(),
                    Relation::BasedOn
                ),
                (
                    "国务院关于印发2030年前碳达峰行动方案的通知".to_owned(),
                    Relation::BasedOn
                ),
                (
                    "重庆市碳排放权交易管理暂行办法".to_owned(),
                    Relation::Mentions
                ),
            ]
        );
    }

    #[test]
    fn short_names_and_own_titles_are_no_references() {
        assert_eq!(
            relations(
                "根据《严格能效约束推动重点领域节能降碳的若干意见》（以下简称《若干意见》）要求，落实《若干意见》。"
            ),
            [(
                "严格能效约束推动重点领域节能降碳的若干意见".to_owned(),
                Relation::BasedOn
            )]
        );
        assert_eq!(
            relations(
                "现将《山东省高耗能高排放建设项目碳排放减量替代办法（试行）》印发给你们，请认真贯彻执行。"
            ),
            []
        );
        assert_eq!(relations("《某规划》由某局解释。"), []);
    }

    #[test]
    fn a_notice_issues_the_texts_in_its_title() {
        let names = |title| own_names(title, &REAL.references);
        assert_eq!(
            names("关于印发《钢铁行业技术指南(试行)》《化工行业技术指南（试行）》的通知")[1..],
            ["钢铁行业技术指南(试行)", "化工行业技术指南(试行)"]
        );
        let carries_out = "关于贯彻落实《绿色建筑创建行动方案》的实施意见";
        assert_eq!(names(carries_out), [carries_out]);
    }

    #[test]
    fn what_is_passed_on_is_forwarded() {
        assert_eq!(
            relations("现将《国家发展改革委关于完善价格机制的意见》转发给你们，请遵照执行。"),
            [(
                "国家发展改革委关于完善价格机制的意见".to_owned(),
                Relation::Forwards
            )]
        );
    }

    #[test]
    fn the_mention_with_a_relation_gives_line_and_quote() {
        let found = read(&[
            "推行《公民生态环境行为规范（试行）》。",
            "其次。按照《公民生态环境行为规范（试行）》，倡导绿色生活；其他工作。",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].lines, Lines::at(2));
        assert_eq!(
            found[0].quote,
            "按照《公民生态环境行为规范（试行）》，倡导绿色生活"
        );
    }
}
