//! What a page has around its article and no other reader would know: tools, who runs the site, boxes
//! for messages, links to files.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Selector};

use crate::pattern::regex;

/// Lines that are of the page and not of the article.
static REST: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"^(?:相关(?:附件|新闻|链接|阅读|文档|文章|稿件|政策|解读|信息|推荐)[:：]?$",
        r"|您?(?:当前|现在)?(?:所在)?的?位置[:：]|[/>»›] ?\S{1,20}$",
        r"|(?:主办|承办|协办)(?:单位)?\s*[:：]|(?:电脑|手机|移动|无障碍|PC|WAP)版$",
        r"|(?:通信|通讯|联系|办公)?地址[:：].*(?:邮编|邮政编码)|网站标识码|(?:上|下)一(?:篇|条)[:：]?",
        r"|听全文|语音播报)",
    ))
});

/// A day with what stands beside it on pages: 「听全文2024-12-03-次」「2024-11-29 16:18 来源：」
static STAMP: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?P<before>听全文|语音播报|时间[:：])?\s*(?P<day>\d{4}-\d{2}-\d{2})(?P<after>\s*(?:\d{2}:\d{2}(?::\d{2})?|来源[:：]\s*\S{0,20}|[-\d]+\s*次|\s)*)$",
    )
});

/// What boxes for messages to the office are called.
static MESSAGES: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:留言|纠错|评论|投票|点赞)\S{0,4}$|咨询$"));

/// A file that is no page.
static FILE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|rtf|zip|rar|7z)$"));

/// Whether a line is of the page and not of the article.
pub fn is_rest(line: &str) -> bool {
    REST.is_match(line) || stamp(line).is_some()
}

/// The line that says when the page was published, of a day with what stands beside it on pages.
pub fn stamp(line: &str) -> Option<String> {
    let found = STAMP.captures(line)?;
    let beside = found.name("before").is_some() || !found["after"].trim().is_empty();
    beside.then(|| format!("发布日期：{}", &found["day"]))
}

/// Whether a block is a box for messages to the office: short, with a link that says so.
pub fn is_message_box(element: ElementRef<'_>, characters: usize) -> bool {
    const LONGEST: usize = 150;
    characters <= LONGEST
        && links(element).any(|link| {
            let words: String = link.text().collect();
            MESSAGES.is_match(words.trim())
        })
}

/// The links in a part of a page.
fn links(element: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    let own = (element.value().name() == "a").then_some(element);
    let inner = Selector::parse("a[href]").ok();
    let inner: Vec<ElementRef<'_>> = inner
        .iter()
        .flat_map(|selector| element.select(selector))
        .collect();
    own.into_iter().chain(inner)
}

/// The files that links in a part of a page lead to: what they are called and where they are.
pub fn files(element: ElementRef<'_>) -> Vec<(String, String)> {
    let file = |link: ElementRef<'_>| {
        let words: String = link.text().collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let href = link.attr("href").unwrap_or_default().trim();
        let path = href.split(['?', '#']).next().unwrap_or(href);
        let is_file = FILE.is_match(path) || FILE.is_match(&words);
        is_file.then(|| (words, href.to_owned()))
    };
    links(element).filter_map(file).collect()
}

/// Whether all links in a block lead to files, and one does.
pub fn leads_to_files(element: ElementRef<'_>) -> bool {
    let count = files(element).len();
    count > 0 && links(element).count() == count
}

/// The name of a file without what says its kind.
pub fn without_kind(name: &str) -> &str {
    FILE.find(name).map_or(name, |kind| &name[..kind.start()])
}

/// What to tell of files that the article leads to.
pub fn left_out(files: &[(String, String)]) -> Vec<String> {
    let told = files.iter().map(|(name, address)| {
        format!(
            "the annex “{name}” is no part of the text: fetch {address} and import it by itself"
        )
    });
    told.collect()
}
