//! What holds for any text whatever: reading ends, lines are in bounds, quotes stand in the text.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

use std::path::Path;
use std::sync::LazyLock;

use cewen::extract::{Seed, read_policy};
use cewen::model::{Lines, Policy};
use cewen::vocabulary::Vocabulary;
use proptest::prelude::*;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/vocabulary");
    Vocabulary::load(&dir).unwrap_or_else(|e| panic!("{e:#?}"))
});

fn read(text: &str) -> Policy {
    let seed = Seed {
        file: "seeds/x.txt".to_owned(),
        ..Seed::default()
    };
    read_policy(text.as_bytes(), &seed, &VOCABULARY).unwrap()
}

/// Pieces that the grammar looks at, in any order: likelier to break it than random characters.
fn policy_like() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "一、",
        "（一）",
        "1.",
        "（1）",
        "①",
        "第三条",
        "一是",
        "二是",
        "重点任务",
        "保障措施",
        "。",
        "，",
        "；",
        "：",
        "、",
        "（",
        "）",
        "“",
        "”",
        "《",
        "》",
        "〔2021〕56号",
        "\n",
        "\n\n",
        "\t",
        " ",
        "\r\n",
        "到2025年",
        "较2020年",
        "“十四五”时期",
        "同比",
        "下降",
        "提高到",
        "达到",
        "力争",
        "分别",
        "各",
        "不低于",
        "以上",
        "左右",
        "20",
        "0.17",
        "1,200",
        "50%",
        "100 %",
        "-5.17%",
        "10—15",
        "150-168 万亿",
        "万千瓦",
        "家",
        "个百分点",
        "余人",
        "绿色工厂",
        "森林覆盖率",
        "市发改委",
        "牵头",
        "责任单位：",
        "配合",
        "按职责分工负责",
        "由市财政局负责",
        "各县（市、区）人民政府",
        "附件1",
        "表 1",
        "抄送：",
        "2021年9月30日",
        "关于印发",
        "方案的通知",
        "ꎬ",
        "２０２１",
        "目录",
        "......12",
        "— 3 —",
        "abc DEF",
        "😀",
        "\u{200B}",
        "**",
    ]);
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn holds(text: &str) -> Result<(), TestCaseError> {
    let policy = read(text);
    let count = text.split('\n').count();
    let inside =
        |lines: Lines| 1 <= lines.first && lines.first <= lines.last && lines.last <= count;
    for block in &policy.blocks {
        prop_assert!(inside(block.lines()), "{block:?}");
    }
    for measure in &policy.measures {
        prop_assert!(inside(measure.lines), "{measure:?}");
        prop_assert!(
            measure
                .agencies
                .iter()
                .all(|a| inside(a.lines) && !a.name.is_empty()),
            "{measure:?}"
        );
        prop_assert!(
            measure
                .figures
                .iter()
                .all(|id| policy.figures.iter().any(|f| &f.id == id))
        );
    }
    let ids: std::collections::BTreeSet<&String> = policy.measures.iter().map(|m| &m.id).collect();
    prop_assert_eq!(ids.len(), policy.measures.len());
    for figure in &policy.figures {
        prop_assert!(inside(figure.lines), "{figure:?}");
        prop_assert!(
            figure.value.is_some() || figure.text.is_some(),
            "{figure:?}"
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in any::<String>()) {
        holds(&text)?;
    }

    #[test]
    fn any_run_of_policy_words_is_read(text in policy_like()) {
        holds(&text)?;
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let seed = Seed { file: "seeds/x.txt".to_owned(), ..Seed::default() };
        if let Err(problem) = read_policy(&bytes, &seed, &VOCABULARY) {
            prop_assert!(problem.message.contains("byte"), "{problem:?}");
        }
    }
}

/// Nothing in the texts of the site is left without a word on what became of it.
#[test]
fn every_number_of_the_seeds_is_accounted_for() {
    use cewen::extract::account::{Outcome, account};
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut texts = 0;
    for entry in std::fs::read_dir(seeds).unwrap() {
        let path = entry.unwrap().path();
        let entries = account(&std::fs::read(&path).unwrap(), "seed", &VOCABULARY).unwrap();
        let unexplained: Vec<_> = entries
            .iter()
            .filter(|e| e.outcome == Outcome::Unexplained)
            .collect();
        assert!(
            unexplained.is_empty(),
            "{}: {unexplained:#?}",
            path.display()
        );
        assert!(entries.iter().any(|e| e.outcome == Outcome::Figure));
        texts += 1;
    }
    assert_eq!(texts, 5);
}
