//! The id of a document without a given one: made from region, year and title.

use pinyin::ToPinyin;

use super::record::Record;
use crate::model::{PartialDate, Region};
use crate::vocabulary::{Vocabulary, short_name};

/// Maximum length of an id, in bytes, without the number that makes it unique.
const LONGEST: usize = 60;

/// `<region>-<year>-<title in pinyin>`: `lishui-2021-lv-se-fa-zhan-fang-an`. Texts with equal region,
/// year and title get the same id: see [`crate::content::ids::disambiguated`].
pub fn of(
    record: &Record,
    title: &str,
    region: Option<&Region>,
    vocabulary: &Vocabulary,
) -> String {
    let entry = region.and_then(|r| vocabulary.regions.get(&r.code));
    let mut id = entry.map_or("text", |e| e.slug.as_str()).to_owned();
    let year = year(record).map(|year| year.to_string());
    let subject = subject(title, region.map(|r| r.name.as_str()));
    for part in year.into_iter().chain(syllables(subject)) {
        if id.len() + 1 + part.len() > LONGEST {
            break;
        }
        id.push('-');
        id.push_str(&part);
    }
    id
}

/// The subject of a title, without its issuer: 「某市人民政府关于印发《某市绿色发展方案》的通知」 is `绿色发展方案`.
fn subject<'a>(title: &'a str, region: Option<&str>) -> &'a str {
    const VERB: usize = 4;
    let matter = title
        .rsplit_once("关于")
        .map_or(title, |(_, matter)| matter);
    // 印发《…》的通知 is about the text between the marks.
    let quoted = matter.split_once('《').and_then(|(verb, rest)| {
        let (quoted, _) = rest.split_once('》').unwrap_or((rest, ""));
        (verb.chars().count() <= VERB).then_some(quoted)
    });
    let matter = quoted.unwrap_or(matter).trim();
    let named = region.and_then(|name| {
        let names = std::iter::once(name).chain(short_name(name));
        names.into_iter().find_map(|name| matter.strip_prefix(name))
    });
    named.filter(|rest| !rest.is_empty()).unwrap_or(matter)
}

/// The syllables of Chinese characters, and words and numbers of ASCII, in lower case.
fn syllables(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut in_word = false;
    for c in text.chars() {
        if let Some(sound) = c.to_pinyin() {
            parts.push(sound.plain().replace('ü', "v"));
        } else if c.is_ascii_alphanumeric() {
            let letter = c.to_ascii_lowercase();
            match parts.last_mut() {
                Some(word) if in_word => word.push(letter),
                _ => parts.push(letter.to_string()),
            }
        }
        in_word = c.is_ascii_alphanumeric();
    }
    parts
}

/// The year of a text's origin.
pub fn year(record: &Record) -> Option<i16> {
    let dates = &record.dates;
    let day = dates.published.or(dates.effective).map(PartialDate::from);
    let dated = dates.issued.or(day);
    // 〔2021〕56号 is of 2021, 「2024年政府工作报告」 of 2024, a plan of the year that it begins in.
    let numbered = record.document_number.as_ref().and_then(|number| {
        let (_, rest) = number.split_once(['〔', '[', '［', '('])?;
        rest.get(..4)?.parse().ok()
    });
    dated
        .map(PartialDate::year)
        .or(numbered)
        .or(record.period.from)
        .or_else(|| record.title.as_ref().and_then(|t| year_in(&t.text)))
}

/// The first year in a title, such as that of 「2022年…工作要点」.
fn year_in(title: &str) -> Option<i16> {
    let at = title.find("年")?;
    let digits = title[..at].trim_end();
    digits
        .get(digits.len().checked_sub(4)?..)?
        .parse()
        .ok()
        .filter(|y| (1980..2100).contains(y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::tests::REAL;

    #[test]
    fn region_year_and_title_make_an_id() {
        let id = |text: &str| {
            let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
            policy.id
        };
        let plan = "丽水市绿色发展方案\n丽水市人民政府\n2021年3月5日\n一、总则\n做好工作。\n";
        assert_eq!(id(plan), "lishui-2021-lv-se-fa-zhan-fang-an");
        // One edited word of the text changes nothing.
        let edited = plan.replace("做好", "抓好");
        assert_eq!(id(&edited), id(plan));
    }

    #[test]
    fn a_title_is_cut_to_its_subject() {
        let cases = [
            (
                "某市人民政府关于印发《丽水市绿色发展方案》的通知",
                "绿色发展方案",
            ),
            (
                "中共丽水市委 丽水市人民政府关于做好碳达峰工作的意见",
                "做好碳达峰工作的意见",
            ),
            ("丽水绿色发展方案", "绿色发展方案"),
            ("丽水市", "丽水市"),
        ];
        for (title, expected) in cases {
            assert_eq!(subject(title, Some("丽水市")), expected, "{title}");
        }
        // A law that is named in the middle is a part of the subject.
        let rules = "实施和宣传《环境保护法》办法";
        assert_eq!(subject(rules, None), rules);
    }

    #[test]
    fn numbers_and_latin_words_stay_whole() {
        assert_eq!(
            syllables("“十四五”CO2（2022-2025年）"),
            ["shi", "si", "wu", "co2", "2022", "2025", "nian"]
        );
    }

    #[test]
    fn ends_at_a_syllable() {
        let title = "完整准确全面贯彻新发展理念做好碳达峰碳中和工作的实施意见";
        let text = format!("{title}\n一、总则\n做好工作。\n");
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        assert_eq!(
            policy.id,
            "text-wan-zheng-zhun-que-quan-mian-guan-che-xin-fa-zhan-li"
        );
    }
}
