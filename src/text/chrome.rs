//! The parts of a web page around a document: menus, links, footers.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind, PatternID};
use regex::Regex;

use crate::pattern::{finder, regex};

use super::page_record::{self, PageRecord};
use super::physical::{Physical, split};

/// Words that occur only in the frames of government web sites.
#[rustfmt::skip]
const STRONG: [&str; 18] = [
    "网站地图", "浏览次数", "请输入关键词", "热搜词", "网站标识码", "ICP备", "公网安备", "打印本页", "关闭窗口",
    "分享至", "分享到", "网站简介", "扫一扫", "加入收藏", "【字号", "字号：", "字体：", "版权所有",
];

/// Entries of menus: words that may occur in a text, but not as a line of their own.
#[rustfmt::skip]
const MENU: [&str; 24] = [
    "首页", "联系我们", "无障碍", "政务公开", "政务服务", "政民互动", "政务互动", "数据开放", "相关链接", "用户登录",
    "智能问答", "主办单位", "打印", "关闭", "收藏", "下载", "全屏", "加大", "减小", "还原", "大", "中", "小", "】",
];

/// Finds each of [`STRONG`].
static SPEAKS: LazyLock<AhoCorasick> = LazyLock::new(|| finder(MatchKind::Standard, &STRONG));

/// Matcher of frame words of both kinds.
static FRAME: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = [&STRONG[..], &MENU].concat();
    finder(MatchKind::LeftmostLongest, &words)
});

/// A line that only describes the page: 「时间：… 来源：… 浏览次数：…」「[发文机构] …」「链接：https://…」
/// 「云南日报 / 2001年 / 02月 / 20日 / 第 A01版 /」
static RECORD_LINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:正文$|\S{2,10}报 ?/ ?\d{4}年 ?/|[\[【]\p{Han}{2,8}[\]】]|(?:分类号|发布日期|发布时间|发布机构|发布单位|成文日期|发文日期|实施日期|失效日期|废止日期|文件状态|政策文号|时间|来源|信息来源|链接|文号|索引号|主题分类|主题词|公开方式|有效性|浏览次数|阅读次数|点击数|作者|责任编辑|编辑)\s*[:：])",
    )
});

/// The date or the document number on a line of the page's metadata, without the line's other content:
/// 「发布日期：2024-01-05 浏览次数：101」 gives 「发布日期：2024-01-05」.
pub fn description(line: &str) -> Option<&str> {
    let labelled = RECORD_LINE.is_match(line) || line.starts_with("发文字号");
    let number = || NUMBER.find(line).map(|found| &line[..found.end()]);
    page_record::dated(line)
        .or_else(number)
        .filter(|_| labelled)
}

/// 「〔2021〕92号」
static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| regex(r"[〔\[［【（(]\s?\d{4}\s?[〕\]］】）)]\s?\d+\s?号"));

/// A line of running text or a numbered heading, as in an article.
static PROSE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"[。；]|，.{4,}|^第[一二三四五六七八九十百零\d]+[章条节篇]|^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[)）]|^\d{1,3}[.．、]\s*\D",
    )
});

/// A numbered heading.
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:第[一二三四五六七八九十百零\d]+[章节条篇]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])",
    )
});

/// A line of the head or the foot of a document: title, date, addressee, signature.
static FORMAL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"关于.{2,}的?(?:通知|意见|决定|函|公告|批复|办法|方案|规定)?$|(?:方案|规划|意见|办法|规定|计划|纲要|细则|条例|通知|措施|要点|报告)(?:（.{1,20}）)?$|^[（(]?\d{4}年\d{1,2}月\d{1,2}日.{0,40}$|^\S{1,12}〔\d{4}〕\d+号$|^.{2,60}[:：]$|^[（(].{2,60}[)）]$|^附件|人民政府(?:办公室|办公厅)?$|^——|(?:省长|主席|市长|州长|区长|县长) ?\p{Han}{2,4}$",
    )
});

/// A line that can be the title of a document.
static TITLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"关于|(?:方案|规划|意见|办法|规定|计划|纲要|细则|条例|通知|措施|要点|报告)(?:（.{1,20}）)?$",
    )
});

