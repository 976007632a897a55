//! The rules drawn on a page: the straight lines along the page in what `pdftocairo -svg` draws.

use roxmltree::{Document, Node};

/// A rule along the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuledLine {
    /// Whether it runs from left to right.
    pub level: bool,
    /// Where it runs: how far from the top (if level) or the left.
    pub at: f32,
    /// Where it begins.
    pub from: f32,
    /// Where it ends.
    pub to: f32,
}

/// A bar no thicker than this, in points, is a rule; a thicker one is a coloured field.
const THICK: f32 = 3.0;
/// A rule is at least so long: strokes of letters are shorter.
const SHORT: f32 = 6.0;
/// Two rules in line with less than this between them are one.
const JOINT: f32 = 3.0;
/// A page with more is a drawing.
const MANY: usize = 5_000;

/// The rules of a page, those in line put together. None where the page is a drawing.
pub fn rules(svg: &str) -> Vec<RuledLine> {
    let Ok(document) = Document::parse(svg) else {
        return Vec::new();
    };
    let mut rules = Vec::new();
    draw(document.root_element(), Matrix::default(), 0, &mut rules);
    match rules.len() > MANY {
        true => Vec::new(),
        false => joined(rules),
    }
}

/// The places of points: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy)]
struct Matrix([f32; 6]);

impl Default for Matrix {
    fn default() -> Self {
        Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
    }
}

impl Matrix {
    /// `matrix(1,0,0,1,72,100)`; anything else moves nothing.
    fn parse(text: &str) -> Option<Self> {
        let inner = text.trim().strip_prefix("matrix(")?.strip_suffix(')')?;
        let numbers: Vec<f32> = inner
            .split([',', ' '])
            .filter_map(|n| n.parse().ok())
            .collect();
        Some(Self(numbers.try_into().ok()?))
    }

    fn then(self, inner: Self) -> Self {
        let (Self([a, b, c, d, e, f]), Self([g, h, i, j, k, l])) = (self, inner);
        Self([
            a * g + c * h,
            b * g + d * h,
            a * i + c * j,
            b * i + d * j,
            a * k + c * l + e,
            b * k + d * l + f,
        ])
    }

    fn point(self, (x, y): (f32, f32)) -> (f32, f32) {
        let Self([a, b, c, d, e, f]) = self;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// Parts in parts: no page goes deeper.
const DEEPEST: usize = 50;

fn draw(node: Node<'_, '_>, matrix: Matrix, depth: usize, rules: &mut Vec<RuledLine>) {
    // Shapes that are only named (letters, clips) are no rules.
    const NAMED: [&str; 5] = ["defs", "clipPath", "mask", "symbol", "pattern"];
    if depth > DEEPEST || NAMED.contains(&node.tag_name().name()) {
        return;
    }
    let own = node.attribute("transform").and_then(Matrix::parse);
    let matrix = own.map_or(matrix, |own| matrix.then(own));
    if node.tag_name().name() == "path" && rules.len() <= MANY {
        path(node.attribute("d").unwrap_or_default(), matrix, rules);
    }
    for child in node.children().filter(Node::is_element) {
        draw(child, matrix, depth + 1, rules);
    }
}

/// The rules of a path: its straight parts, or the bars that it fills. A path with curves is a letter.
fn path(d: &str, matrix: Matrix, rules: &mut Vec<RuledLine>) {
    if d.contains(['C', 'c', 'Q', 'S', 'A']) {
        return;
    }
    let mut figures: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut parts = d.split_whitespace();
    while let Some(part) = parts.next() {
        match part {
            "M" | "L" => {
                let mut number = || {
                    let number = parts.next()?.parse::<f32>().ok()?;
                    number.is_finite().then_some(number)
                };
                let (Some(x), Some(y)) = (number(), number()) else {
                    return;
                };
                let point = matrix.point((x, y));
                match figures.last_mut() {
                    Some(figure) if part == "L" => figure.push(point),
                    _ => figures.push(vec![point]),
                }
            }
            "Z" => {
                if let Some(figure) = figures.last_mut() {
                    figure.extend(figure.first().copied());
                }
            }
            _ => return,
        }
    }
    for figure in figures {
        match bar(&figure) {
            Some(rule) => rules.push(rule),
            None => rules.extend(
                figure
                    .windows(2)
                    .filter_map(|ends| straight(ends[0], ends[1])),
            ),
        }
    }
    rules.retain(|rule| rule.to - rule.from >= SHORT);
}

/// A filled bar: the box of a figure that is thin.
fn bar(figure: &[(f32, f32)]) -> Option<RuledLine> {
    let range = |get: fn(&(f32, f32)) -> f32| {
        let low = figure.iter().map(get).fold(f32::MAX, f32::min);
        let high = figure.iter().map(get).fold(f32::MIN, f32::max);
        (low, high)
    };
    let ((left, right), (top, bottom)) = (range(|p| p.0), range(|p| p.1));
    let (wide, high) = (right - left, bottom - top);
    let level = wide >= high;
    (figure.len() > 2 && wide.min(high) <= THICK).then_some(match level {
        true => RuledLine {
            level,
            at: (top + bottom) / 2.0,
            from: left,
            to: right,
        },
        false => RuledLine {
            level,
            at: (left + right) / 2.0,
            from: top,
            to: bottom,
        },
    })
}

fn straight(a: (f32, f32), b: (f32, f32)) -> Option<RuledLine> {
    const STRAIGHT: f32 = 0.5;
    let (level, upright) = ((a.1 - b.1).abs() <= STRAIGHT, (a.0 - b.0).abs() <= STRAIGHT);
    match (level, upright) {
        (true, false) => Some(RuledLine {
            level,
            at: a.1,
            from: a.0.min(b.0),
            to: a.0.max(b.0),
        }),
        (false, true) => Some(RuledLine {
            level,
            at: a.0,
            from: a.1.min(b.1),
            to: a.1.max(b.1),
        }),
        _ => None,
    }
}

/// Rules in line become one.
fn joined(mut rules: Vec<RuledLine>) -> Vec<RuledLine> {
    rules.sort_by(|a, b| {
        let by_place = a.level.cmp(&b.level).then(a.at.total_cmp(&b.at));
        by_place.then(a.from.total_cmp(&b.from))
    });
    let mut joined: Vec<RuledLine> = Vec::new();
    for rule in rules {
        let same = joined.iter_mut().rev().take(200).find(|last| {
            last.level == rule.level
                && (last.at - rule.at).abs() <= 1.0
                && rule.from <= last.to + JOINT
                && last.from <= rule.to + JOINT
        });
        match same {
            Some(last) => {
                last.from = last.from.min(rule.from);
                last.to = last.to.max(rule.to);
            }
            None => joined.push(rule),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_lines_are_rules_and_letters_are_none() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg"><defs><path d="M 0 0 L 90 0"/></defs>
<path d="M 10 20 L 60 20 L 60 20.5 L 10 20.5 Z"/><path d="M 60.5 20 L 110 20 L 110 20.5 L 60.5 20.5 Z"/>
<path transform="matrix(1,0,0,-1,5,100)" d="M 5 10 L 5 70 "/>
<path d="M 0 0 C 1 1 2 2 90 0"/><path d="M 0 0 L 2 0"/></svg>"#;
        assert_eq!(
            rules(svg),
            [
                RuledLine {
                    level: false,
                    at: 10.0,
                    from: 30.0,
                    to: 90.0
                },
                RuledLine {
                    level: true,
                    at: 20.25,
                    from: 10.0,
                    to: 110.0
                },
            ]
        );
    }
}
