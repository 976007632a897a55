use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::file::{At, EntryReport};
use crate::model::Region;

/// A province, city or county of GB/T 2260.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionEntry {
    /// Code and full name.
    pub region: Region,
    /// Its part of an address, such as `lishui`; unique among all regions.
    pub slug: String,
    /// The first year of the region, for new ones.
    pub from: Option<i16>,
    /// The last year of the region, for former ones.
    pub until: Option<i16>,
    /// Column and row of a province on the map of tiles.
    pub tile: Option<[u8; 2]>,
}

/// The code of the whole country.
const NATION: &str = "000000";

/// Last characters of region names, which may not follow a short name: 上饶 in 「上饶县」 is not 上饶市.
const LEVEL_MARKS: [char; 6] = ['县', '区', '市', '州', '盟', '旗'];

/// An entry of `regions.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegionSpec {
    code: String,
    name: String,
    slug: String,
    #[serde(default)]
    from: Option<i16>,
    #[serde(default)]
    until: Option<i16>,
    #[serde(default)]
    tile: Option<[u8; 2]>,
}

/// All regions of GB/T 2260.
#[derive(Debug, Default)]
pub struct Regions {
    by_code: BTreeMap<String, RegionEntry>,
    /// Full names of all, short names of provinces and prefectures; the higher level wins a name
    /// that two share.
    by_name: FxHashMap<String, String>,
    /// The codes of all that bear a full name which several bear: 鼓楼区, 市中区.
    shared: FxHashMap<String, Vec<String>>,
    /// For each first character the length in bytes of the longest name.
    longest: FxHashMap<char, usize>,
}

/// Endings of full names; the short name is the text before.
const SUFFIXES: &[&str] = &[
    "特别行政区",
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "省",
    "市",
    "地区",
    "盟",
    "县",
    "区",
];

/// A full name without its ending: 丽水 of 丽水市; `None` if less than two characters remain.
pub fn short_name(name: &str) -> Option<&str> {
    SUFFIXES
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .filter(|short| short.chars().count() >= 2)
}

impl Regions {
    pub(super) fn new(rows: Vec<RegionSpec>, report: EntryReport<'_>) -> Self {
        let mut regions = Self::default();
        let mut slugs = BTreeMap::new();
        for RegionSpec {
            code,
            name,
            slug,
            from,
            until,
            tile,
        } in rows
        {
            if let Some(other) = slugs.insert(slug.clone(), name.clone()) {
                report(
                    format!("{name} and {other} have the same slug `{slug}`"),
                    At::Again(&slug),
                );
            }
            let entry = RegionEntry {
                region: Region {
                    code: code.clone(),
                    name,
                },
                slug,
                from,
                until,
                tile,
            };
            if regions.by_code.insert(code.clone(), entry).is_some() {
                report(format!("the code {code} stands twice"), At::Again(&code));
            }
        }
        for level in 0..3 {
            // A name that was used by two regions belongs to the one that has it now.
            for (code, entry) in regions
                .by_code
                .iter()
                .filter(|(code, _)| level_of(code) == level && *code != NATION)
            {
                let name = &entry.region.name;
                regions
                    .by_name
                    .entry(name.clone())
                    .or_insert_with(|| code.clone());
                if let (Some(short), true, None) = (short_name(name), level < 2, entry.until) {
                    regions
                        .by_name
                        .entry(short.to_owned())
                        .or_insert_with(|| code.clone());
                }
            }
        }
        for (code, entry) in &regions.by_code {
            let bearers = regions.shared.entry(entry.region.name.clone()).or_default();
            bearers.push(code.clone());
        }
        regions.shared.retain(|_, bearers| bearers.len() > 1);
        let mut longest: FxHashMap<char, usize> = FxHashMap::default();
        for name in regions.names() {
            let first = name.chars().next().unwrap_or_default();
            let longest = longest.entry(first).or_default();
            *longest = name.len().max(*longest);
        }
        regions.longest = longest;
        regions
    }

    /// All regions, by code.
    pub fn all(&self) -> impl Iterator<Item = &RegionEntry> {
        self.by_code.values()
    }

    /// The region with this code.
    pub fn get(&self, code: &str) -> Option<&RegionEntry> {
        self.by_code.get(code)
    }

