use super::line::PrintedLine;

/// Between which edges the lines of a page are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Where lines begin that are not set in.
    pub left: f32,
    /// Where lines end that are full.
    pub right: f32,
}

impl Margins {
    /// The room for a line.
    pub fn width(&self) -> f32 {
        self.right - self.left
    }
}

/// A page with fewer lines says nothing of its edges.
const FEW: usize = 5;

/// The edges of every page, from its own lines; those of a page with few or short lines are those of
/// most pages on its side (in print, left and right pages are set differently).
pub fn margins(pages: &[Vec<&PrintedLine>]) -> Vec<Margins> {
    let own: Vec<Option<Margins>> = pages.iter().map(|page| of_page(page)).collect();
    let all: Vec<Margins> = own.iter().flatten().copied().collect();
    let widest = pages
        .iter()
        .flatten()
        .fold(Margins { left: f32::MAX, right: 0.0 }, |m, line| Margins {
            left: m.left.min(line.left()),
            right: m.right.max(line.right()),
        });
    let usual = middle(&all).unwrap_or(widest);
    let side = |n: usize| {
        let same: Vec<Margins> = own.iter().skip(n % 2).step_by(2).flatten().copied().collect();
        middle(&same).unwrap_or(usual)
    };
    let narrow = |m: &Margins| m.width() < usual.width() * 0.75;
    own.iter()
        .enumerate()
        .map(|(n, own)| own.filter(|m| !narrow(m)).unwrap_or_else(|| side(n)))
        .collect()
}

fn of_page(lines: &[&PrintedLine]) -> Option<Margins> {
    if lines.len() < FEW {
        return None;
    }
    // The outermost place that a good part of the lines share; some are set outside, and a mark at the
    // end of a line may hang over. Where lines end unevenly, that two share.
    let share = lines.len().div_ceil(6).max(2);
    let edge = |places: &[f32], em: f32| {
        let shared = |room: f32, least: usize| {
            let near = |a: f32| places.iter().filter(|b| (*b - a).abs() <= room).count();
            places.iter().copied().find(|&place| near(place) >= least)
        };
        shared(em * 0.4, share).or_else(|| shared(em * 1.2, 2))
    };
    let em = lines.iter().map(|l| l.em).fold(0.0, f32::max);
    let mut lefts: Vec<f32> = lines.iter().map(|l| l.left()).collect();
    let mut rights: Vec<f32> = lines.iter().map(|l| l.right()).collect();
    lefts.sort_by(f32::total_cmp);
    rights.sort_by(|a, b| b.total_cmp(a));
    Some(Margins {
        left: edge(&lefts, em)?,
        right: edge(&rights, em)?,
    })
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
    })
}
