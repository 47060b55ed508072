//! Which special category data and data on offences a recorded condition covers, and for which purposes: judged once, for
//! rules, documents and notices.

use crate::model::{Activity, Condition, DataId, Date, OffenceBasis, Purpose, Recorded, Scope};

use super::by_words::in_use;

/// What is recorded for some data and some purposes: a condition, or a basis for data on offences.
pub trait Covers {
    /// For which data.
    fn data(&self) -> &Recorded<Vec<DataId>>;
    /// For which purposes, by their ids; not recorded is for all of them.
    fn purposes(&self) -> &[String];
}

impl Covers for Condition {
    fn data(&self) -> &Recorded<Vec<DataId>> {
        &self.data
    }

    fn purposes(&self) -> &[String] {
        self.purposes.items()
    }
}

impl Covers for OffenceBasis {
    fn data(&self) -> &Recorded<Vec<DataId>> {
        &self.data
    }

    fn purposes(&self) -> &[String] {
        self.purposes.items()
    }
}

/// A category that nothing is recorded to cover.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncovered<'r> {
    /// The category.
    pub data: &'r DataId,
    /// The purposes for which it is used without; empty where it is covered for none.
    pub purposes: Vec<&'r Purpose>,
    /// Whether something of which it is not recorded for which data it is may cover it.
    pub is_possible: bool,
}

/// Whether what is recorded for purposes with these ids speaks of one of an activity: what names none of the activity's
/// speaks of all of them.
pub fn speaks_of(activity: &Activity, named: &[String], purpose: &Purpose) -> bool {
    let is_named = |one: &Purpose| one.id.as_ref().is_some_and(|id| named.contains(id));
    is_named(purpose) || !activity.purpose.items().iter().any(is_named)
}

/// Whether a purpose uses a category: its own data takes it in, a flow in use names it for that purpose, or it is not
/// recorded which data the purpose uses, so that it is that of the activity.
pub fn uses(
    activity: &Activity,
    on: Date,
    purpose: &Purpose,
    id: &DataId,
    is_within: &impl Fn(&DataId, &[DataId]) -> bool,
) -> bool {
    let is_its_own = match &purpose.data {
        Recorded::NotRecorded => true,
        Recorded::None => false,
        Recorded::Value(own) => is_within(id, own),
    };
    let served = purpose.id.as_ref();
    let mut flows = in_use(activity, on)
        .map(|(_, flow)| flow)
        .filter(|flow| served.is_some() && flow.purpose.value() == served);
    is_its_own
        || flows.any(|flow| {
            let carried = flow.carries.value();
            carried.is_some_and(|scope| Scope::listed(scope).contains(id))
        })
}

/// The purposes for which the organisation itself needs a condition: those for which it is not somebody's processor, or
/// all of them where it is for each.
pub fn purposes_of_its_own(activity: &Activity) -> Vec<&Purpose> {
    let all = activity.purpose.items();
    let own = all.iter().filter(|purpose| activity.decides_on(purpose));
    match own.collect::<Vec<_>>() {
        own if own.is_empty() => all.iter().collect(),
        own => own,
    }
}

/// How surely something is covered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Not,
    Possibly,
    Surely,
}

/// How surely some of a list cover a category: one of them lists it or something broader, or there is one alone and it
/// does not say for which data it is.
fn covered<'c, C: Covers + 'c>(
    id: &DataId,
    some: impl Iterator<Item = &'c C>,
    is_within: &impl Fn(&DataId, &[DataId]) -> bool,
) -> How {
    let some: Vec<&C> = some.collect();
    let by = |one: &&C| match one.data() {
        Recorded::Value(listed) if is_within(id, listed) => How::Surely,
        Recorded::NotRecorded if some.len() == 1 => How::Surely,
        Recorded::NotRecorded => How::Possibly,
        Recorded::None | Recorded::Value(_) => How::Not,
    };
    some.iter().map(by).max().unwrap_or(How::Not)
}

/// Those of some categories that no entry of a list covers, for all or some of the purposes that use them.
pub fn uncovered<'r, C: Covers>(
    (activity, on): (&'r Activity, Date),
    purposes: &[&'r Purpose],
    list: &[C],
    categories: impl IntoIterator<Item = &'r DataId>,
    is_within: &impl Fn(&DataId, &[DataId]) -> bool,
) -> Vec<Uncovered<'r>> {
    let mut found = Vec::new();
    for data in categories {
        let anyhow = covered(data, list.iter(), is_within);
        let using = purposes.iter().copied();
        let using = using.filter(|purpose| uses(activity, on, purpose, data, is_within));
        let each: Vec<(&Purpose, How)> = using
            .map(|purpose| {
                let some = list.iter();
                let some = some.filter(|one| speaks_of(activity, one.purposes(), purpose));
                (purpose, covered(data, some, is_within))
            })
            .collect();
        let least = each.iter().map(|(_, how)| *how).min().unwrap_or(anyhow);
        if least == How::Surely {
            continue;
        }
        let is_split = each.iter().any(|(_, how)| *how != least) || anyhow > least;
        let without = each.into_iter().filter(|(_, how)| *how == least);
        found.push(Uncovered {
            data,
            purposes: match is_split {
                true => without.map(|(purpose, _)| purpose).collect(),
                false => Vec::new(),
            },
            is_possible: least == How::Possibly,
        });
    }
    found
}
