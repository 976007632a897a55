//! From files as they are found to seeds.

use std::fs;
use std::io::{Cursor, Write};

use crate::pdf::pdf_of_lines;
use crate::site::Site;

const PAGE: &str = r#"<!DOCTYPE html>
<!-- saved from url=(0044)https://www.example.gov.cn/art/2024/1/2/1.html -->
<html><head><meta charset="gb2312"><meta name="ArticleTitle" content="丽水市人民政府办公室关于印发丽水市节能降碳实施方案的通知"></head><body>
<ul class="menu"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul>
<p>发文字号：丽政办发〔2024〕3号</p>
<div class="article"><p>各县（市、区）人民政府，市政府直属各单位：</p>
<p>现将《丽水市节能降碳实施方案》印发给你们，请结合实际，认真组织实施，确保各项任务落到实处、取得实效。</p>
<p>一、主要任务</p>
<p>（一）推进工业节能。到2025年，建成绿色工厂20家以上，规模以上工业单位增加值能耗下降16%。（责任单位：市经信局、市发改委）</p>
<p>（二）发展可再生能源。到2025年，新增光伏装机容量80万千瓦，可再生能源发电装机占比达到85%以上。（责任单位：市发改委）</p></div>
<div class="foot"><a href="/a">网站地图</a> <a href="/b">联系我们</a></div></body></html>"#;

fn page() -> Vec<u8> {
    encoding_rs::GBK.encode(PAGE).0.into_owned()
}

#[test]
fn a_saved_page_becomes_a_seed_that_builds() {
    let site = Site::new();
    site.write("page.html", page());
    let day = ["--retrieved-on", "2026-11-20"];
    let file = site.path("page.html").display().to_string();
    let run = site.run(&[&["import", &file][..], &day].concat());
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let name = "seeds/丽水市-2024-丽水市节能降碳实施方案.txt";
    assert!(
        run.out.contains(name) && run.out.contains("丽政办发〔2024〕3号"),
        "{}",
        run.out
    );
    let text = fs::read_to_string(site.path(name)).unwrap();
    assert!(
        !text.contains("首页") && !text.contains("网站地图"),
        "{text}"
    );
    assert!(text.starts_with("丽水市人民政府办公室关于印发丽水市节能降碳实施方案的通知\n"));
    let sources = fs::read_to_string(site.path("content/sources.yaml")).unwrap();
    // What stood there stays as it was.
    assert!(
        sources.starts_with("- {file: seeds/first.txt, id: first}\n"),
        "{sources}"
    );
    for part in [
        "id: lishui-2024\n",
        "url: https://www.example.gov.cn/art/2024/1/2/1.html\n",
        "original: page.html\n",
        "retrieved_on: '2026-11-20'\n",
        "sha256: ",
    ] {
        assert!(sources.contains(part), "{part} is not in {sources}");
    }
    site.build();
    let document = fs::read_to_string(site.path("content/documents/lishui-2024.yaml")).unwrap();
    assert!(document.contains("绿色工厂"), "{document}");
}

#[test]
fn nothing_is_written_over_and_nothing_twice() {
    let site = Site::new();
    let name = "seeds/丽水市-2024-丽水市节能降碳实施方案.txt";
    site.write("page.html", page());
    site.write(name, "某人自己的文字。\n");
    let file = site.path("page.html").display().to_string();
    assert_eq!(site.run(&["import", &file]).code, Some(0));
    assert_eq!(
        fs::read_to_string(site.path(name)).unwrap(),
        "某人自己的文字。\n"
    );
    assert!(site.path(&name.replace(".txt", "-2.txt")).is_file());
    let run = site.run(&["import", &file]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("was imported before, as seeds/"),
        "{}",
        run.err
    );
}

#[test]
fn a_text_that_was_kept_by_force_says_so_on_its_page() {
    let site = Site::new();
    let english =
        "Notice of the Municipal Government on issuing the action plan for green buildings\n";
    site.write("english.txt", english);
    let file = site.path("english.txt").display().to_string();
    assert_eq!(site.run(&["import", &file]).code, Some(1));
    assert_eq!(site.run(&["import", &file, "--force"]).code, Some(0));
    let sources = fs::read_to_string(site.path("content/sources.yaml")).unwrap();
    assert!(sources.contains("forced: hardly-chinese\n"), "{sources}");
    site.build();
    let page = fs::read_to_string(site.path("public/documents/text/index.html")).unwrap();
    assert!(page.contains("导入时发现正文中汉字很少"), "{page}");
}

