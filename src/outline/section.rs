use super::{Number, Rank};
use crate::model::Lines;
use crate::text::{Line, RawTable};

/// A text as the tree of its sections.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The text itself: its body is the text before the first heading.
    pub root: Section,
    /// The foot below the text: the line on its coming into force, list of annexes, copies, imprint.
    pub tail: Vec<Line>,
}

/// A heading with the text and the sections below it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The number, if the heading has one.
    pub number: Option<Number>,
    /// Its depth of nesting.
    pub rank: Option<Rank>,
    /// The heading without number and final 。; for an item without a heading its first clause.
    pub title: String,
    /// The heading behind its number, with the mark that ends it; empty if there is none.
    pub heading: Line,
    /// Whether the title is a real heading, not the first clause of an item without one.
    pub headed: bool,
    /// The lines of the heading; the first line of an item without one.
    pub heading_lines: Option<Lines>,
    /// The content between the heading and the first section below.
    pub body: Vec<Body>,
    /// The sections below.
    pub children: Vec<Section>,
}

/// A piece of a section's text.
#[derive(Clone, Debug)]
pub enum Body {
    /// A paragraph.
    Paragraph(Line),
    /// A table.
    Table(RawTable),
    /// The cells of a table whose rows and columns are lost.
    LostTable(Vec<Line>),
}

impl Body {
    /// The paragraph, if it is one.
    pub fn paragraph(&self) -> Option<&Line> {
        match self {
            Self::Paragraph(line) => Some(line),
            Self::Table(_) | Self::LostTable(_) => None,
        }
    }

    /// Its lines in the text.
    pub fn lines(&self) -> Lines {
        match self {
            Self::Paragraph(line) => line.lines(),
            Self::Table(table) => table.lines(),
            Self::LostTable(cells) => {
                let lines = cells.iter().map(Line::lines);
                lines.reduce(Lines::join).unwrap_or(Lines::at(1))
            }
        }
    }
}

impl Section {
    /// The lines of the section, from its heading to the end of its last subsection.
    pub fn lines(&self) -> Option<Lines> {
        let own = self
            .heading_lines
            .into_iter()
            .chain(self.body.iter().map(Body::lines));
        own.chain(self.children.iter().filter_map(Self::lines))
            .reduce(Lines::join)
    }

    /// Its paragraphs and those of all sections below, in reading order.
    pub fn paragraphs(&self) -> Vec<&Line> {
        let mut all: Vec<&Line> = self.body.iter().filter_map(Body::paragraph).collect();
        for child in &self.children {
            all.extend(child.paragraphs());
        }
        all
    }

    /// Its paragraphs and those of its subsections, without boxes, which are units of their own.
    pub fn paragraphs_outside_boxes(&self) -> Vec<&Line> {
        let mut all: Vec<&Line> = self.body.iter().filter_map(Body::paragraph).collect();
        for child in self.below() {
            all.extend(child.paragraphs_outside_boxes());
        }
        all
    }

    /// The lines of the section without boxes and closing addresses.
    pub fn own_lines(&self) -> Option<Lines> {
        let own = self
            .heading_lines
            .into_iter()
            .chain(self.body.iter().map(Body::lines));
        own.chain(self.below().filter_map(Self::own_lines))
            .reduce(Lines::join)
    }

    /// The subsections that continue its content: no boxes and no addresses.
    pub fn below(&self) -> impl Iterator<Item = &Self> {
        let aside = |child: &&Self| !child.is_aside();
        self.children.iter().filter(aside)
    }

    /// Whether it is an independent unit inside the section around it: a box or an address.
    pub fn is_aside(&self) -> bool {
        matches!(self.rank, Some(Rank::Box | Rank::Address))
    }

    /// Whether it is an annex, or a part without its number.
    pub fn is_annex(&self) -> bool {
        let named = |number: &Number| number.written.starts_with('附');
        self.rank == Some(Rank::Part) && self.number.as_ref().is_none_or(named)
    }

    /// Number and title together: 「（一）森林固碳增汇强基行动」.
    pub fn label(&self) -> String {
        match &self.number {
            Some(number) => format!("{}{}", number.written, self.title),
            None => self.title.clone(),
        }
    }
}
