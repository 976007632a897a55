//! Nests numbered lines by the rank of their numbers.

use std::sync::LazyLock;

use regex::Regex;

mod box_sections;

use box_sections::is_box_head;

use super::annex::{self, Annex};
use super::heading::divide;
use super::section::{Body, Outline, Section};
use super::{Number, Rank};
use crate::pattern::regex;
use crate::text::{DecimalNumber, Line, Piece, decimal_headings, is_han};

/// Maximum length of a heading without a number, in characters.
const BARE_MAX: usize = 40;

/// Minimum length of a heading without a number, in characters: 「保障措施」.
const BARE_MIN: usize = 4;

/// Maximum depth of sections; deeper ones become siblings.
const DEEPEST: usize = 12;

/// Whether a short line without a number can be a heading: only words, no date, no bracketed list of
/// bodies, no table cell.
fn could_head(text: &str) -> bool {
    let han = text.chars().filter(|&c| is_han(c)).count();
    let attribute =
        text.ends_with("约束性") || text.ends_with("预期性") || text.ends_with("指导性");
    han >= BARE_MIN
        && text.chars().count() <= BARE_MAX
        && !text.contains(['。', '，', '；', '：', ':', '〔'])
        && !text.contains(|c: char| c.is_ascii_digit())
        && !text.starts_with(['（', '(', '《', '—', '－', '-', '*', '[', '〔', '【'])
        && !attribute
}

/// Builds the tree of numbered headings and of headings that lost their number.
pub fn build(pieces: Vec<Piece>, salutations: &[String]) -> Outline {
    let mut builder = Builder::default();
    let mut decimals = decimal_headings(pieces.iter().map(|piece| match piece {
        Piece::Line(line) => line.text.as_str(),
        Piece::Table(_) | Piece::LostTable(_) => "",
    }));
    let mut n = 0;
    while n < pieces.len() {
        if let Some(annex) = annex::at(&pieces, n).filter(|_| !builder.open.is_empty()) {
            n += annex.pieces;
            builder.annex(annex);
            continue;
        }
        match &pieces[n] {
            Piece::Table(table) => builder.body(Body::Table(table.clone())),
            Piece::LostTable(cells) => builder.body(Body::LostTable(cells.clone())),
            Piece::Line(line) => {
                let numbered = decimals[n]
                    .take()
                    .map(|decimal| builder.decimal(&decimal, &line.text))
                    .or_else(|| Number::at_start(&line.text))
                    .or_else(|| number_before_amount(&pieces, n));
                if is_address(&line.text, salutations) && !builder.open.is_empty() {
                    builder.address(line);
                } else if is_box_head(line) {
                    builder.open_box(line);
                } else if builder
                    .stays_in_box(numbered.as_ref().map(|(number, _)| number), &pieces[n..])
                {
                    builder.body(Body::Paragraph(line.clone()));
                } else if let Some((number, len)) = numbered {
                    builder.numbered(line, number, len);
                } else if let Some(rank) =
                    builder.rank_of_bare(line, &pieces[..n], &pieces[n + 1..])
                {
                    builder.bare(line, rank);
                } else {
                    builder.body(Body::Paragraph(line.clone()));
                }
            }
        }
        n += 1;
    }
    Outline {
        root: builder.finish(),
        tail: Vec::new(),
    }
}

/// Whether a paragraph addresses the audience of a report: 「各位代表！做好今年工作，…」.
fn is_address(text: &str, salutations: &[String]) -> bool {
    let rest = salutations
        .iter()
        .find_map(|word| text.strip_prefix(word.as_str()));
    rest.is_some_and(|rest| rest.starts_with(['！', '!', '：', ':', '，']))
}

