//! What a chapter is for, by its heading.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::regex;

/// What stands in a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SectionKind {
    /// Measures.
    #[default]
    Action,
    /// Measures that see to it that the others are done.
    Safeguard,
    /// Aims, principles, definitions: nothing that someone is told to do.
    Frame,
    /// A report of what is.
    Past,
}

/// Reports: 「一、现状与形势」「（二）工作基础」「（四）当前挑战」「一、工作回顾」
static PAST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:.{0,8}(?:现状|形势)(?:$|[与和及、分])|(?:基本|现实|有关|总体)?情况$|(?:工作|发展|现实|规划|实施|现状|已有)基础|(?:主要|工作|发展|取得)?(?:的)?(?:成效|成就|进展|成绩)|.{0,6}(?:回顾|总结)|.{0,16}(?:工作|发展|建设)(?:情况)?(?:的)?(?:回顾|总结)$|(?:(?:19|20)\d\d年|过去(?:的)?[一五]年|本届政府|[“‘]?十[二三四五六七]五[”’]?(?:时期|期间)?)(?:和过去(?:的)?五年)?.{0,14}(?:回顾|总结|情况|成效|成绩|成就|进展)$|.{0,10}(?:计划|规划|任务|目标|指标|预算)(?:的)?(?:执行|完成|实施|落实)(?:的)?情况$|(?:重大|主要|面临的?|发展)?(?:机遇|挑战|环境|问题)|存在(?:的)?(?:主要)?(?:问题|不足|短板)|面临|(?:规划|编制|工作|政策)?背景|当前挑战|开启.{2,16}新征程)|(?:成效显著|新阶段|新成效|基础良好)$",
    )
});

/// Aims and principles: 「一、总体要求」「（一）指导思想」「（三）目标指标」「2.具体指标」
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"^(?:(?:到)?20\d\d年(?:全[市省县区])?(?:经济社会发展|国民经济和社会发展|经济发展|政府工作|工作|发展)?(?:的)?)?(?:总体要求|总体思路|总体考虑|指导思想|指导方针|(?:基本|主要|工作|总体|实施|发展|编制)原则|战略定位|发展定位|功能定位|总则$|附则$|名词解释|术语|(?:适用|规划|实施|支持|补贴)(?:范围|对象|期限)|编制依据|序言$|前言$|引言$|(?:总体|主要|工作|行动|发展|具体|重点|创建|规划|阶段|预期|战略|近期|远期|远景|建设|奋斗|任务|约束性|年度|重点|总)*(?:目标|指标)(?:指标|要求|体系|设置)?$|(?:到)?20\d\d年(?:远景)?目标|.{0,8}(?:清单|一览表|名单|目录|指标体系)$)",
    )
});

/// Means: 「四、组织实施」「十、保障措施」「三、保障举措」「五、工作要求」
static SAFEGUARD: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"保障(?:措施|举措|机制|体系|工作)?$|^(?:加强|强化|完善)?(?:规划|方案|工作|计划)?组织(?:实施|保障|领导|落实|推进)|^(?:加强|强化|切实)?(?:实施|组织|综合|支撑|政策|规划)(?:和)?保障|^(?:工作|有关|相关|几点)要求$|规划实施$|^(?:组织|推进|监督)实施$|^(?:加强|强化)?(?:监督|督促|督导)(?:考核|检查|落实|评估)$",
    )
});

/// What a section with this heading holds; `above` is what the section around it holds.
pub fn section_kind(title: &str, above: SectionKind) -> SectionKind {
    if PAST.is_match(title) {
        return SectionKind::Past;
    }
    // A box lists projects and indicators of the measures around it.
    if title.starts_with("专栏") {
        return SectionKind::Frame;
    }
    // 「主要目标和重点任务」 frames nothing; 「指导思想与总体目标」 does.
    let tasks = ["任务", "举措", "措施", "行动"]
        .iter()
        .any(|w| title.contains(w))
        && !["目标", "清单", "一览表"]
            .iter()
            .any(|end| title.ends_with(end));
    // A year and what is spoken of make a heading longer: 「2024年经济社会发展总体要求和主要目标」.
    let longest = if title.starts_with("20") { 24 } else { 16 };
    let frames = title.chars().count() <= longest && FRAME.is_match(title);
    if frames && !tasks {
        return SectionKind::Frame;
    }
    match above {
        SectionKind::Action if SAFEGUARD.is_match(title) => SectionKind::Safeguard,
        above => above,
    }
}

#[cfg(test)]
mod tests {
    use super::SectionKind::*;
    use super::*;

    #[test]
    fn tells_chapters_by_their_headings() {
        let kind = |title| section_kind(title, Action);
        for title in [
            "指导思想",
            "基本原则",
            "总体要求",
            "主要目标",
            "行动目标",
            "目标指标",
            "具体指标",
            "指导思想与总体目标",
            "目标清单",
            "2024年主要目标",
            "2024年经济社会发展总体要求和主要目标",
        ] {
            assert_eq!(kind(title), Frame, "{title}");
        }
        for title in [
            "2023年工作回顾",
            "2023年和过去五年工作回顾",
            "2024年国民经济和社会发展计划执行情况",
            "过去一年工作总结",
            "“十四五”时期发展成就",
        ] {
            assert_eq!(kind(title), Past, "{title}");
        }
        for title in ["现状与形势", "基本情况", "工作基础", "重大机遇", "当前挑战"]
        {
            assert_eq!(kind(title), Past, "{title}");
        }
        for title in [
            "组织实施",
            "保障措施",
            "保障举措",
            "加强组织实施",
            "组织保障",
        ] {
            assert_eq!(kind(title), Safeguard, "{title}");
        }
        for title in [
            "重点行动",
            "主要目标和重点任务",
            "夯实适应气候变化工作基础",
            "开展二氧化碳达峰目标及路径研究",
            "提高气候变化治理能力",
            "定期通报任务落实情况的制度",
            "2024年工作安排",
        ] {
            assert_eq!(kind(title), Action, "{title}");
        }
    }
}
