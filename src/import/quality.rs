//! Whether what was read from a file is a text that can be published: most of what the file holds, in Chinese,
//! no letters that stand for others, its lines in their order.

use super::line_joins::LineJoin;
use super::{cut_lines, known_words};
use crate::model::TextDoubt;
use crate::text::{self, Piece, is_han};

/// Texts with fewer letters are not judged by shares.
const LEAST: usize = 60;
/// Of the letters, digits aside, so many at least are Chinese.
const CHINESE: f32 = 0.4;
/// Of all letters so many at most are those that wrong encodings give.
const WRONG: f32 = 0.05;
/// So much at least of what the file holds is text; the rest is taken for frames, lists of contents, numbers.
const KEPT: f32 = 0.3;
/// Texts with fewer Chinese letters are not judged by their words.
const LEAST_CHINESE: usize = 100;
/// Of the Chinese letters so many at least are in words of two letters or more. Of 140 good texts none has
/// less than 0.68, the middle one 0.87; where three letters of ten stand for others none has more than 0.48,
/// in lines read backwards 0.24.
const IN_WORDS: f32 = 0.55;
/// With fewer letters in words a text may be in traditional characters, which the dictionary lacks.
const SIMPLIFIED: f32 = 0.75;
/// A line with so many Chinese letters is judged by its words.
const LONG: usize = 30;
/// Of the Chinese letters of a long line so many at least are in words: of good texts only a list of names has
/// fewer than 0.53.
const LINE_IN_WORDS: f32 = 0.4;
/// Where fewer line ends were undone they are not judged.
const LEAST_JOINS: usize = 30;
/// Of the line ends that were undone so many at least are inside a word. Of good texts none has less than 0.35,
/// the middle one 0.56; where two columns are read across each other none has more than 0.10.
const INSIDE_WORDS: f32 = 0.15;
/// So many doubtful lines are named.
const NAMED: usize = 5;

/// Why a text is doubtful, with its words; `None` where it is not. `held` are the letters of the file, where
/// its reader counts them; `joins` are the ends of lines that were undone.
pub fn doubt(text: &str, held: Option<usize>, joins: &[LineJoin]) -> Option<(TextDoubt, String)> {
    letters_doubt(text, held).or_else(|| words_doubt(text, joins))
}

/// What the letters say, one by one.
fn letters_doubt(text: &str, held: Option<usize>) -> Option<(TextDoubt, String)> {
    let letters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let wrong = text.chars().filter(|&c| is_wrong(c)).count();
    if let Some(held) = held.filter(|&held| held >= LEAST && share(letters.len(), held) < KEPT) {
        let told = format!(
            "only {} of the {held} letters of the file are text, the rest looks like a list of contents or the frame of pages",
            letters.len()
        );
        return Some((TextDoubt::MostlyLeftOut, told));
    }
    if letters.len() >= LEAST && share(wrong, letters.len()) > WRONG {
        let told = format!(
            "{wrong} of its {} letters are such as a wrong encoding gives",
            letters.len()
        );
        return Some((TextDoubt::WrongLetters, told));
    }
    let words: Vec<&char> = letters.iter().filter(|c| !c.is_numeric()).collect();
    let chinese = words.iter().filter(|&&&c| is_han(c)).count();
    let told = format!("only {chinese} of its {} letters are Chinese", words.len());
    (words.len() >= LEAST && share(chinese, words.len()) < CHINESE)
        .then_some((TextDoubt::HardlyChinese, told))
}

