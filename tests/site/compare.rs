//! Comparing the cities of the five seeds: series of indicators, links, aligned rows, their pages and
//! downloads.

use std::collections::{BTreeMap, BTreeSet};

use crate::built::{ATLAS, Site, VOCABULARY};
use cewen::atlas::Base;
use cewen::model::MeasureRole;
use scraper::Selector;

fn select(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

/// The cities that state an indicator, by their names.
fn cities(indicator: &str) -> BTreeSet<&'static str> {
    let entry = ATLAS.indicators.iter().find(|i| i.id == indicator);
    let entry = entry.unwrap_or_else(|| panic!("no figure of {indicator}"));
    let region = |policy: usize| ATLAS.policies[policy].region.as_ref().unwrap();
    let names = entry
        .points()
        .map(|p| region(p.figure.policy).name.as_str());
    names.collect()
}

#[test]
fn every_city_that_states_an_indicator_is_on_its_page() {
    // Read off the five texts.
    for (indicators, expected) in [
        (
            &["forest-coverage"][..],
            &["杭州市", "温州市", "绍兴市", "丽水市"][..],
        ),
        (&["forest-stock"], &["杭州市", "绍兴市", "丽水市"]),
        (&["nonfossil-share"], &["杭州市", "温州市", "绍兴市"]),
        (&["pv-capacity", "pv-capacity-added"], &["绍兴市", "丽水市"]),
        (&["wind-pv-capacity"], &["温州市"]),
        (&["green-travel-share"], &["绍兴市"]),
        (
            &["nev-share-bus-taxi", "nev-share-public-fleet"],
            &["温州市"],
        ),
        (&["gdp-co2-intensity"], &["杭州市", "温州市", "绍兴市"]),
        (&["green-factories"], &["绍兴市", "丽水市"]),
        (
            &[
                "low-carbon-counties",
                "low-carbon-towns",
                "low-carbon-villages",
            ],
            &["温州市", "绍兴市", "丽水市"],
        ),
    ] {
        let found: BTreeSet<&str> = indicators.iter().flat_map(|i| cities(i)).collect();
        let expected: BTreeSet<&str> = expected.iter().copied().collect();
        assert!(found.is_superset(&expected), "{indicators:?}: {found:?}");
    }
}

#[test]
fn no_series_mixes_levels_changes_units_bases_or_scopes() {
    for entry in &ATLAS.indicators {
        let name = &VOCABULARY.indicators.get(&entry.id).unwrap().name;
        for series in &entry.series {
            assert!(!series.points.is_empty());
            let scopes: BTreeSet<Vec<&str>> = series
                .points
                .iter()
                .map(|point| {
                    let figure = ATLAS.figure(point.figure);
                    assert_eq!(figure.change, series.change, "{name}: {}", figure.quote);
                    assert_eq!(Base::of(figure), series.base, "{name}: {}", figure.quote);
                    let scopes = VOCABULARY.scopes.of(&figure.name, name);
                    scopes.into_iter().map(|s| s.name.as_str()).collect()
                })
                .collect();
            assert_eq!(scopes.len(), 1, "{name}: {scopes:?}");
        }
    }
}

#[test]
fn contradictions_are_told() {
    let entry = ATLAS
        .indicators
        .iter()
        .find(|i| i.id == "low-carbon-counties")
        .unwrap();
    let contradicted = entry.series.iter().flat_map(|s| {
        let points = s.points.iter().filter(|point| point.contradicted());
        points.map(|point| point.value.unwrap().upper())
    });
    // 示范县: 3 in the table of Shaoxing's plan, 1 in its text.
    assert_eq!(contradicted.collect::<Vec<_>>(), [3.0, 1.0]);
}

#[test]
fn links_are_the_same_from_both_sides_and_lead_elsewhere() {
    let mut scores: BTreeMap<(String, String), f64> = BTreeMap::new();
    for (place, measure) in ATLAS.measures() {
        let links = ATLAS.comparable.of(place);
        assert!(links.windows(2).all(|two| two[0].score >= two[1].score));
        for link in links {
            assert_ne!(link.measure.policy, place.policy, "{}", measure.id);
            assert!((0.0..=1.0).contains(&link.score));
            let other = ATLAS.measure(link.measure).id.clone();
            scores.insert((measure.id.clone(), other), link.score);
        }
    }
    let mut both = 0;
    for ((a, b), score) in &scores {
        if let Some(back) = scores.get(&(b.clone(), a.clone())) {
            assert!((score - back).abs() < 1e-9, "{a} {b}");
            both += 1;
        }
    }
    assert!(both > 500, "{both}");
}

