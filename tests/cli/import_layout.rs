//! Texts that keep the layout of their pages, and pages of web sites with all that stands around.

use std::fs;

use crate::site::{Run, Site};

fn import(site: &Site, name: &str, content: &str) -> (Run, String) {
    site.write(name, content);
    let run = site.run(&["import", &site.path(name).display().to_string()]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let seed = run.out.lines().next().unwrap().to_owned();
    let text = fs::read_to_string(site.path(&seed)).unwrap();
    (run, text)
}

const LAYOUT: &str = "\
丽水市“十四五”应对气候变化规划



      2022 年 2 月
\u{c}                          目        录

一、总体要求.................................................1
二、主要任务.................................................2
                              I
\u{c}  一、总体要求

  坚持目标导向，综合施策，把控制温室气体排放、应对气候
变化作为生态文明建设的重要工作，着力推动绿色低碳转型发
展，落实《丽水市能源条例》
            （以下简称《条例》
                     ），取得积极成效，全市能源
结构持续优化。
  温室气体减排成效显著。2020 年，单位地区生产总值能耗
下降 21.5%，超额完成省下达的目标，新能源和可再生能源发
电装机容量持续增长，森林蓄积量和碳汇能力稳步提升，为推
                       — 1 —
\u{c}动绿色发展打下坚实基础。
                专栏 1   主要指标
                                                    指标
类别   序号     指标名称                2020 年    2025 年
                                                    属性

     1      单位地区生产总值能耗下降（%）     [21.5]     17       约束性
综合
指标   2      森林覆盖率（%）            81.7       82       约束性

            规模以上工业单位增加值能耗
重点   3                          [14]       16       预期性
            下降（%）
注：[]内为五年累计值。

  二、主要任务
  加快建设抽水蓄能电站，到 2025 年，全市可再生能源发电
装机占比达到 85%以上。
                       — 2 —
\u{c}";

#[test]
fn a_text_with_its_layout_is_read_as_its_pages_are() {
    let (run, text) = import(&Site::new(), "plan.txt", LAYOUT);
    assert!(run.err.is_empty(), "{}", run.err);
    assert_eq!(
        text,
        "丽水市“十四五”应对气候变化规划\n2022年2月\n一、总体要求\n坚持目标导向，综合施策，把控制温室气体排放、应对气候变化作为生态文明建设的重要工作，着力推动绿色低碳转型发展，落实《丽水市能源条例》（以下简称《条例》），取得积极成效，全市能源结构持续优化。\n温室气体减排成效显著。2020年，单位地区生产总值能耗下降21.5%，超额完成省下达的目标，新能源和可再生能源发电装机容量持续增长，森林蓄积量和碳汇能力稳步提升，为推动绿色发展打下坚实基础。\n专栏1 主要指标\n类别\t序号\t指标名称\t2020年\t2025年\t指标属性\n综合指标\t1\t单位地区生产总值能耗下降（%）\t[21.5]\t17\t约束性\n\t2\t森林覆盖率（%）\t81.7\t82\t约束性\n重点\t3\t规模以上工业单位增加值能耗下降（%）\t[14]\t16\t预期性\n注：[]内为五年累计值。\n二、主要任务\n加快建设抽水蓄能电站，到2025年，全市可再生能源发电装机占比达到85%以上。\n"
    );
}

#[test]
fn rows_that_do_not_fit_are_told_and_left_as_they_stand() {
    // A part of a cell below its line, and none above it: it may be of this row or of the next.
    let line = "2      森林覆盖率（%）";
    let cut = LAYOUT.find("\n\n            规模以上").unwrap();
    assert!(LAYOUT[..cut].contains(line));
    let layout = format!(
        "{}\n            （含灌木林）{}",
        &LAYOUT[..cut],
        &LAYOUT[cut..]
    );
    let (run, text) = import(&Site::new(), "plan.txt", &layout);
    assert!(
        run.err
            .contains("page 4 has a table that was not read for sure"),
        "{}",
        run.err
    );
    assert!(
        !text.contains('\t') && text.contains("2 森林覆盖率（%） 81.7 82 约束性\n"),
        "{text}"
    );
}

const PAGE: &str = r#"<!DOCTYPE html><html><head><meta charset="utf-8"><title>丽水市人民政府关于印发丽水市节能降碳实施方案的通知_政策文件_丽水市人民政府</title></head><body>
<div class="top"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/map">网站地图</a></div>
<div class="path">您当前的位置：<a href="/">首页</a> &gt; <a href="/zw">政策文件</a></div>
<h1>丽水市人民政府关于印发丽水市节能降碳实施方案的通知</h1>
<div class="tools">发布日期：2024-01-05 信息来源：市政府 浏览次数：101 字号：<a>[大]</a><a>[中]</a><a>[小]</a> 打印 分享到：</div>
<div id="zoom"><p>丽政发〔2024〕3号</p>
<p>各县（市、区）人民政府，市政府直属各单位：</p>
<p>　　现将《丽水市节能降碳实施方案》印发给你们，请结合实际，认真组织实施，确保各项任务落到实处、取得实效。</p>
<p>　　一、主要目标</p><p>　　到2025年，全市规模以上工业单位增加值能耗下降16%，可再生能源发电装机占比达到85%以上，见下表：</p>
<table><tr><td>指标</td><td>2020年</td><td>2025年</td></tr><tr><td>森林覆盖率（%）</td><td>81.7</td><td>82</td></tr></table>
<p>丽水市人民政府</p><p>2024年1月2日</p></div>
<div class="tools">【打印本页】 【关闭窗口】 扫一扫在手机打开当前页</div>
<div class="foot">版权所有：丽水市人民政府 浙ICP备00000000号 网站标识码：3300000000</div></body></html>"#;

#[test]
fn a_page_loses_all_that_stands_around_its_article() {
    let (_, text) = import(&Site::new(), "page.html", PAGE);
    for around in [
        "首页",
        "字号",
        "打印",
        "分享",
        "扫一扫",
        "版权",
        "浏览次数",
        "当前的位置",
        "_政策文件",
    ] {
        assert!(!text.contains(around), "{around} is in\n{text}");
    }
    assert!(
        text.starts_with("丽水市人民政府关于印发丽水市节能降碳实施方案的通知\n"),
        "{text}"
    );
    assert!(
        text.contains(
            "\n指标\t2020年\t2025年\n森林覆盖率（%）\t81.7\t82\n丽水市人民政府\n2024年1月2日\n"
        ),
        "{text}"
    );
}

#[test]
fn the_text_of_a_page_loses_it_too() {
    let stripped = "丽水市关于印发丽水市节能降碳方案的函_政策文件_丽水市人民政府\n首页\n网站地图\n我在听，请说话(10s)\n抱歉，没听清，请再说一遍吧\n[发布日期] 2024-01-05\n丽水市关于印发丽水市节能降碳方案的函\n公报PDF\nPDF格式下载收藏取消收藏打印\n丽政函〔2024〕9号\n各区人民政府：\n现将《丽水市节能降碳方案》印发给你们，请认真组织实施。\n丽水市节能降碳方案\n（一）推进工业节能。到2025年，建成绿色工厂20家以上。\n打印本页\n关闭窗口\n版权所有：丽水市人民政府\n";
    let (_, text) = import(&Site::new(), "page.txt", stripped);
    assert_eq!(
        text,
        "丽水市关于印发丽水市节能降碳方案的函\n[发布日期] 2024-01-05\n丽政函〔2024〕9号\n各区人民政府：\n现将《丽水市节能降碳方案》印发给你们，请认真组织实施。\n丽水市节能降碳方案\n（一）推进工业节能。到2025年，建成绿色工厂20家以上。\n"
    );
}
