//! What the pages of the five seeds' site claim, held against the texts and against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::built::{ATLAS, REPO, Site, VOCABULARY};
use cewen::atlas::{Atlas, Place};
use cewen::extract::{Seed, read_policy};
use cewen::model::FigureKind;
use scraper::{ElementRef, Html, Selector};

fn select(text: &str) -> Selector {
    Selector::parse(text).unwrap()
}

fn yaml(file: &str) -> serde_yaml::Value {
    let file = Path::new(REPO).join("content/vocabulary").join(file);
    serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The words of each topic as its list has them, its name, and their synonyms; and the topic above.
struct Topic {
    words: BTreeSet<String>,
    parent: Option<String>,
}

fn topics() -> BTreeMap<String, Topic> {
    let groups: Vec<Vec<String>> = serde_yaml::from_value(yaml("synonyms.yaml")).unwrap();
    let words = |topic: &serde_yaml::Value| {
        let keywords = topic["keywords"].as_sequence().cloned().unwrap_or_default();
        let keyword = |k: &serde_yaml::Value| {
            let word = k.as_str().or_else(|| k["word"].as_str());
            word.unwrap().to_owned()
        };
        let mut own: BTreeSet<String> = keywords.iter().map(keyword).collect();
        own.insert(topic["name"].as_str().unwrap().to_owned());
        let same = groups
            .iter()
            .filter(|group| group.iter().any(|word| own.contains(word)));
        let same: Vec<String> = same.flatten().cloned().collect();
        own.extend(same);
        own
    };
    let mut all = BTreeMap::new();
    for top in yaml("topics.yaml").as_sequence().unwrap() {
        let id = top["id"].as_str().unwrap();
        let mut own = words(top);
        for child in top["children"].as_sequence().into_iter().flatten() {
            let finer = words(child);
            own.extend(finer.iter().cloned());
            let parent = Some(id.to_owned());
            let child = child["id"].as_str().unwrap().to_owned();
            all.insert(
                child,
                Topic {
                    words: finer,
                    parent,
                },
            );
        }
        all.insert(
            id.to_owned(),
            Topic {
                words: own,
                parent: None,
            },
        );
    }
    all
}

/// The words of an element without what is no text of the document: links of the page itself, and what
/// other documents do.
fn text_of(element: ElementRef<'_>, text: &mut String) {
    let classes: Vec<&str> = element.value().classes().collect();
    if ["pilcrow", "to", "elsewhere", "tools"]
        .iter()
        .any(|own| classes.contains(own))
    {
        return;
    }
    for child in element.children() {
        match ElementRef::wrap(child) {
            Some(child) => text_of(child, text),
            None => {
                let words = child.value().as_text().map_or("", |text| &**text);
                text.extend(words.chars().filter(|c| !c.is_whitespace()));
            }
        }
    }
    text.push('\n');
}

/// All that the documents of a city say, by the address of the city.
fn texts(site: &Site) -> BTreeMap<String, String> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for policy in &site.policies {
        let page = &site.pages[&format!("documents/{}/index.html", policy.id)];
        let city = page
            .select(&select("main > p.meta a[href*='cities/']"))
            .next()
            .unwrap();
        let text = texts.entry(slug(city)).or_default();
        for part in page.select(&select("h1, article.text")) {
            text_of(part, text);
        }
    }
    texts
}

/// The part of an address that names a city.
fn slug(link: ElementRef<'_>) -> String {
    let href = link.value().attr("href").unwrap();
    let (_, slug) = href.rsplit_once("cities/").unwrap();
    slug.trim_end_matches('/').to_owned()
}

