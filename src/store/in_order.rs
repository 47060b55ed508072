//! Work on all cores whose results are taken in the order of the items.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;

/// How many items a core takes at a time.
const CHUNK: usize = 512;

/// Does `work` on every item, on all cores, and hands the results to `take` in order.
///
/// What `take` sees does not depend on the number of cores. Few items are worked on in place.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    in_chunks(CHUNK, items, work, take)
}

/// The same with so many items at a time, for items that are much work. Results may borrow from them.
pub(crate) fn in_chunks<'i, T: Sync, R: Send, E>(
    chunk: usize,
    items: &'i [T],
    work: impl Fn(&'i T) -> R + Sync,
    mut take: impl FnMut(&T, R) -> Result<(), E>,
) -> Result<(), E> {
    if items.len() <= chunk {
        for item in items {
            take(item, work(item))?;
        }
        return Ok(());
    }
    let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
    let chunks: Vec<&'i [T]> = items.chunks(chunk).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(4 * workers);
        for _ in 0..workers {
            let (sender, chunks, next, work) = (sender.clone(), &chunks, &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(chunk) = chunks.get(index) else {
                        return;
                    };
                    let results: Vec<R> = chunk.iter().map(work).collect();
                    // Nobody listens any more once `take` has failed.
                    if sender.send((index, results)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        let mut early = BTreeMap::new();
        let mut due = 0;
        for (index, results) in receiver {
            early.insert(index, results);
            while let Some(results) = early.remove(&due) {
                for (item, result) in chunks[due].iter().zip(results) {
                    take(item, result)?;
                }
                due += 1;
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn results_come_in_order_and_a_failure_stops_the_work() {
        let items: Vec<usize> = (0..10_000).collect();
        let mut taken = Vec::new();
        let done: Result<(), ()> = in_order(
            &items,
            |item| item * 2,
            |_, double| {
                taken.push(double);
                Ok(())
            },
        );
        assert_eq!(done, Ok(()));
        assert!(taken.iter().copied().eq((0..10_000).map(|item| item * 2)));
        let failed = in_order(
            &items,
            |item| *item,
            |_, item| if item == 300 { Err(item) } else { Ok(()) },
        );
        assert_eq!(failed, Err(300));
    }
}