#[test]
fn files_of_a_list_get_their_addresses() {
    let site = Site::new();
    site.write("in/2024/page.html", page());
    let list = "2024/page.html\thttps://www.example.gov.cn/list/1.html\n";
    site.write("in/urls.tsv", list);
    let path = |name: &str| site.path(name).display().to_string();
    let run = site.run(&["import", "--url-list", &path("in/urls.tsv")]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let sources = fs::read_to_string(site.path("content/sources.yaml")).unwrap();
    // What the list says goes before what the page says of itself.
    let url = "url: https://www.example.gov.cn/list/1.html\n";
    assert!(sources.contains(url), "{sources}");
    // The same folder once more has nothing new.
    let run = site.run(&["import", &path("in"), "--url-list", &path("in/urls.tsv")]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    site.write("in/urls.tsv", "2024/page.html www.example.gov.cn\n");
    let run = site.run(&["import", "--url-list", &path("in/urls.tsv")]);
    assert!(
        run.code == Some(1) && run.err.contains("has no tab"),
        "{}",
        run.err
    );
}

#[test]
fn one_bad_file_keeps_no_other_from_being_imported() {
    let site = Site::new();
    site.write("page.html", page());
    site.write("scan.png", b"\x89PNG\r\n\x1a\n");
    site.write("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on");
    let path = |name: &str| site.path(name).display().to_string();
    let run = site.run(&[
        "import",
        &path("scan.png"),
        &path("old.doc"),
        &path("page.html"),
    ]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("it is a picture") && run.err.contains(".doc"),
        "{}",
        run.err
    );
    assert!(run.out.contains("丽水市节能降碳实施方案"), "{}", run.out);
}

#[test]
fn a_list_of_sources_in_brackets_is_left_alone() {
    let site = Site::new();
    site.write("page.html", page());
    let list = "[{file: seeds/first.txt, id: first}]\n";
    site.write("content/sources.yaml", list);
    let before = site.files("seeds").len();
    let run = site.run(&["import", &site.path("page.html").display().to_string()]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("cannot be added at its end"),
        "{}",
        run.err
    );
    assert_eq!(
        fs::read_to_string(site.path("content/sources.yaml")).unwrap(),
        list
    );
    assert_eq!(site.files("seeds").len(), before);
}

/// A workbook with one sheet, as small as the format lets it be.
fn workbook() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &[&str]| {
        format!(
            "<row>{}</row>",
            cells.iter().map(|c| cell(c)).collect::<String>()
        )
    };
    let rows = [
        row(&["丽水市“十四五”节能主要指标表"]),
        row(&["序号", "指标名称", "单位", "2020年", "2025年"]),
        row(&["1", "森林覆盖率", "%", "81.7", "82"]),
        row(&["2", "森林蓄积量", "万立方米", "9500", "10500"]),
    ];
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"表1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{}</sheetData></worksheet>",
                rows.concat()
            ),
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_workbook_keeps_its_rows() {
    let site = Site::new();
    site.write("table.xlsx", workbook());
    let run = site.run(&["import", &site.path("table.xlsx").display().to_string()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let seed = run.out.lines().next().unwrap().to_owned();
    let text = fs::read_to_string(site.path(&seed)).unwrap();
    assert!(
        text.starts_with("丽水市“十四五”节能主要指标表\n序号\t指标名称\t单位\t2020年\t2025年\n"),
        "{text}"
    );
    let figures = site
        .run(&["extract", &site.path(&seed).display().to_string()])
        .out;
    assert!(
        figures.contains("森林蓄积量") && figures.contains("10500"),
        "{figures}"
    );
}

#[test]
fn a_pdf_is_read_with_pdftotext() {
    let site = Site::new();
    site.write(
        "plan.pdf",
        pdf_of_lines(&[
            "丽水市节能降碳实施方案",
            "    一、主要任务",
            "    （一）推进工业节能。实施工业能效提升行动，加快传统产业绿",
            "色化改造，推广先进适用的节能技术和装备，建设绿色制造体系。到",
            "二〇二五年，全市建成绿色工厂20家以上，规模以上工业单位增加值",
            "能耗下降16%。（责任单位：市经信局、市发改委）",
            "              - 1 -",
        ]),
    );
    let run = site.run(&["import", &site.path("plan.pdf").display().to_string()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let seed = run.out.lines().next().unwrap().to_owned();
    let text = fs::read_to_string(site.path(&seed)).unwrap();
    assert!(
        text.contains("加快传统产业绿色化改造")
            && text.contains("体系。到二〇二五年")
            && text.contains("增加值能耗下降16%。（责任单位：市经信局、市发改委）\n"),
        "{text}"
    );
    assert!(!text.contains("- 1 -"), "{text}");
}

/// Debian installs poppler without them where recommended packages are left out.
#[cfg(unix)]
#[test]
fn missing_tables_of_characters_are_told_and_are_no_scan() {
    use std::os::unix::fs::PermissionsExt;

    let site = Site::new();
    site.write("plan.pdf", pdf_of_lines(&["丽水市节能降碳实施方案"]));
    site.write(
        "bin/pdftotext",
        "#!/bin/sh\necho \"Syntax Error: Missing language pack for 'Adobe-GB1' mapping\" >&2\n\
         echo '<doc><page width=\"595\" height=\"842\"></page></doc>'\n",
    );
    let program = site.path("bin/pdftotext");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let file = site.path("plan.pdf").display().to_string();
    let bin = site.path("bin").display().to_string();
    let run = site.run_with(&["import", &file], &[("PATH", &bin)]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err
            .contains("the tables of Adobe-GB1 are not installed")
            && run.err.contains("apt install poppler-data")
            && !run.err.contains("scan"),
        "{}",
        run.err
    );
}

#[test]
fn a_scan_and_a_missing_program_are_told() {
    let site = Site::new();
    site.write("scan.pdf", pdf_of_lines(&[]));
    site.write("plan.pdf", pdf_of_lines(&["丽水市节能降碳实施方案"]));
    let file = site.path("scan.pdf").display().to_string();
    let run = site.run(&["import", &file]);
    assert!(
        run.err.contains("it is a scan") && run.err.contains("OCR"),
        "{}",
        run.err
    );
    let run = site.run_with(&["import", &file], &[("PATH", "/nonexistent")]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.err.contains("pdftotext") && run.err.contains("poppler-utils"),
        "{}",
        run.err
    );
}
