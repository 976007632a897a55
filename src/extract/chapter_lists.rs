//! Lists of bodies at the end of a chapter that hold for all its items.

use crate::model::{Agency, Measure};
use crate::text::Line;
use crate::vocabulary::Agencies;

use super::assignments;

/// Gives the items of a chapter the bodies that only its last line names. Such a line, 「牵头单位：…；责任单位：…」,
/// stands alone below the items. Skipped if any chapter names bodies for several items: then the last
/// line belongs to the last item alone.
pub fn spread(measures: &mut [Measure], agencies: &Agencies) {
    let chapters = chapters(measures);
    let assigned = |chapter: &std::ops::Range<usize>| {
        let own = measures[chapter.clone()].iter();
        own.filter(|m| !m.agencies.is_empty()).count()
    };
    if chapters.iter().any(|chapter| assigned(chapter) > 1) {
        return;
    }
    let closing: Vec<_> = chapters
        .into_iter()
        .filter(|chapter| chapter.len() > 1 && ends_in_list(&measures[chapter.end - 1], agencies))
        .collect();
    for chapter in closing {
        let list: Vec<Agency> = measures[chapter.end - 1].agencies.clone();
        for measure in &mut measures[chapter.start..chapter.end - 1] {
            measure.agencies.clone_from(&list);
        }
    }
}

/// The ranges of measures under the same heading.
fn chapters(measures: &[Measure]) -> Vec<std::ops::Range<usize>> {
    let mut chapters: Vec<std::ops::Range<usize>> = Vec::new();
    for (n, measure) in measures.iter().enumerate() {
        match chapters.last_mut() {
            Some(last) if measures[last.start].section == measure.section => last.end = n + 1,
            _ => chapters.push(n..n + 1),
        }
    }
    chapters
}

/// Whether the last paragraph of a measure is a labelled list that names all of the measure's bodies.
fn ends_in_list(measure: &Measure, agencies: &Agencies) -> bool {
    let Some((_, last)) = measure.text.rsplit_once('\n') else {
        return false;
    };
    let open = ['（', '(', '［', '[', '【', '〔'];
    let bare = last.trim_start_matches(open);
    let label = bare.split(['：', ':']).next().unwrap_or_default();
    let labelled = label.chars().count() <= 8
        && ["牵头", "责任", "配合", "负责", "落实"]
            .iter()
            .any(|word| label.contains(word));
    let named = assignments::in_paragraph(&Line::new(last, 1), agencies).len();
    labelled && named > 0 && named >= measure.agencies.len()
}

#[cfg(test)]
mod tests {
    use crate::extract::{Seed, read_policy};
    use crate::vocabulary::tests::REAL;

    fn bodies(text: &str) -> Vec<usize> {
        let policy = read_policy(text.as_bytes(), &Seed::default(), &REAL).unwrap();
        policy.measures.iter().map(|m| m.agencies.len()).collect()
    }

    #[test]
    fn a_list_below_the_last_item_holds_for_the_chapter() {
        let text = "某市促进经济发展政策措施\n一、促进消费\n（一）发放消费券。全市发放消费券1000万元。\n（二）举办展会。举办汽车展会3场。\n牵头单位：市商务局；责任单位：市财政局、市文旅局\n二、扩大投资\n（一）推进项目。开工重大项目20个。\n（二）保障用地。优先保障重点项目用地。\n牵头单位：市发展改革委；责任单位：市自然资源局\n";
        assert_eq!(bodies(text), [3, 3, 2, 2]);
    }

    #[test]
    fn the_last_items_own_list_is_its_own() {
        let text = "某市促进经济发展政策措施\n一、促进消费\n（一）发放消费券。全市发放消费券1000万元。\n责任单位：市商务局\n（二）举办展会。举办汽车展会3场。\n责任单位：市商务局\n二、扩大投资\n（一）推进项目。开工重大项目20个。\n（二）保障用地。优先保障重点项目用地。\n责任单位：市自然资源局\n";
        assert_eq!(bodies(text), [1, 1, 0, 1]);
    }
}
