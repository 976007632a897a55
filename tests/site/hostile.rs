//! Texts that try to run in a reader's browser, spreadsheet or database come out as text: a test for
//! each place that a text can get to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use super::built::{REPO, VOCABULARY, files, settings};
use cewen::atlas::Atlas;
use cewen::content::{History, Revision};
use cewen::extract::{Seed, read_policy};
use cewen::model::Policy;
use cewen::site::{self, Input};
use scraper::{Html, Selector};

const TEXT: &str = "\
某市<script>alert(1)</script>\"onload='x'行动方案

为落实<img src=x onerror=alert(1)>精神，制定本方案。

一、重点任务

（一）<b>光伏</b>\"惠民\"行动。到2025年，<svg/onload=alert(2)>绿色工厂20家以上；到2030年，</text></svg><script>y</script>绿色工厂30家。（市发改委<i>、javascript:局牵头）

（二）=cmd|' /C calc'!A0节能行动。新增“]]><script>”绿色园区 3个。（责任单位：市经信局）

（三）@SUM(1+1)*cmd节水行动。推进节水'); DROP TABLE measures; --。\u{202E}（责任单位：市水利局）

（四）&lt;script&gt;{{ 7*7 }}{% raw %}宣传行动。推进宣传。\u{200B}（责任单位：市教育局）
";

fn policy() -> Policy {
    let seed = Seed {
        file: "seeds/<x>.txt".to_owned(),
        id: Some("hostile".to_owned()),
        url: Some("javascript:alert(3)".to_owned()),
        region: None,
        ..Seed::default()
    };
    let mut policy = read_policy(TEXT.as_bytes(), &seed, &VOCABULARY).unwrap();
    // Such a line is hardly ever taken for a title; a correction may set one.
    policy.title = TEXT.lines().next().unwrap().to_owned();
    policy
}

/// The site of that text, with a base address, its files by path.
static SITE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    let policy = policy();
    assert_eq!(policy.measures.len(), 4);
    let mut history = History::default();
    let day = jiff::civil::date(2026, 11, 21);
    let revision = |old, new| [Revision { old, new }];
    history.record(&revision(None, Some(&policy)), &[], &VOCABULARY, day);
    // A document of the same words that is gone, so that its address tells so.
    let mut other = policy.clone();
    "gone".clone_into(&mut other.id);
    history.record(&revision(Some(&other), None), &[&policy], &VOCABULARY, day);
    let mut settings = settings();
    settings.base_url = Some("https://example.org/".to_owned());
    settings.report_url = Some("https://example.org/new".to_owned());
    let atlas = Atlas::link(vec![policy], &VOCABULARY);
    let out = tempfile::tempdir().unwrap();
    let input = Input {
        atlas: &atlas,
        vocabulary: &VOCABULARY,
        settings: &settings,
        history: &history,
        accuracy: &cewen::content::Accuracy::default(),
        today: day,
        theme: &Path::new(REPO).join("themes/default"),
        pages: &Path::new(REPO).join("content/pages"),
    };
    site::build(
        &input,
        &cewen::publish::Tree::new(out.path().to_owned(), None),
        &cewen::observe::Nobody,
    )
    .unwrap();
    files(out.path())
});

fn texts(ending: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = SITE.iter().filter(move |(path, _)| path.ends_with(ending));
    all.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
}

#[test]
fn html_and_svg_have_no_element_or_handler_of_the_text() {
    let dangerous = Selector::parse(
        "script:not([src*='static/']):not([type='application/ld+json']), img, b i, svg[onload], [onload], [onerror], a[href^='javascript:'], svg script, svg svg",
    )
    .unwrap();
    let mut shown = 0;
    for (path, text) in texts(".html") {
        let html = Html::parse_document(text);
        assert_eq!(html.select(&dangerous).count(), 0, "{path}");
        let words: String = html.root_element().text().collect();
        shown += usize::from(words.contains("<script>alert(1)</script>"));
        assert!(!words.contains("49宣传"), "{path}: a template was run");
    }
    assert!(shown > 5, "the title is lost");
    assert!(texts("gone/index.html").count() >= 1);
}

