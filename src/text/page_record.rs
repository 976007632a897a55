//! Metadata that a page shows beside the text of its document: the table above it (发文机构, 成文日期, 有效性 …),
//! 「时间：2022-04-22 16:56 来源：…」.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::physical::Physical;
use crate::pattern::regex;

/// Metadata of the document on its page, each field with its line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRecord {
    /// 发布日期 of the page.
    pub published_on: Option<(Date, usize)>,
    /// 成文日期 as the page gives it.
    pub issued_on: Option<(Date, usize)>,
    /// 实施日期 as the page gives it.
    pub effective_on: Option<(Date, usize)>,
    /// 失效日期 as the page gives it.
    pub expires_on: Option<(Date, usize)>,
    /// 废止日期 as the page gives it.
    pub repealed_on: Option<(Date, usize)>,
    /// 有效性, such as 现行有效 or 已失效.
    pub validity: Option<(String, usize)>,
    /// 发文字号.
    pub document_number: Option<(String, usize)>,
    /// 发文机关, and the bodies that issued the text with it.
    pub issuing_bodies: Vec<(String, usize)>,
}

/// The field that a label of such a table belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Published,
    Issued,
    Effective,
    Expires,
    Repealed,
    Validity,
    Number,
    Bodies,
    /// A field of the table that a document's record does not need.
    Other,
}

/// The labels of metadata tables. A longer one precedes any label that it begins or ends with.
#[rustfmt::skip]
const LABELS: &[(&str, Field)] = &[
    ("发布日期", Field::Published), ("发布时间", Field::Published), ("公开日期", Field::Published), ("公布日期", Field::Published),
    ("成文日期", Field::Issued), ("发文日期", Field::Issued), ("印发日期", Field::Issued), ("生成日期", Field::Issued),
    ("成文时间", Field::Issued), ("发文时间", Field::Issued),
    ("实施日期", Field::Effective), ("施行日期", Field::Effective), ("生效日期", Field::Effective), ("生效时间", Field::Effective),
    ("失效日期", Field::Expires), ("失效时间", Field::Expires), ("废止日期", Field::Repealed), ("废止时间", Field::Repealed),
    ("有效性", Field::Validity), ("时效性", Field::Validity), ("时效状态", Field::Validity), ("效力状态", Field::Validity),
    ("文件状态", Field::Validity), ("文件有效性", Field::Validity), ("是否有效", Field::Validity),
    ("发文字号", Field::Number), ("文件编号", Field::Number), ("政策文号", Field::Number), ("文件文号", Field::Number), ("文号", Field::Number),
    ("发文机构", Field::Bodies), ("联合发文单位", Field::Bodies), ("发文机关", Field::Bodies), ("发文单位", Field::Bodies),
    ("制发机关", Field::Bodies), ("制定机关", Field::Bodies), ("发布机构", Field::Bodies), ("发布机关", Field::Bodies),
    ("发布部门", Field::Bodies), ("发布单位", Field::Bodies),
    ("索引号", Field::Other), ("索取号", Field::Other), ("统一登记号", Field::Other), ("统一编号", Field::Other),
    ("主题分类", Field::Other), ("主题词", Field::Other), ("体裁分类", Field::Other), ("公文种类", Field::Other),
    ("信息分类", Field::Other), ("信息来源", Field::Other), ("文件来源", Field::Other), ("效力级别", Field::Other),
    ("法规类别", Field::Other), ("公开方式", Field::Other), ("公开类别", Field::Other), ("公开范围", Field::Other),
    ("公开时限", Field::Other), ("标题", Field::Other), ("名称", Field::Other), ("关键词", Field::Other), ("牵头单位", Field::Other),
];

/// A label with its colon or in brackets; spaces may separate its characters.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let spaced = |label: &str| {
        let characters: Vec<String> = label.chars().map(String::from).collect();
        characters.join(r"[ \u{3000}]*")
    };
    let labels: Vec<String> = LABELS.iter().map(|(label, _)| spaced(label)).collect();
    let labels = labels.join("|");
    regex(&format!(
        r"(?:^|\s)(?:(?P<a>{labels})\s*[:：]|[\[【](?P<b>{labels})[\]】][:：]?)"
    ))
});

/// 「发布日期：2021-12-01 15:57」「时间：2022-04-22 16:56 来源：…」「[成文日期] 2025-05-21」
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(&format!(
        r"(?P<what>发布日期|发布时间|发文日期|成文日期|印发日期|实施日期|施行日期|生效日期|时间|日期)[\]】]?\s*[:：]?[\s\-]*{DATE}"
    ))
});

