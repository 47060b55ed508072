//! Taking turns: one program writes at a time, and whoever waits for it is told for whom.
//!
//! Whoever has the turn says so in a file beside the register, which it keeps locked meanwhile, so that what a run that
//! was cut off left there is believed by nobody.

use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::error::StoreError;
use super::{Store, open};

/// How long one waits before saying for whom.
const SOON: Duration = Duration::from_secs(1);

/// How often that is waited.
const TURNS: u32 = 60;

impl Store {
    /// Does something while nobody else may write, which is undone whole where it fails. What is planned inside is still
    /// true when it is committed inside.
    ///
    /// `who` is what others are told who wait meanwhile, and `waits` is told for whom this one waits, where it has to.
    ///
    /// # Errors
    /// `work` failed, or the store cannot be written. The register is then as it was.
    pub fn in_turn<T, E: From<StoreError>>(
        &mut self,
        who: &str,
        waits: &mut dyn FnMut(&str),
        work: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.conn.is_autocommit() {
            return work(self);
        }
        self.wait("BEGIN IMMEDIATE", waits)?;
        let turn = Turn::of(&self.path, who);
        let done = work(self);
        let ended = match &done {
            Ok(_) => self.wait("COMMIT", waits),
            Err(_) => Ok(()),
        };
        if !self.conn.is_autocommit() {
            // Where even this fails, closing the file undoes it.
            drop(self.set(|conn| Ok(conn.execute_batch("ROLLBACK")?)));
        }
        drop(turn);
        let done = done?;
        ended?;
        Ok(done)
    }

    /// Runs a statement for which others may have to be waited for.
    fn wait(&self, sql: &str, waits: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        self.set(|conn| Ok(conn.busy_timeout(SOON)?))?;
        let mut told = false;
        let mut done = Ok(());
        for _ in 0..TURNS {
            done = self.set(|conn| Ok(conn.execute_batch(sql)?));
            if !matches!(done, Err(StoreError::Busy { .. })) {
                break;
            }
            if !std::mem::replace(&mut told, true) {
                let holder = holder(&self.path);
                waits(holder.as_deref().unwrap_or("another program"));
            }
        }
        self.set(|conn| Ok(conn.busy_timeout(open::PATIENCE)?))?;
        if let Err(StoreError::Busy { path, .. }) = done {
            let holder = holder(&self.path);
            return Err(StoreError::Busy { path, holder });
        }
        done
    }
}

/// The turn of one program, as it is said to others.
struct Turn {
    path: PathBuf,
    _locked: File,
}

impl Turn {
    /// Says who has the turn. Where that cannot be said, others wait for an unknown.
    fn of(path: &Path, who: &str) -> Option<Self> {
        if !path.is_file() {
            return None;
        }
        let path = beside(path);
        let mut open = fs::OpenOptions::new();
        let mut file = open
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .ok()?;
        file.try_lock().ok()?;
        let said = file
            .set_len(0)
            .and_then(|()| write!(file, "{who} (process {})", std::process::id()));
        said.ok()?;
        let _locked = file;
        Some(Self { path, _locked })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        drop(fs::remove_file(&self.path));
    }
}

/// Who has the turn, where somebody says so.
fn holder(path: &Path) -> Option<String> {
    let path = beside(path);
    let file = File::open(&path).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => fs::read_to_string(&path).ok(),
        // Whoever wrote it is gone.
        _ => None,
    }
}

fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!("{name}-writer"))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{database, folder};
    use super::*;

    #[test]
    fn whoever_waits_is_told_for_whom() {
        let (_folder, path) = folder();
        let mut store = database(&path);
        let mut other = Store::open_to_write(&path).unwrap();
        let said = store.in_turn("Ada", &mut |_| {}, |_| {
            other.conn.busy_timeout(Duration::from_millis(1)).unwrap();
            assert!(other.conn.execute_batch("BEGIN IMMEDIATE").is_err());
            Ok::<_, StoreError>(holder(&path))
        });
        let process = std::process::id();
        assert_eq!(said.unwrap(), Some(format!("Ada (process {process})")));
        assert!(!beside(&path).exists());
        // What a run left that was cut off.
        fs::write(beside(&path), "Eve (process 1)").unwrap();
        assert_eq!(holder(&path), None);
        other
            .in_turn("Bob", &mut |_| {}, |_| Ok::<_, StoreError>(()))
            .unwrap();
        assert!(!beside(&path).exists());
    }
}
