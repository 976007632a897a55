//! Names of bodies that issue texts.

use crate::vocabulary::{Regions, Vocabulary};

/// Maximum length of a name, in characters.
const NAME_MAX: usize = 40;

/// Whether words are exactly the name of a body that can sign: 「某市人民政府办公室」「海关总署」「中国人民银行」.
pub fn is_body(words: &str, vocabulary: &Vocabulary) -> bool {
    is_body_by_its_end(words, vocabulary) && begins_as_one(words, vocabulary)
}

/// Whether words end like the name of a body. They may be the whole name or only the end of one.
pub fn is_body_by_its_end(words: &str, vocabulary: &Vocabulary) -> bool {
    let bare = words.trim_end_matches(['）', ')']);
    let count = words.chars().count();
    // 「各设区市人民政府」「有关单位」 are addressed and do not sign.
    let others = ["各", "有关", "相关", "编制单位", "附", "编制"];
    (3..=NAME_MAX).contains(&count)
        && bare
            .chars()
            .all(|c| crate::text::is_han(c) || matches!(c, '（' | '(' | '“' | '”'))
        && !others.iter().any(|other| words.starts_with(other))
        // A region alone is no signer.
        && !words.ends_with(['市', '县', '区', '州', '旗', '盟'])
        && !words.ends_with("部门")
        && !words.ends_with("单位")
        && !words.contains("关于")
        && !vocabulary.agencies.is_generic(words)
        && vocabulary.agencies.is_body(words)
}

/// Whether words begin like the name of a body: with a region or a level, or they are a known kind as a
/// whole. The rest of a name cut in two (「委员会佛山监管分局」) does not.
fn begins_as_one(words: &str, vocabulary: &Vocabulary) -> bool {
    let levels = [
        "省",
        "市",
        "县",
        "区",
        "州",
        "盟",
        "旗",
        "自治",
        "中共",
        "示范区",
        "开发区",
    ];
    vocabulary.regions.at_start(words).is_some()
        || levels.iter().any(|level| words.starts_with(level))
        || vocabulary.agencies.is_national(words)
        || vocabulary.agencies.kind_of(words).is_some()
}

/// The bodies in these words, if the words contain nothing else: 「中共某市委 某市人民政府」「国家发展改革委、财政部」「省发展改革委等五部门」,
/// and names without separator if each begins with a region.
pub fn list(words: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let mut bodies = Vec::new();
    for part in words
        .split([' ', '、', '，', ','])
        .filter(|p| !p.is_empty())
    {
        let part = without_others(part);
        bodies.extend(run(part, &vocabulary.regions, vocabulary));
    }
    let all = bodies.iter().all(|body| is_body(body, vocabulary));
    if all { bodies } else { Vec::new() }
}

/// 「省发展改革委等五部门」 → 省发展改革委.
fn without_others(words: &str) -> &str {
    let Some((first, rest)) = words.rsplit_once('等') else {
        return words;
    };
    let closes = ["部门", "单位", "部委", "机构", "局", "厅"];
    match rest.chars().count() <= 6 && closes.iter().any(|end| rest.ends_with(end)) {
        true => first,
        false => words,
    }
}

/// Names without separator, split where a region begins.
fn run(words: &str, regions: &Regions, vocabulary: &Vocabulary) -> Vec<String> {
    let mut bodies = Vec::new();
    let mut from = 0;
    for (_, at) in regions.named_in(words) {
        // 「国家税务总局佛山市税务局」 is a single body.
        if at > from
            && regions.at_start(&words[from..at]).is_some()
            && is_body(&words[from..at], vocabulary)
            && is_body(&words[at..], vocabulary)
        {
            bodies.push(words[from..at].to_owned());
            from = at;
        }
    }
    bodies.push(words[from..].to_owned());
    bodies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    #[test]
    fn tells_bodies_that_sign() {
        for name in [
            "丽水市人民政府办公室",
            "中国人民银行",
            "海关总署",
            "审计署",
            "丽水市委网信办",
            "丽水市供销合作社",
            "国务院办公厅",
            "中共中央办公厅",
            "北京经济技术开发区管理委员会",
            "财政部",
            "国管局",
            "广州市黄埔区人力资源和社会保障局",
        ] {
            assert!(is_body(name, &REAL), "{name}");
        }
        for words in ["各区人民政府", "有关单位", "市长张某", "各部门", "组织领导"]
        {
            assert!(!is_body(words, &REAL), "{words}");
        }
    }

    #[test]
    fn parts_the_bodies_of_a_title() {
        for (words, expected) in [
            (
                "国家发展改革委 财政部 中国人民银行",
                &["国家发展改革委", "财政部", "中国人民银行"][..],
            ),
            ("住房和城乡建设部等15部门", &["住房和城乡建设部"]),
            (
                "中共中央办公厅、国务院办公厅",
                &["中共中央办公厅", "国务院办公厅"],
            ),
            (
                "深圳市生态环境局深圳市发展和改革委员会",
                &["深圳市生态环境局", "深圳市发展和改革委员会"],
            ),
            ("进一步做好", &[]),
        ] {
            assert_eq!(list(words, &REAL), expected, "{words}");
        }
    }
}
