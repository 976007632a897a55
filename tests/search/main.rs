//! Finding things in the five seeds: the query language, recall and precision against a plain scan of
//! all records, and the judged questions of `tests/search/questions.yaml`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that unwraps says what it expects, and the judged questions print a table"
)]

#[path = "../site/built.rs"]
#[allow(dead_code, reason = "the tests of the site use the rest")]
mod built;
mod headings;
mod questions;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use built::{REPO, VOCABULARY};
use cewen::atlas::Atlas;
use cewen::extract::{Seed, read_policy};
use cewen::search::{
    Answer, Asked, Index, IndexSource, Query, RecordKind, SearchRecord, Words, plain,
};
use tempfile::TempDir;

/// An index and the records it was made of.
struct Indexed {
    dir: TempDir,
    index: Index,
    records: Vec<SearchRecord>,
}

static SEEDS: LazyLock<Indexed> = LazyLock::new(|| Indexed::of(&built::ATLAS));

impl Indexed {
    fn of(atlas: &Atlas) -> Self {
        let theme = std::path::Path::new(built::REPO).join("themes/default");
        let phrases = cewen::site::phrases(&theme, "zh-CN").unwrap();
        let records = cewen::search::records(atlas, &VOCABULARY, &phrases);
        let dir = tempfile::tempdir().unwrap();
        let source = IndexSource {
            atlas,
            vocabulary: &VOCABULARY,
            phrases: &phrases,
            today: jiff::civil::date(2026, 1, 1),
        };
        let words = Words::new(&cewen::search::dictionary(&VOCABULARY));
        let index = Index::make(dir.path(), source, &words).unwrap();
        Self {
            dir,
            index,
            records,
        }
    }

    fn ask(&self, query: &str, limit: usize) -> Answer {
        let asked = Asked {
            limit,
            ..Asked::default()
        };
        self.index.search(query, &asked).unwrap()
    }
}

fn ask(query: &str) -> Answer {
    SEEDS.ask(query, 100_000)
}

/// The records of an answer, of each passage all.
fn ids(answer: &Answer) -> BTreeSet<&str> {
    let hits = answer.hits.iter();
    hits.flat_map(|hit| {
        let same = hit.same.iter().map(|other| other.id.as_str());
        std::iter::once(hit.id.as_str()).chain(same)
    })
    .collect()
}

/// What a record says, title and text, as symbols.
fn says(record: &SearchRecord) -> [String; 2] {
    [plain(&record.own_title()), plain(&record.text)]
}

/// The records that hold a string of symbols, found by looking at each.
fn holding(symbols: &str) -> BTreeSet<&'static str> {
    static TEXTS: LazyLock<Vec<(&str, [String; 2])>> = LazyLock::new(|| {
        let records = SEEDS.records.iter();
        records.map(|r| (r.id.as_str(), says(r))).collect()
    });
    TEXTS
        .iter()
        .filter(|(_, texts)| texts.iter().any(|text| text.contains(symbols)))
        .map(|(id, _)| *id)
        .collect()
}

#[test]
fn queries_are_read_as_the_grammar_says() {
    #[derive(serde::Deserialize)]
    struct Case {
        query: String,
        #[serde(flatten)]
        expected: Query,
    }
    let text = std::fs::read_to_string(format!("{REPO}/tests/search/queries.yaml")).unwrap();
    let cases: Vec<Case> = serde_yaml::from_str(&text).unwrap();
    assert!(cases.len() >= 30);
    for case in cases {
        let read = Query::parse(&case.query, &VOCABULARY.search.fields);
        assert_eq!(read, case.expected, "{}", case.query);
    }
}

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).unwrap()
    }
}

/// Strings of 2 to 8 characters without punctuation, from anywhere in the texts.
fn substrings(count: usize) -> Vec<String> {
    let runs: Vec<Vec<char>> = SEEDS
        .records
        .iter()
        .flat_map(|record| {
            let is_word = |c: char| c.is_alphanumeric();
            let pieces = record.text.split(move |c: char| !is_word(c));
            pieces.map(|piece| piece.chars().collect::<Vec<_>>())
        })
        .filter(|run| run.len() >= 2)
        .collect();
    let mut dice = Dice(20_261_121);
    (0..count)
        .map(|_| {
            let run = &runs[dice.below(runs.len())];
            let length = (2 + dice.below(7)).min(run.len());
            let start = dice.below(run.len() - length + 1);
            run[start..start + length].iter().collect()
        })
        .collect()
}

#[test]
fn every_string_is_found_in_all_records_that_hold_it() {
    // SUBSTRINGS=10000 takes more of them.
    let count = std::env::var("SUBSTRINGS").ok();
    let count = count.map_or(2_000, |count| count.parse().unwrap());
    for string in substrings(count) {
        let holding = holding(&plain(&string));
        assert!(!holding.is_empty(), "{string}");
        let answer = ask(&string);
        let found = ids(&answer);
        let lost: Vec<_> = holding.difference(&found).collect();
        assert!(lost.is_empty(), "{string} is not found in {lost:?}");
    }
}

