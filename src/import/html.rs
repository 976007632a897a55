//! A saved web page: the article is the part that holds nearly all running text, and what leads to
//! other pages is none of it.

use scraper::{ElementRef, Html, Node};

use super::{Problem, Raw, limits, page_frame, page_head, page_script, plain};
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
///
/// # Errors
/// Where its text is in another file, or in a script.
pub fn read(bytes: &[u8]) -> Result<Raw, Problem> {
    let text = plain::decode(bytes, page_head::charset(bytes).as_deref())
        .unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
    let page = parsed(&text)?;
    let root = page_head::first(&page, "body").unwrap_or_else(|| page.root_element());
    let hidden = page_script::kept(&page, weight(root, false).prose);
    let hidden = hidden.map(|text| parsed(&text)).transpose()?;
    let part = hidden.as_ref().map_or(root, |hidden| hidden.root_element());
    let article = article(part);
    let lines = article_lines(article);
    let around = LineBuffer::of(root, false);
    let title = page_head::title(&page);
    let files = page_frame::files(article);
    if !says_more(&lines, title.as_deref()) {
        if let Some((_, address)) = page_frame::files(root).into_iter().next() {
            return Err(Problem::Elsewhere(address));
        }
        if page_script::in_scripts(&page) > LEAST_TEXT * 2 {
            return Err(Problem::InScript);
        }
    }
    let mut facts = text::facts(&around);
    let stamp = || around.iter().find_map(|line| page_frame::stamp(line));
    if !facts.iter().any(|fact| fact.starts_with("发布日期")) {
        facts.extend(page_head::published(&page).or_else(stamp));
    }
    Ok(Raw {
        title,
        url: page_head::url(&page, &text),
        record: around
            .into_iter()
            .filter(|line| !line.contains('\t'))
            .collect(),
        facts,
        lines,
        doubts: page_frame::left_out(&files),
        whole: true,
        ..Raw::default()
    })
}

/// A page as a tree.
fn parsed(html: &str) -> Result<Html, Problem> {
    limits::page(html).map_err(|reason| Problem::damaged("the page", reason))?;
    Ok(Html::parse_document(html))
}

/// The lines of the article without those that are of the page.
fn article_lines(article: ElementRef<'_>) -> Vec<String> {
    let of_page =
        |line: &String| text::is_around(line) || text::is_label(line) || page_frame::is_rest(line);
    let mut lines = LineBuffer::of(article, true);
    lines.retain(|line| !of_page(line));
    lines
}

/// Fewer characters than a text has.
const LEAST_TEXT: usize = 30;

