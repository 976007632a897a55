use super::*;
use crate::search::bigrams::{ByFirst, places};
use crate::search::normalize::END;
use crate::search::posting_cursor::PostingCursor;

/// Documents of many records with a few words in ever other orders.
fn documents(words: &[&str]) -> Vec<String> {
    let mut dice = 7_u64;
    let mut word = || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        words[(dice >> 33) as usize % words.len()]
    };
    let mut document = |records: usize| {
        let text = |_| {
            let words: String = (0..80).map(|_| word()).collect();
            format!("{}{END}{words}{END}", &words[..6])
        };
        (0..records).map(text).collect::<String>()
    };
    [900, 1, 1_200].map(&mut document).into()
}

/// What is found in documents in groups of so many, of which levels may be known, and whether these are
/// others at the end.
fn found(
    documents: &[String],
    group: usize,
    known: &mut [Vec<NgramLevel>],
) -> (Vec<Longer>, Vec<bool>) {
    let texts = documents.iter().map(|text| {
        let texts = text
            .split_terminator(END)
            .map(|text| text.chars().collect());
        texts.collect::<Vec<Vec<char>>>()
    });
    let texts: Vec<Vec<Vec<char>>> = texts.collect();
    let lists = texts.iter().map(|texts| {
        let records = texts.chunks_exact(2).enumerate();
        let all = records.flat_map(|(n, own)| places(n as u32, [&own[0], &own[1]]));
        PostingLists::of(all.collect(), &[], |_| 0, &ByFirst)
    });
    let lists: Vec<PostingLists> = lists.collect();
    let mut own = Vec::new();
    let mut groups: Vec<NgramGroup> = Vec::new();
    let mut records = 0;
    for (n, (lists, texts)) in lists.iter().zip(&texts).enumerate() {
        own.push(lists.own(records));
        if n % group == 0 {
            let levels = std::mem::take(&mut known[n / group]);
            groups.push(NgramGroup {
                first: records,
                ..NgramGroup::of(n..n, Some(levels))
            });
        }
        groups.last_mut().unwrap().documents.end = n + 1;
        records += texts.len() as u32 / 2;
    }
    let pairs = Pairs::of(&own, records as usize);
    let mut all: Vec<&mut NgramGroup> = groups.iter_mut().collect();
    let longer = longer(&pairs, &mut all, &|n| documents[n].clone());
    let changed = groups.iter().map(|group| group.changed).collect();
    for (known, group) in known.iter_mut().zip(groups) {
        *known = group.levels;
    }
    (longer, changed)
}

fn strings(longer: &[Longer]) -> Vec<(&str, &[u8], bool)> {
    let all = longer.iter();
    let mut all: Vec<_> = all
        .map(|own| (own.string.as_str(), own.list.as_slice(), own.without))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn what_is_too_long_has_longer_strings() {
    let texts = documents(&["推进", "绿色发展", "发展", "绿色 低碳", "工作\n"]);
    let mut known = vec![Vec::new(); 2];
    let (longer, changed) = found(&texts, 2, &mut known);
    assert_eq!(changed, [true; 2]);
    assert!(longer.iter().any(|own| own.without), "all lists are short");
    // Each record that has a string is in its list, and no other.
    let all = texts.concat();
    let records: Vec<&str> = all.split_terminator(END).collect();
    for own in &longer {
        let has = records.chunks(2).enumerate().filter(|(_, record)| {
            record
                .iter()
                .any(|text| format!("{text}\n").contains(&own.string))
        });
        let has: Vec<u32> = has.map(|(n, _)| n as u32).collect();
        let mut reader = ByteReader::new(&own.list);
        assert_eq!(reader.number(), Some(u64::from(own.without)));
        let listed: Vec<u32> = match own.without {
            false => PostingCursor::of(&own.list)
                .map(|posting| posting.record)
                .collect(),
            true => {
                let mut record = 0;
                let next = || {
                    record += reader.small()?;
                    reader.number().map(|_| record)
                };
                std::iter::from_fn(next).collect()
            }
        };
        assert_eq!(listed, has, "{:?}", own.string);
    }
    // What is known is not made again; the same comes out of it.
    let (same, changed) = found(&texts, 2, &mut known);
    assert_eq!(strings(&same), strings(&longer));
    assert_eq!(changed, [false; 2]);
    // A group knows nothing, or not all.
    assert!(known[0].len() > 1);
    for left in [0, 1] {
        known[0].truncate(left);
        let (same, changed) = found(&texts, 2, &mut known);
        assert_eq!(strings(&same), strings(&longer));
        assert_eq!(changed, [true, false]);
    }
    // However the documents are grouped.
    for group in [1, 3] {
        let (same, _) = found(&texts, group, &mut vec![Vec::new(); 3]);
        assert_eq!(strings(&same), strings(&longer));
    }
    // Other strings: whatever was known before.
    let texts = documents(&["推进", "绿色发展", "生态"]);
    let (other, _) = found(&texts, 2, &mut known);
    assert!(strings(&other) != strings(&longer));
    let (anew, _) = found(&texts, 2, &mut vec![Vec::new(); 2]);
    assert_eq!(strings(&other), strings(&anew));
}

#[test]
fn texts_know_where_their_symbols_stand() {
    let texts = ["光伏\0光伏发电\n推进\0\0风\0", "\0\0"];
    let texts = NormalizedTexts::of(texts.into_iter());
    let found: Vec<(String, (u32, u32))> = texts
        .all()
        .map(|(first, text)| (text.iter().collect(), texts.place(first)))
        .collect();
    let body = crate::search::schema::BODY as u32;
    let expected = [
        ("光伏", (0, 0)),
        ("光伏发电\n推进", (0, body)),
        ("", (1, 0)),
        ("风", (1, body)),
        ("", (2, 0)),
        ("", (2, body)),
    ];
    assert_eq!(found, expected.map(|(text, at)| (text.to_owned(), at)));
    // Nothing stands before the first symbol of a text, nor two after its last one.
    let (first, text) = texts.all().nth(1).unwrap();
    assert_eq!(texts.symbol(first - 1), None);
    assert_eq!(texts.symbol(first + 3), Some('电'));
    let beyond = [first + 4, first + text.len(), first + text.len() + 1];
    assert_eq!(beyond.map(|at| texts.symbol(at)), [None; 3]);
    assert_eq!(texts.place(first + 6), (0, body + 6));
    assert_eq!([0, 1, 2, 9].map(|record| texts.class(record)), [0; 4]);
}
