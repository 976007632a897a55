use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Match, Matches, Place, Spans};
use crate::key::{Key, Parts};
use crate::model::{Measure, Policy};

/// The matches of all measures as a former build found them, each with what they were made of. A match
/// is read when it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Links {
    /// Ids of the measures, in their order.
    ids: Vec<String>,
    /// For each id what its matches were made of, the piece that they are in, and where they begin there.
    entries: FxHashMap<String, (u128, usize, usize)>,
    /// As [`Piece::to_bytes`] gave them.
    pieces: Vec<Vec<u8>>,
}

/// What stands after the matches of a piece: for each measure its id, what its matches were made of, and
/// where they begin. Then follows, in eight bytes, where it begins itself.
type Index = Vec<(String, u128, usize)>;

/// Measures whose matches are in one piece.
const SOME: usize = 1_024;

/// The matches of some measures, for the next build: an edit leaves most pieces as they are.
pub struct Piece<'a> {
    /// Tells all that is in it: what the matches were made of, and the numbers of all measures.
    pub key: Key,
    measures: Vec<&'a Measure>,
    found: &'a [Vec<Match>],
    made_of: &'a [Key],
    matches: &'a Matches,
}

/// A match, by the number of its measure.
#[derive(Serialize, Deserialize)]
struct Kept<'a> {
    measure: u32,
    score: f64,
    terms: &'a str,
    sentences: Option<Spans>,
    #[serde(borrow)]
    indicators: Vec<&'a str>,
}

impl<'a> Kept<'a> {
    fn of(found: &'a Match, matches: &Matches) -> Self {
        Self {
            measure: matches.number(found.measure) as u32,
            score: found.score,
            terms: &found.terms,
            sentences: found.sentences,
            indicators: found.indicators.iter().map(|id| &**id).collect(),
        }
    }
}

impl Links {
    /// Where each measure of the former build stands now; `place` tells it of an id.
    pub(super) fn places(&self, place: &dyn Fn(&str) -> Option<Place>) -> Vec<Option<Place>> {
        self.ids.iter().map(|id| place(id)).collect()
    }

    /// The matches of a measure, where they were made of the same; `places` are those that
    /// [`Links::places`] gave.
    pub(super) fn get(
        &self,
        id: &str,
        made_of: Key,
        places: &[Option<Place>],
    ) -> Option<Vec<Match>> {
        let (key, piece, from) = self.entries.get(id)?;
        if *key != made_of.number() {
            return None;
        }
        let bytes = self.pieces.get(*piece)?.get(*from..)?;
        let (kept, _) = postcard::take_from_bytes::<Vec<Kept<'_>>>(bytes).ok()?;
        let read = |kept: Kept<'_>| {
            Some(Match {
                measure: (*places.get(kept.measure as usize)?)?,
                score: kept.score,
                terms: kept.terms.into(),
                sentences: kept.sentences,
                indicators: kept.indicators.into_iter().map(Into::into).collect(),
            })
        };
        kept.into_iter().map(read).collect()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Those of all pieces as [`Piece::to_bytes`] gave them, in their order; nothing is known where one of
    /// them is anything else.
    pub fn of_pieces(pieces: Vec<Vec<u8>>) -> Self {
        let indexes: Option<Vec<Index>> = pieces.par_iter().map(|piece| index(piece)).collect();
        let Some(indexes) = indexes else {
            return Self::default();
        };
        let mut links = Self {
            pieces,
            ..Self::default()
        };
        let all = indexes.iter().map(Vec::len).sum();
        links.ids.reserve(all);
        links.entries.reserve(all);
        for (piece, index) in indexes.into_iter().enumerate() {
            for (id, key, from) in index {
                links.ids.push(id.clone());
                links.entries.insert(id, (key, piece, from));
            }
        }
        links
    }
}

fn index(piece: &[u8]) -> Option<Index> {
    let (rest, begins) = piece.split_last_chunk::<8>()?;
    let begins = usize::try_from(u64::from_le_bytes(*begins)).ok()?;
    postcard::from_bytes(rest.get(begins..)?).ok()
}

impl<'a> Piece<'a> {
    /// All pieces, in the order of the measures.
    pub(super) fn of_all(
        policies: &'a [Policy],
        matches: &'a Matches,
        made_of: &'a [Key],
    ) -> Vec<Self> {
        let measures = policies.iter().flat_map(|policy| &policy.measures);
        let measures: Vec<&Measure> = measures.collect();
        let mut ids = Parts::default();
        for measure in &measures {
            ids.text(&measure.id);
        }
        let ids = ids.end();
        let pieces = measures.chunks(SOME).zip(matches.all.chunks(SOME));
        let pieces = pieces.zip(made_of.chunks(SOME));
        let pieces = pieces.enumerate().map(|(n, ((measures, found), made_of))| {
            let mut key = Parts::default();
            key.key(ids).number(n as u64);
            for made_of in made_of {
                key.key(*made_of);
            }
            Self {
                key: key.end(),
                measures: measures.to_vec(),
                found,
                made_of,
                matches,
            }
        });
        pieces.collect()
    }

