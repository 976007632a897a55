//! Whatever a text is read as, every writer takes it: pages, downloads, feeds and index.

use std::fs;

use proptest::prelude::*;
use rusqlite::Connection;

use crate::site::Site;

/// Lines and parts of lines of policies, common and odd ones: numbers without a heading, headings
/// without a text, tables, bodies without names, characters that files and addresses mind.
const PIECES: &[&str] = &[
    "某市绿色行动方案\n",
    "某市人民政府办公室关于印发某市“十四五”规划的通知\n",
    "某政办发〔2021〕56号\n",
    "一、重点任务\n",
    "二、\n",
    "（一）\n",
    "（二）光伏行动。",
    "（三）。（责任单位：市发改委）\n",
    "1.\n",
    "1.建设光伏电站。",
    "（1）\n",
    "①",
    "第一章 总则\n",
    "第三条 ",
    "一是推进节能改造。",
    "**",
    "# \n",
    "- \n",
    "| 指标 | 单位 | 2025年 |\n|---|---|---|\n| 森林覆盖率 | % | 65 |\n",
    "序号\t任务\t责任单位\n1\t\t市发改委\n2\t推进光伏\t\n",
    "指标\t2020年\t2025年\n用水总量（亿立方米）\t\t7.1\n\t3\t\n",
    "到2025年，新增光伏装机27万千瓦。",
    "装机1000万千瓦（含海上装机110万千瓦）",
    "力争",
    "分别增长15%和22%，",
    "森林覆盖率达到65%以上。\n",
    "（责任单位：）\n",
    "（牵头单位：市发改委、，；责任单位：、）\n",
    "市发改委市水利局按职责分工负责。\n",
    "保障措施\n",
    "《》",
    "《某省条例》",
    "附件1\n",
    "2021年9月30日\n",
    "9e999亿元",
    "999999999999999999999999999999万元",
    "0",
    "=\n",
    "'\"`<b>&amp;</b>{{ t }}{% x %}",
    "=SUM(A1)",
    "../..//\\?#%",
    "\u{FEFF}\u{200B}\u{202E}\u{2028}",
    "𠮷😀e\u{301}",
    "ＡＢＣ１２３",
    "。",
    "，",
    "：",
    "（",
    "）",
    "\t",
    " ",
    "\n",
    "\n\n",
    "\r\n",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        20 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_filter("text", |c| !c.is_control()).prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Builds a site of these texts and looks at what was written.
fn is_built(texts: &[String]) -> Result<(), TestCaseError> {
    let site = Site::new();
    site.remove("seeds");
    site.write("content/sources.yaml", "[]\n");
    for (n, text) in texts.iter().enumerate() {
        // No two texts are the same, and an id is made of their bytes.
        site.write(&format!("seeds/{n}.txt"), format!("{text}\n{n}\n"));
    }
    let run = site.run(&["build"]);
    prop_assert_eq!(run.code, Some(0), "{}", run.err);
    let json = fs::read(site.path("public/data/documents.json")).unwrap();
    let documents: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let documents = documents.as_array().unwrap();
    prop_assert_eq!(documents.len(), texts.len());
    let of = |part: &str| -> usize {
        let lists = documents.iter().map(|d| d[part].as_array().unwrap().len());
        lists.sum()
    };
    let database = Connection::open(site.path("public/data/cewen.sqlite")).unwrap();
    for part in ["measures", "figures"] {
        let count = format!("SELECT count(*) FROM {part}");
        let rows: i64 = database.query_row(&count, [], |row| row.get(0)).unwrap();
        prop_assert_eq!(rows as usize, of(part), "{}", part);
        let file = site.path(&format!("public/data/{part}.csv"));
        let rows = csv::Reader::from_path(file).unwrap().into_records();
        prop_assert_eq!(rows.map(Result::unwrap).count(), of(part), "{}", part);
    }
    let strays: i64 = database
        .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| {
            row.get(0)
        })
        .unwrap();
    prop_assert_eq!(strays, 0);
    let found = site.run(&["search", "光伏", "--json"]);
    prop_assert_eq!(found.code, Some(0), "{}", found.err);
    // Nothing changed: what was written is read back as the same.
    let again = site.run(&["build"]);
    prop_assert_eq!(again.code, Some(0), "{}", again.err);
    let history = fs::read_to_string(site.path("content/updates.yaml")).unwrap();
    prop_assert!(!history.contains("what: changed"), "{}", history);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 5,
        max_shrink_iters: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn every_writer_takes_any_text(texts in prop::collection::vec(text(), 12)) {
        is_built(&texts)?;
    }
}

#[test]
fn each_odd_piece_alone_makes_a_site() {
    let texts: Vec<String> = PIECES.iter().map(|&piece| piece.to_owned()).collect();
    is_built(&texts).unwrap();
    let numbered = "某市方案\n一、重点任务\n（一）\n建设光伏电站，新增装机27万千瓦。\n（二）\n推进节能改造。\n";
    for alone in [numbered, "", "\n", "（一）"] {
        is_built(&[alone.to_owned()]).unwrap();
    }
}
