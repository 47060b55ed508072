//! What the register's own notice of an activity says, as it is read.

use crate::import::{Notice, Source};
use crate::model::{ActivityId, AsAt};
use crate::report::{Dossier, format};
use crate::store::{Store, StoreError};

use super::{Template, notice};

/// What the register's own notice of an activity says, in each template; nothing where it has none.
///
/// # Errors
/// The store cannot be read.
pub fn own_notice(store: &Store, id: &str, as_at: AsAt) -> Result<Option<Notice>, StoreError> {
    let Ok(id) = ActivityId::new(id) else {
        return Ok(None);
    };
    let Some(dossier) = Dossier::read(store, &id, as_at, String::new())? else {
        return Ok(None);
    };
    let mut own = Notice::default();
    for (_, template) in Template::ALL {
        let Ok(mut document) = notice(&dossier, template) else {
            return Ok(None);
        };
        let mut text = Vec::new();
        let markdown = format("md").map(|format| (format.write)(&mut document, &mut text));
        if markdown.is_none_or(|written| written.is_err()) {
            return Ok(None);
        }
        let read = Notice::of(&Source::of_markdown(&String::from_utf8_lossy(&text)));
        own.title = read.title;
        own.statements.extend(read.statements);
    }
    Ok(Some(own))
}
