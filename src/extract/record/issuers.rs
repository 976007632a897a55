//! 发文机关: the sources that name them, the surest first.

mod attachment;
mod heading;
mod notice;
mod page_table;
mod printing_office;
mod signature;

use super::pieces::RecordPiece;
use super::title::{self, Title};
use super::{number, signer};
use crate::model::PartialDate;
use crate::text::PageRecord;
use crate::vocabulary::Vocabulary;

/// The issuers of a text, and the date of the signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Issuers {
    /// As written, in order.
    pub bodies: Vec<String>,
    /// The date under the signature.
    pub signed: Option<PartialDate>,
    /// The bodies whose text the issuers pass on.
    pub forwarded_from: Vec<String>,
}

/// The parts of a text that may name its issuer.
#[derive(Clone, Copy)]
struct Evidence<'a> {
    /// All of the text.
    pieces: &'a [RecordPiece<'a>],
    /// The text before the first heading.
    head: &'a [RecordPiece<'a>],
    title: Option<&'a Title>,
    page: &'a PageRecord,
    vocabulary: &'a Vocabulary,
}

/// The bodies that a source names; empty if it names none.
type IssuerSource = fn(&Evidence<'_>) -> Vec<String>;

/// The sources that are tried in this order if there is no signature.
const SOURCES: [IssuerSource; 12] = [
    order,
    heading::letterhead,
    heading::in_titles,
    heading::above_the_title,
    heading::cover,
    heading::reporter,
    heading::subject,
    page_table::bodies,
    attachment::named_in_a_file,
    notice::maker,
    printing_office::department,
    printing_office::with_its_own_mark,
];

/// The issuing bodies; `head` is the number of pieces before the first heading.
pub fn find(
    pieces: &[RecordPiece<'_>],
    head: usize,
    title: Option<&Title>,
    page: &PageRecord,
    vocabulary: &Vocabulary,
) -> Issuers {
    let evidence = Evidence {
        pieces,
        head: &pieces[..head],
        title,
        page,
        vocabulary,
    };
    let signature = signature::find(pieces, vocabulary);
    let bodies = match signature.bodies.is_empty() {
        false => signature::with_their_regions(&signature.bodies, &heading::in_titles(&evidence)),
        true => SOURCES
            .iter()
            .map(|source| source(&evidence))
            .find(|bodies| !bodies.is_empty())
            .unwrap_or_default(),
    };
    Issuers {
        bodies,
        signed: signature.date,
        forwarded_from: title.map_or_else(Vec::new, |t| {
            signer::list(title::origin(&t.shown), vocabulary)
        }),
    }
}

/// The government that issued an order: 「某市人民政府令 第5号」.
fn order(evidence: &Evidence<'_>) -> Vec<String> {
    let order = number::order(evidence.head);
    order.map(|order| order.issuer).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Line;
    use crate::vocabulary::tests::REAL;

    /// Calls `read` with these lines, each as a paragraph.
    pub fn with_pieces<T>(lines: &[&str], read: impl FnOnce(&[RecordPiece<'_>]) -> T) -> T {
        let lines = lines.iter().enumerate();
        let lines: Vec<Line> = lines.map(|(n, line)| Line::new(line, n + 1)).collect();
        let pieces: Vec<RecordPiece<'_>> = lines.iter().map(RecordPiece::of).collect();
        read(&pieces)
    }

    /// The bodies that a source finds in lines that are all head and all text.
    pub fn found_by(source: IssuerSource, lines: &[&str]) -> Vec<String> {
        with_pieces(lines, |pieces| {
            source(&Evidence {
                pieces,
                head: pieces,
                title: title::find(pieces, &REAL).as_ref(),
                page: &PageRecord::default(),
                vocabulary: &REAL,
            })
        })
    }

    fn issuers(lines: &[&str]) -> Issuers {
        with_pieces(lines, |pieces| {
            let title = title::find(pieces, &REAL);
            let page = PageRecord::default();
            find(pieces, pieces.len(), title.as_ref(), &page, &REAL)
        })
    }

    #[test]
    fn an_order_names_the_government_that_gave_it() {
        assert_eq!(
            found_by(order, &["武汉市人民政府令", "第5号"]),
            ["武汉市人民政府"]
        );
    }

    #[test]
    fn a_signature_counts_before_the_title() {
        let found = issuers(&[
            "浙江省发展和改革委员会等部门关于严格能效约束的实施方案",
            "浙江省发展和改革委员会",
            "浙江省能源局",
            "2022年1月4日",
        ]);
        assert_eq!(found.bodies, ["浙江省发展和改革委员会", "浙江省能源局"]);
    }

    #[test]
    fn who_passes_a_text_on_issues_it() {
        let found = issuers(&["某市人民政府办公室转发市财政局关于加强管理的意见的通知"]);
        assert_eq!(found.forwarded_from, ["市财政局"]);
    }
}
