//! A saved web page: the article is the part that holds nearly all running text, and what leads to
//! other pages is none of it.

use scraper::{ElementRef, Html, Node, Selector};

use super::{Raw, limits, plain};
use crate::text;

/// Parts that are never text.
const SKIPPED: [&str; 17] = [
    "script", "style", "noscript", "nav", "form", "button", "select", "option", "iframe", "svg",
    "canvas", "object", "template", "textarea", "input", "head", "audio",
];
/// Parts that begin and end a line.
const BLOCKS: [&str; 28] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "ul",
];
/// Parts that a text may be wrapped in.
const WRAPPERS: [&str; 14] = [
    "article",
    "body",
    "center",
    "div",
    "dd",
    "font",
    "li",
    "main",
    "section",
    "table",
    "tbody",
    "td",
    "tr",
    "ucapcontent",
];
/// A part with this share of the running text holds the article.
const NEARLY_ALL: f64 = 0.85;
/// A part with this share of its words in links is a list of links.
const LINKS: f64 = 0.5;
/// A cell with more characters is no cell of a table but a column of the page.
const LONGEST_CELL: usize = 1_500;

/// Reads a page.
pub fn read(bytes: &[u8]) -> Raw {
    let text = plain::decode(bytes, charset(bytes).as_deref())
        .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
    let page = Html::parse_document(&text);
    let root = first(&page, "body").unwrap_or_else(|| page.root_element());
    let article = article(root);
    let mut lines = LineBuffer::default();
    lines.children(article);
    lines.end();
    let mut around = LineBuffer::default();
    around.children(root);
    around.end();
    Raw {
        title: title(&page),
        url: url(&page, &text),
        record: around.all,
        lines: lines
            .all
            .into_iter()
            .filter(|line| !text::is_around(line))
            .collect(),
        whole: true,
        ..Raw::default()
    }
}

/// `charset` of the first bytes, as the standard has it.
fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_048)]).to_ascii_lowercase();
    let after = head.split_once("charset=")?.1;
    let name = after.trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))?;
    Some(name[..end].to_owned())
}

fn first<'a>(page: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    page.select(&Selector::parse(selector).ok()?).next()
}

fn attribute(page: &Html, selector: &str, name: &str) -> Option<String> {
    let value = first(page, selector)?.attr(name)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// What the page calls its article: for machines, as a heading, as the title of the window without
/// the names of the site behind it.
fn title(page: &Html) -> Option<String> {
    let words = |element: ElementRef<'_>| {
        let text: String = element.text().collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (text.chars().count() > 5).then_some(text)
    };
    attribute(page, "meta[name='ArticleTitle' i]", "content")
        .or_else(|| first(page, "h1").and_then(words))
        .or_else(|| {
            let whole = first(page, "title").and_then(words)?;
            let cut = whole.split(['_', '|']).next().unwrap_or(&whole);
            Some(cut.trim().to_owned())
        })
}

