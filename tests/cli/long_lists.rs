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

#[test]
fn a_page_lists_a_thousand_and_says_where_the_others_are() {
    let site = Site::new();
    let all = [("first", "杭州市", 600), ("second", "宁波市", 700)];
    for (file, city, measures) in all {
        site.write(&format!("seeds/{file}.txt"), plan(city, measures, 0));
    }
    site.write("seeds/third.txt", plan("温州市", 3, 0));
    assert_eq!(site.build().code, Some(0));

    // 温州市 leaves 997 to the other two.
    let rest = |of: &str| {
        let query = |city: &str, n| (format!("kind=measure&{of}&city={city}"), n);
        vec![query("hangzhou", 102), query("ningbo", 202)]
    };
    let topic = page(&site, "topics/pv/", ".sides .rows > li");
    assert_eq!(topic, (3 + 498 + 498, rest("topic=pv")));
    let agency = page(&site, "agencies/development-and-reform/", ".rows > li");
    assert_eq!(agency, (999, rest("agency=development-and-reform")));
    let compared = page(&site, "compare/pv/", ".cells .plain > li");
    assert_eq!(compared, (999, rest("topic=pv")));

    let indicator = page(&site, "indicators/pv-capacity-added/", "tbody > tr");
    let found = "q=%E5%85%89%E4%BC%8F%E6%96%B0%E5%A2%9E%E8%A3%85%E6%9C%BA&kind=figure";
    assert_eq!(indicator, (999, vec![(found.to_owned(), 304)]));

    // Of a city each list of its own: its goals, its measures by topic and by body. All of them fit.
    let city = |slug: &str| page(&site, &format!("cities/{slug}/"), "li");
    let (rows, rest) = city("hangzhou");
    assert!(rows > 1_800 && rest.is_empty(), "{rows}");
    site.write("seeds/third.txt", plan("杭州市", 500, 600));
    assert_eq!(site.build().code, Some(0));
    let (rows, rest) = city("hangzhou");
    assert!((3_000..3_100).contains(&rows), "{rows}");
    let rest: Vec<_> = rest.iter().map(|(query, n)| (query.as_str(), *n)).collect();
    let expected = [
        ("kind=figure&city=hangzhou&year=2025", 100),
        ("kind=measure&topic=energy&city=hangzhou", 100),
        (
            "kind=measure&agency=development-and-reform&city=hangzhou",
            100,
        ),
    ];
    assert_eq!(rest, expected);

    // The data beside a page have all.
    let json = std::fs::read(site.path("public/topics/pv/index.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["measures"].as_array().unwrap().len(), 1_100 + 700);
    // And the search that is linked has them, too.
    let found = site.run(&["search", "领域:pv 城市:杭州市 类型:举措", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&found.out).unwrap();
    assert_eq!(found["total"], 1_100);
}
