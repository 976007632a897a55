//! The words around a number: what they strip to, and what they say of it.

use crate::model::{Bound, Change};

/// Words that open a clause and are no part of what is counted.
///
/// No single character that begins words of its own stands here: 有机肥, 可再生能源, 再生水, 按方施肥.
#[rustfmt::skip]
pub const LEADS: &[&str] = &[
    "对获评", "对获得", "对新获评", "对入选", "对新入选", "对认定为", "对新认定", "并力争", "并争取", "并建成", "并完成", "并实现",
    "可给予", "对引进", "可按", "力争实现", "力争", "争取", "努力", "力求", "确保", "预计", "预期", "计划", "规划", "其中",
    "同时", "率先", "全面", "基本", "积极", "加快", "稳步", "持续", "进一步", "大力", "推动实现", "推动", "实现",
    "完成", "建成", "创成", "创建", "建设", "打造", "培育形成", "培育", "推广使用", "推广应用", "推广", "组织", "开展", "达到",
    "使", "将", "把", "支持", "全市", "全省", "全县", "全区", "我市", "我省", "我县", "我区", "本市", "本省", "每年",
    "当年", "年内", "，", "、", "：", ":", "；", "和", "以及", "及", "已", "共有", "的", "新建成", "成功", "获批",
    "建立", "设立", "引进", "（", "(", "）", ")", "到", "至", "在", "目前", "但", "明确", "针对", "累计完成",
    "累计实施", "累计", "期间", "包括", "时期", "树立", "开发", "试点",
];

/// Words that begin like one of them and are part of a name.
const WHOLE: &[&str] = &[
    "建成区",
    "开发区",
    "基本养老",
    "基本医疗",
    "基本公共",
    "基本农田",
    "计划生育",
    "计划单列",
    "规划区",
    "组织机构",
    "支持率",
    "建设用地",
    "试点示范",
];

/// Words between what is counted and the number.
#[rustfmt::skip]
pub const TRAILS: &[&str] = &[
    "均达到", "达到", "超过", "提高到", "提高至", "提升到", "提升至", "增加到", "增加至", "增长到", "增长至", "上升到", "上升至",
    "上升为", "下降到", "下降至", "降低到", "降低至", "降至", "降到", "减少到", "减少至", "压缩至", "压缩到", "压减至", "压减到", "缩短到", "缩短至", "缩减到", "缩减至", "压降到", "压降至", "精简到",
    "精简至", "精简为", "下调到", "下调至", "上调到", "上调至", "延长到", "延长至",
    "控制在", "保持在", "稳定在", "维持在", "稳定达到", "扩大到", "扩大至", "调整为", "提高为", "分别达到", "分别为", "分别", "保持",
    "稳定", "维持", "达", "不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "高于", "大于", "突破", "超", "首次", "翻一番", "翻两番", "翻番", "不超过", "不超",
    "不足", "不到", "不高于", "不大于", "不多于", "不得超过", "低于", "少于", "小于", "至多", "最高不超过", "最高", "最长", "约为", "约", "大约",
    "将近", "接近", "近", "力争", "争取", "确保", "预计", "预期", "下降了", "下降", "降低了", "降低", "减少了", "减少",
    "削减", "压减", "提高了", "提高", "增长了", "增长", "增加了", "增加", "提升了", "提升", "上升了", "上升", "同比", "环比",
    "年均", "平均", "累计", "总体", "各", "均", "为", "是", "有", "共计", "共", "总计", "合计", "给予", "的", "在",
    "到", "从", "由", "至", "占到", "多达", "高达", "仅为", "仅", "应", "须", "要", "约占", "将", "则",
    "新增至", "：", ":", "（", "(", "≥", "≤", "＞", "＜", ">", "<", "，", "、", "也", "还", "已", "不断",
    "逐步", "以", "建设", "建成", "完成", "创建", "实现", "培育", "推广", "打造",
];

