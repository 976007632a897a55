//! The region that a text belongs to.

use std::collections::BTreeMap;

use super::pieces::RecordPiece;
use crate::extract::stretch;
use crate::model::Region;
use crate::vocabulary::{Own, RegionEntry, Regions, Vocabulary, short_name};

/// Number of pieces, from the beginning of a text, that are searched for a region if title and issuers
/// name none.
const LOOKED_AT: usize = 40;

/// The region of a document. It comes from the start of the title or of an issuer (the nation for
/// national bodies), else from inside the title, else it is the most named region of the level that the
/// text claims for itself.
pub fn find(
    title: &str,
    issuers: &[String],
    document_number: Option<&str>,
    pieces: &[RecordPiece<'_>],
    vocabulary: &Vocabulary,
) -> Option<Region> {
    let regions = &vocabulary.regions;
    let starts = [title]
        .into_iter()
        .chain(issuers.iter().map(String::as_str));
    for words in starts {
        match start(words, regions) {
            Start::Region(entry) => return Some(entry.region.clone()),
            // 「和康县…方案」 begins with a region that no list has; another region whose name occurs in it
            // would be wrong.
            Start::Unknown => return None,
            Start::None => {}
        }
    }
    if let Some(first) = issuers.first()
        && let Some(region) = of_body(first, vocabulary)
    {
        return Some(region);
    }
    let mark = document_number.is_some_and(|number| {
        let mark = number.split('〔').next().unwrap_or_default();
        vocabulary
            .documents
            .national_marks
            .iter()
            .any(|known| known == mark)
    });
    if let Some(entry) = by_short_name(title, issuers, pieces, regions) {
        return Some(entry.region.clone());
    }
    let national = mark || issuers.is_empty() && vocabulary.agencies.is_national(title);
    if national {
        return regions.nation().map(|entry| entry.region.clone());
    }
    if let Some((entry, _)) = regions.named_in(title).first() {
        return Some(entry.region.clone());
    }
    let below = &pieces[..pieces.len().min(LOOKED_AT)];
    let own = &vocabulary.documents.own;
    shared(title, below, regions)
        .or_else(|| most_named(below, own, regions))
        .or_else(|| of_the_nation(pieces, vocabulary))
}

/// The nation, for a text to all provinces in which no place refers to itself.
fn of_the_nation(pieces: &[RecordPiece<'_>], vocabulary: &Vocabulary) -> Option<Region> {
    const LEAST: usize = 2;
    let documents = &vocabulary.documents;
    let named = |words: &[String]| -> usize {
        let of = |piece: &RecordPiece<'_>| -> usize {
            let words = words.iter();
            words
                .map(|word| piece.text.matches(word.as_str()).count())
                .sum()
        };
        pieces.iter().map(of).sum()
    };
    let own = documents
        .own
        .levels()
        .into_iter()
        .any(|words| named(words) > 0);
    let speaks = !own && named(&documents.national_addressees) >= LEAST;
    let nation = vocabulary.regions.nation().filter(|_| speaks)?;
    Some(nation.region.clone())
}

/// A region whose short name begins the title or an issuer and whose full name occurs in the text:
/// 「济源示范区…」 in a text about 济源市.
fn by_short_name<'a>(
    title: &str,
    issuers: &[String],
    pieces: &[RecordPiece<'_>],
    regions: &'a Regions,
) -> Option<&'a RegionEntry> {
    let starts = || {
        [title]
            .into_iter()
            .chain(issuers.iter().map(String::as_str))
    };
    let named = pieces
        .iter()
        .take(LOOKED_AT)
        .flat_map(|piece| regions.named_in(piece.text));
    named.map(|(entry, _)| entry).find(|entry| {
        short_name(&entry.region.name).is_some_and(|short| {
            starts().any(|words| {
                let rest = words.strip_prefix(short);
                rest.is_some_and(|rest| !rest.starts_with(['县', '区', '市', '州', '盟', '旗']))
            })
        })
    })
}

/// The region that words begin with.
enum Start<'a> {
    Region(&'a RegionEntry),
    /// The name of a region that no list has.
    Unknown,
    None,
}

fn start<'a>(words: &str, regions: &'a Regions) -> Start<'a> {
    let words = words
        .trim_start_matches("中共")
        .trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
    if let Some((first, len)) = regions.at_start(words) {
        // 「绍兴市柯桥区…」 is the district's.
        let inner = regions
            .after(&words[..len], &words[len..])
            .filter(|(e, _)| {
                regions
                    .parent(&e.region.code)
                    .is_some_and(|p| p.region.code == first.region.code)
            });
        let inner = inner.map(|(entry, _)| entry);
        let inner = inner.or_else(|| in_brackets(first, &words[len..], regions));
        return Start::Region(inner.unwrap_or(first));
    }
    match regions.is_unknown_at_start(words) {
        true => Start::Unknown,
        false => Start::None,
    }
}

/// The city district in brackets behind the name of a zone: 「广州开发区（黄埔区）…」.
fn in_brackets<'a>(
    city: &RegionEntry,
    rest: &str,
    regions: &'a Regions,
) -> Option<&'a RegionEntry> {
    const ZONE: usize = 8;
    let (zone, rest) = rest.split_once(['（', '('])?;
    let (inner, _) = rest.split_once(['）', ')'])?;
    if zone.chars().count() > ZONE || !zone.ends_with('区') {
        return None;
    }
    let (entry, length) = regions.after(&city.region.name, inner)?;
    let below = regions.parent(&entry.region.code);
    let below = below.is_some_and(|parent| parent.region.code == city.region.code);
    (below && length == inner.len()).then_some(entry)
}

