//! What is found, and what is said where nothing can be.

use serde_json::Value;

use crate::site::Site;

fn json(site: &Site, query: &str) -> Value {
    let run = site.run(&["search", query, "--json", "--limit", "50"]);
    assert_eq!(run.code, Some(0), "{query}: {}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

fn ids(results: &Value) -> Vec<&str> {
    results["hits"]
        .as_array()
        .unwrap()
        .iter()
        .map(|hit| hit["id"].as_str().unwrap())
        .collect()
}

#[test]
fn without_an_index_a_build_is_asked_for() {
    let site = Site::new();
    let run = site.run(&["search", "光伏"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("run `cewen build` first"), "{}", run.err);
}

#[test]
fn an_index_that_is_old_or_broken_is_not_asked() {
    let site = Site::new();
    for (file, text, reason) in [
        ("seeds/first.txt", "某市方案\n（一）别的。\n", "older"),
        (
            ".cewen/index/stamp.json",
            "{\"schema\":0,\"program\":\"0\",\"records\":\"\",\"inputs\":\"\",\"files\":\"\",\"guide\":\"\"}",
            "another version",
        ),
        (".cewen/index/stamp.json", "", "another version"),
        (".cewen/index/meta.json", "{", "cannot be read"),
        (".cewen/index/guide.json", "{}", "cannot be read"),
    ] {
        site.build();
        site.write(file, text);
        let run = site.run(&["search", "光伏"]);
        assert_eq!(run.code, Some(2), "{file}: {}", run.out);
        assert!(run.err.contains(reason), "{file}: {}", run.err);
        assert!(run.err.contains("run `cewen build` first"), "{}", run.err);
        assert!(!run.err.contains("panicked"), "{}", run.err);
    }
}

#[test]
fn a_file_of_the_index_that_is_broken_is_made_anew() {
    let site = Site::new();
    site.build();
    for (path, mut bytes) in site.files(".cewen/index") {
        if let Some(middle) = (bytes.len() / 2).checked_sub(1) {
            bytes[middle] ^= 1;
            std::fs::write(path, bytes).unwrap();
        }
    }
    // Of the same records.
    site.write("content/pages/more.md", "---\ntitle: 更多\n---\n\n更多。\n");
    site.build();
    assert!(json(&site, "光伏惠民")["total"].as_u64().unwrap() >= 1);
}

#[test]
fn a_text_that_was_only_touched_leaves_the_index_as_it_is() {
    let site = Site::new();
    site.build();
    let text = std::fs::read(site.path("seeds/first.txt")).unwrap();
    std::fs::remove_file(site.path("seeds/first.txt")).unwrap();
    site.write("seeds/first.txt", &text);
    assert!(json(&site, "光伏惠民")["total"].as_u64().unwrap() >= 1);
}

#[test]
fn a_hit_says_where_it_stands() {
    let site = Site::new();
    site.build();
    let results = json(&site, "光伏惠民");
    assert_eq!(results["query"], "光伏惠民");
    assert!(results["total"].as_u64().unwrap() >= 1);
    let hits = results["hits"].as_array().unwrap();
    let measure = hits.iter().find(|hit| hit["kind"] == "measure").unwrap();
    assert!(
        measure["url"]
            .as_str()
            .unwrap()
            .starts_with("measures/first/")
    );
    assert!(measure["url"].as_str().unwrap().ends_with('/'));
    assert_eq!(measure["source"]["file"], "seeds/first.txt");
    assert_eq!(measure["source"]["lines"][0], 4);
    assert!(measure["snippet"].as_str().unwrap().contains("光伏"));
    assert!(measure["score"].as_f64().unwrap() > 0.0);

    let run = site.run(&["search", "光伏惠民"]);
    assert!(run.out.contains("seeds/first.txt:4"), "{}", run.out);
    assert!(!run.out.contains('\u{1b}'), "colour in a pipe: {}", run.out);
}

#[test]
fn any_two_characters_are_found() {
    let site = Site::new();
    site.build();
    let body: Vec<char> = "加快屋顶光伏建设，到2025年，力争完成光伏新增装机27万千瓦"
        .chars()
        .collect();
    for length in [2, 3, 7] {
        for part in body.windows(length) {
            let part: String = part.iter().collect();
            let results = json(&site, &part);
            let found = results["hits"]
                .as_array()
                .unwrap()
                .iter()
                .any(|hit| hit["source"]["file"] == "seeds/first.txt");
            assert!(found, "{part} is not found");
        }
    }
}

#[test]
fn width_case_and_punctuation_do_not_matter() {
    let site = Site::new();
    site.build();
    for query in [
        "5g基站",
        "５Ｇ基站",
        "农药、化肥",
        "农药，化肥",
        "化肥 农药",
        "27 万千瓦",
    ] {
        assert!(!ids(&json(&site, query)).is_empty(), "{query}");
    }
    assert!(
        ids(&json(&site, "药化")).is_empty(),
        "punctuation leaves a gap"
    );
}

#[test]
fn what_is_nowhere_is_not_found() {
    let site = Site::new();
    site.build();
    let run = site.run(&["search", "航空母舰"]);
    assert_eq!(run.code, Some(0));
    assert!(run.out.contains("0 records"), "{}", run.out);
}

#[test]
fn the_order_is_the_same_each_time() {
    let site = Site::new();
    site.build();
    let first = json(&site, "行动");
    site.remove(".cewen");
    site.build();
    assert_eq!(first, json(&site, "行动"));
}

#[test]
fn filters_and_words_left_out_are_arguments_too() {
    let site = Site::new();
    site.build();
    let total = |arguments: &[&str]| {
        let run = site.run(&[&["search", "--json"], arguments].concat());
        assert_eq!(run.code, Some(0), "{arguments:?}: {}", run.err);
        let answer: Value = serde_json::from_str(&run.out).unwrap();
        answer["total"].as_u64().unwrap()
    };
    let all = total(&["光伏"]);
    assert!(all > 1);
    let measures = total(&["光伏", "--kind", "measure"]);
    assert!(measures > 0 && measures < all);
    assert_eq!(measures, total(&["光伏 类型:举措"]));
    assert_eq!(all - measures, total(&["光伏", "-类型:举措"]));
    assert!(total(&["光伏", "-农户"]) <= all);
    // Filters alone list all that they let through.
    assert!(total(&["--kind", "document"]) >= 2);
    assert_eq!(total(&["光伏", "--city", "没有这个市"]), 0);
}

#[test]
fn a_value_that_the_site_lacks_and_a_word_that_stands_nowhere_are_told() {
    let site = Site::new();
    site.build();
    let run = site.run(&["search", "光伏", "城市:没有这个市"]);
    assert!(run.out.contains("no such value: 没有这个市"), "{}", run.out);
    let run = site.run(&["search", "鲸鱼座"]);
    assert!(run.out.contains("nowhere: 鲸鱼座"), "{}", run.out);
    assert!(run.out.ends_with("0 records\n"), "{}", run.out);
}
