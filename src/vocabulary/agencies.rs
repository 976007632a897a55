use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

mod slug;

use slug::slug;

use super::file::{At, EntryReport};
use super::pattern_list::PatternList;
use super::{Regions, short_name};
use crate::text::brackets;

/// A kind of body that governments of every level have, such as 发展改革部门.
#[derive(Clone, Debug)]
pub struct AgencyKind {
    /// Stable id, such as `development-and-reform`.
    pub id: String,
    /// Chinese name shown to readers.
    pub name: String,
    /// English name.
    pub en: String,
    /// Full and short names without the level (市, 省) in front.
    pub aliases: Vec<String>,
    /// Names until a reform, with the last year of each.
    pub former: Vec<Former>,
    /// The kind that replaced this one.
    pub successor: Option<Successor>,
}

/// `agencies.yaml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VocabularyAgencies {
    kinds: Vec<AgencySpec>,
    suffixes: Vec<String>,
    generic: Vec<String>,
    #[serde(default)]
    national: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencySpec {
    id: String,
    name: String,
    en: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    former: Vec<Former>,
    #[serde(default)]
    successor: Option<Successor>,
    #[serde(default)]
    patterns: Vec<String>,
}

/// A name that bodies of a kind had until a reform.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Former {
    /// Such as 环境保护局.
    pub name: String,
    /// The last year in which it was borne.
    pub until: i16,
}

/// The kind that took over.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Successor {
    /// Its id.
    pub kind: String,
    /// The first year.
    pub since: i16,
}

/// The kinds of bodies, and the words that mark a name as a body's.
#[derive(Debug, Default)]
pub struct Agencies {
    kinds: Vec<AgencyKind>,
    /// Patterns of names of each kind.
    patterns: PatternList,
    by_id: FxHashMap<String, usize>,
    by_alias: BTreeMap<String, usize>,
    /// Names without the kind of office at their end: 环境保护 of 环境保护局.
    by_field: FxHashMap<String, usize>,
    suffixes: Vec<String>,
    generic: PatternList,
    national: PatternList,
    /// Full names of regions, which may precede a body's own name.
    regions: FxHashSet<String>,
    /// Names of counties without their level: 福清 of 福清市.
    counties: FxHashSet<String>,
    longest_region: usize,
}

/// Endings of names that describe a body by its field instead of naming it.
const IN_CHARGE: [&str; 4] = ["行政主管部门", "主管部门", "行政部门", "部门"];

/// A name without the kind of office at its end: 环境保护 of 环境保护局.
fn field_of(alias: &str) -> Option<&str> {
    let field = alias.trim_end_matches(['局', '委', '厅', '会', '员', '办', '部']);
    (field.len() < alias.len() && field.chars().count() >= 2).then_some(field)
}

/// The text in front of a body's own name.
const LEVELS: &[&str] = &[
    "各县（市、区）",
    "各县﹝市、区﹞",
    "各县(市、区)",
    "各区（县、市）",
    "各县市区",
    "各设区市",
    "示范区",
    "开发区",
    "高新区",
    "自治区",
    "新区",
    "市级",
    "省级",
    "区级",
    "县级",
    "各市",
    "各区",
    "各县",
    "各级",
    "本市",
    "省",
    "市",
    "县",
    "区",
    "州",
    "旗",
    "盟",
    "国家",
    "国务院",
    "中央",
    "中国",
    "全国",
];

/// The fields that belong to exactly one kind of body.
fn fields(aliases: &BTreeMap<String, usize>) -> FxHashMap<String, usize> {
    let mut fields: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for (alias, &kind) in aliases {
        if let Some(field) = field_of(alias) {
            let known = fields.entry(field.to_owned()).or_insert(Some(kind));
            *known = known.filter(|&other| other == kind);
        }
    }
    let sure = fields.into_iter();
    sure.filter_map(|(field, kind)| Some((field, kind?)))
        .collect()
}

impl Agencies {
    pub(super) fn new(
        file: VocabularyAgencies,
        regions: &Regions,
        report: EntryReport<'_>,
    ) -> Self {
        let mut agencies = Self {
            suffixes: file.suffixes,
            ..Self::default()
        };
        let named = |names: Vec<String>| names.into_iter().map(|name| (0, name)).collect();
        agencies.generic = PatternList::new(named(file.generic), true, report);
        agencies.national = PatternList::new(named(file.national), true, report);
        let mut patterns = Vec::new();
        for (n, mut row) in file.kinds.into_iter().enumerate() {
            patterns.extend(row.patterns.drain(..).map(|pattern| (n, pattern)));
            agencies.add(row, report);
        }
        agencies.patterns = PatternList::new(patterns, true, report);
        agencies.check_successors(report);
        agencies.know_names(regions);
        agencies
    }