fn words_in(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

/// Every statement that a city says nothing of a topic: its page, the topic, the city, and the words.
fn silences(site: &Site) -> Vec<(String, String, String, String)> {
    let zero = select("span.zero, p.zero");
    let city = select("a[href*='cities/']");
    let (mut found, mut tabled) = (Vec::new(), Vec::new());
    let mut put = |page: &str, topic: &str, part: ElementRef<'_>| {
        if let (Some(zero), Some(city)) = (part.select(&zero).next(), part.select(&city).next()) {
            found.push((
                page.to_owned(),
                topic.to_owned(),
                slug(city),
                words_in(zero),
            ));
        }
    };
    for (page, html) in &site.pages {
        let parts: Vec<&str> = page.split('/').collect();
        match parts.as_slice() {
            ["topics", topic, "index.html"] => {
                let rows = select(".standings > li");
                html.select(&rows).for_each(|row| put(page, topic, row));
            }
            ["compare", topic, "index.html"] => {
                let cells = select(".cells > section.gap");
                html.select(&cells).for_each(|cell| put(page, topic, cell));
                let cells = select("table.compared td.zero");
                for cell in html.select(&cells) {
                    let place = cell.value().attr("data-place").unwrap();
                    tabled.push((
                        page.to_owned(),
                        (*topic).to_owned(),
                        place.to_owned(),
                        words_in(cell),
                    ));
                }
            }
            _ => {}
        }
    }
    found.extend(tabled);
    let home = &site.pages["index.html"];
    let cities: Vec<String> = home.select(&select(".tiles a")).map(slug).collect();
    for row in home.select(&select("table.matrix tbody tr")) {
        let topic = row.select(&select("th a")).next().unwrap();
        let topic = topic.value().attr("href").unwrap().trim_end_matches('/');
        let topic = topic.rsplit('/').next().unwrap();
        for (cell, city) in row.select(&select("td")).zip(&cities) {
            if cell.value().classes().any(|class| class == "zero") {
                let said = words_in(cell);
                found.push((
                    "index.html".to_owned(),
                    topic.to_owned(),
                    city.clone(),
                    said,
                ));
            }
        }
    }
    found
}

fn nothing_is_said_to_be_missing_that_stands_in_the_texts(site: &Site) {
    let (topics, texts) = (topics(), texts(site));
    let mut silent = 0;
    for (page, topic, city, said) in silences(site) {
        let of = |id: &str| &topics[id].words;
        let words: &BTreeSet<String> = match said.as_str() {
            "未检出" => {
                silent += 1;
                of(&topic)
            }
            "无文本" => of(topics[&topic].parent.as_deref().unwrap_or(&topic)),
            // What else the city says of the topic stands below.
            "没有相近的举措" | "只有其他年份" | "有举措，无此数字" | "文中提到，无此数字" =>
            {
                continue;
            }
            other => panic!("{page}: {other}"),
        };
        let held = words
            .iter()
            .find(|word| texts[&city].contains(word.as_str()));
        assert_eq!(held, None, "{page}: {city} {said}");
    }
    assert!(silent > 0);
}

/// A figure, a row or a paragraph about a topic is reached from its page.
fn topics_tell_figures_and_passages_where_there_is_no_measure(site: &Site) {
    let page = &site.pages["topics/pv/index.html"];
    let rows: Vec<String> = page
        .select(&select(".standings > li"))
        .map(words_in)
        .collect();
    assert_eq!(rows.len(), 4);
    let shaoxing = rows.iter().find(|row| row.starts_with("绍兴市")).unwrap();
    assert!(
        shaoxing.contains("数字") && shaoxing.contains("100万千瓦"),
        "{shaoxing}"
    );
    let links = page.select(&select(".standings a.src")).count();
    assert!(links >= 4, "{links}");
}

/// Two values of one thing carry a mark wherever one of them is shown.
fn contradictions_are_marked_on_every_page_that_shows_one(site: &Site) {
    let mut marked = 0;
    for (n, policy) in ATLAS.policies.iter().enumerate() {
        for (item, figure) in policy.figures.iter().enumerate() {
            let place = Place { policy: n, item };
            if ATLAS.others(place).is_empty() {
                continue;
            }
            let indicator = figure.indicator.as_deref().unwrap();
            let city = format!("cities/{}/index.html", ATLAS.city_of(n).slug);
            let mut pages = vec![format!("indicators/{indicator}/index.html")];
            pages.extend(
                figure
                    .measure
                    .iter()
                    .map(|id| format!("measures/{id}/index.html")),
            );
            pages.extend((figure.kind == FigureKind::Target).then_some(city));
            for page in pages {
                let html = &site.pages[&page];
                let text = html.root_element().text().collect::<String>();
                assert!(text.contains("文中另有"), "{page}: {}", figure.quote);
                marked += 1;
            }
        }
    }
    assert!(marked > 0);
}