    /// The whole country (全国); the texts of its bodies belong to no region in it.
    pub fn nation(&self) -> Option<&RegionEntry> {
        self.get(NATION)
    }

    /// 0 for provinces, 1 for prefectures, 2 for counties.
    pub fn level(code: &str) -> usize {
        level_of(code)
    }

    /// Whether words begin with the name of a county, district or town that no list has: 「和康县…」, where 康县
    /// would be wrong.
    pub fn is_unknown_at_start(&self, words: &str) -> bool {
        const NAME_MAX: usize = 4;
        let name = words
            .char_indices()
            .take(NAME_MAX)
            .skip(1)
            .find(|(_, c)| matches!(c, '县' | '旗'));
        name.is_some_and(|(at, c)| {
            let name = &words[..at + c.len_utf8()];
            let levels = [
                "各县", "全县", "我县", "本县", "郡县", "省县", "市县", "区县",
            ];
            !self.by_name.contains_key(name) && !levels.iter().any(|level| name.ends_with(level))
        })
    }

    /// The regions that bear a name which several bear, for the first such name in a text.
    pub fn shared_in(&self, text: &str) -> Vec<&RegionEntry> {
        let long = self
            .shared
            .iter()
            .filter(|(name, _)| name.chars().count() > 2);
        let named = long.filter_map(|(name, codes)| Some((text.find(name.as_str())?, name, codes)));
        let first = named.min_by_key(|(at, name, _)| (*at, *name));
        let codes = first.map_or(&[][..], |(_, _, codes)| codes.as_slice());
        codes.iter().filter_map(|code| self.get(code)).collect()
    }

    /// Full and short names, sorted.
    pub(super) fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.by_name.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    /// The region with this full name.
    pub fn by_name(&self, name: &str) -> Option<&RegionEntry> {
        self.by_name
            .get(name)
            .and_then(|code| self.by_code.get(code))
    }

    /// The region that a text begins with, and the length of its name in bytes. Provinces and prefectures
    /// are also found by their short names: 丽水市人民政府 and 丽水银保监分局 both give 丽水市. `None` for a name of
    /// several counties.
    pub fn at_start(&self, text: &str) -> Option<(&RegionEntry, usize)> {
        self.after("", text)
    }

    /// Finds the region as above for a text directly after `before`, which distinguishes 福州市鼓楼区 from
    /// 南京市鼓楼区.
    pub fn after(&self, before: &str, text: &str) -> Option<(&RegionEntry, usize)> {
        let longest = *self.longest.get(&text.chars().next()?)?;
        let ends = (1..=longest.min(text.len())).rev();
        ends.filter(|end| text.is_char_boundary(*end))
            .find_map(|end| {
                let name = &text[..end];
                let entry = match self.shared.get(name) {
                    Some(bearers) => {
                        let below = |entry: &&RegionEntry| {
                            self.parent(&entry.region.code)
                                .is_some_and(|above| before.ends_with(&above.region.name))
                        };
                        bearers
                            .iter()
                            .filter_map(|code| self.get(code))
                            .find(below)?
                    }
                    None => self.by_name(name)?,
                };
                // 「上饶县」 is no 上饶市, 「海南州」 no 海南省.
                let short = entry.region.name.len() != end;
                let other =
                    text[end..].starts_with(LEVEL_MARKS) && !text[end..].starts_with("市县");
                (!short || !other).then_some(())?;
                Some((entry, end))
            })
    }

    /// Every region named in a text by its full name, with its byte offset, in order. Some names only
    /// count directly after their parent region: a district's name of two characters, which may be a
    /// common word (「强化城区绿化」); a county's name that may be the end of an autonomous county's short name
    /// (宁县 in 「景宁县」); a name of several regions (市中区).
    pub fn named_in(&self, text: &str) -> Vec<(&RegionEntry, usize)> {
        let mut found = Vec::new();
        let mut skip_to = 0;
        for (at, _) in text.char_indices() {
            if at < skip_to {
                continue;
            }
            if let Some((entry, len)) = self
                .after(&text[..at], &text[at..])
                .filter(|(e, len)| e.region.name.len() == *len)
                .filter(|(e, len)| {
                    let above = || self.parent(&e.region.code).map(|p| p.region.name.as_str());
                    let before = &text[..at];
                    let name = &e.region.name;
                    let tail = || {
                        let last = before.char_indices().next_back().map_or(0, |(i, _)| i);
                        let long = text[last..at + len].trim_end_matches('县');
                        last < at
                            && self.by_code.values().any(|o| {
                                o.region.name.starts_with(long) && o.region.name.ends_with("自治县")
                            })
                    };
                    let common = name.chars().count() <= 2 && (name.ends_with('区') || tail());
                    !common || above().is_some_and(|name| before.ends_with(name))
                })
            {
                found.push((entry, at));
                skip_to = at + len;
            }
        }
        found
    }