/// Blanks out the parts of a saved page around its document and reads the page's metadata. Of a text that
/// is no saved page only the lines with metadata are blanked out.
pub fn drop_chrome(mut lines: Vec<Physical>) -> (Vec<Physical>, PageRecord) {
    let prose = |l: &Physical| !l.text.contains('\t') && PROSE.is_match(l.words()) && l.width >= 8;
    let record = page_record::take(&mut lines, &prose);
    // Three lines of a frame make a text a saved page.
    let is_page = lines
        .iter()
        .filter(|l| !l.is_blank() && is_frame(l.words()))
        .count()
        >= 3;
    // The head of a page speaks, too, but not in sentences: 「抱歉，没听清，请再说一遍吧」
    let begins = |l: &&Physical| {
        let short = l.width < 60 && !l.words().contains(['。', '；']);
        prose(l) && !RECORD_LINE.is_match(l.words()) && !(short && l.words().contains('，'))
    };
    let body = lines.iter().position(|l| begins(&l));
    let (Some(first), true) = (body, is_page) else {
        for line in &mut lines {
            if RECORD_LINE.is_match(line.words()) || is_tools(line.words()) {
                blank(line);
            }
        }
        return (lines, record);
    };
    // The article ends with its last line of running text: lists of links have no full stops. A
    // foot below it (signature, date, annex) is short and formal.
    let mut last = lines
        .iter()
        .rposition(|l| prose(l) && (l.text.contains(['。', '！']) || HEADING.is_match(l.words())))
        .unwrap_or(first);
    // The site's name and menus are above the title.
    let title = lines
        .iter()
        .take(first)
        .position(|l| {
            let words = l.words();
            TITLE.is_match(words) && !is_frame(words) && !is_of_window(words, &lines)
        })
        .unwrap_or(0);
    let table = |l: &Physical| l.text.contains('\t') && !l.text.contains("  ");
    for (n, line) in lines.iter().enumerate().skip(last + 1) {
        if line.is_blank() {
            continue;
        }
        let formal = FORMAL.is_match(line.words()) || table(line);
        if !formal || line.words().contains("版权") {
            break;
        }
        last = n;
    }
    // 「相关报道：」 introduced links that are gone.
    while last > first && lines[last].words().ends_with(['：', ':']) {
        last -= 1;
    }
    for (n, line) in lines.iter_mut().enumerate() {
        let inside = (first..=last).contains(&n);
        let words = line.words();
        let keep = if inside {
            prose(line) || FORMAL.is_match(words) || table(line) || !is_frame(words)
        } else {
            (title..first).contains(&n) && FORMAL.is_match(words) && !is_frame(words)
        };
        if !keep || RECORD_LINE.is_match(words) {
            blank(line);
        }
    }
    (lines, record)
}

/// Whether a line belongs to the frame of a page. It contains a word used only there, or only entries of
/// a menu (「🖨 打印 🔒 关闭」). The name of a body such as 政务服务数据管理局 does not count.
fn is_frame(words: &str) -> bool {
    // A long sentence may contain one such word, but not two.
    let strong = SPEAKS.find_overlapping_iter(words);
    let strong: BTreeSet<PatternID> = strong.map(|found| found.pattern()).collect();
    if words.chars().count() > 40 {
        return strong.len() > 1;
    }
    !strong.is_empty()
        || words.starts_with('>')
        || words.contains(" > ")
        || words.contains('_')
        || is_nothing_else(words)
}

/// Whether a line consists of frame words only.
fn is_nothing_else(line: &str) -> bool {
    let says = |from: usize, to: usize| line[from..to].contains(char::is_alphanumeric);
    let mut read = 0;
    for word in FRAME.find_iter(line) {
        if says(read, word.start()) {
            return false;
        }
        read = word.end();
    }
    read > 0 && !says(read, line.len())
}

/// The title of an article is among the first lines of its page.
const HEAD: usize = 1_000;

/// Whether a line is the window's title, 「某市方案_政策文件_某市人民政府」, whose first part is also the title on the
/// page.
fn is_of_window(words: &str, lines: &[Physical]) -> bool {
    let own = words.split('_').next().unwrap_or(words).trim();
    own != words && lines.iter().take(HEAD).any(|line| line.words() == own)
}

/// Whether a line consists of the page's tools only: 「字号：[大][中][小]打印本页 分享至：」. It counts without other
/// such lines near it, since one of its words is used only there.
fn is_tools(words: &str) -> bool {
    SPEAKS.is_match(words) && is_nothing_else(words)
}

/// Whether a line is about the page rather than part of the article: menu entries, tools, the site's
/// operator, 「您当前的位置：首页 > 政策文件」, 「发布日期：…」.
pub fn is_around(line: &str) -> bool {
    let words = line.trim();
    let path = words.contains(" > ") && words.contains("首页");
    let frame = is_frame(words) && !words.contains('_') && !words.contains('>');
    !line.contains('\t') && (path || frame || is_tools(words) || RECORD_LINE.is_match(words))
}

