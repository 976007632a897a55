//! The site of the five seeds, built whole into a temporary folder and read as a browser would.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

mod built;
mod cards;
mod charts;
mod claims;
mod compare;
mod hostile;

use std::collections::BTreeMap;
use std::path::Path;

use built::{REPO, Site, VOCABULARY, atlas, build};
use cewen::atlas::Atlas;
use cewen::content::History;
use cewen::extract::{Seed, read_policy};
use cewen::model::Policy;
use scraper::{Html, Selector};

fn select(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

#[test]
fn has_a_page_for_everything_that_was_read() {
    let site = Site::of_the_seeds();
    let pages = |below: &str| site.pages.keys().filter(|p| p.starts_with(below)).count() - 1;
    assert_eq!(pages("documents/"), 5);
    assert!(pages("measures/") >= 150, "{}", pages("measures/"));
    assert!(pages("agencies/") >= 40, "{}", pages("agencies/"));
    assert_eq!(pages("cities/"), 4);
    for policy in &site.policies {
        for measure in &policy.measures {
            let page = format!("measures/{}/index.html", measure.id);
            let html = site.pages.get(&page).unwrap_or_else(|| panic!("no {page}"));
            let h1 = html
                .select(&select("h1"))
                .next()
                .unwrap()
                .text()
                .collect::<String>();
            assert!(h1.ends_with(&measure.title), "{h1}");
        }
    }
}

#[test]
fn addresses_of_earlier_sites_answer() {
    let site = Site::of_the_seeds();
    let gone = std::fs::read_to_string(Path::new(REPO).join("content/updates.yaml")).unwrap();
    let gone = History::parse(&gone, Path::new("updates.yaml"))
        .unwrap()
        .gone;
    // Pages of the site of the seeds as it was published on 2026-11-28.
    let addresses = include_str!("addresses.txt").lines();
    let lost: Vec<&str> = addresses
        .filter(|address| !site.pages.contains_key(&format!("{address}index.html")))
        .filter(|address| !gone.iter().any(|own| own.address == *address))
        .collect();
    assert_eq!(lost, [""; 0]);
}

#[test]
fn deadlines_are_calendars_of_what_is_still_to_come() {
    let site = Site::of_the_seeds();
    let read = |path: &str| std::fs::read_to_string(site.root().join(path)).unwrap();
    let own = read("cities/hangzhou/deadlines.ics");
    assert!(own.lines().all(|line| line.len() <= 75), "{own}");
    // Lines that were folded, as a calendar joins them.
    let own = own.replace("\r\n ", "");
    let lines: Vec<&str> = own.lines().collect();
    assert!(
        lines.contains(&"SUMMARY:杭州市 非化石能源消费比重 约 30%"),
        "{own}"
    );
    assert!(lines.contains(&"DTSTART;VALUE=DATE:20301231"));
    let starts = lines.iter().filter(|line| line.starts_with("DTSTART"));
    // The day of the build is in 2026.
    let after = |line: &&str| **line > *"DTSTART;VALUE=DATE:2026";
    assert!(starts.clone().all(after));
    let ids = lines.iter().filter(|line| line.starts_with("UID:"));
    let ids: std::collections::BTreeSet<&&str> = ids.collect();
    assert!(ids.len() > 1);
    assert_eq!(ids.len(), starts.count());
    let whole = read("deadlines.ics").replace("\r\n ", "");
    assert!(whole.contains("SUMMARY:杭州市 2030 目标"), "{whole}");
}

#[test]
fn a_place_begins_with_its_promises() {
    let site = Site::of_the_seeds();
    let said = |page: &str| -> Vec<String> {
        let rows = select("ul.promises > li");
        let rows = site.pages[page].select(&rows);
        rows.map(|row| row.text().collect::<String>().split_whitespace().collect())
            .collect()
    };
    let hangzhou = said("cities/hangzhou/index.html");
    let has = |rows: &[String], words: &[&str]| {
        rows.iter()
            .any(|row| words.iter().all(|word| row.contains(word)))
    };
    assert!(
        has(&hangzhou, &["到2030年", "非化石能源消费比重", "约30%"]),
        "{hangzhou:?}"
    );
    assert!(
        has(&hangzhou, &["到2030年碳达峰", "2030年，高质量实现碳达峰"]),
        "{hangzhou:?}"
    );
    let lishui = said("cities/lishui/index.html");
    assert!(
        has(
            &lishui,
            &["森林覆盖率", "80%以上", "已到期", "4个有此目标的地区中最高"]
        ),
        "{lishui:?}"
    );
    let home = said("index.html");
    assert!(has(&home, &["丽水市：", "森林覆盖率"]), "{home:?}");
    assert!((3..=5).contains(&home.len()), "{home:?}");
}

#[test]
fn every_link_and_fragment_leads_somewhere() {
    let site = Site::of_the_seeds();
    let ids: BTreeMap<&String, Vec<&str>> = site
        .pages
        .iter()
        .map(|(page, html)| {
            let with_id = select("[id]");
            (
                page,
                html.select(&with_id)
                    .filter_map(|e| e.value().attr("id"))
                    .collect(),
            )
        })
        .collect();
    let mut links = 0;
    for (page, html) in &site.pages {
        // What is preloaded is of the search index, which this build has none of.
        for element in html.select(&select("a[href], link[href]:not([rel=preload])")) {
            let href = element.value().attr("href").unwrap();
            if href.starts_with("https://") || href.starts_with("mailto:") {
                continue;
            }
            links += 1;
            let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            let target = built::resolve(page, path);
            let is_page = site.pages.contains_key(&target);
            assert!(
                is_page || site.root().join(&target).is_file(),
                "{page}: {href} leads to {target}"
            );
            if !fragment.is_empty() && is_page {
                assert!(
                    ids[&target].contains(&fragment),
                    "{page}: {href} has no such place"
                );
            }
        }
    }
    assert!(links > 5000, "{links}");
}

#[test]
fn every_page_stands_alone() {
    let site = Site::of_the_seeds();
    let mut titles: BTreeMap<String, &String> = BTreeMap::new();
    for (page, html) in &site.pages {
        assert_eq!(html.select(&select("h1")).count(), 1, "{page}");
        assert_eq!(html.select(&select("html[lang]")).count(), 1, "{page}");
        assert_eq!(
            html.select(&select(
                "script:not([src]):not([type='application/ld+json']), [style], style, iframe"
            ))
            .count(),
            0,
            "{page}"
        );
        for script in html.select(&select("script[src]")) {
            let file = built::resolve(page, script.value().attr("src").unwrap());
            assert!(file.starts_with("static/") && site.root().join(&file).is_file());
            assert_eq!(script.text().collect::<String>(), "", "{page}: {file}");
        }
        let title: String = html
            .select(&select("title"))
            .next()
            .unwrap()
            .text()
            .collect();
        if let Some(other) = titles.insert(title.clone(), page) {
            panic!("{page} and {other} are both called {title}");
        }
        let mut seen = std::collections::BTreeSet::new();
        for element in html.select(&select("[id]")) {
            let id = element.value().attr("id").unwrap();
            assert!(seen.insert(id), "{page}: two elements have the id {id}");
        }
        for element in html.select(&select("[src], link[rel=stylesheet]")) {
            let address = element
                .value()
                .attr("src")
                .or(element.value().attr("href"))
                .unwrap();
            assert!(
                !address.contains("//"),
                "{page} asks another host for {address}"
            );
        }
    }
}

#[test]
fn every_figure_and_body_links_to_the_line_it_was_read_from() {
    let site = Site::of_the_seeds();
    for policy in &site.policies {
        let text = &site.pages[&format!("documents/{}/index.html", policy.id)];
        for figure in &policy.figures {
            let anchor = anchor_of(policy, figure.lines.first);
            assert_eq!(
                text.select(&select(&format!("[id='{anchor}']"))).count(),
                1,
                "{} {}",
                policy.id,
                figure.id
            );
        }
        for measure in &policy.measures {
            let page = &site.pages[&format!("measures/{}/index.html", measure.id)];
            let links: Vec<&str> = page
                .select(&select("a"))
                .filter_map(|a| a.value().attr("href"))
                .collect();
            let lines = policy
                .figures
                .iter()
                .filter(|f| f.measure.as_ref() == Some(&measure.id))
                .map(|f| f.lines.first);
            for line in lines.chain(measure.agencies.iter().map(|a| a.lines.first)) {
                let wanted = format!("documents/{}/#{}", policy.id, anchor_of(policy, line));
                assert!(
                    links.iter().any(|l| l.ends_with(&wanted)),
                    "{} lacks {wanted}",
                    measure.id
                );
            }
        }
    }
}

#[test]
fn words_that_stand_twice_are_marked_where_each_figure_stands() {
    let text = "某市惠企政策\n一、减负\n（一）发放补贴。对首套住房,每平方米补贴20元;对旧车更新,每台补贴300元;对二套住房,每平方米补贴20元。\n";
    let seed = Seed {
        file: "seeds/tax.txt".to_owned(),
        id: Some("tax".to_owned()),
        ..Seed::default()
    };
    let policy = read_policy(text.as_bytes(), &seed, &VOCABULARY).unwrap();
    let atlas = Atlas::link(vec![policy], &VOCABULARY);
    let out = tempfile::tempdir().unwrap();
    build(&atlas, &Path::new(REPO).join("themes/default"), out.path()).unwrap();
    for page in ["documents/tax/index.html", "measures/tax/1-1/index.html"] {
        let html = std::fs::read_to_string(out.path().join(page)).unwrap();
        let html = Html::parse_document(&html);
        let marked: Vec<String> = html
            .select(&select(".mark.figure"))
            .map(|mark| mark.text().collect())
            .collect();
        let words = ["每平方米补贴20元", "每台补贴300元", "每平方米补贴20元"];
        assert_eq!(marked, words, "{page}");
    }
}

fn anchor_of(policy: &Policy, line: usize) -> String {
    let rows = policy.tables.iter().flat_map(|t| &t.rows).map(|r| r.lines);
    let blocks = policy.blocks.iter().rev().map(|b| b.lines());
    let piece = rows.chain(blocks).find(|lines| lines.contains(line));
    format!("L{}", piece.unwrap().first)
}

#[test]
fn two_builds_are_alike_to_the_byte() {
    let atlas = atlas();
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for dir in [&a, &b] {
        build(&atlas, &Path::new(REPO).join("themes/default"), dir.path()).unwrap();
    }
    assert_eq!(built::files(a.path()), built::files(b.path()));
}

/// The committed documents are what the seeds give: a change of the extractor shows as a diff.
#[test]
fn documents_of_the_seeds_are_as_committed() {
    for policy in &atlas().policies {
        let file = Path::new(REPO).join(format!("content/documents/{}.yaml", policy.id));
        let committed = std::fs::read_to_string(&file).unwrap();
        let fresh = cewen::content::to_yaml(policy).unwrap();
        assert!(
            committed == fresh,
            "{} differs: run `cargo run -- build` and look at the diff",
            file.display()
        );
    }
}

#[test]
fn every_quote_stands_in_its_seed() {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace() && *c != '*')
            .collect::<String>()
            .replace('％', "%")
    };
    for policy in &atlas().policies {
        let seed = std::fs::read_to_string(Path::new(REPO).join(&policy.source.file)).unwrap();
        let whole = plain(&seed);
        let lines: Vec<&str> = seed.lines().collect();
        for figure in &policy.figures {
            // Cells between the name and the value of a table are parted by blanks.
            assert!(
                whole.contains(&plain(&figure.quote)),
                "{}: {}",
                policy.source.file,
                figure.quote
            );
            let around = lines[figure.lines.first.saturating_sub(1)..figure.lines.last].concat();
            let digits: String = figure.quote.chars().filter(char::is_ascii_digit).collect();
            assert!(
                digits.is_empty() || around.chars().any(|c| c.is_ascii_digit()),
                "{}: {}",
                figure.id,
                figure.lines
            );
        }
    }
}