/// A day in digits: 「2022-04-22」「2021.08.27」「2024年01月25日」.
const DATE: &str = r"(?P<y>\d{4})\s*[-年./]\s*(?P<m>\d{1,2})\s*[-月./]\s*(?P<d>\d{1,2})";

/// A text that is only a day, with or without an hour.
static DAY: LazyLock<Regex> = LazyLock::new(|| regex(&format!(r"^{DATE}")));

/// Maximum number of lines, without blank ones, up to the end of a table above a text.
const HEAD: usize = 120;

/// Minimum number of labels of a table, without 标题 and the like.
const TABLE: usize = 2;

/// Maximum width of a value on the line below its label, in columns.
const VALUE: usize = 60;

/// The part of a description with a date: 「发布日期：2024-01-05 浏览次数：101」 gives 「发布日期：2024-01-05」.
pub fn dated(line: &str) -> Option<&str> {
    DATED.find(line).map(|found| &line[..found.end()])
}

/// Whether a line or cell is only a label of such tables: 「索 引 号：」
pub fn is_label(words: &str) -> bool {
    let found = LABEL.captures(words.trim());
    found.is_some_and(|found| found.get(0).is_some_and(|m| m.as_str() == words.trim()))
}

/// Whether cells are those of a metadata table: labels of at least two fields.
pub fn is_table(cells: &[&str]) -> bool {
    let labels = cells.iter().filter(|cell| is_label(cell)).count();
    let words = cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let fields = cells.iter().filter(|cell| is_label(cell));
    let fields = fields.filter_map(|cell| field(&LABEL.captures(cell.trim())?));
    let fields: BTreeSet<Field> = fields.filter(|field| *field != Field::Other).collect();
    fields.len() >= TABLE && labels * 3 >= words
}

/// The metadata above the running text, one line a field, in the form that [`take`] reads:
/// 「索引号：\t1\t发布日期：\t2024年01月25日」 gives 「发布日期：2024年01月25日」.
pub fn facts(lines: &[String]) -> Vec<String> {
    const LONGEST: usize = 160;
    let above = lines.iter().take_while(|line| !line.contains('。'));
    let from_label = above
        .filter(|line| line.chars().count() <= LONGEST)
        .map(|line| {
            let at = BRACKETED.find(line).map_or(0, |label| label.start());
            line[at..].trim_start_matches(['(', '（'])
        });
    let lines = super::physical::split(&from_label.collect::<Vec<_>>().join("\n"));
    let filled: Vec<usize> = (0..lines.len()).filter(|&n| !lines[n].is_blank()).collect();
    let mut kept: Vec<(Field, String)> = Vec::new();
    for value in values(&lines, &filled) {
        let words = match value.field {
            Field::Other => continue,
            Field::Bodies => value.words.as_str(),
            Field::Validity => value.words.split_whitespace().next().unwrap_or_default(),
            Field::Number => match value.words.split_inclusive('号').next() {
                Some(number) if number.ends_with('号') && number.contains(char::is_numeric) => {
                    number
                }
                _ => continue,
            },
            _ => match DAY.find(&value.words) {
                Some(day) if value.words[day.end()..].starts_with('日') => {
                    &value.words[..day.end() + '日'.len_utf8()]
                }
                Some(day) => day.as_str(),
                None => continue,
            },
        };
        if words.is_empty() || kept.iter().any(|(field, _)| *field == value.field) {
            continue;
        }
        kept.push((value.field, words.trim_end_matches([')', '）']).to_owned()));
    }
    let line = |(field, words): (Field, String)| {
        let label = LABELS.iter().find(|(_, own)| *own == field);
        label.map(|(label, _)| format!("{label}：{words}"))
    };
    kept.into_iter().filter_map(line).collect()
}

/// A date or number in brackets behind a heading: 「…的通知 (发布日期：2024年05月31日 文号：…)」
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"[（(](?:发布日期|发布时间|公布日期|发文日期|成文日期|文号|发文字号)\s*[:：]")
});

/// A heading without the date or number behind it.
pub fn without_facts(heading: &str) -> &str {
    let at = BRACKETED.find(heading).map(|label| label.start());
    heading[..at.unwrap_or(heading.len())].trim_end()
}

/// A value of the table: its field, its words, the positions of its label and of itself.
struct FieldValue {
    field: Field,
    words: String,
    /// Place of the line with the label among the lines.
    label: usize,
    /// Place of the line with the words.
    at: usize,
}

