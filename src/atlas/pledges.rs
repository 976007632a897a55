//! Promises of texts in words instead of numbers: 「到2030年，高质量实现碳达峰」.

use regex::Regex;

use crate::model::{Block, Lines, Policy};
use crate::vocabulary::{PledgeKind, Pledges, Vocabulary};

/// A promise of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pledge {
    /// Index in [`super::Atlas::policies`].
    pub policy: usize,
    /// Id of the kind of promise.
    pub id: String,
    /// Its Chinese name.
    pub name: String,
    /// The year by which it is to be reached.
    pub year: i16,
    /// The words from the year on.
    pub quote: String,
    /// The paragraph.
    pub lines: Lines,
}

/// The promises of all documents in reading order, each kind and year once a document.
pub fn of(policies: &[Policy], vocabulary: &Vocabulary) -> Vec<Pledge> {
    let Some(reader) = PledgeReader::of(&vocabulary.pledges) else {
        return Vec::new();
    };
    let nation = vocabulary.regions.nation().map(|nation| &nation.region);
    let mut all: Vec<Pledge> = Vec::new();
    for (n, policy) in policies.iter().enumerate() {
        let is_national = nation.is_some() && policy.region.as_ref() == nation;
        let first = all.len();
        for block in &policy.blocks {
            let Block::Paragraph { text, lines, .. } = block else {
                continue;
            };
            for (kind, year, quote) in reader.read(text, is_national) {
                let told = all[first..]
                    .iter()
                    .any(|own| own.id == kind.id && own.year == year);
                if !told {
                    all.push(Pledge {
                        policy: n,
                        id: kind.id.clone(),
                        name: kind.name.clone(),
                        year,
                        quote: quote.to_owned(),
                        lines: *lines,
                    });
                }
            }
        }
    }
    all
}

/// Finder of promises in a sentence.
struct PledgeReader<'v> {
    words: &'v Pledges,
    /// Pattern of a year, a verb and words of a pledge in the same or the next clause, and the end of the
    /// clause.
    pattern: Regex,
}

impl<'v> PledgeReader<'v> {
    /// `None` if the vocabulary has no pledges.
    fn of(words: &'v Pledges) -> Option<Self> {
        let all = words.pledges.iter().flat_map(|kind| &kind.words);
        let named = any_of(all)?;
        let reach = any_of(words.reach.iter())?;
        // The promised act may have a subject (公共机构), but no clause about another thing may come before
        // it; 「2017年起」 is no deadline.
        let pattern = format!(
            r"(20[0-9]{{2}}) ?年(?:底前|以前|之前|前|底|末)?，?[^，。；、：0-9]{{0,40}}?(?:{reach})[^，。；、：0-9]{{0,16}}?({named})(?:$|[，。；、：）)])"
        );
        let pattern = Regex::new(&pattern).ok()?;
        Some(Self { words, pattern })
    }

    /// The promises of a paragraph: kind, year, words.
    fn read<'t>(&self, text: &'t str, is_national: bool) -> Vec<(&'v PledgeKind, i16, &'t str)> {
        let sentences = text.split_inclusive(['。', '；']);
        sentences
            .filter_map(|sentence| self.in_sentence(sentence, is_national))
            .collect()
    }

    fn in_sentence<'t>(
        &self,
        sentence: &'t str,
        is_national: bool,
    ) -> Option<(&'v PledgeKind, i16, &'t str)> {
        let found = self.pattern.captures(sentence)?;
        let (year, named) = (found.get(1)?, found.get(2)?);
        let before = &sentence[..named.start()];
        let stands_in = |words: &[String], text: &str| {
            let mut words = words.iter();
            words.any(|word| text.contains(word.as_str()))
        };
        let clause = before[..year.start()].rfind(['，', '；']).unwrap_or(0);
        if stands_in(&self.words.toward, &before[clause..]) {
            return None;
        }
        let is_of_others = stands_in(&self.words.others, before);
        if is_of_others && !is_national {
            return None;
        }
        let has = |kind: &&PledgeKind| kind.words.iter().any(|word| word == named.as_str());
        let kind = self.words.pledges.iter().find(has)?;
        let year_number = year.as_str().parse().ok()?;
        Some((kind, year_number, &sentence[year.start()..named.end()]))
    }
}

/// A pattern that matches any of these words, the longest first.
fn any_of<'w>(words: impl Iterator<Item = &'w String>) -> Option<String> {
    let mut words: Vec<&String> = words.collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let escaped: Vec<String> = words.iter().map(|word| regex::escape(word)).collect();
    (!escaped.is_empty()).then(|| escaped.join("|"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::tests::REAL;

    fn read(text: &str) -> Vec<(&str, i16, &str)> {
        let reader = PledgeReader::of(&REAL.pledges).unwrap();
        reader
            .read(text, false)
            .into_iter()
            .map(|(kind, year, quote)| (kind.id.as_str(), year, quote))
            .collect()
    }

    #[test]
    fn reads_what_a_place_wants_to_have_reached() {
        assert_eq!(
            read("到2030年，高质量实现碳达峰，碳达峰、碳中和数智治理体系基本建成。"),
            [("carbon-peak", 2030, "2030年，高质量实现碳达峰")]
        );
        assert_eq!(
            read("到2025 年，港口泊位配备岸电设备实现全覆盖。"),
            [(
                "full-coverage",
                2025,
                "2025 年，港口泊位配备岸电设备实现全覆盖"
            )]
        );
        assert_eq!(
            read("2025年，县级城市建成区基本消除黑臭水体。"),
            [(
                "black-water",
                2025,
                "2025年，县级城市建成区基本消除黑臭水体"
            )]
        );
    }

    #[test]
    fn what_others_promise_or_what_only_prepares_is_none() {
        for text in [
            "党中央做出了力争2030年前实现碳达峰的重大决策。",
            "我国力争2030年前实现碳达峰、2060年前实现碳中和。",
            "总书记多次强调，二氧化碳排放力争于2030年前达到峰值，努力争取2060年前实现碳中和。",
            "为2030年前实现碳达峰奠定坚实基础。",
            "2025年，高质量支撑我市如期实现碳达峰。",
            "推动2030年前实现碳达峰。",
            "2035年，突出生态环境问题基本解决，实现碳达峰推动碳中和。",
            "2030年，新型电力系统建设取得重大进展，电力工业实现碳达峰。",
            "2017年起，绍兴市实现城镇新建民用建筑一星级绿色建筑全覆盖。",
            "到2025年，碳达峰、碳中和政策体系基本建立。",
            "深入落实2030年前碳达峰行动方案。",
        ] {
            assert!(read(text).is_empty(), "{text}");
        }
    }
}
