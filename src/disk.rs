//! Many questions to the disk at once.

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

/// A disk answers many questions in hardly more time than one. On two cores, 200,000 files that were not
/// in memory were looked at in 62 s by one thread, in 30 by two, in 7 by sixteen and in 6 by thirty-two.
const AT_ONCE: usize = 16;

/// Threads that wait for the disk most of their time. Those that calculate are as many as there are cores.
static WAITING: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let name = |number| format!("disk {number}");
    let pool = ThreadPoolBuilder::new()
        .num_threads(AT_ONCE)
        .thread_name(name);
    pool.build().ok()
});

/// Does work whose parallel parts mostly wait for the disk: names, sizes and bytes of many files. On two
/// cores sixteen parts of it go on at once.
pub(crate) fn waits<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match &*WAITING {
        Some(pool) => pool.install(work),
        // Where the system gives no more threads those that there are do it.
        None => work(),
    }
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn more_parts_go_on_at_once_than_there_are_cores_and_keep_their_order() {
        assert_eq!(waits(rayon::current_num_threads), AT_ONCE);
        let all = || {
            let parts = (0..1000).into_par_iter();
            // Work that waits may itself have work that waits.
            parts.map(|n| waits(|| n * 2)).collect::<Vec<u32>>()
        };
        assert_eq!(waits(all), (0..2000).step_by(2).collect::<Vec<u32>>());
    }
}
