//! Assignments in running text: 「由市财政局做好相关资金保障工作」「市生态环境局牵头负责…工作」.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::body_list::bodies;
use crate::model::Role;
use crate::pattern::regex;
use crate::text::brackets::{ASIDES, Brackets};
use crate::vocabulary::Agencies;

/// 由X牵头, 由X负责, 由X做好…
static BY: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"由(?P<who>[^，。；：由]{2,60}?)(?:共同|分别|具体|统一)?(?P<what>牵头|负责|做好|承担|组织实施|抓好落实|负责落实)",
    )
});

/// X牵头…, X负责… as the subject of a clause; a bracket behind the name may state the body's seat.
static SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:^|[，。；：])(?P<who>[^，。；：]{2,60}?)(?:（[^）]{0,20}设在[^）]*）)?，?(?P<what>牵头|负责牵头|按照?(?:各自)?职责(?:分工)?(?:分别)?(?:共同)?负责|负责)",
    )
});

/// The assignments in the sentences of a paragraph, without those in brackets.
pub fn in_sentences(text: &str, agencies: &Agencies) -> Vec<Found> {
    let mut found = Vec::new();
    let brackets = Brackets::of(text, ASIDES);
    for pattern in [&*BY, &*SUBJECT] {
        for clause in pattern.captures_iter(text) {
            let (Some(who), Some(what)) = (clause.name("who"), clause.name("what")) else {
                continue;
            };
            let enclosed = brackets.enclose(what.start());
            let behind = &text[what.end()..];
            // 「负责人」「负责任」「负责制」 are other words.
            if enclosed || behind.starts_with(['人', '任', '制']) {
                continue;
            }
            let leads = what.as_str().contains("牵头")
                || behind.chars().take(4).collect::<String>().contains("牵头");
            let role = if leads { Role::Lead } else { Role::Responsible };
            // 「由A、B牵头」 is read by the pattern for 由.
            if who.as_str().starts_with('由') {
                continue;
            }
            let names = bodies(who.as_str(), agencies);
            // 「推动龙头企业牵头组建创新联合体」: every name of the subject must be a body.
            if names.is_empty() || !names.iter().all(|(_, name)| is_named_body(name, agencies)) {
                continue;
            }
            found.extend(names.into_iter().map(|(n, name)| Found {
                name,
                role,
                at: who.start() + n,
            }));
        }
    }
    found.sort_by_key(|f| f.at);
    found.dedup_by(|a, b| a.name == b.name && a.role == b.role);
    found
}

/// Whether a subject is the name of a body: it has the ending or kind of one, no verb, no particle, and
/// no bracket that starts an assignment.
fn is_named_body(name: &str, agencies: &Agencies) -> bool {
    const VERBS: &[&str] = &[
        "（",
        "(",
        "设在",
        "推动",
        "鼓励",
        "支持",
        "建立",
        "成立",
        "组织",
        "推进",
        "发挥",
        "以",
        "将",
        "为",
        "的",
        "并",
        "应",
        "可",
        "企业",
        "各牵头",
    ];
    let name = &name.replace("（市、区）", "").replace("(市、区)", "");
    agencies.is_body(name)
        && !VERBS
            .iter()
            .any(|verb| name.contains(verb) && !(*verb == "组织" && name.ends_with("组织部")))
}