    /// Adds a kind. A name that an earlier kind has stays with that kind and is reported.
    fn add(&mut self, row: AgencySpec, report: EntryReport<'_>) {
        let n = self.kinds.len();
        if self.kinds.iter().any(|k| k.id == row.id) {
            report(
                format!("the id {} stands twice", row.id),
                At::Again(&row.id),
            );
        }
        let former = row.former.iter().map(|former| &former.name);
        for alias in row.aliases.iter().chain(former) {
            if let Some(other) = self.by_alias.insert(alias.clone(), n)
                && other != n
            {
                let other = &self.kinds[other].id;
                report(
                    format!("{alias} is claimed by {other} and {}", row.id),
                    At::Again(alias),
                );
            }
        }
        let AgencySpec {
            id,
            name,
            en,
            aliases,
            former,
            successor,
            ..
        } = row;
        self.by_id.entry(id.clone()).or_insert(n);
        self.kinds.push(AgencyKind {
            id,
            name,
            en,
            aliases,
            former,
            successor,
        });
    }

    /// Adds each kind's own name and its field as names, and stores the names of regions.
    fn know_names(&mut self, regions: &Regions) {
        // 「区生态环境部门」: the own name of a kind is one of its names, too.
        for (n, kind) in self.kinds.iter().enumerate() {
            self.by_alias.entry(kind.name.clone()).or_insert(n);
        }
        self.by_field = fields(&self.by_alias);
        let counties = regions
            .all()
            .filter(|entry| Regions::level(&entry.region.code) == 2);
        self.counties = counties
            .filter_map(|entry| short_name(&entry.region.name))
            .map(str::to_owned)
            .collect();
        let names = regions.names();
        self.longest_region = names.iter().map(|name| name.len()).max().unwrap_or(0);
        self.regions = names.into_iter().map(str::to_owned).collect();
    }

    fn check_successors(&self, report: EntryReport<'_>) {
        for successor in self.kinds.iter().filter_map(|kind| kind.successor.as_ref()) {
            if !self.by_id.contains_key(&successor.kind) {
                let message = format!("no kind has the id {}", successor.kind);
                report(message, At::Words(&successor.kind));
            }
        }
    }

    /// The kind of a body: 市发改委, 市发展和改革委员会, 温州市发展改革委 are one.
    pub fn kind_of(&self, name: &str) -> Option<&AgencyKind> {
        let name = name.replace(' ', "");
        let name = name.as_str();
        // 「龙泉市」 in a list of governments means its government.
        if self.regions.contains(name) && name.ends_with(['市', '县', '区']) {
            return self.get("peoples-government");
        }
        let unbracketed = name.split(['（', '(', '〈', '<']).next().unwrap_or(name);
        let own: Vec<&str> = self
            .own_names(name)
            .into_iter()
            .chain(self.own_names(unbracketed))
            .collect();
        let kind = self
            .by_pattern(name)
            .or_else(|| own.iter().find_map(|n| self.by_alias.get(*n)).copied())
            .or_else(|| own.iter().find_map(|n| self.in_charge(n)))
            .or_else(|| self.of_a_county(unbracketed))
            // 「林业水利局」 and 「发展改革和统计局」 combine two kinds: the first one counts.
            .or_else(|| own.iter().find_map(|n| self.merged(n)))
            .or_else(|| self.by_pattern(unbracketed));
        kind.map(|n| &self.kinds[n])
    }

    fn by_pattern(&self, name: &str) -> Option<usize> {
        self.patterns.entries(name).first().copied()
    }

    /// The body in charge of a field: 「环境保护主管部门」 is the 环境保护局.
    fn in_charge(&self, name: &str) -> Option<usize> {
        let field = IN_CHARGE.iter().find_map(|end| name.strip_suffix(end))?;
        self.by_field.get(field).copied()
    }

    /// A body with the short name of a county in front: 「福清生态环境局」.
    fn of_a_county(&self, name: &str) -> Option<usize> {
        let ends = name.char_indices().map(|(at, _)| at).skip(2).take(2);
        ends.filter(|&end| self.counties.contains(&name[..end]))
            .find_map(|end| self.by_alias.get(&name[end..]).copied())
    }

