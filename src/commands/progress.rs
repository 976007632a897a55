use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The line on a terminal that says what is being done; nothing in a pipe.
pub struct Progress(ProgressBar);

impl Progress {
    /// A line that says `doing` and counts to `steps`.
    pub fn new(doing: &'static str, steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::stderr());
        let template = if steps > 1 {
            "{msg} {pos}/{len}"
        } else {
            "{msg} …"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        bar.set_message(doing);
        bar.tick();
        Self(bar)
    }

    /// One step more is done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