/// Parses the metadata of the page and blanks out the table above the text; `is_prose` recognizes lines
/// of running text.
pub fn take(lines: &mut [Physical], is_prose: &dyn Fn(&Physical) -> bool) -> PageRecord {
    let mut record = dates(lines);
    let head = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_blank())
        .take(HEAD);
    let head: Vec<usize> = head
        .take_while(|(_, line)| !is_prose(line) || LABEL.is_match(line.words()))
        .map(|(n, _)| n)
        .collect();
    let values = values(lines, &head);
    let fields: BTreeSet<Field> = values.iter().map(|value| value.field).collect();
    if fields
        .iter()
        .filter(|field| **field != Field::Other)
        .count()
        < TABLE
    {
        return record;
    }
    for value in &values {
        record.keep(value, lines[value.at].number);
    }
    for value in &values {
        for place in [value.label, value.at] {
            lines[place].text.clear();
            lines[place].width = 0;
        }
    }
    record
}

impl PageRecord {
    /// Keeps a value of the table, the first of its kind.
    fn keep(&mut self, value: &FieldValue, line: usize) {
        let words = value.words.as_str();
        let slot = match value.field {
            Field::Published => &mut self.published_on,
            Field::Issued => &mut self.issued_on,
            Field::Effective => &mut self.effective_on,
            Field::Expires => &mut self.expires_on,
            Field::Repealed => &mut self.repealed_on,
            Field::Validity => return keep_first(&mut self.validity, words, line),
            Field::Number => return keep_first(&mut self.document_number, words, line),
            Field::Bodies => return self.issuing_bodies.push((words.to_owned(), line)),
            Field::Other => return,
        };
        if let (None, Some(date)) = (&slot, DAY.captures(words).and_then(|found| date(&found))) {
            *slot = Some((date, line));
        }
    }
}

fn keep_first(slot: &mut Option<(String, usize)>, words: &str, line: usize) {
    slot.get_or_insert_with(|| (words.to_owned(), line));
}

/// The values behind labels on these lines, in the next cell, or alone on the line below.
fn values(lines: &[Physical], head: &[usize]) -> Vec<FieldValue> {
    let mut values = Vec::new();
    for (n, &place) in head.iter().enumerate() {
        let text = lines[place].words();
        let labels: Vec<_> = LABEL.captures_iter(text).collect();
        let starts_with_one = labels
            .first()
            .and_then(|found| found.get(0))
            .is_some_and(|label| label.start() == 0);
        if !starts_with_one {
            continue;
        }
        for (k, found) in labels.iter().enumerate() {
            let Some(field) = field(found) else { continue };
            let from = found.get(0).map_or(0, |label| label.end());
            let next = labels.get(k + 1).and_then(|next| next.get(0));
            let to = next.map_or(text.len(), |next| next.start());
            let same_line = text[from..to].trim();
            let below = head.get(n + 1).copied().filter(|&below| {
                let line = &lines[below];
                labels.len() == 1 && line.width <= VALUE && !LABEL.is_match(line.words())
            });
            let (at, words) = match below {
                Some(below) if same_line.is_empty() && is_value(lines[below].words(), field) => {
                    (below, lines[below].words())
                }
                _ => (place, same_line),
            };
            // 「[废止日期] ----」 is an empty cell.
            let words = words.trim_matches(['-', ' ', '\t', '—']).to_owned();
            values.push(FieldValue {
                field,
                words,
                label: place,
                at,
            });
        }
    }
    values.retain(|value| !value.words.is_empty() || value.label == value.at);
    values
}

/// Whether the line below a label can be its value.
fn is_value(words: &str, field: Field) -> bool {
    match field {
        Field::Published | Field::Issued | Field::Effective | Field::Expires | Field::Repealed => {
            DAY.is_match(words)
        }
        Field::Validity => words.contains("效") || words.contains("废止"),
        Field::Number => words.contains('号'),
        Field::Bodies | Field::Other => !words.contains(['：', ':', '。', '，']),
    }
}

/// The field of a label.
fn field(found: &regex::Captures<'_>) -> Option<Field> {
    let label = found.name("a").or_else(|| found.name("b"))?.as_str();
    let label: String = label.chars().filter(|c| !c.is_whitespace()).collect();
    let known = LABELS.iter().find(|(name, _)| *name == label);
    known.map(|(_, field)| *field)
}

