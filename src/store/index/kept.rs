//! What was read and may be needed again, without keeping all of it.

use std::collections::BTreeMap;

/// How much is kept, and at most twice as much.
const KEPT: usize = 10_000;

/// What was read and may be needed again; what was not used for longest goes first.
pub(super) struct Kept<K, V> {
    /// What was used of late.
    young: BTreeMap<K, V>,
    /// What was used before that.
    old: BTreeMap<K, V>,
}

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        let [young, old] = [BTreeMap::new(), BTreeMap::new()];
        Self { young, old }
    }
}

impl<K: Ord + Clone, V> Kept<K, V> {
    /// What is kept under a key.
    pub(super) fn get(&mut self, key: &K) -> Option<&V> {
        if let Some((key, value)) = self.old.remove_entry(key) {
            self.keep(key, value);
        }
        self.young.get(key)
    }

    /// Keeps something.
    pub(super) fn keep(&mut self, key: K, value: V) {
        if self.young.len() >= KEPT {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_used_stays_and_what_is_not_goes() {
        let mut kept = Kept::default();
        for key in 0..5 * KEPT {
            kept.keep(key, ());
            assert_eq!(kept.get(&0), Some(&()), "{key}");
            assert!(kept.young.len() + kept.old.len() <= 2 * KEPT + 1);
        }
        assert_eq!(kept.get(&1), None);
        assert_eq!(kept.get(&(5 * KEPT - 1)), Some(&()));
    }
}