/// Built once: it takes longer than all that is asked of it.
#[test]
fn pages_claim_only_what_holds() {
    let site = Site::of_the_seeds();
    nothing_is_said_to_be_missing_that_stands_in_the_texts(&site);
    topics_tell_figures_and_passages_where_there_is_no_measure(&site);
    contradictions_are_marked_on_every_page_that_shows_one(&site);
    dots_stand_where_the_numbers_say(&site);
    pages_are_worded_for_readers(&site);
    weak_links_are_not_shown(&site);
}

fn atlas_of(text: &str) -> Atlas {
    let seed = Seed {
        file: "seeds/one.txt".to_owned(),
        id: Some("one".to_owned()),
        ..Seed::default()
    };
    let policy = read_policy(text.as_bytes(), &seed, &VOCABULARY).unwrap();
    Atlas::link(vec![policy], &VOCABULARY)
}

/// For each series of an indicator its scope, and what its figures say.
fn series(atlas: &Atlas, indicator: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let entry = atlas.indicators.iter().find(|entry| entry.id == indicator);
    let series = entry.into_iter().flat_map(|entry| &entry.series);
    series
        .map(|series| {
            let quotes = series.points.iter();
            let quotes = quotes.map(|point| atlas.figure(point.figure).quote.clone());
            (series.scope.clone(), quotes.collect())
        })
        .collect()
}

#[test]
fn what_is_measured_from_different_years_is_on_different_axes() {
    let atlas = atlas_of(
        "宁波市碳达峰行动方案\n一、主要目标\n到2030年，单位GDP二氧化碳排放比2005年下降75%以上。\
         2020年，单位GDP二氧化碳排放比2015年下降23%。\n",
    );
    assert_eq!(series(&atlas, "gdp-co2-intensity").len(), 2);
}

#[test]
fn the_world_and_the_nation_are_no_place() {
    let atlas = atlas_of(
        "宁波市碳达峰行动方案\n一、形势\n根据研究，2010-2050年全球实现温控目标，总投资将达到150-168万亿美元。\n\
         二、主要目标\n2020年，我国生态环境持续改善，森林覆盖率达到23%。到2025年，全市森林覆盖率达到48%。\n",
    );
    let scopes = |id| -> Vec<Vec<String>> { series(&atlas, id).into_iter().map(|s| s.0).collect() };
    assert_eq!(scopes("total-investment"), [["全球"]]);
    let forest: BTreeSet<Vec<String>> = scopes("forest-coverage").into_iter().collect();
    assert_eq!(forest, BTreeSet::from([vec![], vec!["全国".to_owned()]]));
}

#[test]
fn what_is_told_twice_is_one_point() {
    let atlas = atlas_of(
        "宁波市碳达峰行动方案\n一、主要目标\n到2025年，森林覆盖率达到48%。\n\
         二、主要任务\n（一）提升碳汇。到2025年，森林覆盖率达到48%。\n",
    );
    let entry = &atlas.indicators[0];
    assert_eq!(entry.points().count(), 1);
    assert_eq!(entry.points().next().unwrap().also.len(), 1);
    assert!(entry.points().all(|point| !point.contradicted()));
}

