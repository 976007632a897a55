//! What a number counts: the text's own words, from before it or behind it.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

use super::words::{BARE_VERBS, change_is_noun, strip_leads, strip_trails};

/// Years, plans and comparisons inside a clause, which are no part of a name.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:力争|争取|预计|预期|计划)?(?:到|至|截至|较|比|与|在|从|自)?[一二][九〇○零][〇○零一二三四五六七八九]{2}年(?:度|底前?|末|内|前|起)?(?:相比|的?基础上|的)?|[一二两三四五六七八九十]年(?:内|来|间)?(?:累计|共计|共|合计)|按(?:19|20)\d\d ?年(?:不变|可比)?价格?(?:计算)?的?|(?:力争|争取|预计|预期|计划)?(?:到|至|截至|相较于?|相比于?|相对于?|较|比|与|在|从|自)? ?(?:(?:19|20)\d\d ?年? ?[-—–~～至、] ?)?(?:19|20)\d\d ?年(?:度|底前?|末|内|前|起)?(?:相比|的?基础上|的)?|(?:到|至|较|比)?(?:[“‘]?十[二三四五六七]五[”’]?[和、至及])?[“‘]?十[二三四五六七]五[”’]?(?:时期|期间|期末|末)(?:的)?|近[一二三四五六七八九十\d]+年(?:来)?|(?:较|比)(?:上年|去年|同期)(?:同期)?|(?:今年|全年|每年|当年度?)|(?:高|低)于全[省国]",
    )
});

/// Groups that have to do something, not things that are counted.
static GROUP: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^(?:各|每个?|所有|全部)(?:县|市|区|乡|镇|街道|村|地|单位|企业|部门|高校|学校|级|设区)")
});

/// Properties that stand between their owner and a limit: 「厚度小于0.025毫米的超薄塑料袋」.
const PROPERTIES: &[&str] = &[
    "厚度", "面积", "高度", "长度", "宽度", "规模", "容量", "能力", "含量", "功率", "深度", "直径",
];

/// Where a name behind a number ends though no mark stands there.
static VERB_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"按照|按|完成|达到|实现|开展|通过|进行|参与|均|等|(?:较|比)(?:(?:19|20)\d\d|上年|去年)|，|、|。|；|：|,|;|:|！",
    )
});

/// Longest name, in characters.
const NAME_MAX: usize = 48;

/// What is left of the words before a number when time, limits and empty verbs are gone.
pub fn before(words: &str, unit: &str) -> String {
    let noun = change_is_noun(words, unit);
    let words = TIME.replace_all(words, "");
    let mut name = words.as_ref();
    loop {
        let shorter = strip_trails(strip_leads(name), noun);
        if shorter == name {
            break;
        }
        name = shorter;
    }
    // 「降至2020年的」 leaves 降 when the year is gone.
    if name.chars().count() < 2 {
        String::new()
    } else {
        balanced(name)
    }
}

/// 「单位地区生产总值能耗…分别约为全国平均的70%、60%」「低于全国平均水平30%以上」: how a number relates to
/// others, which is no level of its own.
static RELATED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:分别|均|仅|还)*(约|大约|接近|近)?((?:为|是|相当于|占|低于|高于|优于|达到|达)?(?:全国|全省|全市|全球|世界|国内|同行业)(?:同行业)?平均(?:水平|值)?)的?$",
    )
});

/// Words before a number that compares with an average.
pub struct Related<'a> {
    /// What stands before the comparison.
    pub before: &'a str,
    /// 「约」 of 「约为全国平均的」.
    pub limit: &'a str,
    /// 「为全国平均」
    pub average: &'a str,
}

/// Parts the comparison with an average from the words before a number.
pub fn related(words: &str) -> Option<Related<'_>> {
    let found = RELATED.captures(words)?;
    Some(Related {
        before: &words[..found.get(0)?.start()],
        limit: found.get(1).map_or("", |limit| limit.as_str()),
        average: found.get(2)?.as_str(),
    })
}