/// 加强组织领导 is matched with its like: another safeguard, or a measure on the same matter of
/// governance (宣传 with 宣传), and never with what merely shares its words.
#[test]
fn what_only_safeguards_is_matched_with_its_kind() {
    let governance = |topic: &String| {
        let topic = VOCABULARY.topics.get(topic).unwrap();
        topic.id == "governance" || topic.parent.as_deref() == Some("governance")
    };
    let mut all = 0;
    for (place, measure) in ATLAS.measures() {
        let safeguard = |m: &cewen::model::Measure| m.role == MeasureRole::Safeguard;
        if !safeguard(measure) || !measure.topics.first().is_some_and(governance) {
            continue;
        }
        let Some(best) = ATLAS.comparable.of(place).first() else {
            continue;
        };
        let other = ATLAS.measure(best.measure);
        let mut own = measure.topics.iter().filter(|t| governance(t));
        let kind = safeguard(other) || own.any(|t| other.topics.contains(t));
        assert!(kind, "{} is matched with {}", measure.title, other.title);
        all += 1;
    }
    assert!(all >= 10, "{all}");
}

#[test]
fn every_reason_stands_in_both_texts() {
    for (place, measure) in ATLAS.measures() {
        for link in ATLAS.comparable.of(place) {
            let other = ATLAS.measure(link.measure);
            let reasons = link.reasons(measure, other);
            for term in &reasons.terms {
                for side in [measure, other] {
                    let says = side.title.contains(term) || side.text.contains(term);
                    assert!(says, "{term} not in {}", side.id);
                }
            }
            if let Some((own, theirs)) = reasons.sentences {
                assert!(measure.text.contains(own) && other.text.contains(theirs));
                assert!(own == own.trim() && !own.is_empty());
            }
        }
    }
}

#[test]
fn cities_stand_side_by_side_and_gaps_have_names() {
    let site = Site::of_the_seeds();
    let page = &site.pages["compare/forest-sinks/index.html"];
    let text: String = page.root_element().text().collect();
    for city in ["杭州市", "温州市", "绍兴市", "丽水市"] {
        assert!(text.contains(city), "{city}");
    }
    let rows = page.select(&select("section.aligned")).count();
    assert!(rows >= 2, "{rows}");
    let gaps: Vec<String> = site
        .pages
        .iter()
        .filter(|(path, _)| path.starts_with("compare/"))
        .flat_map(|(_, html)| {
            let gaps = select(".gap p");
            html.select(&gaps)
                .map(|g| g.text().collect())
                .collect::<Vec<String>>()
        })
        .collect();
    assert!(gaps.iter().any(|gap| gap == "未检出") && gaps.iter().any(|gap| gap == "无文本"));
}

/// 丽水市 has two texts: what the one says is no measure of another city beside the other.
#[test]
fn measures_of_its_own_city_are_not_said_to_be_of_another() {
    let site = Site::of_the_seeds();
    let code = |id: &str| {
        let own = site.policies.iter().find(|p| id.starts_with(&p.id));
        own.and_then(|p| Some(p.region.as_ref()?.code.clone()))
    };
    let mut seen = [0, 0];
    for (_, measure) in ATLAS.measures() {
        let page = &site.pages[&format!("measures/{}/index.html", measure.id)];
        for (own_city, heading) in [(false, "h-comparable"), (true, "h-comparable-own")] {
            let links = format!("section[aria-labelledby={heading}] a.title");
            for link in page.select(&select(&links)) {
                let other = link.attr("href").unwrap().split("measures/").last();
                let same = code(&measure.id) == code(other.unwrap());
                assert_eq!(same, own_city, "{} {other:?}", measure.id);
                seen[usize::from(own_city)] += 1;
            }
        }
    }
    assert!(seen[0] > 200 && seen[1] > 10, "{seen:?}");
}

