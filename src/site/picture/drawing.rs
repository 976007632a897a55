use roxmltree::{Document, Node};

use super::CardFont;
use super::canvas::{Canvas, Colour, PixelRun, rectangle, ring};
use super::png;

/// Pixels of a side that a picture may have.
const LONGEST: f32 = 4000.0;

/// What of an SVG cannot be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgFault {
    /// What it is.
    pub message: String,
    /// The line of the SVG that has it.
    pub line: u32,
}

/// How shapes are drawn where they do not say it themselves.
#[derive(Clone, Copy)]
struct DrawStyle {
    fill: Option<Colour>,
    stroke: Option<Colour>,
    stroke_width: f32,
    size: f32,
    /// The share of a text that stands left of its point.
    anchor: f32,
    is_bold: bool,
}

/// What draws the elements of an SVG.
struct Pen<'a> {
    canvas: Canvas,
    font: &'a CardFont,
    /// Pixels of a unit of the SVG.
    scale: f32,
}

/// Draws an SVG of `svg`, `g`, `rect`, `circle`, `line` and `text`; gives the PNG. Of its `viewBox` the width
/// counts, which begins at 0, 0.
///
/// # Errors
/// The first thing in it that is none of these, or is not understood.
pub fn draw(svg: &str, font: &CardFont) -> Result<Vec<u8>, SvgFault> {
    let document = Document::parse(svg).map_err(|e| SvgFault {
        message: e.to_string(),
        line: e.pos().row,
    })?;
    let root = document.root_element();
    let side = |name| {
        let side = number(root, name)?;
        match (1.0..=LONGEST).contains(&side) {
            true => Ok(side),
            false => Err(fault(
                root,
                format!("{name} is not of 1 to {LONGEST} pixels"),
            )),
        }
    };
    let (width, height) = (side("width")?, side("height")?);
    let view = root
        .attribute("viewBox")
        .and_then(|view| view.split(' ').nth(2));
    let view: Option<f32> = view.and_then(|width| width.parse().ok());
    let view = view.filter(|width| (1.0..=LONGEST).contains(width));
    let mut pen = Pen {
        canvas: Canvas::new(width as usize, height as usize),
        font,
        scale: width / view.unwrap_or(width),
    };
    let style = DrawStyle {
        fill: Some([0; 3]),
        stroke: None,
        stroke_width: 1.0,
        size: 16.0,
        anchor: 0.0,
        is_bold: false,
    };
    pen.group(root, style)?;
    Ok(png::encode(&pen.canvas))
}

impl Pen<'_> {
    fn group(&mut self, node: Node<'_, '_>, above: DrawStyle) -> Result<(), SvgFault> {
        let above = style(node, above)?;
        for node in node.children().filter(Node::is_element) {
            let own = style(node, above)?;
            match node.tag_name().name() {
                "g" => self.group(node, above)?,
                "title" | "desc" => {}
                "rect" => {
                    let corner = (self.length(node, "x")?, self.length(node, "y")?);
                    let sides = (self.length(node, "width")?, self.length(node, "height")?);
                    self.fill(&rectangle(corner, sides), own.fill);
                }
                "circle" => self.circle(node, own)?,
                "line" => self.line(node, own)?,
                "text" => self.text(node, own)?,
                other => return Err(fault(node, format!("<{other}> is not drawn"))),
            }
        }
        Ok(())
    }

    /// The number of an attribute in pixels.
    fn length(&self, node: Node<'_, '_>, name: &str) -> Result<f32, SvgFault> {
        Ok(number(node, name)? * self.scale)
    }

    fn fill(&mut self, runs: &[PixelRun], colour: Option<Colour>) {
        if let Some(colour) = colour {
            self.canvas.cover(runs, (0, 0), colour);
        }
    }

    fn circle(&mut self, node: Node<'_, '_>, own: DrawStyle) -> Result<(), SvgFault> {
        let centre = (self.length(node, "cx")?, self.length(node, "cy")?);
        let radius = self.length(node, "r")?;
        self.fill(&ring(centre, 0.0, radius), own.fill);
        let half = own.stroke_width * self.scale / 2.0;
        self.fill(&ring(centre, radius - half, radius + half), own.stroke);
        Ok(())
    }

    /// Lines along the edges of the picture only.
    fn line(&mut self, node: Node<'_, '_>, own: DrawStyle) -> Result<(), SvgFault> {
        let (x1, y1) = (self.length(node, "x1")?, self.length(node, "y1")?);
        let (x2, y2) = (self.length(node, "x2")?, self.length(node, "y2")?);
        let wide = own.stroke_width * self.scale;
        let (left, top) = (x1.min(x2), y1.min(y2));
        let runs = if y1 == y2 {
            rectangle((left, top - wide / 2.0), ((x1 - x2).abs(), wide))
        } else if x1 == x2 {
            rectangle((left - wide / 2.0, top), (wide, (y1 - y2).abs()))
        } else {
            return Err(fault(node, "a slanting line is not drawn".to_owned()));
        };
        self.fill(&runs, own.stroke);
        Ok(())
    }

    fn text(&mut self, node: Node<'_, '_>, own: DrawStyle) -> Result<(), SvgFault> {
        if let Some(inner) = node.children().find(Node::is_element) {
            let name = inner.tag_name().name();
            return Err(fault(inner, format!("<{name}> in a <text> is not drawn")));
        }
        let words: Vec<&str> = node
            .text()
            .unwrap_or_default()
            .split_ascii_whitespace()
            .collect();
        let words = words.join(" ");
        let Some(colour) = own.fill else {
            return Ok(());
        };
        let size = own.size * self.scale;
        let mut x = self.length(node, "x")? - own.anchor * self.font.width(&words, size);
        let y = self.length(node, "y")?.round() as i32;
        for c in words.chars() {
            let shape = self.font.shape(c, size.round() as u16, own.is_bold);
            self.canvas.cover(&shape, (x.round() as i32, y), colour);
            x += self.font.advance(c, size);
        }
        Ok(())
    }
}

