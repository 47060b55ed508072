//! What becomes of each cell of a sheet, however many there are.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use super::super::ImportError;
use super::super::decision::At;
use super::super::packed::{Packed, unusable};
use super::super::proposal::Outcome;
use crate::store::in_chunks;

/// What becomes of a cell.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Line {
    /// Where it stands.
    pub at: At,
    /// The heading of its column.
    pub heading: String,
    /// What it says.
    pub words: String,
    /// What becomes of that.
    pub outcome: Outcome,
}

/// What becomes of every cell that says something, in order.
#[derive(Default)]
pub struct Lines {
    packed: Packed,
    n_lines: BTreeMap<&'static str, usize>,
}

/// How many bytes are read at once.
const AT_ONCE: usize = 1 << 20;

/// How many lines a core reads at a time.
const A_CORE: usize = 512;

impl Lines {
    /// Notes what becomes of a cell.
    ///
    /// # Errors
    /// It cannot be put away.
    pub(super) fn push(&mut self, line: &Line) -> Result<(), ImportError> {
        *self.n_lines.entry(line.outcome.word().0).or_default() += 1;
        let put = |packed: &mut Packed| {
            let mut text = serde_json::to_vec(line)?;
            text.push(b'\n');
            packed.put(&text)
        };
        put(&mut self.packed).map_err(unusable)?;
        Ok(())
    }

    /// Of how many cells something becomes, by its word.
    pub fn count(&self, word: &str) -> usize {
        self.n_lines.get(word).copied().unwrap_or_default()
    }

    /// Reads all of them, on all cores, and hands over in order what they are read as.
    ///
    /// # Errors
    /// `take` refuses, or they cannot be read.
    pub fn each<R: Send>(
        &self,
        read: impl Fn(Line) -> R + Sync,
        mut take: impl FnMut(R) -> io::Result<()>,
    ) -> io::Result<()> {
        let (mut at, mut rest) = (0, Vec::new());
        loop {
            let more = self.packed.read(at, AT_ONCE)?;
            if more.is_empty() {
                return Ok(());
            }
            at += more.len() as u64;
            rest.extend(more);
            let end = rest.iter().rposition(|byte| *byte == b'\n');
            let end = end.map_or(0, |end| end + 1);
            let lines = rest[..end].split(|byte| *byte == b'\n');
            let lines: Vec<&[u8]> = lines.filter(|line| !line.is_empty()).collect();
            let read = |line: &&[u8]| serde_json::from_slice(line).map(&read);
            in_chunks(A_CORE, &lines, read, |_, line| take(line?))?;
            rest.drain(..end);
        }
    }
}