/// The number of an item whose text begins with an amount: 「1.80周岁及以上的老年人；」 above 「2.60周岁以上…」. Numbers of
/// a list count up from 1, and no decimal ends with 0.
fn number_before_amount(pieces: &[Piece], n: usize) -> Option<(Number, usize)> {
    static ITEM: LazyLock<Regex> = LazyLock::new(|| regex(r"^(\d{1,2})[.．]\d{0,3}0 ?[\p{Han}]"));
    let value = |piece: &Piece| -> Option<u32> {
        let Piece::Line(line) = piece else {
            return None;
        };
        ITEM.captures(&line.text)?[1].parse().ok()
    };
    let own = value(&pieces[n])?;
    let before: Vec<u32> = pieces[..n].iter().rev().map_while(value).collect();
    let after = pieces[n + 1..].iter().map_while(value);
    let run: Vec<u32> = before.into_iter().rev().chain([own]).chain(after).collect();
    if run.len() < 2 || run[0] != 1 || !run.windows(2).all(|pair| pair[0] < pair[1]) {
        return None;
    }
    let written = format!("{own}.");
    let len = written.len();
    let number = Number {
        rank: Rank::Arabic,
        written,
        value: own,
    };
    Some((number, len))
}

/// Whether a line repeats the title on the cover, as many texts do above the first chapter.
fn repeats_cover_title(line: &Line, above: &[Piece]) -> bool {
    const COVER: usize = 40;
    let cover = above.iter().take_while(|piece| match piece {
        Piece::Line(piece) => piece.lines().first <= COVER,
        Piece::Table(_) | Piece::LostTable(_) => false,
    });
    cover.into_iter().any(|piece| match piece {
        Piece::Line(piece) => piece.text.ends_with(line.text.as_str()),
        Piece::Table(_) | Piece::LostTable(_) => false,
    })
}

/// The number of a piece, if it has one.
fn number_of(piece: &Piece) -> Option<Number> {
    match piece {
        Piece::Line(line) => Number::at_start(&line.text).map(|(number, _)| number),
        Piece::Table(_) | Piece::LostTable(_) => None,
    }
}

/// The sections open at a point of the text, the outermost first.
#[derive(Default)]
struct Builder {
    root: Section,
    open: Vec<Section>,
    /// The number of the last chapter 一、; chapters that lost their number are counted, too.
    last_chapter: u32,
}

impl Builder {
    /// Words to the audience become a sibling of the last item, directly below the chapter.
    fn address(&mut self, line: &Line) {
        self.close_down_to(Rank::Article);
        self.open.push(Section {
            rank: Some(Rank::Address),
            body: vec![Body::Paragraph(line.clone())],
            ..Section::default()
        });
    }

    /// The number of a decimal heading: below （一） or 1. it is an item, elsewhere a chapter.
    fn decimal(&self, decimal: &DecimalNumber, text: &str) -> (Number, usize) {
        let open = self.open.iter().rev().filter_map(|s| s.rank);
        let around = open.clone().find_map(|rank| match rank {
            Rank::Decimal(_) => Some(false),
            Rank::DecimalItem(_) => Some(true),
            _ => None,
        });
        let is_item = around.unwrap_or_else(|| {
            let mut open = open;
            open.any(|rank| matches!(rank, Rank::ParenHan | Rank::Arabic))
        });
        let depth = u8::try_from(decimal.parts.len()).unwrap_or(u8::MAX);
        let rank = match is_item {
            true => Rank::DecimalItem(depth),
            false => Rank::Decimal(depth),
        };
        let written = text[..decimal.len].trim_end_matches([' ', '\u{3000}']);
        let number = Number {
            rank,
            written: written.replace(' ', ""),
            value: decimal.parts.last().copied().unwrap_or_default(),
        };
        (number, decimal.len)
    }

    fn body(&mut self, body: Body) {
        self.open
            .last_mut()
            .unwrap_or(&mut self.root)
            .body
            .push(body);
    }

    fn numbered(&mut self, line: &Line, number: Number, len: usize) {
        let rest = &line.text[len..];
        let blank = rest.len() - rest.trim_start().len();
        let start = len + blank;
        let division = divide(&line.text[start..]);
        let rank = number.rank;
        let title_end = start + division.title;
        let mut section = Section {
            number: Some(number),
            rank: Some(rank),
            title: line.text[start..title_end]
                .trim_matches(['【', '】', ' '])
                .to_owned(),
            heading: if division.headed {
                line.slice(start..start + division.body)
            } else {
                Line::default()
            },
            headed: division.headed,
            heading_lines: Some(line.lines_of(0..title_end.max(1))),
            ..Section::default()
        };
        let body = line.slice(start + division.body..line.text.len());
        if !body.text.is_empty() {
            section.body.push(Body::Paragraph(body));
        }
        self.push(section, rank);
    }