/// The noun phrase behind a number and its limit word, with its byte length; empty where the
/// clause ends there.
pub fn behind(rest: &str) -> (&str, usize) {
    let lead = rest.len() - rest.trim_start_matches(['的', ' ']).len();
    let body = &rest[lead..];
    let mut depth = 0usize;
    let mut end = body.len();
    let mut opened = 0;
    for (n, (at, c)) in body.char_indices().enumerate() {
        match c {
            '（' | '(' | '“' | '《' => {
                opened = if depth == 0 { at } else { opened };
                depth += 1;
            }
            '）' | ')' | '”' | '》' if depth == 0 => {
                end = at;
                break;
            }
            '）' | ')' | '”' | '》' => depth -= 1,
            _ if depth == 0
                && n < NAME_MAX
                && VERB_BEHIND
                    .find(&body[at..])
                    .is_some_and(|m| m.start() == 0) =>
            {
                end = at;
                break;
            }
            _ if n >= NAME_MAX => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    // A bracket that is still open holds the next number.
    if depth > 0 {
        end = opened;
    }
    let things = body[..end].trim().trim_end_matches('的');
    // 「创建9个城乡融合试点和10个城镇化潜力地区试点」: the next number takes it from there.
    let things = match end == body.len() {
        true => before_conjunction(things),
        false => things,
    };
    (things, lead + end)
}

/// A name without the conjunction behind it; 「碳中和」 ends in none.
fn before_conjunction(name: &str) -> &str {
    const WORDS: [&str; 8] = [
        "中和", "总和", "饱和", "共和", "缓和", "调和", "平和", "普及",
    ];
    let conjunctions = ["以及", "和", "及", "与"];
    match conjunctions.iter().find_map(|word| name.strip_suffix(word)) {
        Some(shorter) if !WORDS.iter().any(|word| name.ends_with(word)) => shorter.trim_end(),
        _ => name,
    }
}

/// Whether words before a number only say what is done to the things behind it.
pub fn is_bare(name: &str) -> bool {
    name.is_empty()
        || BARE_VERBS.contains(&name)
        || GROUP.is_match(name) && name.chars().count() <= 12
}

/// Verbs that say more than that something is there.
const TELLING: &[&str] = &[
    "淘汰",
    "新增",
    "开工建设",
    "投运",
    "新建",
    "改造",
    "整治",
    "关停",
    "修复",
    "更新",
    "新开工",
    "新培育",
];

/// The things of a name that begins with such a verb: 「新建高标准农田」. Other names may be of something
/// else than what follows.
pub fn things_of(name: Option<&str>) -> Option<&str> {
    let name = name?;
    let things = TELLING.iter().filter_map(|verb| name.strip_prefix(verb));
    things
        .min_by_key(|t| t.len())
        .filter(|t| t.chars().count() > 1)
}

/// A name from a verb before the number and the things behind it; empty verbs fall away.
pub fn joined(verb: &str, things: &str) -> String {
    if TELLING.contains(&verb) {
        format!("{verb}{things}")
    } else {
        things.to_owned()
    }
}

/// 「城镇居住建筑执行」 + 「节能标准」, 「城镇新建建筑」 + 「执行绿色建筑标准」: a share or measure of what is
/// said behind it, not of what stands before it.
pub fn with_object(name: &str, rest: &str) -> Option<String> {
    const VERBS: &[&str] = &[
        "执行", "适用", "具备", "实行", "减按", "加计", "采用", "配备", "配建", "安装", "落实",
        "覆盖", "下达",
    ];
    let (things, _) = behind(rest);
    let governed = VERBS.iter().any(|verb| name.ends_with(verb));
    let governs = VERBS.iter().any(|verb| things.starts_with(verb));
    (!things.is_empty() && (governed || governs)).then(|| format!("{name}{things}"))
}

/// 「厚度」 + 「超薄塑料袋」: the owner of a property stands behind the limit.
pub fn with_owner(name: &str, rest: &str) -> Option<String> {
    let property = PROPERTIES.iter().find(|p| name.ends_with(**p))?;
    let (owner, _) = behind(rest.strip_prefix('的')?);
    (!owner.is_empty()).then(|| format!("{owner}{property}"))
}

/// What the tail of a list is if its items share it.
const MEASURES: &[&str] = &[
    "率",
    "比例",
    "比重",
    "占比",
    "强度",
    "面积",
    "总量",
    "数量",
    "消费量",
    "能耗",
    "规模",
    "增速",
    "排放量",
    "减排量",
    "用量",
    "用水量",
    "覆盖面",
    "排放",
    "收入",
];

/// A measure with the words that tell of what kind it is.
static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:重点工程|年|总|综合|有效|资源化|无害化|机械化|标准化|清洁化|绿色|排放|减排|使用|施用|利用|处理|处置|回收|消费|生产|抽检|监测|收集|覆盖|供应|建设|改造|治理|种植|播种|毕业生|升学|入学|参保|合格|达标|就业|销售|交易|装机|发电|浓度)+(?:率|比例|比重|占比|强度|面积|总量|数量|规模|量)$",
    )
});

/// Words that a measure of something begins with: 单位运输周转量能耗, 人均可支配收入.
const MEASURED: &[&str] = &["单位", "人均", "户均", "亩均", "万元"];

/// A list whose last item is of such a measure: 「营运客车、货车单位运输周转量和港口单位吞吐量能耗」. Each item
/// has the measure that stands next behind it, and all have what is measured: 能耗.
fn measured(items: &[String]) -> Vec<String> {
    let measure_at = |item: &str| MEASURED.iter().filter_map(|start| item.find(start)).min();
    let what = |item: &str| {
        let ends = MEASURES.iter().filter(|m| item.ends_with(**m));
        ends.max_by_key(|m| m.len()).copied()
    };
    let of_all = items.last().and_then(|last| what(last)).unwrap_or_default();
    let mut tail = String::new();
    let mut named: Vec<String> = Vec::new();
    for item in items.iter().rev() {
        // 「单位地区生产总值能源消耗」 begins with its measure; 「船舶单位运输周转量」 lacks what is measured.
        let complete = what(item).is_some() || measure_at(item) == Some(0);
        named.push(match measure_at(item) {
            Some(at) => {
                let all = if complete {
                    item.clone()
                } else {
                    format!("{item}{of_all}")
                };
                tail = all[at..].to_owned();
                all
            }
            None if complete => item.clone(),
            None => format!("{item}{tail}"),
        });
    }
    named.reverse();
    named
}