#[test]
fn a_pair_shows_what_both_say() {
    let site = Site::of_the_seeds();
    let pairs = site
        .pages
        .iter()
        .filter(|(path, _)| path.starts_with("compare/measures/"));
    let mut seen = 0;
    for (path, html) in pairs {
        assert_eq!(html.select(&select(".pair > section")).count(), 2, "{path}");
        let marks: Vec<String> = html
            .select(&select("mark"))
            .map(|m| m.text().collect())
            .collect();
        seen += usize::from(!marks.is_empty());
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn links_and_series_can_be_downloaded() {
    let site = Site::of_the_seeds();
    for name in ["comparable", "indicators"] {
        let json = std::fs::read_to_string(site.root().join(format!("data/{name}.json"))).unwrap();
        let rows: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert!(rows.len() > 50, "{name}");
        let csv = std::fs::read_to_string(site.root().join(format!("data/{name}.csv"))).unwrap();
        assert!(csv.starts_with('\u{feff}'));
        if name == "comparable" {
            assert_eq!(csv.lines().count(), rows.len() + 1);
        }
    }
}

/// The slug of the place whose text a document is.
fn place_of(document: &str) -> &'static str {
    let policy = ATLAS.policies.iter().position(|p| p.id == document);
    let policy = policy.unwrap_or_else(|| panic!("no document {document}"));
    &ATLAS.city_of(policy).slug
}

/// What a cell of a comparison says, and what it says is missing, is so.
#[test]
fn a_comparison_tells_numbers_where_they_stand_and_why_others_are_missing() {
    let site = Site::of_the_seeds();
    let (mut numbers, mut missing) = (0, BTreeMap::new());
    let pages = site
        .pages
        .iter()
        .filter(|(path, _)| path.starts_with("compare/") && !path.starts_with("compare/measures/"));
    for (path, html) in pages {
        for row in html.select(&select("table.compared tbody tr")) {
            let indicator = row.select(&select("th a")).next().unwrap();
            let indicator = indicator.attr("href").unwrap().trim_end_matches('/');
            let indicator = indicator.rsplit('/').next().unwrap();
            let entry = ATLAS.indicators.iter().find(|i| i.id == indicator).unwrap();
            let stating: BTreeSet<&str> = entry
                .points()
                .map(|point| ATLAS.city_of(point.figure.policy).slug.as_str())
                .collect();
            for cell in row.select(&select("td[data-place]")) {
                let place = cell.attr("data-place").unwrap();
                for value in cell.select(&select("a")) {
                    let href = value.attr("href").unwrap();
                    let document = href.split("documents/").nth(1).unwrap();
                    let document = document.split('/').next().unwrap();
                    assert_eq!(place_of(document), place, "{path}: {href}");
                    numbers += 1;
                }
                if cell.select(&select("a")).next().is_none() {
                    let said: String = cell.text().collect();
                    let other_year = said == "只有其他年份";
                    assert_eq!(
                        other_year,
                        stating.contains(place),
                        "{path} {indicator} {place}"
                    );
                    *missing.entry(said).or_insert(0) += 1;
                }
            }
        }
    }
    assert!(numbers > 60, "{numbers}");
    assert!(missing["有举措，无此数字"] > 10, "{missing:?}");
}

#[test]
fn what_cannot_be_compared_is_not_listed_and_its_address_answers() {
    let site = Site::of_the_seeds();
    let list = &site.pages["compare/index.html"];
    let listed: BTreeSet<String> = list
        .select(&select("main .rows a"))
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect();
    let mut alone = 0;
    for topic in &ATLAS.topics {
        let path = format!("compare/{}/index.html", topic.id);
        let Some(page) = site.pages.get(&path) else {
            assert!(topic.measures.is_empty(), "{path}");
            continue;
        };
        let compared = page.select(&select(".choose")).next().is_some();
        let address = format!("../compare/{}/", topic.id);
        assert_eq!(listed.contains(&address), compared, "{path}");
        if !compared {
            let back = format!("main a[href$='topics/{}/']", topic.id);
            assert!(page.select(&select(&back)).next().is_some(), "{path}");
            alone += 1;
        }
    }
    assert!(listed.len() > 40 && alone > 0, "{} {alone}", listed.len());
}

/// A row of a topic is a title, a stretch of the measure's own text, and its own figures.
#[test]
fn a_row_shows_what_stands_in_its_measure() {
    let site = Site::of_the_seeds();
    let mut seen = 0;
    for (path, html) in site
        .pages
        .iter()
        .filter(|(path, _)| path.starts_with("topics/"))
    {
        for row in html.select(&select(".measures .rows > li")) {
            let Some(says) = row.select(&select(".says")).next() else {
                continue;
            };
            let id = row
                .select(&select("a"))
                .next()
                .unwrap()
                .attr("href")
                .unwrap();
            let id = id.split("measures/").nth(1).unwrap().trim_end_matches('/');
            let (_, measure) = ATLAS.measures().find(|(_, m)| m.id == id).unwrap();
            let says: String = says.text().collect();
            let says = says.trim_end_matches('…');
            assert!(measure.text.contains(says), "{path}: {says}");
            assert!(says.chars().count() <= 80, "{path}: {says}");
            seen += 1;
        }
    }
    assert!(seen > 300, "{seen}");
}
