use super::CardFont;

/// What no line begins with.
const CLOSING: &str = "，。、；：？！）》〉」』】〕〗…—·％%℃”’,.;:?!)]}";
/// What no line ends with.
const OPENING: &str = "（《〈「『【〔〖“‘([{";
/// What stands between the names of a list: only there it is broken.
const BETWEEN: char = '\u{3000}';
/// Said of a text that goes on.
const MORE: char = '…';

/// What a line that ends inside a sentence costs, beside the squares of the differences in length.
const INSIDE: f32 = 30.0;

/// How a text is to be broken.
pub struct LineShape<'a> {
    /// Size of its characters.
    pub size: f32,
    /// The widest line.
    pub width: f32,
    /// The most lines.
    pub most: usize,
    /// Words that a line begins with rather than others.
    pub before: &'a [String],
}

/// A text in lines, as few as it needs and about as long as each other, which end at a mark where that can
/// be; where they would be more than the most, the last one ends in 「…」.
pub fn lines(font: &CardFont, text: &str, shape: &LineShape<'_>) -> Vec<String> {
    let pieces: Vec<(&str, f32)> = pieces(text)
        .into_iter()
        .map(|piece| (piece, font.width(piece, shape.size)))
        .collect();
    let all = filled(&pieces, shape.width);
    if all.len() <= shape.most {
        return balanced(text, &pieces, shape, all);
    }
    let mut kept: Vec<String> = all.into_iter().take(shape.most).collect();
    if let Some(last) = kept.last_mut() {
        let more = font.advance(MORE, shape.size);
        while !last.is_empty() && font.width(last, shape.size) + more > shape.width {
            last.pop();
        }
        // Of a name in a list no part is shown.
        last.truncate(last.rfind(BETWEEN).unwrap_or(last.len()));
        let cut = last.trim_end_matches(|c| c == ' ' || OPENING.contains(c) || CLOSING.contains(c));
        *last = format!("{cut}{MORE}");
    }
    kept
}

/// The best lines of the same number.
fn balanced(
    text: &str,
    pieces: &[(&str, f32)],
    shape: &LineShape<'_>,
    filled: Vec<String>,
) -> Vec<String> {
    let (wanted, count) = (filled.len(), pieces.len());
    if wanted < 2 {
        return filled;
    }
    let mut ends = vec![(0, 0.0)];
    for (piece, width) in pieces {
        let (bytes, before) = ends[ends.len() - 1];
        ends.push((bytes + piece.len(), before + width));
    }
    let mean = ends[count].1 / wanted as f32;
    // Costs of the first pieces in so many lines, and where the last of these lines begins.
    let mut costs = vec![vec![(f32::INFINITY, 0); wanted + 1]; count + 1];
    costs[0][0].0 = 0.0;
    for to in 1..=count {
        let (before, after) = text.split_at(ends[to].0);
        let ends_well = after.is_empty()
            || before.ends_with(|c: char| c == ' ' || CLOSING.contains(c))
            || after.starts_with(|c: char| OPENING.contains(c))
            || shape.before.iter().any(|word| after.starts_with(&**word));
        let end = if ends_well { 0.0 } else { INSIDE };
        for from in 0..to {
            let width = ends[to].1 - ends[from].1;
            if width > shape.width {
                continue;
            }
            let cost = ((width - mean) / shape.size).powi(2) + end;
            for line in 1..=wanted {
                let whole = costs[from][line - 1].0 + cost;
                if whole < costs[to][line].0 {
                    costs[to][line] = (whole, from);
                }
            }
        }
    }
    if costs[count][wanted].0.is_infinite() {
        return filled;
    }
    let mut best = Vec::new();
    let mut to = count;
    for line in (1..=wanted).rev() {
        let from = costs[to][line].1;
        best.push(text[ends[from].0..ends[to].0].trim().to_owned());
        to = from;
    }
    best.reverse();
    best
}

fn filled(pieces: &[(&str, f32)], width: f32) -> Vec<String> {
    let (mut lines, mut used) = (vec![String::new()], 0.0);
    for &(piece, own) in pieces {
        let is_space = piece.chars().all(char::is_whitespace);
        if used > 0.0 && used + own > width && !is_space {
            lines.push(String::new());
            used = 0.0;
        }
        if let Some(line) = lines.last_mut().filter(|_| used > 0.0 || !is_space) {
            line.push_str(piece);
            used += own;
        }
    }
    let trimmed = lines.iter().map(|line| line.trim_end().to_owned());
    trimmed.filter(|line| !line.is_empty()).collect()
}

/// What stays together: names of a list; else words and numbers of letters, and marks with what they belong to.
fn pieces(text: &str) -> Vec<&str> {
    if text.contains(BETWEEN) {
        return text.split_inclusive(BETWEEN).collect();
    }
    let mut cuts = vec![0];
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        if let Some(before) = before {
            let is_word = |c: char| c.is_ascii() && !c.is_ascii_whitespace();
            let joined = is_word(before) && is_word(c)
                || OPENING.contains(before)
                || CLOSING.contains(c)
                || before.is_ascii_digit() && !c.is_whitespace();
            if !joined {
                cuts.push(at);
            }
        }
        before = Some(c);
    }
    cuts.push(text.len());
    cuts.windows(2)
        .map(|cut| &text[cut[0]..cut[1]])
        .filter(|piece| !piece.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn broken(text: &str, width: f32, most: usize) -> Vec<String> {
        let before = ["关于".to_owned()];
        let shape = LineShape {
            size: 10.0,
            width,
            most,
            before: &before,
        };
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/fonts/card.otf");
        let font = CardFont::read(Path::new(file)).unwrap();
        lines(&font, text, &shape)
    }

    #[test]
    fn lines_are_as_few_as_needed_and_even() {
        assert_eq!(broken("碳达峰实施方案", 100.0, 2), ["碳达峰实施方案"]);
        assert_eq!(
            broken("碳达峰实施方案的通知", 90.0, 2),
            ["碳达峰实施", "方案的通知"]
        );
    }

    #[test]
    fn lines_end_where_a_reader_takes_breath() {
        assert_eq!(
            broken("某市人民政府关于印发实施方案的通知", 110.0, 2),
            ["某市人民政府", "关于印发实施方案的通知"]
        );
        assert_eq!(
            broken("承诺了什么、何时做到、谁来负责？", 100.0, 2),
            ["承诺了什么、", "何时做到、谁来负责？"]
        );
    }

    #[test]
    fn marks_and_numbers_stay_with_what_they_belong_to() {
        assert_eq!(
            broken("关于印发《方案》的通知", 50.0, 3),
            ["关于印发", "《方案》", "的通知"]
        );
        assert_eq!(broken("比重 24.5% 以上", 60.0, 2), ["比重", "24.5% 以上"]);
    }

    #[test]
    fn names_of_a_list_stay_whole() {
        let names = "江苏省　绍兴市　江西省　山东省";
        assert_eq!(broken(names, 85.0, 2), ["江苏省　绍兴市", "江西省　山东省"]);
        assert_eq!(broken(names, 65.0, 2), ["江苏省", "绍兴市…"]);
    }

    #[test]
    fn what_is_too_long_says_so() {
        assert_eq!(
            broken("碳达峰实施方案的通知", 40.0, 2),
            ["碳达峰实", "施方案…"]
        );
    }
}