#[test]
fn a_mistake_in_a_template_is_told_with_its_place() {
    let theme = built::copied_theme();
    let page = theme.path().join("templates/measure.html");
    let text = std::fs::read_to_string(&page)
        .unwrap()
        .replace("t.measure.in_text", "t.measure.in_txt");
    std::fs::write(&page, &text).unwrap();
    let out = tempfile::tempdir().unwrap();
    let problems = build(&atlas(), theme.path(), out.path()).unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert!(problems[0].file.ends_with("templates/measure.html"));
    let line = text.lines().position(|l| l.contains("in_txt")).unwrap() + 1;
    assert_eq!(problems[0].line, Some(line));

    std::fs::write(&page, "{% if %}").unwrap();
    let problems = build(&atlas(), theme.path(), out.path()).unwrap_err();
    assert_eq!(
        (problems.len(), problems[0].line),
        (1, Some(1)),
        "{problems:#?}"
    );
}

#[test]
fn a_page_says_no_word_that_the_theme_lacks() {
    let site = Site::of_the_seeds();
    let html =
        Html::parse_document(&std::fs::read_to_string(site.root().join("index.html")).unwrap());
    let text: String = html.root_element().text().collect();
    assert!(
        text.contains("我的城市承诺了什么") && !text.contains("{{"),
        "{text}"
    );
}
