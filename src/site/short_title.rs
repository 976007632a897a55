//! A short name for a document, made from its title.

/// A name shorter than this says too little.
const LEAST: usize = 4;

/// The title without the bodies that issued it, 关于印发…的通知 and the name of its region: what a list
/// inside a region has to say of a document.
pub fn short_title<'a>(title: &'a str, region: &str) -> &'a str {
    let steps: [&dyn Fn(&'a str) -> Option<&'a str>; 4] =
        [&after_issuer, &passed_on, &named, &|title| {
            without_region(title, region)
        }];
    steps.iter().fold(title.trim(), |title, step| {
        let shorter = step(title).map(str::trim);
        let shorter = shorter.filter(|short| short.chars().count() >= LEAST);
        shorter.unwrap_or(title)
    })
}

/// What stands behind 关于, where it is not the title of another text.
fn after_issuer(title: &str) -> Option<&str> {
    let (issuer, rest) = title.split_once("关于")?;
    (!issuer.contains(['《', '“'])).then_some(rest)
}

/// X of 印发X的通知.
fn passed_on(title: &str) -> Option<&str> {
    title.strip_prefix("印发")?.strip_suffix("的通知")
}

/// X of 《X》.
fn named(title: &str) -> Option<&str> {
    let name = title.strip_prefix('《')?.strip_suffix('》')?;
    (!name.contains(['《', '》'])).then_some(name)
}

/// The title behind the name of its region, which those of wider regions may stand before.
fn without_region<'a>(title: &'a str, region: &str) -> Option<&'a str> {
    if region.is_empty() {
        return None;
    }
    let (wider, rest) = title.split_once(region)?;
    let is_region = wider.is_empty() || wider.ends_with(['省', '市', '州', '区', '盟']);
    (is_region && wider.chars().count() <= WIDER).then_some(rest)
}

/// The most characters of the regions before: 新疆维吾尔自治区.
const WIDER: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_issuer_notice_and_region() {
        for (title, region, short) in [
            (
                "丽水市绿色低碳示范行动方案",
                "丽水市",
                "绿色低碳示范行动方案",
            ),
            (
                "绍兴市应对气候变化“十四五”规划",
                "绍兴市",
                "应对气候变化“十四五”规划",
            ),
            (
                "中共杭州市委 杭州市人民政府关于完整准确全面贯彻新发展理念做好碳达峰碳中和工作的实施意见",
                "杭州市",
                "完整准确全面贯彻新发展理念做好碳达峰碳中和工作的实施意见",
            ),
            (
                "广东省人民政府办公厅关于印发《广东省循环经济实施方案》的通知",
                "广东省",
                "循环经济实施方案",
            ),
            (
                "安徽省芜湖市繁昌区节能降碳若干支持措施",
                "繁昌区",
                "节能降碳若干支持措施",
            ),
            // What stands inside another text's title is no issuer.
            (
                "贯彻《国务院关于加快建立健全绿色低碳循环发展经济体系的指导意见》实施方案",
                "",
                "贯彻《国务院关于加快建立健全绿色低碳循环发展经济体系的指导意见》实施方案",
            ),
            (
                "森林碳汇丽水行动方案（2022-2025年）",
                "丽水市",
                "森林碳汇丽水行动方案（2022-2025年）",
            ),
            ("合肥市规划", "合肥市", "合肥市规划"),
        ] {
            assert_eq!(short_title(title, region), short);
        }
    }
}
