//! The field that a word names at its place, and what was meant where it names none.

use crate::error::Error;
use crate::model::{ALIKE, Field, Fields, nearest, one_of, slug_of};
use crate::text::other_words;

use super::Assign;
use super::place::{labelled, parts};

/// How many places are offered.
const SHOWN: usize = 3;

impl Assign<'_> {
    /// The field that a word names, as it is written or as people write it.
    pub(super) fn field(&self, fields: Fields, name: &str) -> Result<&'static Field, Error> {
        let all = || fields.iter().copied().flatten();
        let name = name.trim();
        let slug = slug_of(name).replace('-', "_");
        if let Some(field) =
            all().find(|field| field.name == name || field.name.replace('-', "_") == slug)
        {
            return Ok(field);
        }
        let kind = self.reference.kind;
        let is_whole = std::ptr::eq(fields, kind.fields());
        let error = Error::that(format!("{} has no field `{name}` there", kind.one()));
        let words = || other_words(&slug).iter();
        let called = || {
            let mut here = words().filter(|word| all().any(|field| field.name == **word));
            here.next().map(|word| vec![self.here(name, word)])
        };
        // What people call so elsewhere is not meant where a row was named in which it is not.
        let elsewhere = || {
            words()
                .filter(|_| is_whole)
                .find_map(|word| self.elsewhere(word))
        };
        let alike = || {
            let meant = nearest(&slug, all().map(|field| field.name), ALIKE)?;
            Some(vec![self.here(name, meant)])
        };
        // One that people call so, or of this very name in another part, is likelier than one here that is only like it.
        let named = self.elsewhere(&slug);
        let meant = called().or_else(|| named.clone().filter(|_| is_whole));
        let meant = meant.or_else(elsewhere);
        let meant = meant.or_else(|| if named.is_none() { alike() } else { None });
        Err(error.hinted(match (meant, named) {
            (Some(places), _) => {
                let shown = places.iter().take(SHOWN).map(String::as_str);
                format!("did you mean {}?", one_of(shown))
            }
            (None, _) if is_whole => format!("`ropa fields {kind}` lists what there is"),
            (None, named) => {
                let other = named.map_or_else(String::new, |places| {
                    let shown = places.iter().take(SHOWN).map(String::as_str);
                    format!("; there is {}", one_of(shown))
                });
                format!(
                    "it may have {}{other}",
                    one_of(all().map(|field| field.name))
                )
            }
        }))
    }

    /// The place that was typed with another field in it.
    fn here(&self, typed: &str, field: &str) -> String {
        let parts = parts(&self.place).into_iter().map(|part| {
            let (name, label) = labelled(part);
            match label {
                _ if name.trim() != typed => part.to_owned(),
                Some(label) => format!("{field}[{label}]"),
                None => field.to_owned(),
            }
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// The places of a field of the same name in another part of the record: in each table of a list that has several.
    fn elsewhere(&self, name: &str) -> Option<Vec<String>> {
        let every = self.reference.kind.every_field();
        let mut found = every.into_iter().filter(|field| {
            let mut steps = field.path.rsplit('.');
            steps.next() == Some(name)
        });
        let path = found.next()?.path;
        let rows = path.split_once('.').and_then(|(list, rest)| {
            let n_rows = *self.n_rows.get(list)?;
            let each = (1..=n_rows).map(|row| format!("{list}[{row}].{rest}"));
            (n_rows > 1).then(|| each.collect())
        });
        Some(rows.unwrap_or_else(|| vec![path]))
    }
}
