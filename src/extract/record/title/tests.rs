//! Real heads in, titles out.

use super::*;
use crate::vocabulary::tests::REAL;

fn read(lines: &[&str]) -> String {
    let lines: Vec<Line> = lines
        .iter()
        .enumerate()
        .map(|(n, l)| Line::new(l, n + 1))
        .collect();
    let pieces: Vec<RecordPiece<'_>> = lines.iter().map(RecordPiece::of).collect();
    find(&pieces, &REAL).map_or(String::new(), |t| t.text)
}

#[test]
fn prefers_the_plan_to_the_notice() {
    let lines = [
        "某市人民政府办公室关于",
        "印发某市绿色低碳示范行动方案的通知",
        "各县人民政府：",
        "《方案》已经同意，现印发给你们。",
        "某市人民政府办公室",
        "2021年9月30日",
        "某市人民政府办公室文件",
        "某政办发〔2021〕56号",
        "某市绿色低碳示范行动方案",
        "为统筹推进，特制订本方案。",
    ];
    assert_eq!(read(&lines), "某市绿色低碳示范行动方案");
}

#[test]
fn reads_a_title_cut_into_lines_and_one_inside_a_notice() {
    assert_eq!(
        read(&[
            "天津市加快建立健全绿色低碳循环",
            "发展经济体系实施方案",
            "为加快，制定。"
        ]),
        "天津市加快建立健全绿色低碳循环发展经济体系实施方案"
    );
    assert_eq!(
        read(&[
            "关于印发《某市绿色建筑创建行动实施方案（2022-2025）》的通知",
            "各区："
        ]),
        "某市绿色建筑创建行动实施方案（2022-2025）"
    );
    assert_eq!(
        read(&[
            "关于印发《湖北省环境信息依法披露制度",
            "改革实施方案》的通知"
        ]),
        "湖北省环境信息依法披露制度改革实施方案"
    );
}

#[test]
fn keeps_the_issuers_of_an_opinion() {
    assert_eq!(
        read(&[
            "中共某市委 某市人民政府关于做好工作的 实施意见",
            "(2022年3月24日)"
        ]),
        "中共某市委 某市人民政府关于做好工作的实施意见"
    );
    assert_eq!(
        read(&[
            "四川省人民政府办公厅",
            "关于科学绿化的实施意见",
            "川办发〔2022〕30号"
        ]),
        "四川省人民政府办公厅关于科学绿化的实施意见"
    );
}

#[test]
fn a_notice_with_two_guides_is_the_document() {
    let notice =
        "关于印发《某省钢铁行业评价技术指南(试行)》《某省化工行业评价技术指南(试行)》的通知";
    let lines = [
        notice,
        "各市生态环境局：",
        "现印发给你们，请参照执行。",
        "某省钢铁行业评价技术指南",
        "(试行)",
    ];
    assert_eq!(read(&lines), notice);
}

#[test]
fn leaves_out_what_says_that_the_text_no_longer_holds() {
    let title = "丽水市节水管理办法（试行）";
    for lines in [
        &["（已废止）", title, "第一条 为做好节水，制定本办法。"][..],
        &[
            "丽水市节水管理办法（试行）（已废止）",
            "第一条 为做好节水，制定本办法。",
        ],
        &[
            "【已失效】丽水市节水管理办法（试行）",
            "第一条 为做好节水，制定本办法。",
        ],
        &[
            "此件已失效",
            "丽水市水利局关于印发《丽水市节水管理办法（试行）》的通知",
        ],
    ] {
        assert_eq!(read(lines), title, "{lines:?}");
    }
}

#[test]
fn leaves_notes_dates_and_sentences_out() {
    for (lines, title) in [
        (
            &[
                "(此件公开发布)",
                "贵州省“十四五”林业草原保护发展规划",
                "为统筹，制定。",
            ][..],
            "贵州省“十四五”林业草原保护发展规划",
        ),
        (
            &[
                "生态环境部",
                "2020年11月",
                "经济、技术政策生态环境影响分析",
                "技术指南",
                "（试行）",
            ],
            "经济、技术政策生态环境影响分析技术指南（试行）",
        ),
        (
            &[
                "天津市电力发展“十四五”规划",
                "本规划依据《天津市能源发展“十四五”规划》",
            ],
            "天津市电力发展“十四五”规划",
        ),
        (
            &["丽水市2026年政府工作报告", "市长张某作政府工作报告"],
            "丽水市2026年政府工作报告",
        ),
        (
            &[
                "繁政办〔2022〕3号",
                "各镇人民政府：",
                "现将《繁昌区节能降碳若干支持措施》印发给你们，请认真执行。",
            ],
            "繁昌区节能降碳若干支持措施",
        ),
        (&["5.6.2监测计划"], ""),
    ] {
        assert_eq!(read(lines), title);
    }
}

#[test]
fn a_notice_that_does_more_than_pass_on_is_the_document() {
    for title in [
        "关于印发《2022年度省碳达峰碳中和科技创新专项资金项目指南》及组织申报项目的通知",
        "关于发布上海市2022年度“科技创新行动计划”科技支撑碳达峰碳中和专项项目申报指南的通知",
    ] {
        assert_eq!(read(&[title, "各有关单位："]), title);
    }
    assert_eq!(
        read(&[
            "中共中央办公厅、国务院办公厅印发《关于推动城乡建设绿色发展的意见》",
            "近日，印发。"
        ]),
        "关于推动城乡建设绿色发展的意见"
    );
}

#[test]
fn a_text_that_is_a_table_is_called_by_the_line_above_it() {
    let title = |text: &str| {
        let text = crate::text::read(text.as_bytes(), "test").unwrap();
        let outline = crate::outline::outline(text.pieces, &[]);
        above_a_table(&outline.root.body).map(|title| title.text)
    };
    let rows =
        "序号\t任务\t责任单位\n1\t建成公共充电桩2000个\t市发展改革委\n2\t完成造林3万亩\t市林业局";
    let named = Some("某市2027年重点任务分工表".to_owned());
    assert_eq!(title(&format!("某市2027年重点任务分工表\n{rows}")), named);
    assert_eq!(
        title(&format!("某市2027年重点任务分工表\n（单位：万亩）\n{rows}")),
        named
    );
    assert_eq!(title(&format!("附件1\n{rows}")), None);
    assert_eq!(title(&format!("任务如下：\n{rows}")), None);
}
