//! `FIELD=VALUE`, `FIELD+=VALUE` and `FIELD-=VALUE`, as they are typed.

use crate::error::Error;

/// What is done with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Does {
    Set,
    Add,
    Take,
}

impl Does {
    pub(super) const fn sign(self) -> &'static str {
        match self {
            Self::Set => "=",
            Self::Add => "+=",
            Self::Take => "-=",
        }
    }
}

/// One field and what is done with it, as it was typed.
#[derive(Debug)]
pub(in super::super) struct Assignment {
    /// The field, as `review.next` or `recipient[2].when`.
    pub(super) place: String,
    pub(super) does: Does,
    /// The values, where the field is named several times.
    pub(super) values: Vec<String>,
}

impl Assignment {
    /// Sets a field to what some texts say.
    pub(in super::super) fn set(place: impl Into<String>, values: Vec<String>) -> Self {
        Self {
            place: place.into(),
            does: Does::Set,
            values,
        }
    }

    /// The same in a part of a record.
    pub(in super::super) fn within(&self, place: &str) -> Self {
        Self {
            place: format!("{place}.{}", self.place),
            does: self.does,
            values: self.values.clone(),
        }
    }

    /// Whether it is of a field of the record itself.
    pub(in super::super) fn is_of(&self, field: &str) -> bool {
        self.place == field
    }

    /// The assignments that some arguments are; what names a field again adds to it.
    pub(in super::super) fn all(typed: &[String]) -> Result<Vec<Self>, Error> {
        let mut all: Vec<Self> = Vec::new();
        for text in typed {
            let Some((place, value)) = text.split_once('=') else {
                return Err(Error::that(format!(
                    "expected `FIELD=VALUE`, found `{text}`"
                ))
                .hinted(
                    "write it without spaces around `=`, and in quotes where it has spaces, as in `note=\"No contract yet\"`",
                ));
            };
            let (place, does) = match (place.strip_suffix('+'), place.strip_suffix('-')) {
                (Some(place), _) => (place, Does::Add),
                (_, Some(place)) => (place, Does::Take),
                _ => (place, Does::Set),
            };
            let place = place.trim();
            let value = value.to_owned();
            match all
                .iter_mut()
                .find(|one| one.place == place && one.does == does)
            {
                Some(one) => one.values.push(value),
                None => all.push(Self {
                    place: place.to_owned(),
                    does,
                    values: vec![value],
                }),
            }
        }
        Ok(all)
    }
}