/// Verbs that may stand alone before a number; the thing counted stands behind it.
#[rustfmt::skip]
pub const BARE_VERBS: &[&str] = &[
    "淘汰", "新增", "开工建设", "投运", "新建", "改造", "整治", "关停", "修复", "建立", "引进", "认定", "遴选", "发展",
    "投入", "更新", "新培育", "力争创建", "修订完善", "涉及", "覆盖", "带动", "发放", "组建", "形成", "新开工", "完工", "开工",
    "获得", "落实", "安排", "选派", "培训", "举办", "推出", "制定", "发布", "实施", "推进", "保护", "提供", "倡导", "执行",
    "改造提升", "整治提升", "提质改造", "改扩建", "新改建", "新改扩建", "适用", "减按", "加计", "享受",
];

/// Limit words right before a number.
#[rustfmt::skip]
const AT_LEAST_BEFORE: &[&str] = &[
    "不低于", "不少于", "不小于", "不得低于", "不得少于", "至少", "超过", "超", "高于", "大于", "突破", "≥", "＞", ">",
];
#[rustfmt::skip]
const AT_MOST_BEFORE: &[&str] = &[
    "不超过", "不高于", "不大于", "不多于", "不得超过", "低于", "少于", "小于", "不超", "不足", "不到", "至多", "最高", "最长",
    "最多", "≤", "＜", "<",
];
const ABOUT_BEFORE: &[&str] = &["约为", "约", "大约", "将近", "接近", "近"];

/// Limit words right behind a number and its unit.
const AFTER: &[(&str, Bound)] = &[
    ("及以上", Bound::AtLeast),
    ("（含）以上", Bound::AtLeast),
    ("(含)以上", Bound::AtLeast),
    ("以上", Bound::AtLeast),
    ("及以下", Bound::AtMost),
    ("（含）以内", Bound::AtMost),
    ("(含)以内", Bound::AtMost),
    ("以下", Bound::AtMost),
    ("以内", Bound::AtMost),
    ("之内", Bound::AtMost),
    ("左右", Bound::About),
    ("上下", Bound::About),
];

/// The bound that words right before a number set. 「最高不超过」 is one bound; 不超过 is not 超过.
pub fn bound_before(before: &str) -> Option<Bound> {
    // 「至少建成一个」: the verb stands between limit and number.
    const VERBS: &[&str] = &[
        "建成", "创建", "培育", "新增", "打造", "完成", "引进", "建设", "建立", "开展", "组织",
        "举办",
    ];
    // 「平均浓度低于每立方米19微克」: what the number is counted by stands there too.
    const PER: &[&str] = &[
        "每立方米",
        "每平方米",
        "每平方公里",
        "每公顷",
        "每亩",
        "每吨",
        "每人",
        "每户",
        "每升",
    ];
    let between = |words: &[&str]| words.iter().find_map(|word| before.strip_suffix(word));
    let before = between(VERBS).or_else(|| between(PER)).unwrap_or(before);
    let ends = |words: &[&str]| {
        words
            .iter()
            .filter(|w| before.ends_with(**w))
            .map(|w| w.len())
            .max()
    };
    let found = [
        (ends(AT_LEAST_BEFORE), Bound::AtLeast),
        (ends(AT_MOST_BEFORE), Bound::AtMost),
        (ends(ABOUT_BEFORE), Bound::About),
    ];
    found
        .into_iter()
        .filter_map(|(len, bound)| Some((len?, bound)))
        .max_by_key(|(len, _)| *len)
        .map(|(_, bound)| bound)
}

/// The bound that words right behind a number set, and the bytes they take.
pub fn bound_after(after: &str) -> Option<(Bound, usize)> {
    // 「压缩至0.5个工作日内」, not 「3个内设机构」.
    const WITHIN: [char; 9] = ['设', '部', '需', '容', '外', '河', '陆', '地', '湖'];
    if let Some(rest) = after.strip_prefix('内')
        && !rest.starts_with(WITHIN)
    {
        return Some((Bound::AtMost, "内".len()));
    }
    let (word, bound) = AFTER.iter().find(|(word, _)| after.starts_with(word))?;
    Some((*bound, word.len() + inclusive(&after[word.len()..])))
}

