//! What a saved page says of itself in its head: title, address, day of publication.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Html, Selector};

use super::{kind, titles};
use crate::pattern::regex;
use crate::text;

/// The name of a site or of who runs it, which stands on all its pages: 「某市人民政府门户网站」
static SITE: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"^\S*(?:网站|政府网|门户网?|信息网|官网|官方网|首页|人民政府|委员会|管理局)$")
});

/// Names under which pages give the day of publication to machines; the first is that of the standard
/// for sites of governments.
const PUBLISHED: [&str; 2] = [
    "meta[name='PubDate' i]",
    "meta[property='article:published_time' i]",
];

/// The first part of a page that a selector finds.
pub fn first<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    page.select(&Selector::parse(selector).ok()?).next()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    let value = first(page, selector)?.attr(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The words of an element, if they can be a title: without a date behind them, no name of the site.
fn words(page: &Html, element: ElementRef<'_>) -> Option<String> {
    let text: String = element.text().collect();
    named(page, &text)
}

/// Words that can be a title, see [`words`].
fn named(page: &Html, text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text::without_facts(&text);
    let site = attribute(page, "meta[name='SiteName' i]", "content");
    let is_site = site.as_deref() == Some(text) || !text.contains("关于") && SITE.is_match(text);
    (text.chars().count() > 5 && !is_site).then(|| text.to_owned())
}

/// What the page calls its article: for machines, as a heading, as the title of the window without
/// the names of the site behind it, as a smaller heading that can be the title of a document.
pub fn title(page: &Html) -> Option<String> {
    let all = |selector: &str| -> Vec<String> {
        let found = Selector::parse(selector).ok();
        let found = found.iter().flat_map(|selector| page.select(selector));
        found.filter_map(|element| words(page, element)).collect()
    };
    attribute(page, "meta[name='ArticleTitle' i]", "content")
        .or_else(|| first(page, "h1").and_then(|heading| words(page, heading)))
        .or_else(|| {
            let whole: String = first(page, "title")?.text().collect();
            named(page, whole.split(['_', '|']).next().unwrap_or(&whole))
        })
        .or_else(|| {
            let mut headings = all("h1, h2, h3, h4, .title").into_iter();
            headings.find(|heading| heading.contains("关于") || titles::is_title(heading))
        })
}

/// The line that says when the page was published, if it tells machines.
pub fn published(page: &Html) -> Option<String> {
    let day = PUBLISHED
        .iter()
        .find_map(|name| attribute(page, name, "content"))?;
    let day: jiff::civil::Date = day.get(..10)?.replace('/', "-").parse().ok()?;
    Some(format!("发布日期：{day}"))
}

/// The address of the page: what the browser noted when it saved it, or what the page says.
pub fn url(page: &Html, text: &str) -> Option<String> {
    let saved = text
        .split_once("<!-- saved from url=(")
        .and_then(|(_, rest)| {
            let rest = rest.split_once(')')?.1;
            Some(rest.split([' ', '\n']).next()?.to_owned())
        });
    let said = || {
        attribute(page, "link[rel='canonical']", "href")
            .or_else(|| attribute(page, "meta[property='og:url']", "content"))
    };
    let found = saved.or_else(said)?;
    let web = found.starts_with("https://") || found.starts_with("http://");
    web.then_some(found)
}

/// `charset` of the first bytes, as the standard has it.
pub fn charset(bytes: &[u8]) -> Option<String> {
    let bytes = &bytes[kind::markup_start(bytes)..];
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_ascii_lowercase();
    let after = head.split_once("charset=")?.1;
    let name = after.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    Some(name[..end].to_owned())
}