/// A dot stands where the number of its row says: higher numbers farther right, rows from the highest down.
fn dots_stand_where_the_numbers_say(site: &Site) {
    let mut dots = 0;
    for entry in &ATLAS.indicators {
        let page = &site.pages[&format!("indicators/{}/index.html", entry.id)];
        // Each figure has a row, or is the start of one.
        let rows = page
            .select(&select(
                "main table.plot tbody tr, main table.plot td.from a",
            ))
            .count();
        assert!(rows >= entry.points().count(), "{}: {rows}", entry.id);
        for part in page.select(&select("main table.plot.drawn")) {
            let dots_of_rows = select("tbody .line > circle:last-child");
            let places = part.select(&dots_of_rows).map(|dot| {
                let place = dot.value().attr("cx").unwrap_or_default();
                place.trim_end_matches('%').parse::<f64>().unwrap()
            });
            let places: Vec<f64> = places.collect();
            assert!(
                places.iter().all(|place| (0.0..=100.0).contains(place)),
                "{}: {places:?}",
                entry.id
            );
            assert!(
                places.is_sorted_by(|a, b| a >= b),
                "{}: {places:?}",
                entry.id
            );
            dots += places.len();
        }
    }
    assert!(dots > 20, "{dots}");
}

#[test]
fn shared_terms_are_whole_words() {
    let words = cewen::search::Words::new(&VOCABULARY.dictionary());
    let mut seen = 0;
    for (place, measure) in ATLAS.measures() {
        let text = format!("{}\n{}", measure.title, measure.text);
        let bounds: BTreeSet<usize> = words.bounds(&text).into_iter().collect();
        for term in ATLAS
            .comparable
            .of(place)
            .iter()
            .flat_map(|found| found.terms())
        {
            let whole = text.match_indices(term).any(|(at, _)| {
                let from = text[..at].chars().count();
                bounds.contains(&from) && bounds.contains(&(from + term.chars().count()))
            });
            assert!(whole, "{}: {term}", measure.id);
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen}");
}

/// What a reader sees is in words, and in the language of the site.
fn pages_are_worded_for_readers(site: &Site) {
    let percent = regex::Regex::new(r"相近度\s*\d").unwrap();
    let span = regex::Regex::new(r"第(\d+)[–-](\d+)行").unwrap();
    for (page, html) in &site.pages {
        let text = text_of_page(html);
        for never in [
            "不低于下降",
            "不低于提高",
            "不超过下降",
            "GB/T 7714-2015",
            "GB/T 7714—2015",
        ] {
            assert!(!text.contains(never), "{page}: {never}");
        }
        assert!(!percent.is_match(&text), "{page}");
        for lines in span.captures_iter(&text) {
            assert_ne!(lines[1], lines[2], "{page}: {}", &lines[0]);
        }
        for warning in html.select(&select(".warnings li")) {
            let said = words_in(warning);
            let letters = said.chars().filter(char::is_ascii_alphabetic).count();
            assert!(letters < said.chars().count() / 2, "{page}: {said}");
        }
    }
}

/// Nothing is called comparable that only shares a few words, or says too little to be compared.
fn weak_links_are_not_shown(site: &Site) {
    let mut seen = 0;
    for (place, measure) in ATLAS.measures() {
        let links: BTreeMap<&str, f64> = ATLAS
            .comparable
            .of(place)
            .iter()
            .map(|found| (ATLAS.measure(found.measure).id.as_str(), found.score))
            .collect();
        let page = &site.pages[&format!("measures/{}/index.html", measure.id)];
        let titles = select("section[aria-labelledby^=h-comparable] a.title");
        for link in page.select(&titles) {
            let href = link.value().attr("href").unwrap();
            let other = href
                .rsplit("measures/")
                .next()
                .unwrap()
                .trim_end_matches('/');
            assert!(links[other] >= 0.4, "{} {other}", measure.id);
            seen += 1;
        }
        if measure.title.is_empty() || measure.text.chars().count() < 40 {
            assert!(links.is_empty(), "{}", measure.id);
        }
    }
    assert!(seen > 200, "{seen}");
}

fn text_of_page(html: &Html) -> String {
    html.select(&select("main"))
        .flat_map(|main| main.text())
        .collect()
}