    fn bare(&mut self, line: &Line, rank: Rank) {
        let section = Section {
            rank: Some(rank),
            title: line.text.trim_end_matches(['。', '：', ':']).to_owned(),
            headed: true,
            heading_lines: Some(line.lines()),
            ..Section::default()
        };
        self.push(section, rank);
    }

    fn annex(&mut self, annex: Annex) {
        let section = Section {
            number: Some(annex.number),
            rank: Some(Rank::Part),
            title: annex.title.text.clone(),
            headed: true,
            heading_lines: Some(annex.mark.join(annex.title.lines())),
            ..Section::default()
        };
        self.push(section, Rank::Part);
    }

    /// The rank of a short line without a number directly above a numbered heading: one level above that
    /// heading's. 「加强源头防控」 above 「（一）强化规划引领减污降碳。…」 is a chapter that lost its 「二、」. Inside a complete
    /// sequence of chapter numbers more evidence is needed.
    fn rank_of_bare(&self, line: &Line, above: &[Piece], below: &[Piece]) -> Option<Rank> {
        let next = number_of(below.first()?)?;
        // Before the first heading such a line is the title or a signature.
        if !could_head(&line.text) || self.open.is_empty() {
            return None;
        }
        let anew = next.value == 1;
        let rank = match next.rank {
            // An annex, or a part of several that number their chapters anew.
            Rank::Han if anew => (!repeats_cover_title(line, above)).then_some(Rank::Part)?,
            Rank::ParenHan if self.has_open(Rank::Han) => {
                let reason = self.is_missing_chapter(below) || anew && self.has_below(Rank::Han);
                reason.then_some(Rank::Han)?
            }
            Rank::ParenHan if self.has_open(Rank::Section) => {
                (anew && self.has_below(Rank::Section)).then_some(Rank::Section)?
            }
            Rank::ParenHan => Rank::Han,
            Rank::Arabic if self.has_open(Rank::ParenHan) && !anew => {
                (!self.continues(&next)).then_some(Rank::ParenHan)?
            }
            Rank::Arabic if self.has_open(Rank::Arabic) && anew => Rank::ParenHan,
            _ => return None,
        };
        Some(rank)
    }

    /// Whether the chapter numbers skip one here: the last is 一、, the next 四、.
    fn is_missing_chapter(&self, below: &[Piece]) -> bool {
        let mut numbers = below.iter().filter_map(number_of);
        let next = numbers.find(|number| number.rank == Rank::Han);
        next.is_some_and(|next| next.value > self.last_chapter + 1)
    }

    /// Whether the open section of a rank already has numbered subsections.
    fn has_below(&self, rank: Rank) -> bool {
        let at = self.open.iter().rposition(|s| s.rank == Some(rank));
        at.is_some_and(|at| !self.open[at].children.is_empty() || self.open.len() > at + 1)
    }

    /// Whether a number continues the numbering of an open section.
    fn continues(&self, next: &Number) -> bool {
        let open = self.open.iter().rev().filter_map(|s| s.number.as_ref());
        open.filter(|number| number.rank == next.rank)
            .any(|number| number.value + 1 == next.value)
    }

    fn has_open(&self, rank: Rank) -> bool {
        self.open.iter().any(|s| s.rank == Some(rank))
    }

    fn push(&mut self, section: Section, rank: Rank) {
        if rank == Rank::Part {
            self.last_chapter = 0;
        }
        if rank == Rank::Han {
            let number = section.number.as_ref().map(|number| number.value);
            self.last_chapter = number.unwrap_or(self.last_chapter + 1);
        }
        // 「1 适用范围」 opens a guide (GB/T 1.1); behind the appendices of another guide it opens the next
        // one.
        let opens_guide = rank == Rank::Decimal(1)
            && section.number.as_ref().is_some_and(|n| n.value == 1)
            && section.title.ends_with("范围");
        self.close_down_to(if opens_guide { Rank::Part } else { rank });
        while self.open.len() >= DEEPEST {
            self.close_last();
        }
        self.open.push(section);
    }

