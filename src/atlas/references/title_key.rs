//! The parts of a title that two ways of writing it share.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::pattern::regex;
use crate::vocabulary::{ReferenceWords, Regions};

/// 「国务院关于印发2030年前碳达峰行动方案的通知」: issuer and enclosed title.
static NOTICE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<issuer>[^《》〈〉<>]{0,40}?)(?:关于)?(?:印发|转发|发布|公布|下发|颁发)(?P<title>.{4,})的?(?:通知|函|公告)$",
    )
});

/// A period in brackets at the end: （2021—2025年）.
static PERIOD: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[(（]20\d\d ?年?[-—－–~～至到]+ ?(?:20)?\d\d ?年?[)）]$"));

/// The name of a five-year plan, which says the period.
static FIVE_YEARS: LazyLock<Regex> = LazyLock::new(|| regex(r"十[一二三四五六七]五"));

/// A year in Chinese digits, folded: 二〇三五.
static YEAR: LazyLock<Regex> = LazyLock::new(|| regex(r"[一二]{1}[九0][0一二三四五六七八九]{2}"));

/// Characters of the words of a title at least: shorter ones are borne by many documents.
const SHORTEST: usize = 6;

/// A title in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TitleKey {
    /// Its words without issuer, region, 关于印发…的通知, marks and blanks.
    pub words: String,
    /// The issuer that stands before 关于, as written.
    pub issuer: String,
    /// The code of the region that the title names at its start or as its issuer.
    pub region: Option<String>,
}

impl TitleKey {
    /// The parts of a title; `None` if too few words remain to tell it from others.
    pub fn of(title: &str, regions: &Regions, list: &ReferenceWords) -> Option<Self> {
        let mut key = Self::default();
        let mut rest = title.trim();
        let is_issuer = |words: &str| words.trim().is_empty() || list.are_bodies(words.trim());
        if let Some(found) = NOTICE.captures(rest)
            && let Some(enclosed) = found.name("title")
            && is_issuer(&found["issuer"])
        {
            key.take_issuer(&found["issuer"], regions, list);
            rest = enclosed
                .as_str()
                .trim_matches(['《', '》', '〈', '〉', '<', '>']);
            rest = rest.strip_suffix('的').unwrap_or(rest);
        }
        if let Some((issuer, about)) = rest.split_once("关于")
            && is_issuer(issuer)
        {
            key.take_issuer(issuer, regions, list);
            rest = about;
        }
        if FIVE_YEARS.is_match(rest)
            && let Some(period) = PERIOD.find(rest)
        {
            rest = &rest[..period.start()];
        }
        if let Some((region, length)) = regions.at_start(rest) {
            key.region = Some(region.region.code.clone());
            rest = &rest[length..];
        } else if key.region.is_none() && list.is_national(rest) {
            key.region = regions.nation().map(|nation| nation.region.code.clone());
        }
        key.words = folded(rest);
        (key.words.chars().count() >= SHORTEST).then_some(key)
    }

    /// Sets the issuer and the region that its name begins with, unless one is known.
    fn take_issuer(&mut self, issuer: &str, regions: &Regions, list: &ReferenceWords) {
        let issuer = issuer.trim();
        if issuer.is_empty() || !self.issuer.is_empty() {
            return;
        }
        issuer.clone_into(&mut self.issuer);
        let region = region_of_body(issuer, regions, list);
        self.region = self.region.take().or(region);
    }
}

/// The region of a body by the start of its name: 浙江省 of 「中共浙江省委」, the nation for 国务院.
pub fn region_of_body(body: &str, regions: &Regions, list: &ReferenceWords) -> Option<String> {
    let body = body.trim_start_matches(['原', '“']);
    let named = regions.at_start(body.strip_prefix("中共").unwrap_or(body));
    if let Some((region, _)) = named {
        return Some(region.region.code.clone());
    }
    let nation = || regions.nation().map(|nation| nation.region.code.clone());
    list.is_national(body).then(nation).flatten()
}

/// Words in one form: width of characters, years; no blanks, marks, brackets and 的.
pub fn folded(words: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() && *c != '的';
    let plain: String = words
        .nfkc()
        .map(|c| match c {
            '〇' | '○' | '◯' | 'О' | '零' => '0',
            c => c.to_ascii_lowercase(),
        })
        .filter(kept)
        .collect();
    let year = |found: &regex::Captures<'_>| -> String {
        let digits = "0一二三四五六七八九";
        let value = |c| digits.chars().position(|digit| digit == c);
        let numbers = found[0].chars().filter_map(value);
        numbers.map(|n| n.to_string()).collect()
    };
    YEAR.replace_all(&plain, year).into_owned()
}

/// A number (发文字号) in one form, whatever its brackets.
pub fn number_key(number: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() && *c != '第';
    number.nfkc().filter(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn key(title: &str) -> TitleKey {
        TitleKey::of(title, &REAL.regions, &REAL.references).unwrap_or_default()
    }

    #[test]
    fn notice_and_title_share_their_words() {
        let plan = key("2030年前碳达峰行动方案");
        let notice = key("国务院关于印发2030年前碳达峰行动方案的通知");
        assert_eq!(plan.words, notice.words);
        assert_eq!(
            (notice.issuer.as_str(), notice.region.as_deref()),
            ("国务院", Some("000000"))
        );
        assert_eq!(
            key("关于印发《绿色建筑创建行动方案》的通知").words,
            key("绿色建筑创建行动方案").words
        );
    }

    #[test]
    fn issuer_and_region_are_kept_apart() {
        let whole = key("中共中央办公厅 国务院办公厅关于推动城乡建设绿色发展的意见");
        assert_eq!(whole.words, key("关于推动城乡建设绿色发展的意见").words);
        assert_eq!(whole.region.as_deref(), Some("000000"));
        let own = key("丽水市绿色低碳示范行动方案");
        assert_eq!(own.words, key("绿色低碳示范行动方案").words);
        assert_eq!(own.region.as_deref(), Some("331100"));
        assert_eq!(
            key("浙江省人民政府办公厅关于加强水资源管理的意见")
                .region
                .as_deref(),
            Some("330000")
        );
        assert_eq!(
            key("住房和城乡建设部等15部门关于加强县城绿色低碳建设的意见").words,
            key("关于加强县城绿色低碳建设的意见").words
        );
    }

    #[test]
    fn years_and_marks_are_folded() {
        assert_eq!(
            key("国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要").words,
            key("国民经济和社会发展第十四个五年规划和2035年远景目标纲要").words
        );
        assert_eq!(
            key("重庆市“十四五”电力发展规划（2021—2025年）").words,
            key("重庆市“十四五”电力发展规划").words
        );
        // Another edition is another document.
        assert_ne!(
            key("产业结构调整指导目录（2019年本）").words,
            key("产业结构调整指导目录（2024年本）").words
        );
        assert_eq!(
            number_key("国发 [2021]第4号"),
            number_key("国发〔２０２１〕4号")
        );
    }
}
