//! Numbers that Word writes in front of paragraphs without having them in the text: 「一、」「（一）」
//! 「第三条」.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::word_xml::{LocalName, attribute, child, number};

/// Lists of a file, by their ids.
#[derive(Default)]
pub struct Numbering {
    lists: BTreeMap<String, NumberedList>,
    levels: BTreeMap<(String, usize), ListLevel>,
    /// The list style that has the levels of an abstract list.
    linked: BTreeMap<String, String>,
    /// The abstract list that a list style is defined by.
    list_styles: BTreeMap<String, String>,
    /// How far each level of each abstract list has come.
    counts: BTreeMap<(String, usize), u32>,
    /// Levels of lists that began anew already.
    begun: BTreeSet<(String, usize)>,
}

/// A list as paragraphs name it.
#[derive(Clone, Default)]
struct NumberedList {
    /// Its abstract list.
    of: String,
    /// Where levels begin anew in it.
    starts: BTreeMap<usize, u32>,
    /// Levels of its own.
    own: BTreeMap<usize, ListLevel>,
}

/// Characters around a number: Word takes 255.
const LONGEST: usize = 255;

#[derive(Clone)]
struct ListLevel {
    start: u32,
    format: String,
    /// `第%1条`, `（%2）`.
    text: String,
    /// The paragraph style that stands at this level.
    style: Option<String>,
}

impl ListLevel {
    fn read(level: Node<'_, '_>) -> Self {
        let value = |name| child(level, name).and_then(|n| attribute(n, "val"));
        let text = value("lvlText").unwrap_or_default();
        Self {
            start: number(value("start")).unwrap_or(1),
            format: value("numFmt").unwrap_or("decimal").to_owned(),
            text: text.chars().take(LONGEST).collect(),
            style: value("pStyle").map(str::to_owned),
        }
    }
}

/// The level that an element is about.
fn level_of(node: Node<'_, '_>) -> usize {
    let level = attribute(node, "ilvl").and_then(|n| n.parse().ok());
    level.unwrap_or(0)
}

impl Numbering {
    /// Reads the root of `word/numbering.xml`.
    pub fn read(root: Node<'_, '_>) -> Self {
        let mut numbering = Self::default();
        for list in root.children().filter(Node::is_element) {
            match list.tag_name().name() {
                "abstractNum" => numbering.add_abstract(list),
                "num" => numbering.add_list(list),
                _ => {}
            }
        }
        numbering
    }

    fn add_abstract(&mut self, list: Node<'_, '_>) {
        let id = attribute(list, "abstractNumId").unwrap_or_default();
        let value = |name| child(list, name).and_then(|n| attribute(n, "val"));
        if let Some(style) = value("numStyleLink") {
            self.linked.insert(id.to_owned(), style.to_owned());
        }
        if let Some(style) = value("styleLink") {
            self.list_styles.insert(style.to_owned(), id.to_owned());
        }
        for level in list.children().filter(|n| n.has_tag_name_local("lvl")) {
            let key = (id.to_owned(), level_of(level));
            self.levels.insert(key, ListLevel::read(level));
        }
    }

    fn add_list(&mut self, node: Node<'_, '_>) {
        let id = attribute(node, "numId").unwrap_or_default();
        let of = child(node, "abstractNumId").and_then(|n| attribute(n, "val"));
        let mut list = NumberedList {
            of: of.unwrap_or_default().to_owned(),
            ..NumberedList::default()
        };
        let overrides = node.children();
        for change in overrides.filter(|n| n.has_tag_name_local("lvlOverride")) {
            let at = level_of(change);
            let start = child(change, "startOverride").and_then(|n| attribute(n, "val"));
            if let Some(start) = number(start) {
                list.starts.insert(at, start);
            }
            if let Some(level) = child(change, "lvl") {
                list.own.insert(at, ListLevel::read(level));
            }
        }
        self.lists.insert(id.to_owned(), list);
    }

