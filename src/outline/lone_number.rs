//! Joins numbers on lines of their own, as in texts taken from PDF files, with the lines they number:
//! 「第二节⏎基本原则」.

use std::sync::LazyLock;

use regex::Regex;

use super::Number;
use crate::pattern::regex;
use crate::text::{Line, Piece};

/// 「专栏3」 alone, the title of the box on the next line.
static BOX: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^专栏 ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[：:.]?$"));

/// Moves every number that is alone on its line before the line that it numbers. Of several such lines in
/// a row (「第一章⏎第一条⏎总则⏎为贯彻…」) the first numbers the first line below.
pub fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined = Vec::with_capacity(pieces.len());
    let mut waiting: Vec<Line> = Vec::new();
    for piece in pieces {
        let line = match piece {
            Piece::Line(line) => line,
            other => {
                joined.extend(waiting.drain(..).map(Piece::Line));
                joined.push(other);
                continue;
            }
        };
        if line.text.starts_with("专栏") && BOX.is_match(&line.text) {
            joined.extend(waiting.drain(..).map(Piece::Line));
            waiting.push(line);
            continue;
        }
        let number = Number::at_start(&line.text);
        match number {
            Some((number, len)) if line.text[len..].trim().is_empty() => {
                // A chapter number may wait for its title together with the number of its first article,
                // but not two numbers of one style.
                let deeper = waiting
                    .last()
                    .and_then(|line| Number::at_start(&line.text))
                    .is_some_and(|(above, _)| above.rank < number.rank);
                if !deeper {
                    joined.extend(waiting.drain(..).map(Piece::Line));
                }
                waiting.push(line);
            }
            Some(_) => {
                joined.extend(waiting.drain(..).map(Piece::Line));
                joined.push(Piece::Line(line));
            }
            None if waiting.is_empty() => joined.push(Piece::Line(line)),
            None if BOX.is_match(&waiting[0].text) && is_long(&line.text) => {
                joined.extend(waiting.drain(..).map(Piece::Line));
                joined.push(Piece::Line(line));
            }
            None => {
                let mut numbered = waiting.remove(0);
                numbered.append(&line);
                joined.push(Piece::Line(numbered));
            }
        }
    }
    joined.extend(waiting.into_iter().map(Piece::Line));
    joined
}

/// Whether a line is too long to be the title of a box.
fn is_long(text: &str) -> bool {
    text.chars().count() > 30 || text.contains(['。', '，'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        let pieces = text.lines().enumerate();
        let pieces = pieces.map(|(n, l)| Piece::Line(Line::new(l, n + 1)));
        let joined = joined(pieces.collect()).into_iter();
        let text = |piece| match piece {
            Piece::Line(line) => Some(line.text),
            Piece::Table(_) | Piece::LostTable(_) => None,
        };
        joined.filter_map(text).collect()
    }

    #[test]
    fn a_number_alone_on_its_line_numbers_the_line_below() {
        assert_eq!(
            lines("第二节\n基本原则\n生态优先。\n（十二）\n加强收费管理。规范收费。"),
            [
                "第二节基本原则",
                "生态优先。",
                "（十二）加强收费管理。规范收费。"
            ]
        );
    }

    #[test]
    fn a_chapter_and_its_first_article_wait_side_by_side() {
        assert_eq!(
            lines(
                "第一章\n第一条\n总则\n为贯彻落实党中央、国务院决策部署，制定本办法。\n第二条\n本办法适用于全市。"
            ),
            [
                "第一章总则",
                "第一条为贯彻落实党中央、国务院决策部署，制定本办法。",
                "第二条本办法适用于全市。"
            ]
        );
    }

    #[test]
    fn a_number_numbers_no_other_number() {
        assert_eq!(
            lines("第一章\n一、现状\n第二章\n第三章\n保障"),
            ["第一章", "一、现状", "第二章", "第三章保障"]
        );
    }
}