/// The bytes of a bracket that says whether the limit itself counts: 「90平方米以上（含90平方米）」
/// 「超过30套(含)」. It is part of the limit. A bracket with a number of its own
/// 「300辆（含氢能车20辆）」 tells what is among them.
pub fn inclusive(after: &str) -> usize {
    const LONGEST: usize = 60;
    let Some(open) = after.chars().next().filter(|c| matches!(c, '（' | '(')) else {
        return 0;
    };
    let inner = &after[open.len_utf8()..];
    let Some(rest) = inner.strip_prefix('含') else {
        return 0;
    };
    match rest.find(['）', ')']) {
        Some(close) if close <= LONGEST => {
            let repeated = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.');
            let beside = rest[..close].trim_start_matches(repeated);
            if beside.contains(|c: char| c.is_ascii_digit()) {
                return 0;
            }
            let mark = rest[close..].chars().next().map_or(0, char::len_utf8);
            open.len_utf8() + '含'.len_utf8() + close + mark
        }
        _ => 0,
    }
}

/// Verbs of rise and fall.
#[rustfmt::skip]
const DECREASES: &[&str] = &[
    "下降", "降低", "减少", "削减", "压减", "减排", "节约", "缩减", "回落",
];
const INCREASES: &[&str] = &["提高", "增长", "增加", "提升", "上升", "增产"];

/// The change that words before a number state: its verb stands right before the number
/// (「同比下降50%」) or opens the clause (「减少能耗7500吨标准煤」). A verb with 到, 至 or 为 states a
/// level; so does a verb that is the object of another (「完成森林质量精准提升49万亩」), unless the
/// number is a rate.
pub fn change_before(clause: &str, unit: &str) -> Option<Change> {
    if change_is_noun(clause, unit) {
        return None;
    }
    let trimmed = trim_bound(clause);
    // 「改造提升10万亩」: what is done, not how much by.
    const DONE: &[&str] = &[
        "改造提升",
        "整治提升",
        "扩容提升",
        "巩固提升",
        "优化提升",
        "综合提升",
        "提质提升",
        "改建提升",
    ];
    if !is_rate(unit) && DONE.iter().any(|verb| trimmed.ends_with(verb)) {
        return None;
    }
    let ends = |verbs: &[&str]| {
        verbs.iter().any(|v| {
            trimmed.ends_with(v) || trimmed.strip_suffix('了').is_some_and(|t| t.ends_with(v))
        })
    };
    if ends(DECREASES) {
        return Some(Change::Decrease);
    }
    if ends(INCREASES) {
        return Some(Change::Increase);
    }
    if let Some(named) = named_change(trimmed, unit) {
        return Some(named);
    }
    if ["到", "至", "为", "在", "达"]
        .iter()
        .any(|w| trimmed.ends_with(w))
    {
        return None;
    }
    let opening = strip_leads(clause);
    let opens = |verbs: &[&str]| {
        let object = verbs.iter().find_map(|v| opening.strip_prefix(v));
        object.is_some_and(|o| !o.starts_with(['到', '至', '为']))
    };
    // 「提高到」 was ruled out above; 「提高居民收入的政策3项」 is no rise: only a short object is.
    if opening.chars().count() <= 14 {
        if opens(DECREASES) {
            return Some(Change::Decrease);
        }
        if opens(&["增加", "增长"]) {
            return Some(Change::Increase);
        }
    }
    None
}