#[test]
fn json_ld_parses_and_stays_in_its_element() {
    let block = Selector::parse("script[type='application/ld+json']").unwrap();
    let mut names = Vec::new();
    for (path, text) in texts(".html") {
        for element in Html::parse_document(text).select(&block) {
            let words: String = element.text().collect();
            let data: serde_json::Value =
                serde_json::from_str(&words).unwrap_or_else(|e| panic!("{path}: {e}: {words}"));
            let things = data.as_array().cloned().unwrap_or_else(|| vec![data]);
            let own = things.iter().filter_map(|thing| thing["name"].as_str());
            names.extend(own.map(str::to_owned));
        }
    }
    assert!(
        names.iter().any(|n| n.contains("<script>alert(1)")),
        "{names:?}"
    );
}

#[test]
fn json_parses() {
    let mut files = BTreeSet::new();
    for (path, text) in texts(".json") {
        files.insert(path);
        serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|e| panic!("{path}: {e}"));
    }
    for file in [
        "documents/hostile/index.json",
        "data/documents.json",
        "data/comparable.json",
        "data/indicators.json",
        "data/datapackage.json",
        "updates/index.json",
    ] {
        assert!(files.contains(file), "{file}");
    }
}

#[test]
fn csv_has_no_formula_and_as_many_cells_as_columns() {
    for (path, text) in texts(".csv") {
        let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        for row in csv.records() {
            let row = row.unwrap_or_else(|e| panic!("{path}: {e}"));
            for cell in &row {
                let formula = cell.starts_with(['=', '+', '@'])
                    || (cell.starts_with('-') && cell.parse::<f64>().is_err() && cell.len() > 1);
                assert!(!formula, "{path}: {cell}");
            }
        }
    }
    let (_, measures) = texts("data/measures.csv").next().unwrap();
    assert!(measures.contains("'=cmd|"), "{measures}");
}

#[test]
fn sqlite_holds_the_words_as_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("data.sqlite");
    std::fs::write(&file, &SITE["data/cewen.sqlite"]).unwrap();
    let database = rusqlite::Connection::open(file).unwrap();
    let count: i64 = database
        .query_row(
            "SELECT count(*) FROM measures WHERE text LIKE '%DROP TABLE%'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(count, 1);
    let count: i64 = database
        .query_row("SELECT count(*) FROM measures", [], |r| r.get(0))
        .unwrap();
    assert_eq!(count, 4);
}

#[test]
fn feeds_and_sitemaps_are_well_formed() {
    let mut feeds = 0;
    for (path, text) in texts(".xml") {
        let folder = path.strip_suffix("atom.xml");
        feeds +=
            usize::from(folder.is_some_and(|own| own.is_empty() || own.starts_with("cities/")));
        let document = roxmltree::Document::parse(text).unwrap_or_else(|e| panic!("{path}: {e}"));
        let root = document.root_element().tag_name().name();
        assert!(
            ["feed", "urlset", "OpenSearchDescription"].contains(&root),
            "{path}: {root}"
        );
        assert_eq!(
            document
                .descendants()
                .filter(|n| n.has_tag_name("script"))
                .count(),
            0
        );
    }
    assert_eq!(feeds, 2);
    let (_, feed) = texts("atom.xml")
        .find(|(path, _)| *path == "atom.xml")
        .unwrap();
    assert!(feed.contains("&lt;script&gt;alert(1)"), "{feed}");
}

#[test]
fn citations_and_reports_keep_to_their_form() {
    let parts = Selector::parse(".citation .cite [data-of]").unwrap();
    let report = Selector::parse(".report a").unwrap();
    let mut seen = 0;
    for (path, text) in texts(".html").filter(|(p, _)| p.starts_with("measures/hostile/")) {
        let html = Html::parse_document(text);
        let parts = html
            .select(&parts)
            .map(|part| part.attr("data-of").unwrap());
        let parts: Vec<&str> = parts.collect();
        assert!(
            parts.contains(&"title") && parts.contains(&"container"),
            "{path}: {parts:?}"
        );
        let link = html
            .select(&report)
            .next()
            .unwrap()
            .value()
            .attr("href")
            .unwrap();
        let link = url::Url::parse(link).unwrap();
        assert_eq!(link.query_pairs().count(), 2, "{path}: {link}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

#[test]
fn the_address_of_a_source_is_linked_only_where_it_is_one_of_the_web() {
    for (path, text) in texts("documents/hostile/index.html") {
        assert!(!text.contains("javascript:alert"), "{path}");
    }
    let (_, documents) = texts("data/documents.csv").next().unwrap();
    assert!(!documents.contains("javascript:"));
}