#[test]
fn a_quoted_phrase_is_found_in_these_records_only() {
    for string in substrings(500) {
        let answer = ask(&format!("\"{string}\""));
        assert_eq!(ids(&answer), holding(&plain(&string)), "{string}");
    }
    // Across punctuation, too.
    let answer = ask("“碳达峰、碳中和”");
    assert_eq!(ids(&answer), holding("碳达峰 碳中和"));
    assert!(!answer.hits.is_empty());
}

#[test]
fn the_index_is_one_of_tantivy_with_a_document_for_each_record() {
    let index = tantivy::Index::open_in_dir(SEEDS.dir.path()).unwrap();
    assert!(index.validate_checksum().unwrap().is_empty());
    let searcher = index.reader().unwrap().searcher();
    assert_eq!(searcher.num_docs() as usize, SEEDS.records.len());
}

/// Headings as they stand in a text, and parts of them: 第十八条, （三）, 附件2.
#[test]
fn the_number_of_a_heading_is_found_in_its_place() {
    let numbered = SEEDS
        .records
        .iter()
        .filter(|record| record.number.is_some());
    let mut headings = 0;
    for record in numbered {
        let heading = record.own_title();
        let answer = ask(&format!("\"{heading}\""));
        assert!(ids(&answer).contains(record.id.as_str()), "{heading}");
        assert_eq!(ids(&answer), holding(&plain(&heading)), "{heading}");
        headings += 1;
    }
    assert!(headings > 100, "{headings}");
    for record in &SEEDS.records {
        if let Some(at) = record.text.find("附件") {
            let annex: String = record.text[at..].chars().take(4).collect();
            let answer = ask(&format!("\"{annex}\""));
            assert!(ids(&answer).contains(record.id.as_str()), "{annex}");
        }
    }
}

#[test]
fn a_character_is_a_query() {
    for c in ["碳", "桩", "8"] {
        let answer = ask(&format!("\"{c}\""));
        assert_eq!(ids(&answer), holding(c), "{c}");
    }
}

#[test]
fn ways_to_write_a_query_find_the_same() {
    for (one, other) in [
        ("光伏發電", "光伏发电"),
        ("２０２５", "2025"),
        ("80％", "80%"),
        ("二〇二五年", "2025年"),
        ("百分之八十", "80%"),
        ("丽政办发[2021]56号", "丽政办发〔2021〕56号"),
    ] {
        let (one, other) = (ask(one), ask(other));
        assert_eq!(ids(&one), ids(&other));
        assert!(one.total > 0);
    }
}

#[test]
fn a_word_finds_what_means_the_same() {
    let answer = ask("发改委");
    let names = ["发展改革委", "发展和改革委员会"];
    for record in &SEEDS.records {
        if names.iter().any(|name| record.text.contains(name)) {
            assert!(ids(&answer).contains(record.id.as_str()), "{}", record.id);
        }
    }
    assert!(answer.widened["发改委"].contains(&"发展改革委".to_owned()));
    let exact = Asked {
        exact: true,
        limit: 1,
        ..Asked::default()
    };
    let exact = SEEDS.index.search("新能源车", &exact).unwrap();
    assert!(exact.total < ask("新能源车").total);
}

#[test]
fn words_and_phrases_can_be_left_out() {
    let all = ask("光伏");
    let without = ask("光伏 -分布式");
    assert!(without.total > 0 && without.total < all.total);
    for hit in &without.hits {
        assert!(!holding("分布式").contains(hit.id.as_str()), "{}", hit.id);
    }
}

#[test]
fn filters_narrow_and_facets_count() {
    let all = ask("能源");
    for (field, counts) in &all.facets {
        for count in counts.iter().take(3) {
            let narrow = ask(&format!("能源 {field}:\"{}\"", count.value));
            assert_eq!(narrow.total, count.count, "{field}:{}", count.value);
        }
    }
    assert_eq!(ask("能源 城市:杭州").total, ask("能源 city:hangzhou").total);
    let years = ask("年份:2021-2025 类型:指标 能源");
    assert!(years.total > 0 && years.hits.iter().all(|h| h.kind == RecordKind::Figure));
    assert_eq!(ask("能源 城市:上海").unknown, ["上海"]);
    assert_eq!(ask("能源 城市:上海").total, 0);
    assert_eq!(ask("部门:发改委").total, ask("部门:发展改革部门").total);
}