/// Whether lines say more than the title: a sentence, a table, or as many characters as one.
fn says_more(lines: &[String], title: Option<&str>) -> bool {
    let title = title.unwrap_or_default();
    let own = lines.iter().filter(|line| !title.contains(line.as_str()));
    let mut own = own.filter(|line| !line.starts_with(title) || title.is_empty());
    own.any(|line| line.contains(['。', '；', '\t']) || line.chars().count() >= LEAST_TEXT)
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
    if skipped(element) || record_table(element) {
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

/// Whether a table describes the document: 「发文机关：| … | 成文日期：| …」
fn record_table(element: ElementRef<'_>) -> bool {
    if !data_table(element) {
        return false;
    }
    let rows = rows(element);
    let cells: Vec<&str> = rows.iter().flatten().map(String::as_str).collect();
    text::is_table(&cells)
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
            let lines = LineBuffer::of(cell, false);
            let (wide, high) = (span(&cell, "colspan"), span(&cell, "rowspan"));
            for n in 0..wide.min(WIDEST.saturating_sub(cells.len())) {
                if below.len() <= cells.len() {
                    below.resize(cells.len() + 1, 0);
                }
                below[cells.len()] = high - 1;
                cells.push(if n == 0 {
                    lines.join(" ")
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
    /// Whether what is of the page and not of the article is left out.
    article: bool,
}

impl LineBuffer {
    /// The lines of a part of a page.
    fn of(element: ElementRef<'_>, article: bool) -> Vec<String> {
        let mut lines = Self {
            article,
            ..Self::default()
        };
        lines.children(element);
        lines.end();
        lines.all
    }

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
            if self.article && record_table(element) {
                return;
            }
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
            let annexes = self.article && page_frame::leads_to_files(element);
            if leads_away && !annexes && name != "body" {
                return;
            }
            if self.article && page_frame::is_message_box(element, all) {
                return;
            }
        }
        let begun = self.open.len();
        self.children(element);
        if name == "a" && page_frame::leads_to_files(element) {
            // A block in the link may have ended the line that it began in.
            if let Some(words) = self.open.get(begun..) {
                let kept = page_frame::without_kind(words.trim_end()).len();
                self.open.truncate(begun + kept);
            }
        }
        if name.len() == 2 && name.starts_with('h') && self.article {
            let heading = text::without_facts(&self.open).to_owned();
            self.open = heading;
        }
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

    fn read_page(bytes: &[u8]) -> Raw {
        read(bytes).unwrap()
    }

    #[test]
    fn the_article_is_found_and_its_table_kept() {
        let raw = read_page(PAGE.as_bytes());
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
        assert_eq!(read_page(&bytes).lines, read_page(PAGE.as_bytes()).lines);
    }

    #[test]
    fn the_address_of_a_saved_page_is_known() {
        let url = |page: &str| read_page(page.as_bytes()).url;
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
        let raw = read_page(page.as_bytes());
        assert!(raw.lines.iter().any(|line| line.contains("27万千瓦")));
    }

    #[test]
    fn a_page_without_end_in_depth_is_read_as_far_as_it_goes() {
        let page = format!(
            "<html><body><p>一，二。</p>{}三，四。",
            "<div>".repeat(4_000)
        );
        assert_eq!(read_page(page.as_bytes()).lines, ["一，二。"]);
    }

    #[test]
    fn tables_for_layout_are_no_tables() {
        let page = "<html><body><table><tr><td>左</td><td><p>一、总则，如下。</p><p>二、分则，如下。</p><table><tr><td>甲</td><td>1，</td></tr><tr><td>乙</td><td>2，</td></tr></table></td></tr></table></body></html>";
        let lines = read_page(page.as_bytes()).lines;
        assert!(lines.contains(&"二、分则，如下。".to_owned()), "{lines:?}");
        assert!(lines.contains(&"甲\t1，".to_owned()), "{lines:?}");
    }

    #[test]
    fn the_record_above_the_text_stays_as_lines_and_not_as_a_table() {
        let page = "<html><head><title>某市关于建筑节能的意见_某市人民政府</title></head><body><table><tr><td>索 引 号：</td><td>1/2024-3</td><td>主题分类：</td><td>节能</td></tr><tr><td>发文机关：</td><td>某市人民政府</td><td>成文日期：</td><td>2024年01月12日</td></tr><tr><td>发文字号：</td><td>某政发〔2024〕3号</td><td>发布日期：</td><td>2024年01月25日</td></tr></table><div><p>一、提高标准。到2027年，新建建筑全面执行绿色建筑标准。</p></div></body></html>";
        let raw = read_page(page.as_bytes());
        assert_eq!(
            raw.lines,
            ["一、提高标准。到2027年，新建建筑全面执行绿色建筑标准。"]
        );
        assert_eq!(
            raw.facts,
            [
                "发文机构：某市人民政府",
                "成文日期：2024年01月12日",
                "发文字号：某政发〔2024〕3号",
                "发布日期：2024年01月25日",
            ]
        );
    }

    #[test]
    fn the_name_of_the_site_is_no_title_and_the_day_for_machines_is_read() {
        let page = "<html><head><meta name='PubDate' content='2024-03-06 10:20:00'><title>某市人民政府门户网站</title></head><body><h1>某市人民政府门户网站</h1><h3>某市绿色建筑行动方案</h3><p>一、到2027年，建成项目20个。</p></body></html>";
        let raw = read_page(page.as_bytes());
        assert_eq!(raw.title.as_deref(), Some("某市绿色建筑行动方案"));
        assert_eq!(raw.facts, ["发布日期：2024-03-06"]);
    }

    #[test]
    fn annexes_that_are_links_are_named_and_told() {
        let page = "<html><body><div><p>现将方案印发，请认真贯彻执行。</p><p>附件：<a href='a.docx'>1.节水方案.docx</a></p><p><a href='/b.html'>上一篇：别的事</a></p></div></body></html>";
        let raw = read_page(page.as_bytes());
        assert_eq!(
            raw.lines,
            ["现将方案印发，请认真贯彻执行。", "附件：1.节水方案"]
        );
        assert!(raw.doubts[0].contains("fetch a.docx"), "{:?}", raw.doubts);
    }

    #[test]
    fn a_page_without_a_text_of_its_own_is_refused_with_where_it_is() {
        let page = "<html><head><title>交易规则（试行）</title></head><body><div><p>2024-11-29 16:18 来源：</p><p><a href='./a.pdf'>交易规则（试行）.pdf</a></p></div><p>通信地址：某市某街1号（7层、8层）邮政编码：100000</p></body></html>";
        let told = read(page.as_bytes()).unwrap_err().to_string();
        assert!(told.ends_with("leads to ./a.pdf"), "{told}");
        let script = format!(
            "<html><body><div id=text></div><script>var text = '{}';</script></body></html>",
            "到二〇二七年，建成绿色建筑示范项目二十个。".repeat(5)
        );
        assert!(matches!(read(script.as_bytes()), Err(Problem::InScript)));
    }

    #[test]
    fn a_text_in_a_hidden_field_is_read() {
        let page = "<html><body><h1>某市绿色建筑行动方案</h1><textarea style='display:none'>&lt;p&gt;一、主要目标&lt;/p&gt;&lt;p&gt;到2027年，建成绿色建筑示范项目20个。&lt;/p&gt;</textarea></body></html>";
        let raw = read_page(page.as_bytes());
        assert_eq!(
            raw.lines,
            ["一、主要目标", "到2027年，建成绿色建筑示范项目20个。"]
        );
    }

    #[test]
    fn tools_and_boxes_of_the_page_are_left_out() {
        let page = "<html><body><div>您当前所在的位置：<a href='/'>首页</a></div><h1>某市节水补贴细则</h1><div><span>听全文</span><span>2024-12-03</span><span>-次</span></div><p>一、补贴对象。每户补贴300元。</p><h4>相关新闻</h4><div><a href='/m'>政策咨询</a><p>（注：只接收咨询）</p></div><p>主办：某区人民政府</p><p>电脑版</p></body></html>";
        let raw = read_page(page.as_bytes());
        assert_eq!(
            raw.lines,
            ["某市节水补贴细则", "一、补贴对象。每户补贴300元。"]
        );
        assert_eq!(raw.facts, ["发布日期：2024-12-03"]);
    }
}
