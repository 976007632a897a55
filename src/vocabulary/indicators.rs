use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::file::{At, EntryReport};
use super::pattern_list::PatternList;
use super::{Regions, Scopes, Topics};
use crate::pattern::regex;

/// An indicator (指标) that recurs across policies, such as 森林覆盖率.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// Stable id, such as `forest-coverage`.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// English name.
    pub en: String,
    /// The unit that its series is compared in, such as `%`, `MW`; a counter covers all counters.
    pub unit: String,
    /// Topics it belongs to.
    pub topics: Vec<String>,
    /// Other names.
    pub aliases: Vec<String>,
}

/// An entry of `indicators.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorSpec {
    id: String,
    name: String,
    en: String,
    unit: String,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    patterns: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

/// The known indicators.
#[derive(Debug, Default)]
pub struct Indicators {
    all: Vec<Indicator>,
    /// Patterns of names of each.
    patterns: PatternList,
    /// Patterns of names that match an indicator but belong to something else.
    not: PatternList,
    by_id: FxHashMap<String, usize>,
    by_alias: BTreeMap<String, Vec<usize>>,
    /// Names of regions by their first character.
    regions: BTreeMap<char, Vec<String>>,
    /// Words before a name that state the owner of the number.
    owners: Vec<String>,
}

/// Words before a name that state place or time.
static WHEN: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^(?:市域|市区|城区|实现|力争|到?20\d\d年|其中|省下达)+"));

impl Indicators {
    pub(super) fn new(
        rows: Vec<IndicatorSpec>,
        topics: &Topics,
        regions: &Regions,
        scopes: &Scopes,
        report: EntryReport<'_>,
    ) -> Self {
        let mut indicators = Self {
            owners: scopes.owners().map(str::to_owned).collect(),
            ..Self::default()
        };
        let (mut patterns, mut not) = (Vec::new(), Vec::new());
        for mut row in rows {
            let n = indicators.all.len();
            if indicators.get(&row.id).is_some() {
                report(
                    format!("the id {} stands twice", row.id),
                    At::Again(&row.id),
                );
            }
            for topic in row.topics.iter().filter(|t| topics.get(t).is_none()) {
                report(format!("no topic has the id {topic}"), At::Words(topic));
            }
            patterns.extend(row.patterns.drain(..).map(|pattern| (n, pattern)));
            not.extend(row.not.drain(..).map(|pattern| (n, pattern)));
            for alias in row.aliases.iter().chain([&row.name]) {
                let known = indicators.by_alias.entry(plain(alias)).or_default();
                if let Some(&other) = known
                    .iter()
                    .find(|&&o| o != n && indicators.all[o].unit == row.unit)
                {
                    report(
                        format!(
                            "{alias} is claimed by {} and {}",
                            indicators.all[other].id, row.id
                        ),
                        At::Again(alias),
                    );
                }
                known.push(n);
            }
            let IndicatorSpec {
                id,
                name,
                en,
                unit,
                topics,
                aliases,
                ..
            } = row;
            indicators.by_id.entry(id.clone()).or_insert(n);
            indicators.all.push(Indicator {
                id,
                name,
                en,
                unit,
                topics,
                aliases,
            });
        }
        indicators.patterns = PatternList::new(patterns, false, report);
        indicators.not = PatternList::new(not, false, report);
        for name in regions
            .names()
            .into_iter()
            .filter(|n| n.chars().count() >= 2)
        {
            let first = name.chars().next().unwrap_or_default();
            let those = indicators.regions.entry(first).or_default();
            those.push(name.to_owned());
        }
        indicators
    }

    /// The indicator of a figure with this name and unit: by a known name, else by the only pattern that
    /// matches. Prefers none to a wrong one.
    pub fn find(&self, name: &str, unit: Option<&str>) -> Option<&Indicator> {
        // 「单位地区生产总值能耗为全国平均」的70%: a comparison is no level.
        if ["平均", "平均水平", "平均值"]
            .iter()
            .any(|average| name.ends_with(average))
        {
            return None;
        }
        let name = self.bare(&plain(name));
        let fits = |n: &usize| unit.is_none_or(|unit| same_family(&self.all[*n].unit, unit));
        if let Some(known) = self.by_alias.get(&name)
            && let Some(n) = known.iter().find(|n| fits(n))
        {
            return Some(&self.all[*n]);
        }
        let not = self.not.entries(&name);
        let fitting = self.patterns.entries(&name).into_iter();
        let mut matching = fitting.filter(fits).filter(|n| !not.contains(n));
        let first = matching.next()?;
        matching.next().is_none().then(|| &self.all[first])
    }

    /// The name without the region or time in front.
    fn bare(&self, name: &str) -> String {
        let mut rest = self.without_owner(name);
        let first = rest.chars().next();
        let regions = first.and_then(|c| self.regions.get(&c));
        if let Some(region) = regions
            .into_iter()
            .flatten()
            .filter(|r| rest.starts_with(r.as_str()))
            .max_by_key(|r| r.len())
            && rest.len() > region.len() + 6
        {
            rest = rest[region.len()..].to_owned();
        }
        self.without_owner(&rest)
    }