    /// Closes every open section whose rank is not above `rank`.
    fn close_down_to(&mut self, rank: Rank) {
        while self
            .open
            .last()
            .is_some_and(|s| s.rank.is_none_or(|r| r >= rank))
        {
            self.close_last();
        }
    }

    fn close_last(&mut self) {
        if let Some(section) = self.open.pop() {
            self.open
                .last_mut()
                .unwrap_or(&mut self.root)
                .children
                .push(section);
        }
    }

    fn finish(mut self) -> Section {
        while !self.open.is_empty() {
            self.close_last();
        }
        self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        let lines = text.lines().enumerate();
        lines
            .map(|(n, line)| Piece::Line(Line::new(line, n + 1)))
            .collect()
    }

    #[test]
    fn sections_nest_no_deeper_than_the_bound() {
        fn depth(section: &Section) -> usize {
            section.children.iter().map(depth).max().unwrap_or(0) + 1
        }
        let text = "第一篇 总论\n第一章 任务\n第一节 工业\n一、降碳\n第一条 目的\n1.1 题\n1.1.1 题\n1.1.1.1 题\n1.1.1.1.1 题\n1.1.1.1.1.1 题\n（一）项\n1.目\n（1）点\n①子\n";
        let root = build(pieces(text), &[]).root;
        assert_eq!(depth(&root), DEEPEST + 1);
        let many: String = (1..300)
            .map(|n| format!("{}1 题\n", "1.".repeat(n)))
            .collect();
        let root = build(pieces(&format!("某市方案\n{many}")), &[]).root;
        assert!(depth(&root) <= DEEPEST);
    }

    #[test]
    fn a_guide_begins_anew_behind_the_appendices_of_another() {
        let guide = "1 适用范围\n适用于钢铁。\n2 要求\n2.1 管理要求\n编制清单。\n2.2 监测计划\n制定计划。\n附录1 核算方法\n（资料性附录）\n";
        let root = build(pieces(&format!("{guide}{guide}")), &[]).root;
        let titles: Vec<&str> = root.children.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(
            titles,
            [
                "适用范围",
                "要求",
                "核算方法",
                "适用范围",
                "要求",
                "核算方法"
            ]
        );
    }

    fn tree(text: &str) -> String {
        let pieces = text
            .lines()
            .enumerate()
            .map(|(n, l)| Piece::Line(Line::new(l, n + 1)));
        fn show(s: &Section, depth: usize, out: &mut String) {
            for child in &s.children {
                let body: Vec<_> = child
                    .body
                    .iter()
                    .filter_map(Body::paragraph)
                    .map(|l| l.text.as_str())
                    .collect();
                out.push_str(&format!(
                    "{}{}|{}\n",
                    "  ".repeat(depth),
                    child.label(),
                    body.join("/")
                ));
                show(child, depth + 1, out);
            }
        }
        let mut out = String::new();
        show(
            &build(pieces.collect(), &["各位代表".to_owned()]).root,
            0,
            &mut out,
        );
        out
    }

    #[test]
    fn nests_by_style() {
        let text = "某方案\n一、总体要求\n（一）指导思想。\n以…为指导。\n二、任务\n（二）行动。做事。\n1.小项，又一。再做。\n三、保障";
        assert_eq!(
            tree(text),
            "一、总体要求|\n  （一）指导思想|以…为指导。\n二、任务|\n  （二）行动|做事。\n    1.小项，又一|再做。\n三、保障|\n"
        );
    }

    #[test]
    fn words_to_the_listeners_belong_to_no_item() {
        let text = "报告\n二、重点工作\n（二）提振消费。开展活动。\n各位代表！做好今年工作，必须依法行政。\n各位代表！蓝图已经绘就。";
        assert_eq!(
            tree(text),
            "二、重点工作|\n  （二）提振消费|开展活动。\n  |各位代表！做好今年工作，必须依法行政。\n  |各位代表！蓝图已经绘就。\n"
        );
    }