/// The change that a noun before the number states: 「单位生产总值二氧化碳排放下降指标为23%」「增加值年均
/// 增速达到8%以上」. Only a rate is one.
fn named_change(clause: &str, unit: &str) -> Option<Change> {
    const SAYING: &[&str] = &[
        "达到",
        "控制在",
        "保持在",
        "稳定在",
        "提高到",
        "为",
        "达",
        "是",
        "在",
    ];
    if !matches!(unit, "%" | "‰") {
        return None;
    }
    let noun = SAYING
        .iter()
        .find_map(|word| clause.strip_suffix(word))
        .unwrap_or(clause);
    change_called(trim_bound(noun.trim_end()))
}

/// The change that a name ends in: 下降率, 降幅, 增速.
pub fn change_called(noun: &str) -> Option<Change> {
    const FALLS: &[&str] = &[
        "下降率",
        "降低率",
        "下降幅度",
        "降低幅度",
        "下降指标",
        "降低指标",
        "下降目标",
        "降低目标",
        "降幅",
        "跌幅",
    ];
    const RISES: &[&str] = &["增速", "增长率", "增幅", "涨幅", "增长速度", "增长幅度"];
    // An indicator of its own: births and deaths of a year by the number of people.
    const NONE: &str = "自然增长率";
    if FALLS.iter().any(|fall| noun.ends_with(fall)) {
        Some(Change::Decrease)
    } else if RISES.iter().any(|rise| noun.ends_with(rise)) && !noun.ends_with(NONE) {
        Some(Change::Increase)
    } else {
        None
    }
}

/// Whether 提升, 减排 and the like are what is done, not how much by: 「完成森林质量精准提升49万亩」.
pub fn change_is_noun(clause: &str, unit: &str) -> bool {
    const DOES: &[&str] = &["完成", "实施", "开展", "推进", "组织", "用于"];
    !is_rate(unit) && DOES.iter().any(|verb| clause.contains(verb))
}

fn is_rate(unit: &str) -> bool {
    matches!(unit, "%" | "百分点" | "倍" | "‰")
}

/// Drops limit words and adverbs from the end of a text.
fn trim_bound(mut text: &str) -> &str {
    const ADVERBS: &[&str] = &[
        "分别",
        "总体",
        "累计",
        "各",
        "均",
        "将",
        "约",
        "近",
        "不低于",
        "不少于",
        "超过",
        "不超过",
        "力争",
        "预期",
        "约为",
        "大约",
        "至少",
    ];
    while let Some(shorter) = ADVERBS.iter().find_map(|w| text.strip_suffix(w)) {
        text = shorter;
    }
    text
}

/// Drops opening words that are no part of a name.
pub fn strip_leads(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        match LEADS
            .iter()
            // 「完成率」 is a noun.
            .filter_map(|w| text.strip_prefix(w).filter(|rest| !rest.starts_with('率')))
            .min_by_key(|rest| rest.len())
            .filter(|_| !WHOLE.iter().any(|word| text.starts_with(word)))
        {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Drops closing words that are no part of a name; a change is part of one where it is a noun.
pub fn strip_trails(mut text: &str, change_is_noun: bool) -> &str {
    loop {
        text = text.trim_end();
        // 「开工建设」 is one verb.
        if BARE_VERBS.contains(&text) {
            return text;
        }
        let noun = |w: &&&str| change_is_noun && (DECREASES.contains(w) || INCREASES.contains(w));
        match TRAILS
            .iter()
            .filter(|w| !noun(w))
            .filter_map(|w| text.strip_suffix(w).filter(|rest| !is_cut(rest, w)))
            .min_by_key(|rest| rest.len())
        {
            Some(rest) => text = rest,
            None => return text,
        }
    }
}

/// Whether the word that would be dropped is the end of a longer one: 人均, 下达, 治超.
fn is_cut(rest: &str, word: &str) -> bool {
    let ends: &[&str] = match word {
        "均" | "均达到" => &["人", "户", "亩", "地", "日", "月", "单", "车", "村", "镇"],
        "达" => &["下", "传", "送", "直"],
        "超" => &["治", "赶", "反"],
        _ => &[],
    };
    ends.iter().any(|end| rest.ends_with(end))
}
