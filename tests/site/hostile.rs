//! Texts that try to run in a reader's browser come out as text.

use super::built::{REPO, VOCABULARY, build, files};
use cewen::atlas::Atlas;
use cewen::extract::{Seed, read_policy};
use scraper::{Html, Selector};
use std::path::Path;

const TEXT: &str = "\
<script>alert(1)</script>市\"onload='x'行动方案

为落实<img src=x onerror=alert(1)>精神，制定本方案。

一、重点任务

（一）<b>光伏</b>\"惠民\"行动。到2025年，<svg/onload=alert(2)>绿色工厂20家以上。（市发改委<i>、javascript:局牵头）

（二）=cmd|' /C calc'!A0节能行动。新增“]]><script>”绿色园区 3个。（责任单位：市经信局）
";

#[test]
fn hostile_words_stay_words() {
    let seed = Seed {
        file: "seeds/<x>.txt".to_owned(),
        id: Some("hostile".to_owned()),
        url: Some("javascript:alert(3)".to_owned()),
        region: None,
    };
    let policy = read_policy(TEXT.as_bytes(), &seed, &VOCABULARY).unwrap();
    assert_eq!(policy.measures.len(), 2);
    let atlas = Atlas::link(vec![policy], &VOCABULARY);
    let out = tempfile::tempdir().unwrap();
    build(&atlas, &Path::new(REPO).join("themes/default"), out.path()).unwrap();
    let dangerous = Selector::parse(
        "script:not([src*='static/']):not([type='application/ld+json']), img, b i, svg[onload], [onload], [onerror], a[href^='javascript:']",
    )
    .unwrap();
    let mut shown = false;
    for (path, bytes) in files(out.path()) {
        let text = String::from_utf8(bytes).unwrap();
        if path.ends_with(".html") {
            let html = Html::parse_document(&text);
            assert_eq!(html.select(&dangerous).count(), 0, "{path}");
            shown |= html
                .root_element()
                .text()
                .collect::<String>()
                .contains("<script>alert(1)</script>");
        } else if path.ends_with(".json") {
            serde_json::from_str::<serde_json::Value>(&text).unwrap();
        } else if path.ends_with(".csv") {
            assert!(
                !text.contains(",=cmd") && !text.contains("\n=cmd"),
                "{path}"
            );
        }
    }
    assert!(shown, "the title is lost");
}