    /// To be read again.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut index: Index = Vec::with_capacity(self.found.len());
        let measures = self.measures.iter().zip(self.made_of).zip(self.found);
        for ((measure, key), own) in measures {
            index.push((measure.id.clone(), key.number(), bytes.len()));
            let own: Vec<Kept<'_>> = own
                .iter()
                .map(|found| Kept::of(found, self.matches))
                .collect();
            // Plain data in memory: there is nothing to refuse.
            bytes.extend(postcard::to_allocvec(&own).unwrap_or_default());
        }
        let begins = bytes.len() as u64;
        bytes.extend(postcard::to_allocvec(&index).unwrap_or_default());
        bytes.extend(begins.to_le_bytes());
        bytes
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::atlas::Atlas;
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::Vocabulary;

    const HERE: &str = env!("CARGO_MANIFEST_DIR");

    /// The texts of the repository; `edit` changes each of them.
    fn policies(vocabulary: &Vocabulary, edit: &dyn Fn(usize, String) -> String) -> Vec<Policy> {
        let texts = std::fs::read_dir(Path::new(HERE).join("seeds")).unwrap();
        let mut paths: Vec<_> = texts.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        let read = |(n, path): (usize, &std::path::PathBuf)| {
            let text = edit(n, std::fs::read_to_string(path).unwrap());
            let seed = Seed {
                file: format!("seeds/{n}.txt"),
                id: Some(format!("d{n}")),
                ..Seed::default()
            };
            read_policy(text.as_bytes(), &seed, vocabulary).unwrap()
        };
        paths.iter().enumerate().map(read).collect()
    }

    #[test]
    fn former_links_give_the_same_as_none_whatever_was_edited() {
        let vocabulary = Vocabulary::load(&Path::new(HERE).join("content/vocabulary")).unwrap();
        let written = |atlas: &Atlas| -> Vec<(Key, Vec<u8>)> {
            let pieces = atlas.links().into_iter();
            pieces.map(|piece| (piece.key, piece.to_bytes())).collect()
        };
        let former = Atlas::link(policies(&vocabulary, &|_, text| text), &vocabulary);
        let former = written(&former).into_iter().map(|(_, bytes)| bytes);
        let former = Links::of_pieces(former.collect());
        let edits: [&dyn Fn(usize, String) -> String; 4] = [
            &|_, text| text,
            &|n, text| match n {
                1 => text.replacen("推进", "大力推进", 1),
                _ => text,
            },
            &|n, text| match n {
                2 => text.replace("森林", "竹林"),
                _ => text,
            },
            &|n, text| match n {
                0 | 3 => text
                    .lines()
                    .take(40)
                    .map(|line| format!("{line}\n"))
                    .collect(),
                _ => text,
            },
        ];
        let words = crate::atlas::words::Dictionary::of(&vocabulary);
        for edit in edits {
            let now = || policies(&vocabulary, edit);
            let [with, without] = [former.clone(), Links::default()].map(|former| {
                Atlas::link_from(now(), &vocabulary, || former, &|text| words.bounds(text))
            });
            assert_eq!(with.comparable, without.comparable);
            assert_eq!(written(&with), written(&without));
        }
    }

    /// Thirty subjects, of which each has its own words, in four documents each.
    fn subjects(edited: Option<usize>) -> Vec<Measure> {
        let words = |n: usize, from: u32| -> String {
            let begin = 0x4e00 + 80 * n as u32 + from;
            (begin..begin + 48).filter_map(char::from_u32).collect()
        };
        let measure = |n: usize| Measure {
            id: format!("d{n}/1"),
            number: None,
            title: words(n / 4, 0),
            section: Vec::new(),
            role: crate::model::MeasureRole::Action,
            text: match edited == Some(n) {
                true => words(n / 4, 9),
                false => words(n / 4, 3 + n as u32 % 4),
            },
            lines: crate::model::Lines::at(1),
            agencies: Vec::new(),
            agency_note: None,
            topics: Vec::new(),
            figures: Vec::new(),
            tasks: Vec::new(),
            corrected: false,
        };
        (0..120).map(measure).collect()
    }

    #[test]
    fn a_word_changes_the_links_of_those_who_share_words_with_it_and_of_no_others() {
        let vocabulary = Vocabulary::load(&Path::new(HERE).join("content/vocabulary")).unwrap();
        let empty = policies(&vocabulary, &|_, _| "某市行动方案\n".to_owned());
        let of = |edited| {
            let alone = |measure: Measure| Policy {
                id: measure.id.trim_end_matches("/1").to_owned(),
                measures: vec![measure],
                ..empty[0].clone()
            };
            Atlas::link(
                subjects(edited).into_iter().map(alone).collect(),
                &vocabulary,
            )
        };
        let (before, after) = (of(None), of(Some(50)));
        assert!(before.comparable.all.iter().all(|found| !found.is_empty()));
        let ids = before.policies.iter().map(|policy| policy.id.as_str());
        let pairs = before.linked_of.iter().zip(&after.linked_of);
        let changed: Vec<&str> = ids
            .zip(pairs)
            .filter(|(_, (a, b))| a != b)
            .map(|(id, _)| id)
            .collect();
        assert_eq!(changed, ["d48", "d49", "d50", "d51"]);
    }

    #[test]
    fn nothing_is_known_of_other_bytes() {
        for bytes in [
            &b""[..],
            b"x",
            b"rest\xff\xff\xff\xff\xff\xff\xff\xff",
            b"\x05\0\0\0\0\0\0\0\0",
            b"\0\0\0\0\0\0\0\0",
        ] {
            assert!(Links::of_pieces(vec![bytes.to_vec()]).entries.is_empty());
        }
    }
}