#[test]
fn a_field_that_is_filtered_by_counts_its_other_values() {
    let all = ask("能源");
    let one = ask("能源 城市:杭州");
    assert_eq!(one.facets["city"], all.facets["city"]);
    let both = ask("能源 城市:杭州 类型:举措");
    let of = |answer: &Answer, field: &str, value: &str| {
        let counts = answer.facets[field].iter();
        counts.filter(|c| c.value == value).map(|c| c.count).sum()
    };
    let measures: usize = of(&one, "kind", "measure");
    assert_eq!(both.total, measures);
    assert_eq!(both.facets["kind"], one.facets["kind"]);
    let elsewhere: usize = of(&both, "city", "wenzhou");
    assert_eq!(elsewhere, ask("能源 城市:温州 类型:举措").total);
    let plans: usize = of(&all, "genre", "规划");
    assert_eq!(plans, ask("能源 文种:规划").total);
    let unknown: usize = of(&all, "status", "unknown");
    assert_eq!(unknown, ask("能源 效力:不详").total);
}

/// A province holds what is of it and of the places in it; a level what is of such places anywhere.
#[test]
fn places_are_filtered_by_province_and_level() {
    let text = |title: &str| format!("{title}\n一、总体要求\n加快能源转型，推广光伏发电。\n");
    let titles = [
        "浙江省能源转型实施方案",
        "杭州市能源转型实施方案",
        "杭州市余杭区能源转型实施方案",
        "湖北省能源转型实施方案",
    ];
    let read = |title: &&str| {
        let seed = Seed {
            file: format!("seeds/{title}.txt"),
            ..Seed::default()
        };
        read_policy(text(title).as_bytes(), &seed, &VOCABULARY).unwrap()
    };
    let atlas = Atlas::link(titles.iter().map(read).collect(), &VOCABULARY);
    let indexed = Indexed::of(&atlas);
    let titles_of = |query: &str| -> BTreeSet<String> {
        let hits = indexed.ask(query, 100).hits;
        hits.into_iter().filter_map(|hit| hit.document).collect()
    };
    let some =
        |n: &[usize]| -> BTreeSet<String> { n.iter().map(|&n| titles[n].to_owned()).collect() };
    assert_eq!(titles_of("光伏 省份:浙江"), some(&[0, 1, 2]));
    assert_eq!(titles_of("光伏 省份:湖北省"), some(&[3]));
    assert_eq!(titles_of("光伏 级别:省级"), some(&[0, 3]));
    assert_eq!(titles_of("光伏 级别:市级"), some(&[1]));
    assert_eq!(titles_of("光伏 省份:浙江 级别:县级"), some(&[2]));
    assert_eq!(indexed.ask("光伏 级别:全国", 10).unknown, ["全国"]);
}

#[test]
fn a_passage_is_one_hit() {
    let answer = ask("公用充电桩");
    let mut passages = BTreeSet::new();
    for hit in &answer.hits {
        let all = std::iter::once(&hit.id).chain(hit.same.iter().map(|other| &other.id));
        for id in all {
            assert!(passages.insert(id.clone()), "{id} is shown twice");
        }
    }
    assert_eq!(passages.len(), answer.total);
    assert!(answer.passages < answer.total);
}

#[test]
fn pinyin_is_a_word() {
    let spelled = ask("guangfu");
    assert!(spelled.widened["guangfu"].contains(&"光伏".to_owned()));
    assert_eq!(ids(&spelled), holding("光伏"));
}

#[test]
fn what_is_elsewhere_is_said() {
    let answer = ask("丽水垃圾");
    let elsewhere = &answer.elsewhere[0];
    assert_eq!(elsewhere.words, ["垃圾"]);
    assert_eq!(elsewhere.without, ["丽水市"]);
    assert_eq!(elsewhere.count, ask("垃圾").total);
    let answer = ask("垃圾 城市:丽水");
    assert_eq!(answer.elsewhere[0].without, ["丽水市"]);
}

#[test]
fn a_number_beside_an_indicator_ranks_its_figures_first() {
    let answer = ask("森林覆盖率 80%");
    assert_eq!(answer.hits[0].kind, RecordKind::Figure);
    assert_eq!(answer.hits[0].title, "森林覆盖率 80% 以上");
}

#[test]
fn what_stands_nowhere_is_said() {
    let answer = ask("光伏沐光桩");
    assert_eq!(answer.complete, 0);
    let answer = ask("鲸鱼座");
    assert_eq!(answer.total, 0);
    assert!(answer.nearest.contains_key("鲸鱼座"));
    assert!(ask("gf").nearest["gf"].contains(&"光伏".to_owned()));
    // No number is near another.
    assert_eq!(ask("8123").nearest["8123"], [] as [&str; 0]);
    assert_eq!(ask("温洲").sounding_like["温洲"], ["温州"]);
    assert!(ask("PM2.5").topics["pm2.5"].contains(&"大气与污染防治".to_owned()));
    assert_eq!(ask("上海光伏").held.len(), 4);
    let near = ask("光付装机");
    assert!(
        near.nearest.values().flatten().any(|w| w.contains("光")),
        "{:?}",
        near.nearest
    );
}
