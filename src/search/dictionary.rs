use std::mem;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use super::words::Words;

/// Loads jieba's dictionary on a thread of its own. That takes as long as reading a few texts, and is
/// only needed for new texts.
pub struct Cutter {
    state: Mutex<LoadState>,
    /// Whether the words will be needed again, by later builds of this process.
    again: bool,
}

enum LoadState {
    Unasked,
    Loading(JoinHandle<Words>),
    /// Loaded, with these words of the site added.
    Ready(Vec<String>, Words),
}

impl Cutter {
    /// A segmenter for a single build: it keeps nothing after its use.
    pub fn once() -> Self {
        Self::new(false)
    }

    /// A segmenter for repeated builds: the dictionary is loaded once.
    pub fn kept() -> Self {
        Self::new(true)
    }

    fn new(again: bool) -> Self {
        Self {
            state: Mutex::new(LoadState::Unasked),
            again,
        }
    }

    /// Starts loading the dictionary, unless it has been started.
    pub fn load(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, LoadState::Unasked) {
            *state = LoadState::Loading(thread::spawn(Words::default));
        }
    }

    /// The words of jieba and the site's `own` words; waits until they are loaded.
    pub fn words(&self, own: &[String]) -> Words {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = match mem::replace(&mut *state, LoadState::Unasked) {
            LoadState::Ready(former, words) if former == own => words,
            LoadState::Loading(thread) => thread.join().unwrap_or_default().with(own),
            // jieba cannot remove words from a dictionary, so one with other words is loaded again.
            LoadState::Ready(..) | LoadState::Unasked => Words::new(own),
        };
        if self.again {
            *state = LoadState::Ready(own.to_vec(), loaded.clone());
        }
        loaded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(cutter: &Cutter, own: &[String]) -> Vec<String> {
        let words = cutter.words(own);
        let found = words.of("发展光储直柔建筑");
        found.map(str::to_owned).collect()
    }

    #[test]
    fn own_words_come_and_go_between_builds() {
        let own = ["光储直柔".to_owned()];
        for cutter in [Cutter::kept(), Cutter::once()] {
            cutter.load();
            let with = ["发展", "光储直柔", "建筑"];
            assert_eq!(cut(&cutter, &own), with);
            assert_eq!(cut(&cutter, &own), with);
            assert_eq!(cut(&cutter, &[]), ["发展", "建筑"]);
            assert_eq!(cut(&cutter, &own), with);
        }
    }

    #[test]
    fn the_dictionary_is_loaded_once_where_it_is_asked_for_again() {
        let own = ["光储直柔".to_owned()];
        let cutter = Cutter::kept();
        let first = cutter.words(&own);
        cutter.load();
        assert!(first.is(&cutter.words(&own)));
        let cutter = Cutter::once();
        let first = cutter.words(&own);
        assert!(!first.is(&cutter.words(&own)));
    }
}