    /// The name itself, and the name without each prefix of regions and levels.
    fn own_names<'a>(&self, name: &'a str) -> Vec<&'a str> {
        let mut names = vec![name];
        let mut rest = name;
        loop {
            let region = rest
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take_while(|&end| end <= self.longest_region)
                .filter(|&end| self.regions.contains(&rest[..end]))
                .last();
            let level = LEVELS
                .iter()
                .find(|l| rest.starts_with(**l))
                .map(|l| l.len());
            match region.into_iter().chain(level).max() {
                Some(len) if len < rest.len() => rest = &rest[len..],
                _ => return names,
            }
            names.push(rest);
            // 「市委金融办」 is the office that 「市金融办」 is.
            names.extend(rest.strip_prefix('委').filter(|own| !own.is_empty()));
        }
    }

    /// The kind of a merged body, whose name combines several kinds: the first of them.
    fn merged(&self, name: &str) -> Option<usize> {
        if !name.ends_with(['局', '委', '办', '厅', '会', '心', '部']) {
            return None;
        }
        let stem = |alias: &str| {
            alias
                .trim_end_matches(['局', '委', '厅', '会', '员', '办'])
                .to_owned()
        };
        let candidates = self
            .by_alias
            .iter()
            .filter(|(alias, _)| alias.ends_with(['局', '会', '委', '厅']));
        let fits = candidates.filter(|(alias, _)| {
            let stem = stem(alias);
            stem.chars().count() >= 2 && name.starts_with(&stem)
        });
        fits.max_by_key(|(alias, _)| alias.len()).map(|(_, n)| *n)
    }

    /// The kind with this id.
    pub fn get(&self, id: &str) -> Option<&AgencyKind> {
        self.by_id.get(id).map(|&n| &self.kinds[n])
    }

    /// All kinds, in the order of the file.
    pub fn all(&self) -> &[AgencyKind] {
        &self.kinds
    }

    /// Whether the words look like the name of a body (a known kind, or an ending such as 局, 公司, 管委会,
    /// 人民政府) rather than running text.
    pub fn is_body(&self, name: &str) -> bool {
        let bare = brackets::without(name, brackets::ASIDES);
        let ends = |n: &str| self.suffixes.iter().any(|s| n.ends_with(s.as_str()));
        bare.chars().count() >= 2
            && !name.contains("设在")
            && (ends(&bare)
                || ends(name)
                || self.kind_of(&bare).is_some()
                || self.kind_of(name).is_some())
    }

    /// Whether the words name a group and no body: 有关部门, 各牵头单位, 成员单位.
    pub fn is_generic(&self, name: &str) -> bool {
        self.generic.fits(name)
    }

    /// Whether the words name a national body or begin like the title of a national text.
    pub fn is_national(&self, name: &str) -> bool {
        self.national.fits(name)
    }

    /// The id for assignments to this body: its kind's, else one made from its name in pinyin.
    pub fn id_of(&self, name: &str) -> String {
        self.kind_of(name)
            .map_or_else(|| slug(name), |kind| kind.id.clone())
    }

    /// The words of the list, for a segmenter.
    pub(super) fn names(&self) -> impl Iterator<Item = String> + '_ {
        self.kinds.iter().flat_map(|k| k.aliases.iter().cloned())
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::REAL;

    #[test]
    fn tells_kinds_apart_that_sound_alike() {
        let kind = |name| REAL.agencies.kind_of(name).map(|k| k.id.as_str());
        for (name, expected) in [
            ("国家金融监督管理总局青岛监管局", "financial-regulator"),
            ("丽水银保监分局遂昌监管组", "financial-regulator"),
            ("县政府金融办", "local-finance"),
            ("市园林林业局", "parks-and-greening"),
            ("省机关管理局", "government-offices-administration"),
            ("省高级人民法院", "court"),
            ("市纪委监委机关", "discipline-inspection"),
            ("市爱卫办", "health"),
            ("各乡镇人民政府", "townships"),
            ("各镇人民政府", "townships"),
            ("城东街道办事处", "sub-district"),
            ("各街道办事处", "sub-district"),
            ("属地乡镇", "townships"),
            ("各县（市、区）人民政府", "peoples-government"),
            ("遂昌县人民政府", "peoples-government"),
            ("经济技术开发区", "development-zone"),
        ] {
            assert_eq!(kind(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn knows_one_body_by_all_its_names() {
        let kind = |name| REAL.agencies.kind_of(name).map(|k| k.id.as_str());
        for name in [
            "市发改委",
            "市发展改革委",
            "市发展和改革委员会",
            "温州市发展改革委",
            "省发展改革委",
            "示范区发展改革和统计局(商务局)",
        ] {
            assert_eq!(kind(name), Some("development-and-reform"), "{name}");
        }
        for name in [
            "市经信局",
            "市工业和信息化局",
            "省工业和信息化厅",
            "市经济信息化委",
            "市工信局",
        ] {
            assert_eq!(kind(name), Some("industry-and-information"), "{name}");
        }
        for name in [
            "市自然资源局",
            "市规划资源局",
            "市自然资源和规划局",
            "区规划和自然资源局",
        ] {
            assert_eq!(kind(name), Some("natural-resources"), "{name}");
        }
        for name in [
            "各县﹝市、区﹞人民政府",
            "龙泉市",
            "庆元县",
            "各区人民政府",
            "景宁县人民政府",
            "有关区人民政府",
        ] {
            assert_eq!(kind(name), Some("peoples-government"), "{name}");
        }
        assert_eq!(kind("国网丽水供电公司"), Some("power-grid"));
        assert_eq!(kind("人行武汉分行营业管理部"), Some("central-bank"));
        assert_eq!(kind("丽水银保监分局"), Some("financial-regulator"));
        assert_eq!(kind("天津海关"), Some("customs"));
        assert_eq!(kind("丽水学院"), None);
    }

    #[test]
    fn knows_bodies_by_their_field_and_by_short_names_of_counties() {
        let kind = |name| REAL.agencies.kind_of(name).map(|k| k.id.as_str());
        for (name, expected) in [
            ("区水务部门", "water-resources"),
            ("省级环境保护主管部门", "ecology-and-environment"),
            ("工业和信息化主管部门", "industry-and-information"),
            ("招商主管部门", "investment-promotion"),
            ("福清生态环境局", "ecology-and-environment"),
            ("各区〈新区、合作区〉", "peoples-government"),
            ("有关市", "peoples-government"),
        ] {
            assert_eq!(kind(name), Some(expected), "{name}");
        }
        // An electricity bureau, or the office for electricity of the government.
        for name in ["行业主管部门", "电力部门"] {
            assert_eq!(kind(name), None, "{name}");
        }
    }

    #[test]
    fn files_former_bodies_under_their_successors() {
        let kind = |name| REAL.agencies.kind_of(name).map(|k| k.id.as_str());
        for (name, expected) in [
            ("国家环保总局", "ecology-and-environment"),
            ("省国土厅", "natural-resources"),
            ("国家工商总局", "market-regulation"),
            ("国家质检总局", "market-regulation"),
            ("市卫计局", "health"),
            ("市旅发委", "culture-and-tourism"),
            ("国家安全监管总局", "emergency-management"),
            ("市劳动和社会保障局", "human-resources"),
            ("银监会", "financial-regulator"),
            ("国务院扶贫办", "rural-revitalisation"),
        ] {
            assert_eq!(kind(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn tells_names_apart_that_end_or_begin_alike() {
        let kind = |name| REAL.agencies.kind_of(name).map(|k| k.id.as_str());
        for (name, expected) in [
            // Ends as a committee of a zone does.
            ("国务院国有资产监督管理委员会", "state-assets"),
            // Begins as 市监局 does.
            ("市监狱管理局", "justice"),
            ("省委办公厅", "party-committee"),
            // The regulator's branches have no level in their names; the province's own office does.
            ("广东金融监管局", "financial-regulator"),
            ("丽水金融监管分局", "financial-regulator"),
            ("省金融监管局", "local-finance"),
            ("市地方金融监管局", "local-finance"),
        ] {
            assert_eq!(kind(name), Some(expected), "{name}");
        }
    }

    #[test]
    fn tells_bodies_from_groups_and_words() {
        for name in [
            "市发改委",
            "丽水学院",
            "百山祖管理局",
            "各县级市<区>政府<管委会>",
            "市委组织部",
            "中关村管委会",
            "领导小组下设办公室",
        ] {
            assert!(REAL.agencies.is_body(name), "{name}");
        }
        assert!(!REAL.agencies.is_body("推动龙头企业"));
        for name in ["有关部门", "各牵头单位", "各有关部门", "成员单位"] {
            assert!(REAL.agencies.is_generic(name), "{name}");
        }
        for name in ["有关国有企业", "各商业银行", "省绿化委员会成员单位"] {
            assert!(REAL.agencies.is_generic(name), "{name}");
        }
        assert!(!REAL.agencies.is_generic("市直相关单位"));
    }

    #[test]
    fn files_unknown_bodies_under_their_own_names() {
        assert_eq!(REAL.agencies.id_of("丽水学院"), "li-shui-xue-yuan");
        assert_eq!(REAL.agencies.id_of("——"), "body");
    }
}