/// What the words say, inside lines and from line to line.
fn words_doubt(text: &str, joins: &[LineJoin]) -> Option<(TextDoubt, String)> {
    if text.chars().filter(|&c| is_han(c)).count() < LEAST_CHINESE {
        return None;
    }
    let mended = text::mended(text);
    let (mut known, all) = known_words::in_words(&mended);
    let is_simplified = share(known, all) >= SIMPLIFIED;
    if !is_simplified {
        known = known.max(known_words::in_words(&known_words::simplified(&mended)).0);
    }
    if share(known, all) < IN_WORDS {
        let told = format!("only {known} of its {all} Chinese letters form words");
        return Some((TextDoubt::UnknownWords, told));
    }
    let mut joins = joins.to_vec();
    joins.extend(undone(text));
    if !is_simplified {
        joins.iter_mut().for_each(simplify);
    }
    let inside = joins.iter().filter(|j| known_words::goes_over(j)).count();
    let told = format!(
        "only {inside} of its {} lines go on with the word at the end of the line before, as if columns were read across each other",
        joins.len()
    );
    (joins.len() >= LEAST_JOINS && share(inside, joins.len()) < INSIDE_WORDS)
        .then_some((TextDoubt::LinesOutOfOrder, told))
}

fn simplify(join: &mut LineJoin) {
    for part in [&mut join.before, &mut join.behind] {
        *part = known_words::simplified(part);
    }
}

/// Ends of lines that the reader of seeds undoes in a text.
fn undone(text: &str) -> Vec<LineJoin> {
    let read = text::read(text.as_bytes(), "").unwrap_or_default();
    let joins = read.pieces.iter().map(|piece| match piece {
        Piece::Line(line) => LineJoin::all_of(line).collect(),
        Piece::Table(_) | Piece::LostTable(_) => Vec::new(),
    });
    joins.flatten().collect()
}

/// What has to be read against the file in single lines of the text, which are counted from 1.
pub fn doubtful_lines(text: &str) -> Vec<String> {
    let mut told = Vec::new();
    let lines: Vec<&str> = text.lines().collect();
    let is_row = |line: &str| line.contains('\t');
    for (n, line) in lines.iter().enumerate() {
        let above = n.checked_sub(1).map_or("", |n| lines[n]);
        let rows = is_row(above) || is_row(line);
        let what = match () {
            () if !rows && cut_lines::begins_inside(line) => "begins in the middle of a sentence",
            () if !rows && cut_lines::cuts_a_number(above, line) => {
                "seems to go on with a number of the line before"
            }
            () if cut_lines::has_spaced_digits(line) => {
                "has a number with blanks between its digits"
            }
            () if has_no_words(line) => "has hardly a word that the dictionary knows",
            () => continue,
        };
        let words: String = line.chars().take(LONG).collect();
        told.push(format!("line {} of the text {what}: 「{words}」", n + 1));
    }
    let more = told.len().saturating_sub(NAMED);
    told.truncate(NAMED);
    if more > 0 {
        told.push(format!(
            "{more} more lines of the text are doubtful in these ways"
        ));
    }
    told
}

