//! What holds for any text whatever: reading ends, lines are in bounds, quotes stand in the text.

#![allow(
    clippy::unwrap_used,
    reason = "a test that unwraps says what it expects"
)]

mod imports;

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

/// The seeds with their bytes and what is read of them.
fn seeds() -> Vec<(std::path::PathBuf, Vec<u8>, cewen::model::Policy)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let paths = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let bytes = std::fs::read(&path).unwrap();
        let policy = read_policy(&bytes, &Seed::default(), &VOCABULARY).unwrap();
        (path, bytes, policy)
    };
    paths.map(read).collect()
}

/// In the texts of the site hardly a number is left without a word on what became of it.
#[test]
fn the_numbers_of_the_seeds_are_accounted_for() {
    use cewen::extract::account::{Outcome, account, totals};
    let seeds = seeds();
    assert_eq!(seeds.len(), 5);
    for (path, bytes, policy) in seeds {
        let entries = account(&bytes, "seed", &policy, &VOCABULARY).unwrap();
        let (_, share) = totals(&entries);
        assert!(share >= 0.99, "{}: {share}: {entries:#?}", path.display());
        assert!(entries.iter().any(|e| e.outcome == Outcome::Figure));
    }
}

/// The ledger looks at what was read, not at what could have been: a figure that is missing in the
/// document is told with its line.
#[test]
fn a_figure_that_is_not_in_the_document_is_unexplained() {
    use cewen::extract::account::{Outcome, account};
    let unexplained = |bytes: &[u8], policy: &cewen::model::Policy| -> Vec<usize> {
        let entries = account(bytes, "seed", policy, &VOCABULARY).unwrap();
        let left = entries.iter().filter(|e| e.outcome == Outcome::Unexplained);
        left.map(|e| e.line).collect()
    };
    for (path, bytes, policy) in seeds() {
        let before = unexplained(&bytes, &policy);
        for n in (0..policy.figures.len()).step_by(7) {
            let mut without = policy.clone();
            let gone = without.figures.remove(n);
            // 「A、B各1个」 is one number of two figures: the other still answers for it.
            let same = |f: &cewen::model::Figure| f.value == gone.value && f.lines == gone.lines;
            if gone.value.is_none() || without.figures.iter().any(same) {
                continue;
            }
            let mut told = unexplained(&bytes, &without);
            assert_eq!(told.len(), before.len() + 1, "{} {gone:?}", path.display());
            assert!(told.contains(&gone.lines.first));
            told.retain(|line| *line != gone.lines.first);
            assert!(told.iter().all(|line| before.contains(line)));
        }
    }
}
