//! The years that a number in a sentence holds for and is measured from.

use std::sync::LazyLock;

use regex::Regex;

use super::Reader;
use crate::extract::figures::number::Amount;
use crate::extract::figures::sentence::YearMention;
use crate::model::Change;
use crate::pattern::regex;

impl Reader<'_> {
    /// The year of the `n`th amount of a run; 「2022至2025年…分别达到80%、90%、95%、100%」 gives each
    /// its own.
    pub(super) fn year_in_run(
        &self,
        run: &[&Amount],
        n: usize,
        before: &str,
        names: usize,
    ) -> Option<i16> {
        static SPAN: LazyLock<Regex> = LazyLock::new(|| {
            regex(r"((?:19|20)\d\d) ?年? ?(?:-|—|–|－|~|～|至|到) ?((?:19|20)\d\d) ?年")
        });
        let year = self.year(run.first().map_or(0, |a| a.span.start));
        let words = &self.text[self.sentence.start..run.first().map_or(0, |a| a.span.start)];
        if names != run.len()
            && before.contains("分别")
            && let Some(span) = SPAN.captures(words)
            && let (Ok(from), Ok(to)) = (span[1].parse::<i16>(), span[2].parse::<i16>())
            && usize::try_from(to - from + 1).is_ok_and(|years| years == run.len())
        {
            return i16::try_from(n).ok().map(|n| from + n);
        }
        year
    }

    /// The year a number at `at` holds for: the last one named before it in the sentence, else the
    /// one that opened an earlier sentence of the paragraph, else that of the lead-in.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let spent = |y: &YearMention| y.start && self.numbers.iter().any(|&n| n >= y.end && n < at);
        let named = self
            .mentions
            .iter()
            .rev()
            .find(|y| !y.base && y.end <= at && !spent(y));
        let named = named.map(|y| {
            if y.relative {
                self.carried.unwrap_or(y.year)
            } else {
                y.year
            }
        });
        named.or(self.carried).or(self.context.lead_in_year)
    }

    /// The year that a change is measured from. 「2022年起新建…比例不低于50%」 starts then and compares
    /// nothing.
    pub(super) fn base_year(
        &self,
        at: usize,
        year: Option<i16>,
        before: &str,
        change: Option<Change>,
    ) -> Option<i16> {
        const COMPARING: [char; 5] = ['较', '比', '对', '于', '与'];
        let start = at - before.len();
        let named = self
            .mentions
            .iter()
            .rev()
            .find(|y| y.base && y.at >= start.saturating_sub(6) && y.end <= at);
        if let Some(base) = named {
            let compared = change.is_some() || self.text[..base.at].trim_end().ends_with(COMPARING);
            return compared.then_some(base.year);
        }
        (before.contains("同比") || before.contains("比上年") || before.contains("较上年"))
            .then(|| year.map(|y| y - 1))
            .flatten()
    }
}