    /// The level of a list that a paragraph style stands at.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(list)?;
        (0..=8).find(|&at| {
            self.level(list, at)
                .is_some_and(|level| level.style.as_deref() == Some(style))
        })
    }

    fn level<'a>(&'a self, list: &'a NumberedList, at: usize) -> Option<&'a ListLevel> {
        let linked = || self.list_styles.get(self.linked.get(&list.of)?);
        list.own
            .get(&at)
            .or_else(|| self.levels.get(&(list.of.clone(), at)))
            .or_else(|| self.levels.get(&(linked()?.clone(), at)))
    }

    /// The number of the next paragraph of a list at a level; empty for a bullet.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let id = list;
        let Some(list) = self.lists.get(id).cloned() else {
            return String::new();
        };
        let Some(own) = self.level(&list, level).cloned() else {
            return String::new();
        };
        let key = |level| (list.of.clone(), level);
        let start =
            |at: usize, level: &ListLevel| list.starts.get(&at).copied().unwrap_or(level.start);
        if list.starts.contains_key(&level) && self.begun.insert((id.to_owned(), level)) {
            self.counts.remove(&key(level));
        }
        let now = self
            .counts
            .get(&key(level))
            .map_or(start(level, &own), |n| n.saturating_add(1));
        self.counts.insert(key(level), now);
        // The text below begins anew.
        self.counts
            .retain(|(other, at), _| *other != list.of || *at <= level);
        let mut text = own.text.clone();
        for at in 0..=level {
            let mark = format!("%{}", at + 1);
            if !text.contains(&mark) {
                continue;
            }
            let Some(of_level) = self.level(&list, at) else {
                continue;
            };
            let count = self.counts.get(&key(at)).copied();
            let count = count.unwrap_or_else(|| start(at, of_level));
            text = text.replace(&mark, &written(count, &of_level.format));
        }
        if own.format == "bullet" || own.format == "none" {
            return String::new();
        }
        text
    }
}

/// A number as one character of a run of them.
fn enclosed(first: u32, n: u32) -> String {
    char::from_u32(first + n).map_or_else(String::new, |c| c.to_string())
}

/// A number as the format has it.
fn written(n: u32, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "chineseLegalSimplified"
        | "ideographDigital" => chinese(n),
        "decimalZero" => format!("{n:02}"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => match n {
            1..=20 => enclosed(0x2460, n - 1),
            21..=35 => enclosed(0x3251, n - 21),
            36..=50 => enclosed(0x32B1, n - 36),
            _ => n.to_string(),
        },
        "decimalEnclosedParen" => format!("（{n}）"),
        "decimalEnclosedFullstop" => format!("{n}."),
        "ideographEnclosedCircle" => match n {
            1..=10 => enclosed(0x3280, n - 1),
            _ => chinese(n),
        },
        "ideographTraditional" => "甲乙丙丁戊己庚辛壬癸"
            .chars()
            .nth(n.max(1) as usize - 1)
            .map_or_else(|| n.to_string(), |c| c.to_string()),
        "lowerLetter" | "upperLetter" => {
            let letter = char::from(b'a' + ((n.max(1) - 1) % 26) as u8);
            match format {
                "upperLetter" => letter.to_ascii_uppercase().to_string(),
                _ => letter.to_string(),
            }
        }
        _ => n.to_string(),
    }
}

/// 一 to 九百九十九.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match n {
        0..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", if n == 10 { "" } else { digit(n) }),
        20..=99 => format!(
            "{}十{}",
            digit(n / 10),
            if n.is_multiple_of(10) { "" } else { digit(n) }
        ),
        100..=999 => {
            let rest = match n % 100 {
                0 => String::new(),
                r @ 1..=9 => format!("零{}", digit(r)),
                r @ 10..=19 => format!("一{}", chinese(r)),
                r => chinese(r),
            };
            format!("{}百{rest}", digit(n / 100))
        }
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_documents_have_them() {
        let told: Vec<String> = [1, 10, 11, 20, 35, 101, 110, 128].map(chinese).to_vec();
        assert_eq!(
            told,
            [
                "一",
                "十",
                "十一",
                "二十",
                "三十五",
                "一百零一",
                "一百一十",
                "一百二十八"
            ]
        );
        assert_eq!(written(3, "decimalEnclosedCircle"), "③");
        assert_eq!(written(21, "decimalEnclosedCircleChinese"), "㉑");
        assert_eq!(written(2, "decimalEnclosedParen"), "（2）");
    }

    #[test]
    fn levels_count_and_begin_anew() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
        let mut numbering =
            Numbering::read(roxmltree::Document::parse(xml).unwrap().root_element());
        let levels = [0, 1, 1, 2, 0, 1];
        let told: Vec<String> = levels
            .iter()
            .map(|&level| numbering.next("7", level))
            .collect();
        assert_eq!(told, ["一、", "（一）", "（二）", "1.", "二、", "（一）"]);
        assert_eq!(numbering.next("8", 0), "");
    }

    #[test]
    fn a_list_that_begins_anew_counts_from_its_start() {
        let level = |format: &str, text: &str| {
            format!(
                r#"<w:lvl w:ilvl="0"><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/></w:lvl>"#
            )
        };
        let xml = format!(
            r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:styleLink w:val="S"/>{}</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>{}</w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
            level("decimal", "%1."),
            level("chineseCounting", "（%1）")
        );
        let xml = roxmltree::Document::parse(&xml).unwrap();
        let mut numbering = Numbering::read(xml.root_element());
        let told = ["1", "1", "2", "2", "3", "4", "4"].map(|list| numbering.next(list, 0));
        assert_eq!(told, ["1.", "2.", "1.", "2.", "（一）", "1.", "2."]);
    }
}
