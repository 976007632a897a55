//! The region that a figure of a sentence belongs to.

use crate::model::{Block, Figure, Lines, Policy};

/// The sentence of a figure up to the end of its quote: 「2050年全球实现温控目标，总投资将达到150万亿美元」. Only the quote if
/// the paragraph is not found.
pub fn sentence_before(policy: &Policy, figure: &Figure) -> String {
    let near = |lines: Lines| lines.contains(figure.lines.first);
    let from = policy
        .blocks
        .partition_point(|block| block.lines().last < figure.lines.first);
    let blocks = policy.blocks[from..].iter().take(NEAR);
    let text = blocks
        .filter(|block| near(block.lines()))
        .find_map(|block| match block {
            Block::Paragraph { text, .. } => text.find(&figure.quote).map(|at| (text, at)),
            _ => None,
        });
    let Some((text, at)) = text else {
        return figure.quote.clone();
    };
    let begin = text[..at].rfind(['。', '；', '！', '？', '\n']);
    let begin = begin.map_or(0, |at| {
        at + text[at..].chars().next().map_or(0, char::len_utf8)
    });
    text[begin..at + figure.quote.len()].to_owned()
}

/// Maximum number of blocks on one line that are searched.
const NEAR: usize = 64;