/// The address of the page: what the browser noted when it saved it, or what the page says.
fn url(page: &Html, text: &str) -> Option<String> {
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

/// Parts in parts in parts: a page that goes deeper was made to break its readers.
const DEEPEST: usize = 500;

/// Whether a part lies so deep that nothing in it is read.
fn too_deep(element: ElementRef<'_>) -> bool {
    element.ancestors().nth(DEEPEST).is_some()
}

/// How much a part says.
#[derive(Clone, Copy, Default)]
struct Weight {
    /// Characters.
    all: usize,
    /// Those in links.
    links: usize,
    /// Those of running text: not in links, in stretches with punctuation.
    prose: usize,
}

fn weight(element: ElementRef<'_>, in_link: bool) -> Weight {
    let mut sum = Weight::default();
    if skipped(element) {
        return sum;
    }
    let in_link = in_link || element.value().name() == "a";
    for child in element.children() {
        match child.value() {
            Node::Text(text) => {
                let n = text.chars().filter(|c| !c.is_whitespace()).count();
                sum.all += n;
                if in_link {
                    sum.links += n;
                } else if n >= 20 || text.contains(['。', '；', '，', '：', '、']) {
                    sum.prose += n;
                }
            }
            Node::Element(_) => {
                if let Some(inner) = ElementRef::wrap(child) {
                    let inner = weight(inner, in_link);
                    sum.all += inner.all;
                    sum.links += inner.links;
                    sum.prose += inner.prose;
                }
            }
            _ => {}
        }
    }
    sum
}

/// The innermost part that holds nearly all running text of the page.
fn article(root: ElementRef<'_>) -> ElementRef<'_> {
    let least = weight(root, false).prose as f64 * NEARLY_ALL;
    let mut part = root;
    while let Some(inner) = part.child_elements().find(|inner| {
        WRAPPERS.contains(&inner.value().name())
            && !data_table(*inner)
            && weight(*inner, false).prose as f64 >= least
    }) {
        part = inner;
    }
    part
}

fn skipped(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let style = value.attr("style").unwrap_or_default().replace(' ', "");
    SKIPPED.contains(&value.name())
        || too_deep(element)
        || style.contains("display:none")
        || value.attr("hidden").is_some()
        || value.attr("aria-hidden") == Some("true")
}

/// Whether a table holds data: two rows of two cells or more, none of them as long as a column of a
/// page, none with a table in it.
fn data_table(element: ElementRef<'_>) -> bool {
    if element.value().name() != "table" {
        return false;
    }
    // Looked at first: to read a table in a table would take longer with each level.
    let nested = element
        .descendants()
        .skip(1)
        .filter_map(ElementRef::wrap)
        .any(|inner| inner.value().name() == "table");
    if nested {
        return false;
    }
    let rows = rows(element);
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    if rows.len().saturating_mul(columns) > limits::CELLS {
        return false;
    }
    let wide = rows.iter().filter(|row| row.len() > 1).count();
    let short = |cell: &String| cell.chars().count() <= LONGEST_CELL;
    wide >= 2 && rows.iter().flatten().all(short)
}

/// Columns of a table; cells of more are told in the last one.
const WIDEST: usize = 1_000;

/// The cells of a table, row by row; where a cell goes on there is an empty one.
fn rows(table: ElementRef<'_>) -> Vec<Vec<String>> {
    let named = |name: &'static str| move |e: &ElementRef<'_>| e.value().name() == name;
    let span = |cell: &ElementRef<'_>, name: &str| {
        let span = cell.attr(name).and_then(|n| n.trim().parse::<usize>().ok());
        span.unwrap_or(1).clamp(1, 100)
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    // For each column in how many more rows a cell from above goes on.
    let mut below: Vec<usize> = Vec::new();
    let mut count = 0;
    for row in table
        .descendants()
        .filter_map(ElementRef::wrap)
        .filter(named("tr"))
    {
        let mut cells: Vec<String> = Vec::new();
        let mut own = row
            .child_elements()
            .filter(|e| matches!(e.value().name(), "td" | "th"));
        loop {
            while below.get(cells.len()).is_some_and(|&rows| rows > 0) {
                below[cells.len()] -= 1;
                cells.push(String::new());
            }
            let Some(cell) = own.next() else { break };
            let mut lines = LineBuffer::default();
            lines.children(cell);
            lines.end();
            let (wide, high) = (span(&cell, "colspan"), span(&cell, "rowspan"));
            for n in 0..wide.min(WIDEST.saturating_sub(cells.len())) {
                if below.len() <= cells.len() {
                    below.resize(cells.len() + 1, 0);
                }
                below[cells.len()] = high - 1;
                cells.push(if n == 0 {
                    lines.all.join(" ")
                } else {
                    String::new()
                });
            }
        }
        count += cells.len();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(cells);
        }
        // No table of data is so large: its words are read without their places.
        if count > limits::CELLS {
            break;
        }
    }
    rows
}

/// Lines as a reader sees them.
#[derive(Default)]
struct LineBuffer {
    all: Vec<String>,
    open: String,
}

impl LineBuffer {
    fn end(&mut self) {
        let line = self.open.split_whitespace().collect::<Vec<_>>().join(" ");
        if !line.is_empty() {
            self.all.push(line);
        }
        self.open.clear();
    }

    fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.open.push_str(text),
                Node::Element(_) => {
                    if let Some(inner) = ElementRef::wrap(child) {
                        self.element(inner);
                    }
                }
                _ => {}
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        if skipped(element) {
            return;
        }
        let name = element.value().name();
        if name == "br" {
            return self.end();
        }
        if data_table(element) {
            self.end();
            let rows = rows(element);
            let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
            for mut row in rows {
                row.resize(columns, String::new());
                self.all.push(row.join("\t"));
            }
            return;
        }
        let block = BLOCKS.contains(&name) || matches!(name, "tr" | "table" | "td" | "th");
        if block {
            self.end();
            // A menu, 相关链接, 上一篇: nothing but ways to other pages.
            let Weight { all, links, prose } = weight(element, false);
            let leads_away = all > 0 && prose * 4 < all && links as f64 > all as f64 * LINKS;
            if leads_away && name != "body" {
                return;
            }
        }
        self.children(element);
        if block {
            self.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>某市碳达峰方案_政策文件_某市人民政府</title></head><body>
<div class="top"><ul><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<table class="info"><tr><td>发文字号：某政发〔2021〕5号</td></tr></table>
<div class="wrap"><div id="zoom">
<p style="text-align:center">某市碳达峰方案</p>
<p>　　一、总体要求。坚持<b>统筹</b>推进，<span>到2025年</span>，单位能耗下降15%，非化石能源消费比重达到24%，森林覆盖率达到62%以上，绿色低碳的生产生活方式基本形成，为如期实现碳达峰、碳中和目标打下坚实基础，努力走在全省前列，为全国生态文明建设作出更大贡献。</p>
<p>　　二、重点任务，见下表：<br>各地抓好落实。</p>
<table><tr><th>序号</th><th>指标</th><th>2025年</th></tr><tr><td rowspan="2">1</td><td>森林覆盖率，%</td><td>65</td></tr><tr><td>蓄积量</td><td>2680</td></tr></table>
<p style="display: none">看不见的文字，不算。</p>
</div></div>
<div class="links"><a href="1">上一篇：关于别的事</a> <a href="2">下一篇：另一件事</a></div>
<script>var a = "不是文字，也不是标点。";</script></body></html>"#;

    #[test]
    fn the_article_is_found_and_its_table_kept() {
        let raw = read(PAGE.as_bytes());
        assert_eq!(
            raw.lines,
            [
                "某市碳达峰方案",
                "一、总体要求。坚持统筹推进，到2025年，单位能耗下降15%，非化石能源消费比重达到24%，森林覆盖率达到62%以上，绿色低碳的生产生活方式基本形成，为如期实现碳达峰、碳中和目标打下坚实基础，努力走在全省前列，为全国生态文明建设作出更大贡献。",
                "二、重点任务，见下表：",
                "各地抓好落实。",
                "序号\t指标\t2025年",
                "1\t森林覆盖率，%\t65",
                "\t蓄积量\t2680",
            ]
        );
        assert_eq!(raw.title.as_deref(), Some("某市碳达峰方案"));
        assert!(
            raw.record
                .iter()
                .any(|l| l == "发文字号：某政发〔2021〕5号"),
            "{:?}",
            raw.record
        );
    }

    #[test]
    fn a_page_in_an_old_encoding_says_so() {
        let page = PAGE.replace("utf-8", "gb2312");
        let (bytes, _, _) = encoding_rs::GBK.encode(&page);
        assert_eq!(read(&bytes).lines, read(PAGE.as_bytes()).lines);
    }

    #[test]
    fn the_address_of_a_saved_page_is_known() {
        let url = |page: &str| read(page.as_bytes()).url;
        let saved = "<!DOCTYPE html>\n<!-- saved from url=(0029)https://example.org/a/b.html -->\n<html><body>一</body></html>";
        assert_eq!(url(saved).as_deref(), Some("https://example.org/a/b.html"));
        let script = "<html><head><link rel=canonical href='javascript:alert(1)'></head><body>一</body></html>";
        assert_eq!(url(script), None);
    }

    #[test]
    fn tables_in_tables_take_no_longer_with_each_level() {
        let deep = "<table><tr><td>甲</td><td>".repeat(60);
        let page = format!(
            "{deep}<p>一、到2025年，装机27万千瓦。</p>{}",
            "</td></tr></table>".repeat(60)
        );
        let raw = read(page.as_bytes());
        assert!(raw.lines.iter().any(|line| line.contains("27万千瓦")));
    }

    #[test]
    fn a_page_without_end_in_depth_is_read_as_far_as_it_goes() {
        let page = format!(
            "<html><body><p>一，二。</p>{}三，四。",
            "<div>".repeat(20_000)
        );
        assert_eq!(read(page.as_bytes()).lines, ["一，二。"]);
    }

    #[test]
    fn tables_for_layout_are_no_tables() {
        let page = "<html><body><table><tr><td>左</td><td><p>一、总则，如下。</p><p>二、分则，如下。</p><table><tr><td>甲</td><td>1，</td></tr><tr><td>乙</td><td>2，</td></tr></table></td></tr></table></body></html>";
        let lines = read(page.as_bytes()).lines;
        assert!(lines.contains(&"二、分则，如下。".to_owned()), "{lines:?}");
        assert!(lines.contains(&"甲\t1，".to_owned()), "{lines:?}");
    }
}