/// The lines without the frame of a web page; see [`drop_chrome`].
pub fn without_frame(lines: &[String]) -> Vec<String> {
    let whole: Vec<String> = lines.iter().map(|line| line.replace('\n', " ")).collect();
    let (kept, _) = drop_chrome(split(&whole.join("\n")));
    let kept = kept.iter().zip(lines).filter(|(kept, _)| !kept.is_blank());
    kept.map(|(_, line)| line.clone()).collect()
}

fn blank(line: &mut Physical) {
    line.text.clear();
    line.width = 0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const PAGE: &str = "某市人民政府\n请输入关键词\n首页\n>政府信息公开>文件公告\n某市人民政府关于加强节水工作的 实施意见\n政务公开\n时间：2022-04-22 16:56 来源：某市人民政府门户网站 浏览次数：5110\n(2022年3月24日)\n数据开放\n为贯彻落实节水要求，现提出如下意见。\n一、主要目标\n到2025年，用水总量得到控制。\n🖨 打印 🔒 关闭\n外交部 国防部 教育部\n网站标识码：3301000005";

    #[test]
    fn keeps_title_date_and_article_of_a_saved_page() {
        let (lines, record) = drop_chrome(split(PAGE));
        let kept: Vec<_> = lines
            .iter()
            .filter(|l| !l.is_blank())
            .map(|l| l.text.as_str())
            .collect();
        assert_eq!(
            kept,
            [
                "某市人民政府关于加强节水工作的 实施意见",
                "(2022年3月24日)",
                "为贯彻落实节水要求，现提出如下意见。",
                "一、主要目标",
                "到2025年，用水总量得到控制。",
            ]
        );
        assert_eq!(record.published_on, Some((date(2022, 4, 22), 7)));
    }

    #[test]
    fn leaves_a_body_with_the_name_of_a_menu_alone() {
        let text = "字号：大 中 小\n分享到：\n打印本页\n某市方案\n一、任务。\n做好工作。（责任单位：市生\n态环境局、市政务服务数据管理局）\n二、保障。\n加强领导。";
        let (lines, _) = drop_chrome(split(text));
        assert!(
            lines.iter().any(|l| l.text.contains("政务服务数据管理局")),
            "{lines:#?}"
        );
        assert!(!lines.iter().any(|l| l.text.contains("打印")), "{lines:#?}");
    }

    #[test]
    fn a_page_that_speaks_begins_with_its_title_all_the_same() {
        let text = "某市关于印发方案的函_政策文件_某市人民政府\n首页\n网站地图\n我在听，请说话(10s)\n抱歉，没听清，请再说一遍吧\n某市关于印发方案的函\n公报PDF\n某政函〔2025〕9号\n各区人民政府：\n现将方案印发给你们。\n打印本页";
        let (lines, _) = drop_chrome(split(text));
        let kept: Vec<_> = lines
            .iter()
            .filter(|l| !l.is_blank())
            .map(|l| l.words())
            .collect();
        assert_eq!(
            kept,
            [
                "某市关于印发方案的函",
                "某政函〔2025〕9号",
                "各区人民政府：",
                "现将方案印发给你们。"
            ]
        );
    }

    #[test]
    fn a_line_of_tools_goes_without_others_of_its_kind() {
        let text =
            "某市方案\n字号：[大][中][小]打印本页 分享至：\n一、任务。\n做好工作，建好绿色建筑。";
        let (lines, _) = drop_chrome(split(text));
        assert!(
            lines[1].is_blank() && !lines[0].is_blank() && !lines[3].is_blank(),
            "{lines:#?}"
        );
    }

    #[test]
    fn a_number_in_brackets_describes_no_page() {
        let (lines, _) = drop_chrome(split("能耗降低（%）\n[21.5]\n【14】\n[发文机构] 某局"));
        let kept: Vec<_> = lines.iter().map(Physical::words).collect();
        assert_eq!(kept, ["能耗降低（%）", "[21.5]", "【14】", ""]);
    }

    #[test]
    fn leaves_a_plain_text_alone() {
        let text = "附件1\n某市实施方案\n为深入贯彻精神，制定本方案。\n\t序号\n\t指标";
        let (lines, _) = drop_chrome(split(text));
        assert_eq!(lines, split(text));
    }
}