/// Whether a long line has hardly a word.
fn has_no_words(line: &str) -> bool {
    if line.chars().filter(|&c| is_han(c)).count() < LONG {
        return false;
    }
    let few = |line: &str| {
        let (known, all) = known_words::in_words(line);
        share(known, all) < LINE_IN_WORDS
    };
    let mended = text::mended(line);
    few(&mended) && few(&known_words::simplified(&mended))
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

/// Characters that stand for others: the replacement character, private ones, letters of Western Europe and
/// signs that bytes of Chinese are taken for.
fn is_wrong(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "某市绿色建筑行动方案。到2025年，PM2.5年均浓度降至28微克/立方米以下，新建装配式建筑占比达到35%以上，\
                        屋顶光伏装机达到30万千瓦。（牵头单位：市住建局；责任单位：市发改委）推广B&B模式和Wi-Fi覆盖。";

    #[test]
    fn a_plan_is_no_doubtful_text() {
        assert_eq!(doubt(PLAN, None, &[]), None);
        assert_eq!(doubt(PLAN, Some(120), &[]), None);
        assert_eq!(doubt("全文见附件", None, &[]), None);
    }

    #[test]
    fn what_is_no_text_is_said() {
        let western = "¹ØÓÚºì¾ü×÷Õ½µÄÔÔò£¨Ò¾ÅÈýÆßÄê°ËÔÂÒÈÕ£©¶Ô¹ú·ÀÎÊÌâµÄÒâ¼û".repeat(3);
        let told = |text: &str, held| doubt(text, held, &[]).unwrap().1;
        assert!(told(&western, None).contains("encoding"));
        let english = "Notice of the Municipal Government on issuing the plan for green buildings in the city, 2024";
        assert!(told(english, None).contains("Chinese"));
        assert!(told(PLAN, Some(2_000)).contains("2000 letters"));
    }

    const PASSAGE: &str = "推进重点行业节能降碳改造，加快发展风电和光伏发电，完善绿色低碳循环发展经济体系。\
                           加强城镇污水处理设施建设，提高再生水利用水平，开展生态保护修复工程。\
                           鼓励企业开展清洁生产审核，对符合条件的项目给予资金支持，落实税收优惠政策。\
                           健全生态环境监测网络，严格执行排放标准，推动公共建筑能效提升，建立目标责任制和考核评价机制。";

    fn kind(text: &str, joins: &[LineJoin]) -> Option<TextDoubt> {
        doubt(text, None, joins).map(|(kind, _)| kind)
    }

    /// Lines of so many letters.
    fn lines(text: &str, width: usize) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        letters
            .chunks(width)
            .map(|line| line.iter().collect())
            .collect()
    }

    fn joins(lines: &[String]) -> Vec<LineJoin> {
        let pairs = lines.windows(2);
        pairs
            .filter_map(|pair| LineJoin::of(&pair[0], &pair[1]))
            .collect()
    }

    #[test]
    fn letters_that_form_no_words_are_told() {
        let next = |c: char| char::from_u32(u32::from(c) + 1).unwrap();
        let shifted = |c: char| if is_han(c) { next(c) } else { c };
        let shifted: String = PASSAGE.chars().map(shifted).collect();
        assert_eq!(kind(&shifted, &[]), Some(TextDoubt::UnknownWords));
        let backwards: String = PASSAGE.chars().rev().collect();
        assert_eq!(kind(&backwards, &[]), Some(TextDoubt::UnknownWords));
        assert_eq!(kind(PASSAGE, &[]), None);
    }

    #[test]
    fn traditional_characters_form_words_too() {
        let text = "推進重點行業節能降碳改造，加快發展風電和光伏發電，完善綠色低碳循環發展經濟體系。\
                    鼓勵企業開展清潔生產審核，對符合條件的項目給予資金支持，落實稅收優惠政策，健全環境監測網絡。\
                    嚴格執行排放標準，推動公共建築能效提升，建立目標責任制。";
        assert_eq!(kind(text, &[]), None);
    }

    #[test]
    fn columns_read_across_each_other_are_told() {
        let text = PASSAGE.repeat(5);
        let lines = lines(&text, 13);
        assert_eq!(kind(&text, &joins(&lines)), None);
        let (left, right) = lines.split_at(lines.len() / 2);
        let across: Vec<String> = left
            .iter()
            .zip(right)
            .flat_map(|(left, right)| [left.clone(), right.clone()])
            .collect();
        let read = kind(&across.concat(), &joins(&across));
        assert_eq!(read, Some(TextDoubt::LinesOutOfOrder));
    }

    #[test]
    fn single_lines_are_named() {
        let told = |text: &str| doubtful_lines(text).join("\n");
        let cut = "某市方案\n我市力争二氧化碳排放在2030\n年前达到峰值。\n";
        assert!(told(cut).starts_with("line 3 of the text seems to go on with a number"));
        let percent = "到2025年，全市新建建筑中绿色建筑占比达到9\n5%以上。\n";
        assert!(told(percent).contains("line 2 of the text seems to go on"));
        assert!(told("到2 0 2 5年，建成绿色工厂30家。").contains("blanks between its digits"));
        assert!(told("推广绿色建筑\n，提高能效。").contains("begins in the middle of a sentence"));
        let good = "指标\t2020\t2025\n绿色建筑占比\t95\t100%\n发布日期：某市某局2024\n2025年，建成30家。\n表1 0 1";
        assert_eq!(told(good), "");
        assert_eq!(told(PASSAGE), "");
    }
}