    #[test]
    fn a_number_of_a_list_may_stand_before_an_amount() {
        let text = "办法\n（一）资助对象\n1.80周岁及以上的老年人；\n2.60周岁以上的低保家庭老年人；\n5.100周岁及以上的老年人。\n（二）规模\n1.5万吨以上的企业；\n2.5万吨以上的企业。";
        assert_eq!(
            tree(text),
            "（一）资助对象|\n  1.80周岁及以上的老年人|80周岁及以上的老年人；\n  2.60周岁以上的低保家庭老年人|60周岁以上的低保家庭老年人；\n  5.100周岁及以上的老年人|\n（二）规模|1.5万吨以上的企业；/2.5万吨以上的企业。\n"
        );
    }

    #[test]
    fn an_annex_is_a_part_of_its_own() {
        let text = "通知\n一、任务\n（一）做事。\n附件2\n某市行动方案\n为推进工作，制定本方案。\n一、总体思路\n贯彻。";
        assert_eq!(
            tree(text),
            "一、任务|\n  （一）做事|\n附件2某市行动方案|为推进工作，制定本方案。\n  一、总体思路|贯彻。\n"
        );
    }

    #[test]
    fn a_box_keeps_its_own_numbering() {
        let text = "三、控制排放\n（一）达峰行动\n做事情。\n专栏1：重点行动\n一、差异化目标行动\n单位降低。\n二、试点。\n（二）推进发展。又做。";
        assert_eq!(
            tree(text),
            "三、控制排放|\n  （一）达峰行动|做事情。\n    专栏1：重点行动|一、差异化目标行动/单位降低。/二、试点。\n  （二）推进发展|又做。\n"
        );
    }

    #[test]
    fn a_box_may_count_on_from_the_number_around_it() {
        let text = "三、降碳\n（二）生活方式\n倡导节约。\n专栏一.重点任务\n（一）示范基地。实施基地建设，建成一批园区。\n（二）能源基地。推进建设。\n（三）绿色建筑。开展示范。\n（三）交通。推进公交优先发展，建设慢行道，完善换乘，加快充电设施建设，推广新能源车。";
        assert_eq!(
            tree(text),
            "三、降碳|\n  （二）生活方式|倡导节约。\n    专栏一.重点任务|（一）示范基地。实施基地建设，建成一批园区。/（二）能源基地。推进建设。/（三）绿色建筑。开展示范。\n  （三）交通|推进公交优先发展，建设慢行道，完善换乘，加快充电设施建设，推广新能源车。\n"
        );
    }

    #[test]
    fn the_title_said_again_is_no_part() {
        let text = "某市建筑节能\n“十四五”发展规划\n（一）总体回顾\n“十四五”发展规划\n一、发展回顾\n取得成效。";
        assert_eq!(
            tree(text),
            "（一）总体回顾|“十四五”发展规划\n一、发展回顾|取得成效。\n"
        );
    }

    #[test]
    fn no_line_without_a_reason_heads_a_running_sequence_of_chapters() {
        let text = "某方案\n二、目标\n（一）环境治理\n约束性\n（二）应对气候变化\n（责任单位：市发改委）\n三、任务\n做事。\n环境风险\n四、保障\n加强领导。\n附件\n办理细则\n一、实行契税补贴\n补贴。";
        assert_eq!(
            tree(text),
            "二、目标|\n  （一）环境治理|约束性\n  （二）应对气候变化|（责任单位：市发改委）\n三、任务|做事。/环境风险\n四、保障|加强领导。\n附件办理细则|\n  一、实行契税补贴|补贴。\n"
        );
    }

    #[test]
    fn a_chapter_may_have_lost_its_number() {
        let text = "一、总体要求\n（一）基本原则\n协同增效。\n加强源头防控\n（一）强化规划。增强。\n推进协同控制\n（二）推进发展。聚焦。\n四、治水\n（三）深化。做。";
        assert_eq!(
            tree(text),
            "一、总体要求|\n  （一）基本原则|协同增效。\n加强源头防控|\n  （一）强化规划|增强。\n推进协同控制|\n  （二）推进发展|聚焦。\n四、治水|\n  （三）深化|做。\n"
        );
    }
}
