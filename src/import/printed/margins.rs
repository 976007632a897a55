use super::line::PrintedLine;

/// Between which edges the lines of a page are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Where lines begin that are not set in.
    pub left: f32,
    /// Where lines end that are full.
    pub right: f32,
    /// How far the first line of a paragraph is set in: two characters, where the page says nothing else.
    pub indent: f32,
}

impl Margins {
    /// The room for a line.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// How far, in characters, a paragraph is set in.
const INDENT: f32 = 2.0;
/// A page with fewer lines says nothing of its edges.
const FEW: usize = 5;

/// The edges of every page, from its own lines; those of a page with few or short lines are those of
/// most pages on its side (in print, left and right pages are set differently).
pub fn margins(pages: &[Vec<&PrintedLine>]) -> Vec<Margins> {
    let own: Vec<Option<Margins>> = pages.iter().map(|page| of_page(page)).collect();
    let all: Vec<Margins> = own.iter().flatten().copied().collect();
    let widest = pages.iter().flatten().fold(
        Margins {
            left: f32::MAX,
            right: 0.0,
            indent: 0.0,
        },
        |m, line| Margins {
            left: m.left.min(line.left()),
            right: m.right.max(line.right()),
            indent: line.em * INDENT,
        },
    );
    let usual = middle(&all).unwrap_or(widest);
    let side = |n: usize| {
        let same: Vec<Margins> = own
            .iter()
            .skip(n % 2)
            .step_by(2)
            .flatten()
            .copied()
            .collect();
        middle(&same).unwrap_or(usual)
    };
    let narrow = |m: &Margins| m.width() < usual.width() * 0.75;
    own.iter()
        .enumerate()
        .map(|(n, own)| own.filter(|m| !narrow(m)).unwrap_or_else(|| side(n)))
        .collect()
}

fn of_page(lines: &[&PrintedLine]) -> Option<Margins> {
    // Lines in columns do not keep to the edges.
    let whole = lines
        .iter()
        .copied()
        .filter(|line| line.segments.len() == 1);
    let lines: Vec<&PrintedLine> = whole.collect();
    if lines.len() < FEW {
        return None;
    }
    // The outermost place that a good part of the lines share; some are set outside, and a mark at the
    // end of a line may hang over. Where lines end unevenly, that two share.
    let share = lines.len().div_ceil(6).max(2);
    let edge = |places: &[f32], em: f32| {
        let shared = |room: f32, least: usize| {
            places
                .iter()
                .copied()
                .find(|&place| near(places, place, room) >= least)
        };
        shared(em * 0.4, share).or_else(|| shared(em * 1.2, 2))
    };
    let mut sizes: Vec<f32> = lines.iter().map(|l| l.em).collect();
    sizes.sort_by(f32::total_cmp);
    let em = sizes[sizes.len() / 2];
    let mut lefts: Vec<f32> = lines.iter().map(|l| l.left()).collect();
    let mut rights: Vec<f32> = lines.iter().map(|l| l.right()).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(f32::total_cmp);
    let outer: Vec<f32> = rights.iter().rev().map(|r| -r).collect();
    let left = edge(&lefts, em)?;
    let ins: Vec<f32> = lefts
        .iter()
        .map(|l| l - left)
        .filter(|i| *i > em * 0.8 && *i < em * 6.0)
        .collect();
    let often = |i: f32| near(&ins, i, em * 0.4);
    let usual = ins
        .iter()
        .rev()
        .copied()
        .max_by_key(|&i| often(i))
        .filter(|&i| often(i) >= 2);
    Some(Margins {
        left,
        right: -edge(&outer, em)?,
        indent: usual.unwrap_or(em * INDENT),
    })
}

/// How many of the places, which are sorted, are no farther than this from one.
fn near(places: &[f32], place: f32, room: f32) -> usize {
    let from = places.partition_point(|&p| p < place - room);
    let to = places.partition_point(|&p| p <= place + room);
    to - from
}

fn middle(all: &[Margins]) -> Option<Margins> {
    let of = |get: fn(&Margins) -> f32| {
        let mut places: Vec<f32> = all.iter().map(get).collect();
        places.sort_by(f32::total_cmp);
        places.get(places.len() / 2).copied()
    };
    Some(Margins {
        left: of(|m| m.left)?,
        right: of(|m| m.right)?,
        indent: of(|m| m.indent)?,
    })
}
