use super::*;

struct One;

impl Ranges for One {
    fn count(&self) -> usize {
        2
    }
    fn of(&self, string: u64) -> usize {
        usize::from(string > 5)
    }
}

fn read(list: &[u8]) -> Vec<(u32, bool, Vec<u32>)> {
    let mut entries = PostingCursor::of(list);
    let mut all = Vec::new();
    while let Some(posting) = entries.next() {
        let at = std::iter::from_fn(|| entries.position()).collect();
        all.push((posting.record, posting.word, at));
    }
    all
}

#[test]
fn lists_of_documents_are_put_together() {
    let first = PostingLists::of(
        vec![(3, 1, 520), (3, 0, 2), (3, 1, 4), (9, 0, 512)],
        &[(3, 1), (9, 0)],
        |_| 2,
        &One,
    );
    let second = PostingLists::of(vec![(3, 4, 7)], &[], |_| 0, &One);
    let documents = [first.own(0), second.own(10)];
    let merged = MergedPostings::of(&documents, 0, &mut MergeScratch::default());
    assert_eq!(merged.strings, [3]);
    assert_eq!(
        read(merged.list(0)),
        [
            (0, false, vec![2]),
            (1, true, vec![4, 520]),
            (14, false, vec![7])
        ]
    );
    let merged = MergedPostings::of(&documents, 1, &mut MergeScratch::default());
    assert_eq!(merged.strings, [9]);
    assert_eq!(read(merged.list(0)), [(0, true, vec![512])]);
    // Positions that nobody reads are passed over.
    let merged = MergedPostings::of(&documents, 0, &mut MergeScratch::default());
    let records = PostingCursor::of(merged.list(0)).map(|p| (p.record, p.times));
    assert_eq!(records.collect::<Vec<_>>(), [(0, 1), (1, 2), (14, 1)]);
}

#[test]
fn documents_together_are_as_one() {
    let all = [
        (3, 0, 2),
        (3, 1, 520),
        (9, 1, 4),
        (3, 2, 7),
        (7, 3, 512),
        (9, 3, 6),
    ];
    let words = [(3, 1), (7, 3)];
    let of = |records: std::ops::Range<u32>| {
        let own = |record: u32| records.contains(&record).then(|| record - records.start);
        let places = all.iter().filter_map(|&(s, n, at)| Some((s, own(n)?, at)));
        let words: Vec<(u64, u32)> = words
            .iter()
            .filter_map(|&(s, n)| Some((s, own(n)?)))
            .collect();
        PostingLists::of(
            places.collect(),
            &words,
            |n| (n + records.start) as u8 % 4,
            &One,
        )
    };
    let parts = [of(0..2), of(2..3), of(3..4)];
    let own: Vec<PostingSlice<'_>> = parts
        .iter()
        .zip([0, 2, 3])
        .map(|(l, first)| l.own(first))
        .collect();
    let whole = of(0..4);
    assert_eq!(PostingLists::together(&own, &One), whole);
    // Groups of groups as well.
    let first = PostingLists::together(&own[..2], &One);
    let two = [first.own(0), parts[2].own(3)];
    assert_eq!(PostingLists::together(&two, &One), whole);
    assert_eq!(PostingLists::together(&[], &One), of(9..9));
}

#[test]
fn lists_come_back_as_they_were_written_or_not_at_all() {
    let lists = PostingLists::of(vec![(3, 0, 2), (9, 1, 520)], &[], |_| 1, &One);
    let mut bytes = Vec::new();
    lists.write(&mut bytes);
    assert_eq!(
        PostingLists::read(&mut ByteReader::new(&bytes)),
        Some(lists.clone())
    );
    for short in 0..bytes.len() {
        assert_eq!(PostingLists::from_bytes(bytes[..short].to_vec()), None);
    }
    assert_eq!(PostingLists::from_bytes([&*bytes, &[0]].concat()), None);
    assert_eq!(PostingLists::from_bytes(bytes), Some(lists));
}
