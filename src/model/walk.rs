//! What a record says, word by word, by the table of fields.

use std::iter::{Copied, Enumerate, Flatten};
use std::slice::Iter;

use super::{
    Country, Date, End, Field, Fields, Kind, LawCode, OneOrMany, Period, Presence, Recorded, Scope,
    Shape,
};

/// One step on the way from a record to a value in it.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Into a field.
    Field(&'static str),
    /// To an item of a list, counted from 0.
    Item(usize),
}

/// What is wrong with the fields of a table: it lacks one that it needs, or has one that its list does not take.
#[derive(Clone, Copy, Debug)]
pub enum Misfit {
    /// A field that must be there is not.
    Missing(&'static Field),
    /// A field is there that belongs elsewhere.
    Stray(&'static str),
}

/// Calls `visit` with the place, shape and text of every word of a record, in the order of its fields.
///
/// Nothing is copied, and fields whose shape is not wanted are passed over. The words for *none* and for all data are
/// left out; a list or table that holds nothing is an empty word.
pub fn visit_words(
    fields: Fields,
    content: &impl Words,
    wanted: fn(Shape) -> bool,
    visit: &mut dyn FnMut(&[Step], Shape, &str),
) {
    let mut walk = Walk {
        wanted,
        steps: Vec::new(),
        visit,
        misfit: None,
    };
    content.walk(Shape::Table(fields), &mut walk);
}

/// Visits every word as [`visit_words`] does, and hands each table that has not the fields that it should have to `misfit`,
/// with where it is.
pub fn visit_whole(
    fields: Fields,
    content: &impl Words,
    visit: &mut dyn FnMut(&[Step], Shape, &str),
    misfit: &mut dyn FnMut(&[Step], Misfit),
) {
    let mut walk = Walk {
        wanted: |_| true,
        steps: Vec::new(),
        visit,
        misfit: Some(misfit),
    };
    content.walk(Shape::Table(fields), &mut walk);
}

/// What says something word by word.
pub trait Words {
    /// Hands over its words, those of a value of a shape.
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>);
}

impl<T: Words> Words for Recorded<T> {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        match self {
            Self::NotRecorded => {}
            Self::None => walk.word(shape, Self::NONE),
            Self::Value(value) => value.walk(shape, walk),
        }
    }
}

impl<T: Words> Words for Option<T> {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        if let Some(value) = self {
            value.walk(shape, walk);
        }
    }
}

impl<T: Words> Words for Vec<T> {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        walk.list(shape, self);
    }
}

impl<T: Words + Clone> Words for OneOrMany<T> {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        match &self.0[..] {
            [one] => one.walk(shape, walk),
            several => walk.list(shape, several),
        }
    }
}

impl Words for Scope {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        match self {
            Self::All(_) => walk.word(shape, Self::ALL),
            Self::These(list) => walk.list(shape, list),
        }
    }
}

/// Says of a type that it is one word, and how that is had.
macro_rules! one_word {
    ($($held:ty, $word:ident;)*) => {$(
        impl Words for $held {
            fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
                walk.word(shape, self.$word().as_ref());
            }
        }
    )*};
}

one_word! {
    String, as_str;
    Date, to_string;
    super::PartyId, as_str;
    super::SystemId, as_str;
    super::DataId, as_str;
    super::PeopleId, as_str;
    super::MeasureId, as_str;
    super::DocumentId, as_str;
    super::ActivityId, as_str;
    LawCode, as_str;
    Period, as_str;
    Country, as_str;
}

impl Words for End {
    fn walk(&self, shape: Shape, walk: &mut Walk<'_>) {
        match self {
            // What is written without its kind needs no text of its own.
            Self::Party(id) => walk.word(shape, id.as_str()),
            Self::System(id) => walk.word(shape, id.as_str()),
            end => walk.word(shape, &end.to_string()),
        }
    }
}

/// Numbers and flags are no words.
impl Words for u64 {
    fn walk(&self, _: Shape, _: &mut Walk<'_>) {}
}

impl Words for bool {
    fn walk(&self, _: Shape, _: &mut Walk<'_>) {}
}

/// Takes where a table is, and what is wrong with its fields.
type OnMisfit<'a> = &'a mut dyn FnMut(&[Step], Misfit);

/// A walk through a record, word by word.
pub struct Walk<'a> {
    wanted: fn(Shape) -> bool,
    steps: Vec<Step>,
    visit: &'a mut dyn FnMut(&[Step], Shape, &str),
    misfit: Option<OnMisfit<'a>>,
}

impl Walk<'_> {
    /// Hands over a word.
    pub(super) fn word(&mut self, shape: Shape, word: &str) {
        match shape {
            Shape::OneOrMany(item) => self.word(*item, word),
            Shape::Text => (self.visit)(&self.steps, shape, word),
            // The words of the other two states and of scopes are no ids.
            _ if word == Recorded::<()>::NONE || word == Scope::ALL => {}
            shape => (self.visit)(&self.steps, shape, word),
        }
    }

    /// Walks through a list.
    pub(super) fn list(&mut self, shape: Shape, items: &[impl Words]) {
        if items.is_empty() {
            (self.visit)(&self.steps, shape, "");
        }
        let shape = match shape {
            Shape::Scope => Shape::Id(Kind::Data),
            other => other.item(),
        };
        for (index, item) in items.iter().enumerate() {
            self.steps.push(Step::Item(index));
            item.walk(shape, self);
            self.steps.pop();
        }
    }

    /// Walks through a table, whose fields are handed over one after the other.
    pub(super) fn table(&mut self, shape: Shape, each: impl FnOnce(&mut InTable<'_, '_>)) {
        let Shape::Table(fields) = shape else {
            return;
        };
        let mut table = InTable {
            fields,
            due: fields.iter().copied().flatten().enumerate(),
            walk: self,
            is_empty: true,
            given: 0,
        };
        each(&mut table);
        let (is_empty, given) = (table.is_empty, table.given);
        if is_empty {
            (self.visit)(&self.steps, shape, "");
            return;
        }
        let Some(misfit) = &mut self.misfit else {
            return;
        };
        for (place, field) in fields.iter().copied().flatten().enumerate() {
            if field.presence == Presence::Required && given & bit(place) == 0 {
                misfit(&self.steps, Misfit::Missing(field));
            }
        }
    }
}

/// A table on the way.
pub(super) struct InTable<'t, 'a> {
    fields: Fields,
    /// Those after the field that came last: most come in the order of the table.
    due: Enumerate<Flatten<Copied<Iter<'static, &'static [Field]>>>>,
    walk: &'t mut Walk<'a>,
    is_empty: bool,
    /// The fields that it has, a bit each.
    given: u128,
}

/// The bit of a field at a place in its table.
fn bit(place: usize) -> u128 {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    1_u128.checked_shl(place).unwrap_or_default()
}

impl InTable<'_, '_> {
    /// Walks through a field that it says something in.
    pub(super) fn field(&mut self, name: &'static str, value: &impl Words) {
        self.is_empty = false;
        let is_it = |(_, field): &(usize, &Field)| field.name == name;
        let found = self.due.find(is_it).or_else(|| {
            self.due = self.fields.iter().copied().flatten().enumerate();
            self.due.find(is_it)
        });
        let walk = &mut *self.walk;
        let Some((place, field)) = found else {
            if let Some(misfit) = &mut walk.misfit {
                misfit(&walk.steps, Misfit::Stray(name));
            }
            return;
        };
        self.given |= bit(place);
        if (walk.wanted)(field.shape) {
            walk.steps.push(Step::Field(name));
            value.walk(field.shape, walk);
            walk.steps.pop();
        }
    }
}
