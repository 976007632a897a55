//! Whether what was read from a file is a text that can be published: most of what the file holds, in Chinese,
//! and no letters that stand for others.

use crate::model::TextDoubt;
use crate::text::is_han;

/// Texts with fewer letters are not judged by shares.
const LEAST: usize = 60;
/// Of the letters, digits aside, so many at least are Chinese.
const CHINESE: f32 = 0.4;
/// Of all letters so many at most are those that wrong encodings give.
const WRONG: f32 = 0.05;
/// So much at least of what the file holds is text; the rest is taken for frames, lists of contents, numbers.
const KEPT: f32 = 0.3;

/// Why a text is doubtful, with its words; `None` where it is not. `held` are the letters of the file, where
/// its reader counts them.
pub fn doubt(text: &str, held: Option<usize>) -> Option<(TextDoubt, String)> {
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
        assert_eq!(doubt(PLAN, None), None);
        assert_eq!(doubt(PLAN, Some(120)), None);
        assert_eq!(doubt("全文见附件", None), None);
    }

    #[test]
    fn what_is_no_text_is_said() {
        let western = "¹ØÓÚºì¾ü×÷Õ½µÄÔÔò£¨Ò¾ÅÈýÆßÄê°ËÔÂÒÈÕ£©¶Ô¹ú·ÀÎÊÌâµÄÒâ¼û".repeat(3);
        let told = |text: &str, held| doubt(text, held).unwrap().1;
        assert!(told(&western, None).contains("encoding"));
        let english = "Notice of the Municipal Government on issuing the plan for green buildings in the city, 2024";
        assert!(told(english, None).contains("Chinese"));
        assert!(told(PLAN, Some(2_000)).contains("2000 letters"));
    }
}