/// The items of a list that share a predicate (分别, 各): 「农药、化肥施用强度」 → 农药施用强度,
/// 化肥施用强度.
pub fn shared(list: &str) -> Vec<String> {
    // 「营运货车、营运货船等能耗强度」
    if let Some((items, tail)) = list.rsplit_once('等')
        && !tail.is_empty()
    {
        return split(items)
            .into_iter()
            .map(|item| format!("{item}{tail}"))
            .collect();
    }
    let items = split(list);
    let (Some(last), true) = (items.last(), items.len() > 1) else {
        return items;
    };
    // 「企业的单位」 are bodies; only 「单位…能耗」 is a measure.
    let ends_in_measure = MEASURES.iter().any(|measure| last.ends_with(measure));
    if ends_in_measure && MEASURED.iter().any(|start| last.contains(start)) {
        return measured(&items);
    }
    let last_len = last.chars().count();
    let ends_alike = |item: &str| {
        let end: String = last.chars().skip(last_len.saturating_sub(2)).collect();
        item.ends_with(&end)
    };
    let tail_of = |item: &str| -> String {
        // 「氮氧化物、挥发性有机物重点工程减排量」: the measure begins where its own words do.
        if let Some(tail) = TAIL.find(last).filter(|tail| tail.start() > 0)
            && !MEASURES.contains(&tail.as_str())
        {
            return tail.as_str().to_owned();
        }
        let len = item.chars().count();
        let skip = if last_len >= len + 2 {
            len
        } else {
            last_len.saturating_sub(4)
        };
        last.chars().skip(skip).collect()
    };
    // A tail is shared only where it is a measure: 施用强度, 使用比例, 处理率.
    items
        .iter()
        .map(|item| {
            let own = MEASURES.iter().any(|m| item.ends_with(m));
            if item == last || own || ends_alike(item) || !ends_in_measure {
                item.clone()
            } else {
                format!("{item}{}", tail_of(item))
            }
        })
        .collect()
}

/// Cuts a list at 、和及与 outside brackets and quotations.
pub fn split(list: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut depth = 0usize;
    for c in list.chars() {
        match c {
            '（' | '(' | '“' | '《' => depth += 1,
            '）' | ')' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(c, '、' | '和' | '及' | '与') {
            items.push(String::new());
        } else if let Some(item) = items.last_mut() {
            item.push(c);
        }
    }
    items.retain(|i| !i.is_empty());
    items
}

/// Drops brackets that are closed but never opened, or opened but never closed.
fn balanced(name: &str) -> String {
    let mut kept: Vec<char> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for c in name.chars() {
        match c {
            '（' | '(' => open.push(kept.len()),
            '）' | ')' if open.pop().is_none() => continue,
            _ => {}
        }
        kept.push(c);
    }
    for at in open.into_iter().rev() {
        kept.remove(at);
    }
    let count = kept.len();
    let name: String = kept
        .into_iter()
        .skip(count.saturating_sub(NAME_MAX))
        .collect();
    name.trim_matches([' ', '，', '、']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips_what_does_not_name() {
        assert_eq!(before("力争完成光伏新增装机", "%"), "光伏新增装机");
        assert_eq!(before("力争将户均停电时间压缩至", "%"), "户均停电时间");
        assert_eq!(
            before("单位GDP二氧化碳排放较2005年下降", "%"),
            "单位GDP二氧化碳排放"
        );
        assert_eq!(before("到2025年，全市森林覆盖率稳定在", "%"), "森林覆盖率");
        assert_eq!(before("，同比下降", "%"), "");
        assert_eq!(before("、有机肥", "%"), "有机肥");
        assert_eq!(
            before("可再生能源发电总装机容量达到", "%"),
            "可再生能源发电总装机容量"
        );
        assert_eq!(before("城市再生水利用率不低于", "%"), "城市再生水利用率");
    }

    #[test]
    fn reads_things_behind() {
        assert_eq!(behind("企业清洁生产审核。").0, "企业清洁生产审核");
        assert_eq!(
            behind("的国四及以下营运柴油货车，").0,
            "国四及以下营运柴油货车"
        );
        assert_eq!(behind("电力企业按照要求完成").0, "电力企业");
        assert_eq!(behind("、绿色园区").0, "");
        assert_eq!(behind("城乡融合试点和").0, "城乡融合试点");
        assert_eq!(behind("大型活动碳中和").0, "大型活动碳中和");
    }

    #[test]
    fn shares_a_tail() {
        assert_eq!(
            shared("农药、化肥施用强度"),
            ["农药施用强度", "化肥施用强度"]
        );
        assert_eq!(
            shared("营运货车、社会车辆等能耗强度"),
            ["营运货车能耗强度", "社会车辆能耗强度"]
        );
        assert_eq!(shared("装配式住宅和公共建筑"), ["装配式住宅", "公共建筑"]);
    }
}
