//! A site with lists that are too long for a page.

use std::fmt::Write;

use scraper::{Html, Selector};

use crate::site::Site;

/// A plan of a city with so many measures, of one topic and one body; with goals of more than `above`.
fn plan(city: &str, measures: usize, above: usize) -> String {
    let mut text = format!("{city}光伏行动方案\n\n一、重点行动\n");
    for n in 1..=measures {
        let goal = above + n;
        let goal = format!("加快屋顶光伏建设，到2025年，力争完成光伏新增装机{goal}万千瓦");
        writeln!(text, "{n}.光伏工程{n}。{goal}。（牵头单位：市发改委）").unwrap();
    }
    text
}

/// The rows of a page, and where it says that those it leaves out are searched for, with their number.
fn page(site: &Site, address: &str, rows: &str) -> (usize, Vec<(String, usize)>) {
    let bytes = std::fs::read(site.path(&format!("public/{address}index.html"))).unwrap();
    let html = Html::parse_document(std::str::from_utf8(&bytes).unwrap());
    let select = |what: &str| Selector::parse(what).unwrap();
    let counts = select("a[href*='search/?'] .n");
    let rest = html.select(&counts).map(|n| {
        let link = n.parent().unwrap().value().as_element().unwrap();
        let (_, query) = link.attr("href").unwrap().split_once('?').unwrap();
        (
            query.to_owned(),
            n.text().collect::<String>().parse().unwrap(),
        )
    });
    (html.select(&select(rows)).count(), rest.collect())
}

/// Rows that a page shows and those that it says are elsewhere.
fn all_rows(site: &Site, address: &str, rows: &str) -> (usize, usize) {
    let (shown, rest) = page(site, address, rows);
    (shown, shown + rest.iter().map(|(_, n)| n).sum::<usize>())
}

#[test]
fn a_page_lists_some_and_says_where_the_others_are() {
    let site = Site::new();
    let all = [("first", "杭州市", 600), ("second", "宁波市", 700)];
    for (file, city, measures) in all {
        site.write(&format!("seeds/{file}.txt"), plan(city, measures, 0));
    }
    site.write("seeds/third.txt", plan("杭州市", 500, 600));
    assert_eq!(site.build().code, Some(0));

    let (shown, all) = all_rows(&site, "indicators/pv-capacity-added/", "tbody > tr");
    assert_eq!((shown, all), (60, 1_800));
    // Of a city each list of its own: its goals, its measures by topic and by body.
    let (goals, rest) = page(&site, "cities/hangzhou/", ".goals > li");
    let rest: Vec<_> = rest.iter().map(|(query, n)| (query.as_str(), *n)).collect();
    let expected = [
        ("kind=figure&city=hangzhou&year=2025", 950),
        ("kind=measure&topic=energy&city=hangzhou", 950),
        (
            "kind=measure&agency=development-and-reform&city=hangzhou",
            950,
        ),
    ];
    assert_eq!((goals, rest), (150, expected.to_vec()));
    // All pages are short enough for a cheap phone.
    for address in [
        "topics/pv/",
        "agencies/development-and-reform/",
        "compare/pv/",
        "cities/hangzhou/",
    ] {
        let file = site.path(&format!("public/{address}index.html"));
        let length = std::fs::metadata(file).unwrap().len();
        assert!(length <= 150 << 10, "{address}: {length}");
    }

    // The tables have all.
    let table = std::fs::read_to_string(site.path("public/data/measure_topics.csv")).unwrap();
    let rows = table.lines().filter(|row| row.contains(",pv,")).count();
    assert_eq!(rows, 1_100 + 700);
    // And the search that is linked has them, too.
    let found = site.run(&["search", "领域:pv 城市:杭州市 类型:举措", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(found["total"], 1_100);
}
