//! PDFs with tables, headers and lines of all kinds, each made here.

use std::fs;

use crate::pdf::{Page, pdf};
use crate::site::{Run, Site};

/// Imports a PDF of these pages into a site; gives what was told and the text.
fn import(site: &Site, pages: &[Page]) -> (Run, String) {
    site.write("plan.pdf", pdf(pages));
    let run = site.run(&["import", &site.path("plan.pdf").display().to_string()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let seed = run.out.lines().next().unwrap().to_owned();
    let text = fs::read_to_string(site.path(&seed)).unwrap();
    (run, text)
}

/// The title and first paragraphs that every page of a plan has to begin with to be one.
fn head() -> Page {
    Page::default()
        .words(186.0, 90.0, 20.0, "丽水市节能降碳实施方案")
        .lines(
            72.0,
            140.0,
            &[
                "  为推进全市节能降碳工作，根据国家和省有关要求，结合",
                "本市实际，制定本方案。到二〇二五年，主要指标如下：",
            ],
        )
}

const COLUMNS: [f32; 6] = [72.0, 110.0, 250.0, 320.0, 400.0, 520.0];

/// The words of a row of that table, each cell by its lines.
fn row(mut page: Page, top: f32, cells: [&[&str]; 5]) -> Page {
    for (n, lines) in cells.into_iter().enumerate() {
        for (m, line) in lines.iter().enumerate() {
            // Cells of fewer lines stand in the middle, as they do in print.
            let most = cells.iter().map(|c| c.len()).max().unwrap();
            let above = (most - lines.len()) as f32 * 7.0;
            let at = (COLUMNS[n] + 4.0, top + 14.0 + above + m as f32 * 14.0);
            page = page.words(at.0, at.1, 10.0, line);
        }
    }
    page
}

#[test]
fn a_table_with_cells_of_several_lines_keeps_its_cells() {
    let rows = [200.0, 235.0, 270.0, 305.0, 340.0];
    let mut page = head().table(&COLUMNS, &rows);
    page = row(
        page,
        200.0,
        [
            &["序", "号"],
            &["指标名称"],
            &["单位"],
            &["2020年"],
            &["2025年"],
        ],
    );
    page = row(
        page,
        235.0,
        [
            &["1"],
            &["规模以上工业单位增加值", "能耗下降率"],
            &["%"],
            &["[14]"],
            &["16"],
        ],
    );
    page = row(
        page,
        270.0,
        [
            &["2"],
            &["可再生能源发电装机"],
            &["万千瓦"],
            &["310"],
            &["390"],
        ],
    );
    page = row(
        page,
        305.0,
        [
            &["3"],
            &["单位地区生产总值二氧化", "碳排放下降率"],
            &["%"],
            &["—"],
            &["完成省下达", "任务"],
        ],
    );
    let site = Site::new();
    let (run, text) = import(&site, &[page]);
    assert!(run.err.is_empty(), "{}", run.err);
    for line in [
        "序号\t指标名称\t单位\t2020年\t2025年",
        "1\t规模以上工业单位增加值能耗下降率\t%\t[14]\t16",
        "2\t可再生能源发电装机\t万千瓦\t310\t390",
        "3\t单位地区生产总值二氧化碳排放下降率\t%\t—\t完成省下达任务",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} is not in\n{text}");
    }
    // The reader takes its figures from it.
    let seed = run.out.lines().next().unwrap();
    let read = site
        .run(&["extract", &site.path(seed).display().to_string()])
        .out;
    assert!(
        read.contains("可再生能源发电装机") && read.contains("390"),
        "{read}"
    );
}

#[test]
fn a_head_over_two_rows_and_a_number_cut_in_its_cell_are_read() {
    let page = head()
        .table(&[72.0, 130.0, 520.0], &[200.0, 235.0])
        .rule((130.0, 217.0), (520.0, 217.0))
        .rule((325.0, 217.0), (325.0, 235.0))
        .table(&[72.0, 130.0, 325.0, 520.0], &[235.0, 270.0, 305.0])
        .words(80.0, 220.0, 10.0, "时间")
        .words(280.0, 212.0, 10.0, "具 体 目 标")
        .words(200.0, 230.0, 10.0, "占比")
        .words(400.0, 230.0, 10.0, "面积")
        // The first line of the cell has room for one figure.
        .words(122.0, 248.0, 10.0, "2")
        .words(78.0, 262.0, 10.0, "024")
        .words(200.0, 255.0, 10.0, "80%")
        .words(400.0, 255.0, 10.0, "-")
        .words(122.0, 283.0, 10.0, "2")
        .words(78.0, 297.0, 10.0, "025")
        .words(200.0, 290.0, 10.0, "90%")
        .words(400.0, 290.0, 10.0, "120");
    let (_, text) = import(&Site::new(), &[page]);
    assert!(
        text.contains("时间\t具体目标\t\n\t占比\t面积\n2024\t80%\t-\n2025\t90%\t120\n"),
        "{text}"
    );
}

#[test]
fn a_table_that_goes_over_a_page_is_one() {
    let head_row: [&[&str]; 5] = [
        &["序号"],
        &["指标名称"],
        &["单位"],
        &["2020年"],
        &["2025年"],
    ];
    let mut first = head().table(&COLUMNS, &[700.0, 725.0, 750.0, 775.0]);
    first = row(first, 700.0, head_row);
    first = row(
        first,
        725.0,
        [&["1"], &["森林覆盖率"], &["%"], &["81.7"], &["82"]],
    );
    first = row(
        first,
        750.0,
        [
            &["2"],
            &["风电和光伏发电的"],
            &["万千瓦"],
            &["310"],
            &["390"],
        ],
    );
    let mut second = Page::default().table(&COLUMNS, &[72.0, 97.0, 122.0, 147.0]);
    second = row(second, 72.0, head_row);
    // The words of the last row go on: its number does not stand there again.
    second = row(second, 97.0, [&[], &["装机容量"], &[], &[], &[]]);
    second = row(
        second,
        122.0,
        [
            &["3"],
            &["森林蓄积量"],
            &["万立方米"],
            &["9500"],
            &["10500"],
        ],
    );
    let first = first.words(280.0, 805.0, 10.0, "- 1 -");
    let second = second
        .lines(72.0, 200.0, &["  各地要落实责任，完成各项目标。"])
        .words(280.0, 805.0, 10.0, "- 2 -");
    let (run, text) = import(&Site::new(), &[first, second]);
    assert!(run.err.is_empty(), "{}", run.err);
    assert!(
        text.contains("序号\t指标名称\t单位\t2020年\t2025年\n1\t森林覆盖率\t%\t81.7\t82\n2\t风电和光伏发电的装机容量\t万千瓦\t310\t390\n3\t森林蓄积量\t万立方米\t9500\t10500\n各地要落实责任"),
        "{text}"
    );
    assert_eq!(text.matches("序号").count(), 1, "{text}");
    assert!(!text.contains("- 1 -"), "{text}");
}

#[test]
fn columns_without_rules_are_told_by_their_places() {
    let mut page = head();
    for (n, cells) in [
        ["指标", "2020年", "2025年", "属性"],
        ["森林覆盖率（%）", "81.7", "82", "约束性"],
        ["森林蓄积量（万立方米）", "9500", "10500", "预期性"],
        ["可再生能源装机（万千瓦）", "310", "390", "预期性"],
    ]
    .into_iter()
    .enumerate()
    {
        for (cell, left) in cells.into_iter().zip([72.0, 260.0, 350.0, 440.0]) {
            page = page.words(left, 220.0 + n as f32 * 25.0, 12.0, cell);
        }
    }
    let (_, text) = import(&Site::new(), &[page]);
    assert!(
        text.contains("指标\t2020年\t2025年\t属性\n森林覆盖率（%）\t81.7\t82\t约束性\n"),
        "{text}"
    );
}

#[test]
fn a_table_that_cannot_be_read_is_told_and_stays_as_it_stands() {
    let mut page = head();
    // No line says where a row begins, and words stand over two columns.
    for (n, cells) in [
        &[(72.0, "类别"), (200.0, "甲地"), (300.0, "乙地")][..],
        &[(72.0, "10"), (230.0, "20"), (330.0, "30")],
        &[(72.0, "0%"), (180.0, "0%和"), (250.0, "0%"), (330.0, "40%")],
        &[(72.0, "50"), (200.0, "60"), (260.0, "70")],
    ]
    .into_iter()
    .enumerate()
    {
        for &(left, cell) in cells {
            page = page.words(left, 220.0 + n as f32 * 20.0, 12.0, cell);
        }
    }
    let (run, text) = import(&Site::new(), &[page]);
    assert!(
        run.err
            .contains("page 1 has a table that was not read for sure"),
        "{}",
        run.err
    );
    assert!(
        text.contains("10 20 30\n") && !text.contains('\t'),
        "{text}"
    );
}

#[test]
fn headers_footers_and_tools_go_and_paragraphs_go_over_pages() {
    let page = |n: usize, lines: &[&str]| {
        Page::default()
            .words(
                72.0,
                50.0,
                10.0,
                &format!("丽水市人民政府公报 2024年第{n}期"),
            )
            .lines(72.0, 100.0, lines)
            .words(290.0, 800.0, 10.0, &n.to_string())
    };
    let (_, text) = import(
        &Site::new(),
        &[
            page(
                7,
                &[
                    "         丽水市节能降碳实施方案",
                    "      字号：[大][中][小] 打印本页 分享至：",
                    "  （一）推进工业节能。各地要落实各项措施，完成目标任",
                    "务，加强监督检查和考核，建成绿色工厂二十家以上，促进",
                ],
            ),
            page(
                8,
                &[
                    "工业绿色发展，推广先进适用的节能技术和装备。（牵头单",
                    "位：市经信局）",
                    "  （二）发展可再生能源。新增光伏装机容量八十万千瓦，",
                    "发电装机占比达到百分之八十五以上，能源结构持续优化。",
                    "加强电网建设，提高消纳能力。",
                ],
            ),
            page(
                9,
                &[
                    "  （三）保障措施。加强组织领导，落实资金和责任，确保",
                    "各项任务按期完成。",
                ],
            ),
        ],
    );
    assert_eq!(
        text,
        "丽水市节能降碳实施方案\n（一）推进工业节能。各地要落实各项措施，完成目标任务，加强监督检查和考核，建成绿色工厂二十家以上，促进工业绿色发展，推广先进适用的节能技术和装备。（牵头单位：市经信局）\n（二）发展可再生能源。新增光伏装机容量八十万千瓦，发电装机占比达到百分之八十五以上，能源结构持续优化。加强电网建设，提高消纳能力。\n（三）保障措施。加强组织领导，落实资金和责任，确保各项任务按期完成。\n"
    );
}

#[test]
fn a_watermark_is_left_out_and_told() {
    let site = Site::new();
    let page = head().slanted(120.0, 330.0, 60.0, "征求意见稿");
    let page = page.lines(
        72.0,
        230.0,
        &["一、新增绿色建筑200万平方米，新建屋顶光伏30万千瓦。"],
    );
    let (run, text) = import(&site, &[page]);
    assert!(text.contains("新增绿色建筑200万平方米"), "{text}");
    assert!(!text.contains('稿'), "{text}");
    assert!(run.err.contains("slanted text"), "{}", run.err);
    for c in "征求意见稿".chars() {
        assert!(run.err.contains(c), "{}", run.err);
    }
}

#[test]
fn a_page_on_its_side_keeps_all_columns() {
    let columns = [72.0, 180.0, 330.0, 480.0, 600.0, 720.0];
    let rows = [
        ["序号", "重点任务", "牵头单位", "责任单位", "完成时限"],
        ["1", "新增屋顶光伏", "市发改委", "市住建局", "2025年"],
        ["2", "建成绿色工厂", "市经信局", "市财政局", "2026年"],
    ];
    for turn in [90, 270] {
        let site = Site::new();
        let mut page = Page::default().words(300.0, 307.0, 18.0, "丽水市重点任务分工表");
        for (n, row) in rows.iter().enumerate() {
            for (cell, left) in row.iter().zip(columns) {
                page = page.words(left, 367.0 + n as f32 * 30.0, 12.0, cell);
            }
        }
        let (_, text) = import(&site, &[page.turned(turn)]);
        for row in rows {
            let row = |blank: &str| text.contains(&row.join(blank));
            assert!(row("\t") || row(" "), "{turn}: {text}");
        }
    }
}

#[test]
fn what_hardly_looks_like_a_text_is_kept_by_force_only() {
    let site = Site::new();
    let english = "Notice of the Municipal Government on the plan for green buildings in the whole city, 2024\n";
    site.write("notice.txt", english);
    let file = site.path("notice.txt").display().to_string();
    let run = site.run(&["import", &file]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("letters are Chinese"), "{}", run.err);
    let run = site.run(&["import", "--force", &file]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("kept by --force"), "{}", run.err);
}

#[test]
fn what_was_read_is_shown_with_its_page_of_the_original() {
    let site = Site::new();
    let second = Page::default().lines(
        72.0,
        90.0,
        &[
            "  一、重点任务",
            "  （一）推进工业节能。到2025年，建成绿色工厂20家以上。",
            "  （责任单位：市经信局）",
        ],
    );
    site.write("plan.pdf", pdf(&[head(), second]));
    let url = "https://www.example.gov.cn/plan.pdf";
    let file = site.path("plan.pdf").display().to_string();
    let run = site.run(&["import", &file, "--url", url]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let seed = run.out.lines().next().unwrap().to_owned();
    let map = fs::read_to_string(site.path(&seed.replace(".txt", ".pages.tsv"))).unwrap();
    assert!(map.contains("\n1\t丽水市节能降碳实施方案\n"), "{map}");
    assert!(map.contains("\n2\t一重点任务\n"), "{map}");
    // A line that somebody put in moves all others and changes no page.
    let text = fs::read_to_string(site.path(&seed)).unwrap();
    site.write(&seed, format!("丽政办发〔2021〕1号\n{text}"));
    site.build();
    let document = fs::read_to_string(site.path("content/documents/lishui.yaml")).unwrap();
    assert!(document.contains("pages: [2, 2]\n"), "{document}");
    let page = fs::read_to_string(site.path("public/measures/lishui/1-1/index.html")).unwrap();
    let link = format!("<a href=\"{url}#page=2\">原件第2页</a>");
    // At the measure and at its figure; the citation names the page, too.
    assert_eq!(page.matches(&link).count(), 2, "{page}");
    let cited = "，原件第<span data-of=\"page\">2</span>页";
    assert_eq!(page.matches(cited).count(), 1, "{page}");
}