    /// The level of administration of a code as a word of the data: `nation`, `province`, `city`, `county`.
    pub fn level_name(&self, code: &str) -> &'static str {
        let nation = self.nation();
        match level_of(code) {
            _ if nation.is_some_and(|nation| nation.region.code == code) => "nation",
            0 => "province",
            1 => "city",
            _ => "county",
        }
    }

    /// The region one level up (county → city → province); `None` for a province. For districts of a
    /// direct municipality and counties run by a province it is the province.
    pub fn parent(&self, code: &str) -> Option<&RegionEntry> {
        let city = format!("{}00", code.get(..4)?);
        let province = format!("{}0000", code.get(..2)?);
        match level_of(code) {
            2 => self.get(&city).or_else(|| self.get(&province)),
            1 => self.get(&province),
            _ => None,
        }
    }
}

/// 0 for provinces, 1 for prefectures, 2 for counties.
fn level_of(code: &str) -> usize {
    if code.ends_with("0000") {
        0
    } else if code.ends_with("00") {
        1
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    #[test]
    fn knows_regions_by_full_and_short_names() {
        let at_start = |text| {
            REAL.regions
                .at_start(text)
                .map(|(e, len)| (e.region.code.as_str(), &text[len..]))
        };
        assert_eq!(at_start("丽水市人民政府"), Some(("331100", "人民政府")));
        assert_eq!(at_start("丽水银保监分局"), Some(("331100", "银保监分局")));
        assert_eq!(
            at_start("广西壮族自治区发展改革委"),
            Some(("450000", "发展改革委"))
        );
        assert_eq!(at_start("济源市中心支行"), Some(("419001", "中心支行")));
        assert_eq!(at_start("市发改委"), None);
        assert_eq!(at_start("鼓楼区人民政府"), None);
    }

    #[test]
    fn short_names_leave_out_the_level() {
        for (name, short) in [
            ("丽水市", Some("丽水")),
            ("广西壮族自治区", Some("广西")),
            ("遂昌县", Some("遂昌")),
            ("单县", None),
        ] {
            assert_eq!(super::short_name(name), short);
        }
    }

    #[test]
    fn common_words_and_shared_names_are_no_regions_by_themselves() {
        for text in [
            "强化城区绿化",
            "城区绿化",
            "推进矿区生态修复",
            "景宁县林业局",
            "按市中区域布局",
        ] {
            assert!(REAL.regions.named_in(text).is_empty(), "{text}");
        }
        let of = |text| {
            REAL.regions
                .named_in(text)
                .last()
                .map(|(e, _)| e.region.code.as_str())
        };
        assert_eq!(of("南京市鼓楼区"), Some("320106"));
        assert_eq!(of("福州市鼓楼区"), Some("350102"));
        assert_eq!(of("鼓楼区人民政府"), None);
        assert_eq!(of("宁县林业局"), Some("621026"));
        assert_eq!(of("人民银行南县支行"), Some("430921"));
    }

    #[test]
    fn finds_regions_in_a_text_and_the_one_above() {
        let names: Vec<_> = REAL
            .regions
            .named_in("绍兴市柯桥区与嘉兴市")
            .iter()
            .map(|(e, _)| e.region.name.as_str())
            .collect();
        assert_eq!(names, ["绍兴市", "柯桥区", "嘉兴市"]);
        let parent = |code| REAL.regions.parent(code).map(|e| e.region.name.as_str());
        assert_eq!(parent("331181"), Some("丽水市"));
        assert_eq!(parent("331100"), Some("浙江省"));
        assert_eq!(parent("310115"), Some("上海市"));
        assert_eq!(parent("419001"), Some("河南省"));
        assert_eq!(parent("330000"), None);
    }
}