/// The region of a body whose name begins with none: the nation, or the place of its branch, as in
/// 「国家能源局浙江监管办」.
fn of_body(body: &str, vocabulary: &Vocabulary) -> Option<Region> {
    if !vocabulary.agencies.is_national(body) {
        return None;
    }
    let regions = &vocabulary.regions;
    let place = body
        .char_indices()
        .skip(2)
        .find_map(|(at, _)| regions.at_start(&body[at..]));
    let entry = place.map(|(entry, _)| entry).or_else(|| regions.nation());
    entry.map(|entry| entry.region.clone())
}

/// A region in the title whose name several regions have. The parent region that the text names most
/// decides: 「关于开展通州区2021年…」 in a text about 北京市.
fn shared(title: &str, pieces: &[RecordPiece<'_>], regions: &Regions) -> Option<Region> {
    let bearers = regions.shared_in(title);
    let above = |entry: &&RegionEntry| {
        let parents = std::iter::successors(regions.parent(&entry.region.code), |parent| {
            regions.parent(&parent.region.code)
        });
        let names: Vec<&str> = parents.map(|p| p.region.name.as_str()).collect();
        let named = |piece: &RecordPiece<'_>| names.iter().any(|name| piece.text.contains(name));
        pieces.iter().filter(|piece| named(piece)).count()
    };
    let best = bearers
        .into_iter()
        .max_by_key(|e| (above(e), e.region.code.clone()))?;
    (above(&best) > 0).then(|| best.region.clone())
}

/// The region most often named, if its level is the one that the text claims for itself. A region named
/// in passing does not count.
fn most_named(pieces: &[RecordPiece<'_>], own: &Own, regions: &Regions) -> Option<Region> {
    let level = level(pieces, own)?;
    let mut counts: BTreeMap<Region, usize> = BTreeMap::new();
    for piece in pieces {
        for (entry, _) in regions.named_in(stretch::beginning(piece.text)) {
            let region = &entry.region;
            let municipality = region.code.ends_with("0000") && region.name.ends_with('市');
            let city = region.name.ends_with('市');
            let fits = match level {
                1 => Regions::level(&region.code) == 1 || municipality || city,
                level => Regions::level(&region.code) == level && !municipality,
            };
            if fits {
                *counts.entry(region.clone()).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .max_by_key(|(region, count)| (*count, std::cmp::Reverse(region.code.clone())))
        .filter(|(_, count)| *count >= 2)
        .map(|(region, _)| region)
}

/// The level that a text claims for itself, by the words it uses most.
fn level(pieces: &[RecordPiece<'_>], own: &Own) -> Option<usize> {
    let counts = own.levels().map(|words| -> usize {
        let words = words.iter();
        words
            .map(|word| {
                pieces
                    .iter()
                    .filter(|p| p.text.contains(word.as_str()))
                    .count()
            })
            .sum()
    });
    let most = counts.iter().max().copied().filter(|&count| count > 0)?;
    counts.iter().position(|&count| count == most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Line;
    use crate::vocabulary::tests::REAL;

    fn region(title: &str, issuers: &[&str], lines: &[&str]) -> Option<String> {
        let issuers: Vec<String> = issuers.iter().map(|body| (*body).to_owned()).collect();
        let lines = lines.iter().enumerate();
        let lines: Vec<Line> = lines.map(|(n, line)| Line::new(line, n + 1)).collect();
        let pieces: Vec<RecordPiece<'_>> = lines.iter().map(RecordPiece::of).collect();
        find(title, &issuers, None, &pieces, &REAL).map(|region| region.name)
    }

    #[test]
    fn the_bodies_of_the_nation_and_their_branches() {
        for (body, name) in [
            ("财政部", "全国"),
            ("国务院办公厅", "全国"),
            ("住房和城乡建设部", "全国"),
            ("国家能源局浙江监管办", "浙江省"),
        ] {
            let found = region("关于推进工作的意见", &[body], &[]);
            assert_eq!(found.as_deref(), Some(name), "{body}");
        }
    }

    #[test]
    fn a_text_that_speaks_to_the_provinces_is_of_the_nation() {
        let title = "财政支持做好碳达峰碳中和工作的意见";
        let speaks = [
            "有力支持各地区各行业加快绿色低碳转型。",
            "中央财政对推进相关工作成效突出的地区给予奖励支持。",
        ];
        assert_eq!(region(title, &[], &speaks).as_deref(), Some("全国"));
        assert_eq!(region(title, &[], &speaks[..1]), None);
        let own = [speaks[0], speaks[1], "我市积极申报。"];
        assert_eq!(region(title, &[], &own), None);
    }

    #[test]
    fn the_district_in_brackets_behind_its_zone() {
        let title = "广州开发区（黄埔区）促进人才高质量发展的政策措施";
        assert_eq!(
            region(
                title,
                &[],
                &["为促进人才发展，根据广州市有关规定，制定本措施。"]
            )
            .as_deref(),
            Some("黄埔区")
        );
    }

    #[test]
    fn new_and_former_divisions_are_known_by_their_years() {
        for (name, from, until) in [
            ("莱芜市", None, Some(2018)),
            ("繁昌县", None, Some(2020)),
            ("上饶县", None, Some(2019)),
            ("米林县", None, Some(2022)),
        ] {
            let title = format!("{name}节能工作方案");
            assert_eq!(region(&title, &[], &[]).as_deref(), Some(name));
            let entry = REAL.regions.by_name(name).unwrap();
            assert_eq!((entry.from, entry.until), (from, until), "{name}");
        }
    }
}