    /// The name without words before it that state owner or time.
    fn without_owner(&self, name: &str) -> String {
        let mut rest = name;
        loop {
            let when = WHEN.find(rest).map_or(0, |found| found.end());
            let owners = self.owners.iter();
            let owner = owners.filter(|owner| rest.starts_with(owner.as_str()));
            match owner.map(String::len).max().unwrap_or(0).max(when) {
                0 => return rest.to_owned(),
                len => rest = &rest[len..],
            }
        }
    }

    /// The indicator with this id.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.by_id.get(id).map(|&n| &self.all[n])
    }

    /// All indicators, in the order of the file.
    pub fn all(&self) -> &[Indicator] {
        &self.all
    }

    /// The words of the list, for a segmenter.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.by_alias.keys().cloned()
    }
}

/// Letters, digits and ideographs, and the marks that distinguish indicators.
fn plain(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric() || *c == '/' || *c == '.')
        .collect::<String>()
        .to_uppercase()
}

/// Whether `unit` can belong to an indicator compared in `base`.
fn same_family(base: &str, unit: &str) -> bool {
    let bare = unit.trim_start_matches(['十', '百', '千', '万', '亿']);
    // 「千瓦」 and 「千米」 seem to begin with a multiplier but do not.
    let any = |names: &[&str]| {
        names
            .iter()
            .any(|n| bare.starts_with(n) || unit.starts_with(n))
    };
    match base {
        "%" => matches!(unit, "%" | "‰"),
        "MW" => any(&["千瓦", "瓦", "兆瓦", "吉瓦", "kW", "MW", "GW"]) && !unit.contains('时'),
        "MWh" => any(&["千瓦时", "瓦时", "兆瓦时", "度", "kWh"]),
        "tce" => any(&["吨标准煤", "吨标煤", "吨", "千克标准煤"]) && !unit.contains('/'),
        "tce/CNY" => unit.contains('/') && unit.contains('煤'),
        "t" => any(&["吨", "公斤", "千克", "斤", "t"]) && !unit.contains('/'),
        "t/a" => any(&["吨"]),
        "tCO2" => any(&["吨"]),
        "hm²" => any(&["亩", "公顷", "平方公里", "平方千米"]),
        "m²" => any(&["平方米", "平方", "㎡"]),
        "m³" => any(&["立方米", "立方", "方", "吨"]) && !unit.starts_with("平"),
        "km" => any(&["公里", "千米", "米"]),
        "CNY" => unit.ends_with('元'),
        "kg/hm²" => unit.contains('/') && unit.contains('亩'),
        "µg/m³" => unit.contains("微克"),
        "count" => {
            let measures = [
                "%", "元", "吨", "米", "亩", "公里", "千瓦", "方", "顷", "时", "度", "倍", "点",
                "斤", "℃",
            ];
            !measures.iter().any(|m| unit.ends_with(m))
        }
        other => unit == other || bare == other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    #[test]
    fn knows_an_indicator_by_its_names() {
        let find = |name, unit| {
            REAL.indicators
                .find(name, Some(unit))
                .map(|i| i.id.as_str())
        };
        assert_eq!(find("全市森林覆盖率", "%"), Some("forest-coverage"));
        assert_eq!(find("森林蓄积量", "万立方米"), Some("forest-stock"));
        for name in [
            "非化石能源占一次能源消费比重",
            "非化石能源消费比重",
            "非化石能源占能源消费总量比重",
            "非化石能源占比",
        ] {
            assert_eq!(find(name, "%"), Some("nonfossil-share"), "{name}");
        }
        assert_eq!(find("光伏装机容量", "万千瓦"), Some("pv-capacity"));
        assert_eq!(find("光伏新增装机", "万千瓦"), Some("pv-capacity-added"));
        assert_eq!(
            find("新增光伏发电装机容量", "万千瓦"),
            Some("pv-capacity-added")
        );
        assert_eq!(find("单位GDP二氧化碳排放", "%"), Some("gdp-co2-intensity"));
        assert_eq!(
            find("城市（中心城区）绿色出行比例", "%"),
            Some("green-travel-share")
        );
        assert_eq!(find("公用充电桩", "个"), Some("charging-piles"));
        assert_eq!(find("绿色工厂", "家"), Some("green-factories"));
    }

    #[test]
    fn takes_none_rather_than_a_wrong_one() {
        let find = |name, unit| {
            REAL.indicators
                .find(name, Some(unit))
                .map(|i| i.id.as_str())
        };
        assert_eq!(find("森林覆盖率", "万亩"), None);
        assert_eq!(find("一级管控区森林（绿化）覆盖率", "%"), None);
        assert_eq!(
            find("风电、光伏发电总装机", "万千瓦"),
            Some("wind-pv-capacity")
        );
        assert_eq!(find("绿色工厂", "%"), None);
        assert_eq!(find("企业", "家"), None);
    }
}
