//! Targets in words instead of numbers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Reader, STRIVE};
use crate::extract::figures::{Draft, name};
use crate::model::{Bound, FigureKind};
use crate::pattern::regex;

/// 「完成省下达任务」「完成省下达的控制目标」「达到国家确定的江西省目标值」
static WORDED: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?:确保|力争|全面|均|顺利)*((?:完成|达到)(?:国家|省|市|上级|省级|省市)?(?:政府|级)?(?:下达|确定|核定)(?:的)?[^，。；、）0-9]{0,14}?(?:目标任务|控制目标|目标值|目标|任务|指标|要求))",
    )
});

impl Reader<'_> {
    /// Targets in words: 「单位GDP能耗降低率完成省下达目标」.
    pub(super) fn worded(&self) -> Vec<Draft> {
        let sentence = &self.text[self.sentence.clone()];
        let found = WORDED.captures_iter(sentence).filter_map(|found| {
            let (all, words) = (found.get(0)?, found.get(1)?);
            let at = self.sentence.start + all.start();
            let start = self.clause_start(at, self.sentence.start);
            let name = name::before(&self.text[start..at], "");
            let end = self.sentence.start + words.end();
            if name.is_empty() || self.context.past {
                return None;
            }
            Some(Draft {
                at,
                name,
                value: None,
                text: Some(words.as_str().to_owned()),
                unit: None,
                bound: if STRIVE.is_match(all.as_str()) {
                    Bound::Strive
                } else {
                    Bound::Exact
                },
                year: self.year(at),
                base_year: None,
                change: None,
                kind: FigureKind::Target,
                binding: None,
                quote: self.text[start..end].to_owned(),
                lines: self.line.lines_of(self.sentence.start + words.start()..end),
            })
        });
        found.collect()
    }
}
