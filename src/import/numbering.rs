//! Numbers that Word writes in front of paragraphs without having them in the text: 「一、」「（一）」
//! 「第三条」.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use super::word_xml::{LocalName, attribute, child, number};

/// Lists of a file, by their ids.
#[derive(Default)]
pub struct Numbering {
    /// For each list its abstract one, and where levels begin anew in it.
    lists: BTreeMap<String, (String, BTreeMap<usize, u32>)>,
    levels: BTreeMap<(String, usize), ListLevel>,
    /// How far each level of each abstract list has come.
    counts: BTreeMap<(String, usize), u32>,
}

/// Characters around a number: Word takes 255.
const LONGEST: usize = 255;

#[derive(Clone)]
struct ListLevel {
    start: u32,
    format: String,
    /// `第%1条`, `（%2）`.
    text: String,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub fn read(xml: &Document<'_>) -> Self {
        let mut numbering = Self::default();
        for list in xml.root_element().children().filter(Node::is_element) {
            match list.tag_name().name() {
                "abstractNum" => {
                    let id = attribute(list, "abstractNumId").unwrap_or_default();
                    for level in list.children().filter(|n| n.has_tag_name_local("lvl")) {
                        let at = attribute(level, "ilvl").and_then(|n| n.parse().ok());
                        let value = |name| child(level, name).and_then(|n| attribute(n, "val"));
                        let own = ListLevel {
                            start: number(value("start")).unwrap_or(1),
                            format: value("numFmt").unwrap_or("decimal").to_owned(),
                            text: value("lvlText")
                                .unwrap_or_default()
                                .chars()
                                .take(LONGEST)
                                .collect(),
                        };
                        numbering
                            .levels
                            .insert((id.to_owned(), at.unwrap_or(0)), own);
                    }
                }
                "num" => {
                    let id = attribute(list, "numId").unwrap_or_default();
                    let of = child(list, "abstractNumId").and_then(|n| attribute(n, "val"));
                    let overrides = list
                        .children()
                        .filter(|n| n.has_tag_name_local("lvlOverride"));
                    let starts = overrides.filter_map(|n| {
                        let at = attribute(n, "ilvl")?.parse().ok()?;
                        Some((at, number(attribute(child(n, "startOverride")?, "val"))?))
                    });
                    let list = (of.unwrap_or_default().to_owned(), starts.collect());
                    numbering.lists.insert(id.to_owned(), list);
                }
                _ => {}
            }
        }
        numbering
    }

    /// The number of the next paragraph of a list at a level; empty for a bullet.
    pub fn next(&mut self, list: &str, level: usize) -> String {
        let Some((of, starts)) = self.lists.get(list).cloned() else {
            return String::new();
        };
        let Some(own) = self.levels.get(&(of.clone(), level)).cloned() else {
            return String::new();
        };
        let key = |level| (of.clone(), level);
        let start =
            |level: usize, own: &ListLevel| starts.get(&level).copied().unwrap_or(own.start);
        let now = self
            .counts
            .get(&key(level))
            .map_or(start(level, &own), |n| n.saturating_add(1));
        self.counts.insert(key(level), now);
        // What stands below begins anew.
        self.counts
            .retain(|(other, at), _| *other != of || *at <= level);
        let mut text = own.text.clone();
        for at in 0..=level {
            let mark = format!("%{}", at + 1);
            if !text.contains(&mark) {
                continue;
            }
            let Some(of_level) = self.levels.get(&key(at)) else {
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
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => (1..=20)
            .contains(&n)
            .then(|| char::from_u32(0x2460 + n - 1))
            .flatten()
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
    }

    #[test]
    fn levels_count_and_begin_anew() {
        let xml = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
        let mut numbering = Numbering::read(&Document::parse(xml).unwrap());
        let levels = [0, 1, 1, 2, 0, 1];
        let told: Vec<String> = levels
            .iter()
            .map(|&level| numbering.next("7", level))
            .collect();
        assert_eq!(told, ["一、", "（一）", "（二）", "1.", "二、", "（一）"]);
        assert_eq!(numbering.next("8", 0), "");
    }
}
