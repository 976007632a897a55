use super::*;
use crate::search::pairs::{ByFirst, places};
use crate::search::part::END;

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

/// What is found in documents in groups of so many, and whose levels are others than were known: of
/// the groups, of the documents.
fn found(
    documents: &[String],
    group: usize,
    (of_groups, of_documents): (&mut [Vec<Level>], &mut [Vec<Level>]),
) -> (Vec<Longer>, Vec<bool>, Vec<usize>) {
    let texts: Vec<Texts> = documents.iter().map(|text| Texts::of(text)).collect();
    let lists = texts.iter().map(|text| {
        let records = (0..text.ends.len()).filter_map(|n| text.record(n));
        let all = records
            .enumerate()
            .flat_map(|(n, own)| places(n as u32, own));
        Lists::of(all.collect(), &[], |_| 0, &ByFirst)
    });
    let lists: Vec<Lists> = lists.collect();
    let mut own = Vec::new();
    let mut groups: Vec<Group> = Vec::new();
    let mut records = 0;
    for (n, (lists, text)) in lists.iter().zip(&texts).enumerate() {
        own.push(lists.own(records));
        if n % group == 0 {
            groups.push(Group {
                first: records,
                levels: std::mem::take(&mut of_groups[n / group]),
                changed: false,
                documents: Vec::new(),
            });
        }
        let Group {
            first, documents, ..
        } = groups.last_mut().unwrap();
        documents.push(Known::of(n, records - *first));
        records += text.ends.len() as u32;
    }
    let pairs = Pairs::of(&own, records as usize);
    let source = Source {
        symbols: &|n| documents[n].clone(),
        levels: &|n| of_documents[n].clone(),
    };
    let longer = longer(&pairs, &mut groups, &source);
    let changed = groups.iter().map(|group| group.changed).collect();
    let news: Vec<(usize, Vec<Level>)> = groups
        .iter()
        .flat_map(|group| group.documents.iter().filter_map(Known::news))
        .map(|(n, levels)| (n, levels.to_vec()))
        .collect();
    let numbers = news.iter().map(|(n, _)| *n).collect();
    for (n, levels) in news {
        of_documents[n] = levels;
    }
    for (known, group) in of_groups.iter_mut().zip(groups) {
        *known = group.levels;
    }
    (longer, changed, numbers)
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
    let (mut groups, mut levels) = (vec![Vec::new(); 2], vec![Vec::new(); 3]);
    let (longer, changed, news) = found(&texts, 2, (&mut groups, &mut levels));
    assert_eq!((&*changed, &*news), (&[true; 2][..], &[0, 1, 2][..]));
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
        let mut reader = Reader::new(&own.list);
        assert_eq!(reader.number(), Some(u64::from(own.without)));
        let listed: Vec<u32> = match own.without {
            false => Entries::of(&own.list)
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
    let (same, changed, news) = found(&texts, 2, (&mut groups, &mut levels));
    assert_eq!(strings(&same), strings(&longer));
    assert_eq!((&*changed, &*news), (&[false; 2][..], &[][..]));
    // Another group is made of what its documents know.
    groups[0].clear();
    let (same, changed, news) = found(&texts, 2, (&mut groups, &mut levels));
    assert_eq!(strings(&same), strings(&longer));
    assert_eq!((&*changed, &*news), (&[true, false][..], &[][..]));
    // A document has forgotten what its group has not, or not all of.
    assert!(groups[0].len() > 1);
    groups[0].truncate(1);
    levels[0].clear();
    let (same, _, news) = found(&texts, 2, (&mut groups, &mut levels));
    assert_eq!(strings(&same), strings(&longer));
    assert_eq!(news, [0]);
    // However the documents are grouped.
    for group in [1, 3] {
        let (mut groups, mut levels) = (vec![Vec::new(); 3], vec![Vec::new(); 3]);
        let (same, ..) = found(&texts, group, (&mut groups, &mut levels));
        assert_eq!(strings(&same), strings(&longer));
    }
    // Other strings: whatever was known before.
    let texts = documents(&["推进", "绿色发展", "生态"]);
    let (other, ..) = found(&texts, 2, (&mut groups, &mut levels));
    assert!(strings(&other) != strings(&longer));
    let (mut groups, mut levels) = (vec![Vec::new(); 2], vec![Vec::new(); 3]);
    let (anew, ..) = found(&texts, 2, (&mut groups, &mut levels));
    assert_eq!(strings(&other), strings(&anew));
}
