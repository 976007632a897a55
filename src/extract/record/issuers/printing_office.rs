//! 印发机关: the office that printed a text.

use super::Evidence;
use crate::extract::record::pieces::RecordPiece;
use crate::extract::record::{dates, signer};
use crate::text::Line;

/// The department whose office printed a text: 「江西省生态环境厅办公室 2022年1月7日印发」. The office of a government
/// prints both its own texts and the government's, so it is no evidence.
pub fn department(evidence: &Evidence<'_>) -> Vec<String> {
    const DEPARTMENTS: [&str; 4] = ["厅", "局", "委员会", "委"];
    let Some(office) = printer(evidence) else {
        return Vec::new();
    };
    let department = office.strip_suffix("办公室").unwrap_or_default();
    let ends = DEPARTMENTS.iter().any(|end| department.ends_with(end));
    let named = ends && signer::is_body(department, evidence.vocabulary);
    named.then(|| department.to_owned()).into_iter().collect()
}

/// The office that printed a text of its own: the mark of the document number is the office's,
/// 「繁政办〔2022〕3号」.
pub fn with_its_own_mark(evidence: &Evidence<'_>) -> Vec<String> {
    let own = evidence.pieces.iter().take(4).any(|piece| {
        let mark = piece.text.split_once(['〔', '[', '［', '﹝']);
        mark.is_some_and(|(mark, _)| mark.ends_with('办') || mark.ends_with("办发"))
    });
    if !own {
        return Vec::new();
    }
    printer(evidence).into_iter().collect()
}

/// The office on the printing line or directly above it.
fn printer<'a>(evidence: &Evidence<'a>) -> Option<String> {
    let Evidence {
        pieces, vocabulary, ..
    } = *evidence;
    const ABOVE: usize = 3;
    pieces.iter().enumerate().rev().find_map(|(n, piece)| {
        dates::imprint(piece.text)?;
        let here = piece.text.split(|c: char| c.is_ascii_digit()).next()?;
        // A page number may come between (「— 50 —」), and the list of recipients may take several lines.
        let above = pieces[n.saturating_sub(ABOVE)..n].iter().rev();
        let rows = |piece: &'a RecordPiece<'a>| [piece.text, piece.line.map_or("", Line::last_row)];
        let above = above.flat_map(rows);
        let mut offices = std::iter::once(here).chain(above);
        let office = offices.find(|words| signer::is_body(words, vocabulary))?;
        Some(office.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found_by;
    use super::*;

    #[test]
    fn the_office_of_a_department_prints_its_texts() {
        let lines = [
            "江西省“十四五”应对气候变化规划",
            "江西省生态环境厅办公室 2022年1月7日印发",
        ];
        assert_eq!(found_by(department, &lines), ["江西省生态环境厅"]);
        // The office of a government prints its own texts and the government's.
        let lines = [
            "广元市“十四五”规划",
            "广元市人民政府办公室",
            "2022年4月2日印发",
        ];
        assert!(found_by(department, &lines).is_empty());
    }

    #[test]
    fn the_mark_of_an_office_makes_a_text_its_own() {
        let foot = ["繁昌区人民政府办公室", "— 8 —", "2022年3月9日印发"];
        let own = ["繁政办〔2022〕3号", foot[0], foot[1], foot[2]];
        assert_eq!(found_by(with_its_own_mark, &own), ["繁昌区人民政府办公室"]);
        let other = ["繁政〔2022〕3号", foot[0], foot[1], foot[2]];
        assert!(found_by(with_its_own_mark, &other).is_empty());
    }
}