fn style(node: Node<'_, '_>, above: DrawStyle) -> Result<DrawStyle, SvgFault> {
    let mut own = above;
    for attribute in node.attributes() {
        let value = attribute.value().trim();
        match attribute.name() {
            "fill" => own.fill = paint(node, value)?,
            "stroke" => own.stroke = paint(node, value)?,
            "stroke-width" => own.stroke_width = number(node, "stroke-width")?,
            "font-size" => own.size = number(node, "font-size")?.clamp(1.0, 1000.0),
            "font-weight" => own.is_bold = matches!(value, "bold" | "600" | "700" | "800" | "900"),
            "text-anchor" => {
                own.anchor = match value {
                    "middle" => 0.5,
                    "end" => 1.0,
                    _ => 0.0,
                }
            }
            "transform" | "style" | "rx" | "ry" | "opacity" | "fill-opacity" => {
                let name = attribute.name();
                return Err(fault(node, format!("the attribute {name} is not drawn")));
            }
            _ => {}
        }
    }
    Ok(own)
}

/// `none`, or a colour as `#rgb` or `#rrggbb`.
fn paint(node: Node<'_, '_>, value: &str) -> Result<Option<Colour>, SvgFault> {
    if value == "none" {
        return Ok(None);
    }
    let digits = value.strip_prefix('#').unwrap_or_default();
    let whole = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        _ => digits.to_owned(),
    };
    match u32::from_str_radix(&whole, 16) {
        Ok(colour) if whole.len() == 6 => {
            let [_, red, green, blue] = colour.to_be_bytes();
            Ok(Some([red, green, blue]))
        }
        _ => Err(fault(node, format!("{value} is no colour like #0b4f8a"))),
    }
}

/// The number of an attribute; 0 where it is not there.
fn number(node: Node<'_, '_>, name: &str) -> Result<f32, SvgFault> {
    let Some(value) = node.attribute(name) else {
        return Ok(0.0);
    };
    let read: Option<f32> = value.trim().trim_end_matches("px").parse().ok();
    read.filter(|n| n.abs() < 100_000.0)
        .ok_or_else(|| fault(node, format!("{name} is {value}, which is no number")))
}

fn fault(node: Node<'_, '_>, message: String) -> SvgFault {
    let line = node.document().text_pos_at(node.range().start).row;
    SvgFault { message, line }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn font() -> CardFont {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/fonts/card.otf");
        CardFont::read(Path::new(file)).unwrap()
    }

    fn picture(inner: &str) -> Result<Vec<u8>, SvgFault> {
        let svg = format!("<svg width=\"60\" height=\"40\">\n{inner}\n</svg>");
        draw(&svg, &font())
    }

    #[test]
    fn what_is_not_drawn_is_told_with_its_line() {
        let wrong = picture("<g>\n<path d=\"M0 0\"/></g>").unwrap_err();
        assert_eq!(
            (wrong.message.as_str(), wrong.line),
            ("<path> is not drawn", 3)
        );
        let wrong = picture("<rect fill=\"blue\"/>").unwrap_err();
        assert_eq!(wrong.message, "blue is no colour like #0b4f8a");
        let wrong = picture("<rect x=\"wide\"/>").unwrap_err();
        assert_eq!(wrong.message, "x is wide, which is no number");
    }

    #[test]
    fn a_character_without_a_shape_is_drawn_as_a_box() {
        let [lacking, blank] = ["\u{20BB7}\u{1F600}", " "].map(|text| {
            picture(&format!(
                "<text x=\"5\" y=\"30\" font-size=\"20\">{text}</text>"
            ))
            .unwrap()
        });
        assert!(lacking.len() > blank.len());
    }

    #[test]
    fn a_picture_is_a_png_of_its_size() {
        let png = picture("<rect width=\"60\" height=\"40\" fill=\"#0b4f8a\"/>").unwrap();
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(png[16..24], [0, 0, 0, 60, 0, 0, 0, 40]);
    }
}
