//! What a long run tells of itself while it runs. The stages say what they do; who listens, and with
//! which clock, is not theirs to know.

/// A piece of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work<'a> {
    /// A stage of a build, one after the other.
    Stage(&'a str),
    /// The reading of so many texts.
    Texts(usize),
    /// The reading of one text.
    Text(&'a str),
    /// A page made from a template.
    Template(&'a str),
}

/// One who listens.
pub trait Observer: Sync {
    /// The work begins; it ends where what this gives is dropped.
    fn start<'a>(&'a self, work: Work<'a>) -> Span<'a>;
}

/// A piece of work that goes on until this is dropped.
#[must_use = "the work ends where this is dropped"]
pub struct Span<'a>(Option<Box<dyn FnOnce() + 'a>>);

impl<'a> Span<'a> {
    /// One whose end does something.
    pub fn new(end: impl FnOnce() + 'a) -> Self {
        Self(Some(Box::new(end)))
    }
}

impl Drop for Span<'_> {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Nobody;

impl Observer for Nobody {
    fn start<'a>(&'a self, _: Work<'a>) -> Span<'a> {
        Span(None)
    }
}
