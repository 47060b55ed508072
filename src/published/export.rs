//! The published tables as a SQLite file of their own, with their documentation inside.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::model::AsAt;
use crate::store::{Fault, Store, StoreError};

use super::fill::fill;
use super::filling::Needed;
use super::{PUBLISHED_VERSION, published_tables};

/// Marks a SQLite file as an export: `ROPX` in ASCII. It is no register.
const APPLICATION_ID: i32 = 0x524f_5058;

/// How the tables are documented inside the file.
const DOCUMENTATION: &str = "
CREATE TABLE documentation (
  table_name TEXT NOT NULL,
  column_name TEXT,
  type TEXT,
  three_state INTEGER,
  about TEXT NOT NULL
) STRICT;
";

/// Whether a file is such an export, by what marks it.
pub fn is_sqlite_export(path: &Path) -> bool {
    let mut head = [0; 72];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok()
        && head.starts_with(b"SQLite format 3\0")
        && head[68..72] == APPLICATION_ID.to_be_bytes()
}

impl Store {
    /// Writes all published tables into a new SQLite file, with a table `documentation` that says
    /// what each table and column is; a row without a column is about its table.
    ///
    /// # Errors
    /// The store cannot be read, or the file cannot be written.
    pub fn export_sqlite(&self, path: &Path, as_at: AsAt) -> Result<(), StoreError> {
        let written = (|| {
            let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            // Whoever is interrupted throws the file away.
            conn.query_row("PRAGMA journal_mode = OFF", [], |_| Ok(()))?;
            conn.pragma_update(None, "synchronous", "OFF")?;
            conn.pragma_update(None, "application_id", APPLICATION_ID)?;
            conn.pragma_update(None, "user_version", PUBLISHED_VERSION)?;
            let all: Vec<Needed> = published_tables()
                .iter()
                .map(|table| Needed {
                    table,
                    columns: None,
                })
                .collect();
            for needed in &all {
                conn.execute_batch(&needed.table.create())?;
            }
            conn.execute_batch(DOCUMENTATION)?;
            let mut insert = conn.prepare("INSERT INTO documentation VALUES (?, ?, ?, ?, ?)")?;
            for table in published_tables() {
                insert.execute((
                    table.name,
                    None::<&str>,
                    None::<&str>,
                    None::<bool>,
                    table.about,
                ))?;
                for column in table.columns {
                    insert.execute((
                        table.name,
                        column.name,
                        column.sql_type,
                        column.is_three_state,
                        column.about,
                    ))?;
                }
            }
            drop(insert);
            let whole = std::collections::BTreeMap::new();
            fill(self, &conn, &all, &whole, as_at, false)?;
            conn.execute_batch(include_str!("indexes.sql"))?;
            Ok::<_, Fault>(())
        })();
        written.map_err(|fault| fault.of(path))
    }
}
