//! Banners on validity, above or in a title: 「（已废止）」「【已失效】」.

use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::dates;
use crate::model::Status;
use crate::pattern::regex;

/// The words of a banner, without the brackets around them: 「已失效」「本文件已于2023年5月1日废止」「已被《…》废止」
const SAYS: &str = r"(?:此件|此文件?|本件|本文件?|该文件?|本(?:办法|规定|通知|意见|方案|细则|政策)|全文|(?:文件|法规)?(?:状态|时效性?|有效性|效力)[:：]?)?(?:现|业)?已?(?:[于自]?{DATE}起?)?(?:现?已)?(?:被《[^》]{2,60}》(?:[（(][^（）()]{2,30}[)）])?(?:所|等文件)?)?(?:宣布|明令)?(?P<how>废止|失效|停止执行|停止施行)";

/// A line that is only a banner.
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let says = SAYS.replace("{DATE}", dates::DATE);
    regex(&format!(
        r"^[*★※]{{0,3}}[（(【\[［〔]?{says}(?:文件)?[)）】\]］〕]?[*。！!]{{0,3}}$"
    ))
});

/// Words in brackets at an end of a line: 「某市管理办法（已废止）」「【失效】某市管理办法」. The expiry of a part (部分失效) does not
/// concern the whole.
static ENDS: LazyLock<Regex> = LazyLock::new(|| {
    let says = SAYS.replace("{DATE}", dates::DATE);
    regex(&format!(
        r"[（(【\[［〔](?:{says}|(?:部分|条款|部分条款)(?:已)?(?:失效|废止|修改)|现行有效|已修[改订正])[)）】\]］〕]"
    ))
});

/// The content of a banner: a note on a page about the validity of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Banner {
    /// [`Status::Repealed`] or [`Status::Expired`].
    pub status: Status,
    /// The day from which it holds, if it states one.
    pub since: Option<Date>,
}

/// Reads a banner that fills a line, or that stands in brackets at one of its ends.
pub fn of(line: &str) -> Option<Banner> {
    let found = LINE.captures(line).or_else(|| {
        let range = at_an_end(line)?;
        ENDS.captures(&line[range])
    })?;
    let status = match found.name("how")?.as_str() {
        "失效" => Status::Expired,
        _ => Status::Repealed,
    };
    let since = dates::date_of(&found).and_then(|date| date.date());
    Some(Banner { status, since })
}

/// A line without the banner at one of its ends; empty if the banner is the whole line.
pub fn without(line: &str) -> &str {
    if LINE.is_match(line) {
        return "";
    }
    match at_an_end(line) {
        Some(range) if range.start == 0 => line[range.end..].trim_start(),
        Some(range) => line[..range.start].trim_end(),
        None => line,
    }
}

/// The byte range of a banner in brackets at the start or the end of a line.
fn at_an_end(line: &str) -> Option<Range<usize>> {
    let found = ENDS.find_iter(line);
    let at_end = |range: &Range<usize>| range.start == 0 || range.end == line.len();
    found.map(|found| found.range()).find(at_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_banner_says() {
        for (line, status) in [
            ("已失效", Some(Status::Expired)),
            ("此件已失效", Some(Status::Expired)),
            ("【已失效】", Some(Status::Expired)),
            ("（此件已废止）", Some(Status::Repealed)),
            ("***已废止***", Some(Status::Repealed)),
            (
                "本文件已被《丽水市节水管理办法》（丽政发〔2022〕9号）废止。",
                Some(Status::Repealed),
            ),
            ("丽水市节水管理办法（已废止）", Some(Status::Repealed)),
            ("[失效]丽水市节水管理办法", Some(Status::Expired)),
            ("丽水市节水管理办法（部分失效）", None),
            ("时效性：现行有效", None),
            ("同时废止", None),
            ("关于部分文件失效的通知", None),
            ("关于宣布《丽水市节水管理办法》废止的通知", None),
        ] {
            assert_eq!(of(line).map(|banner| banner.status), status, "{line}");
        }
        let since = of("本文件已于2023年5月1日废止").and_then(|banner| banner.since);
        assert_eq!(since.map(|d| d.to_string()), Some("2023-05-01".to_owned()));
    }

    #[test]
    fn leaves_the_title_without_it() {
        for line in [
            "丽水市节水管理办法（已废止）",
            "【已失效】丽水市节水管理办法",
            "丽水市节水管理办法（部分失效）",
            "丽水市节水管理办法",
        ] {
            assert_eq!(without(line), "丽水市节水管理办法");
        }
        assert_eq!(without("此件已失效"), "");
        let edition = "丽水市节水管理办法（试行）";
        assert_eq!(without(edition), edition);
    }
}