/// The dates on labelled lines anywhere in the text.
fn dates(lines: &[Physical]) -> PageRecord {
    let mut record = PageRecord::default();
    for line in lines.iter().filter(|l| l.width <= 120) {
        let Some(found) = DATED.captures(line.words()) else {
            continue;
        };
        // 「力争完成时间：2025年6月1日」 inside a sentence is no record.
        if found.get(0).is_none_or(|m| m.start() > 3) {
            continue;
        }
        let Some(date) = date(&found) else { continue };
        let slot = match &found["what"] {
            "成文日期" | "印发日期" | "发文日期" => &mut record.issued_on,
            "实施日期" | "施行日期" | "生效日期" => &mut record.effective_on,
            _ => &mut record.published_on,
        };
        slot.get_or_insert((date, line.number));
    }
    record
}

fn date(found: &regex::Captures<'_>) -> Option<Date> {
    let number = |name: &str| found[name].parse::<i16>().ok();
    let small = |name: &str| i8::try_from(number(name)?).ok();
    Date::new(number("y")?, small("m")?, small("d")?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::physical::split;
    use jiff::civil::date;

    fn read(text: &str) -> (PageRecord, Vec<String>) {
        let mut lines = split(text);
        let record = take(&mut lines, &|line| line.words().contains('。'));
        let kept = lines.iter().filter(|line| !line.is_blank());
        let kept = kept.map(|line| line.words().to_owned()).collect();
        (record, kept)
    }

    #[test]
    fn reads_labels_with_their_values_in_brackets_rows_and_cells() {
        for text in [
            "[发文机构] ----北京市农业农村局\n[成文日期] 2025-05-21\n[发文字号] 京政农函〔2025〕9号\n[废止日期] ----\n[有效性] 现行有效\n正文标题",
            "索引号：\t0001\t发文机构：\t北京市农业农村局\n成 文 日 期：\t2025年05月21日\t发文字号：\t京政农函〔2025〕9号\n有效性：\t现行有效\n正文标题",
            "发文机构：北京市农业农村局 成文日期：2025.5.21\n文 号：京政农函〔2025〕9号 时效性：现行有效\n正文标题",
            "发布部门：\n\n北京市农业农村局\n\n发文字号：\n\n京政农函〔2025〕9号\n\n发文日期：\n2025.05.21\n时效性：\n现行有效\n正文标题",
        ] {
            let (record, kept) = read(text);
            let value = |value: Option<(String, usize)>| value.map(|(words, _)| words);
            assert_eq!(kept, ["正文标题"], "{text}");
            assert_eq!(record.issuing_bodies[0].0, "北京市农业农村局");
            assert_eq!(record.issued_on.map(|(d, _)| d), Some(date(2025, 5, 21)));
            assert_eq!(
                value(record.document_number),
                Some("京政农函〔2025〕9号".to_owned())
            );
            assert_eq!(value(record.validity), Some("现行有效".to_owned()));
            assert_eq!(record.repealed_on, None);
        }
    }

    #[test]
    fn tells_what_a_page_says_a_line_for_each_field() {
        let lines = [
            "索 引 号：\t1/2024-3\t主题分类：\t城乡建设",
            "发文机关：\t某市人民政府\t成文日期：\t2024年01月12日",
            "关于节水的通知 (发布日期：2024年01月25日 文号：某政发〔2024〕3号)",
            "为做好节水，现通知如下。",
            "实施日期：2024-03-01",
        ];
        assert_eq!(
            facts(&lines.map(str::to_owned)),
            [
                "发文机构：某市人民政府",
                "成文日期：2024年01月12日",
                "发布日期：2024年01月25日",
                "发文字号：某政发〔2024〕3号",
            ]
        );
        assert_eq!(without_facts(lines[2]), "关于节水的通知");
        assert!(is_table(&[
            "索 引 号：",
            "1",
            "成文日期：",
            "2024年",
            "文号：",
            ""
        ]));
        assert!(!is_table(&["名称：", "节水器具", "关键词：", "水"]));
    }

    #[test]
    fn reads_when_a_text_ceased_to_hold() {
        let (record, _) =
            read("实施日期： 2024-02-08\n失效日期：2025-06-27\n文件状态： 已失效\n正文");
        assert_eq!(record.expires_on, Some((date(2025, 6, 27), 2)));
        assert_eq!(record.validity, Some(("已失效".to_owned(), 3)));
    }

    #[test]
    fn leaves_labels_of_the_text_itself_alone() {
        let text = "某市节水管理办法\n一、申报\n为做好节水，制定本办法。\n名称：节水器具\n有效期：五年\n发布单位：某公司";
        assert_eq!(read(text).1.len(), 6);
        let one = "发布单位：某市科技局\n某市节水管理办法";
        assert_eq!(read(one).1.len(), 2);
    }
}
