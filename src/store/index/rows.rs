//! The rows of the index that one record makes.

use crate::model::{
    Activity, Kind, Party, Record, Recorded, Reference, fold, place, visit_references,
};

use super::keys::Keys;

/// Everything that one record puts into the index.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Its id, name and aliases: folded, and as written.
    pub(super) names: Vec<(String, String)>,
    /// The keys of all that it refers to, sorted.
    pub(super) mentions: Vec<i64>,
    /// The activities it is joined to by its flows, sorted.
    pub(super) links: Vec<i64>,
    /// What a party is part of, or the broader category.
    pub(super) above: Option<i64>,
    /// The party that runs a system.
    pub(super) operator: Option<i64>,
    /// Whether it is recorded of a category of data what it may include.
    pub(super) may_include: bool,
    /// The categories that a category of data is made from, sorted.
    pub(super) made_from: Vec<i64>,
    /// Whom a processor engages.
    pub(super) engaged: Vec<Engaged>,
    /// The lists of an activity that its source says are incomplete, each once.
    pub(super) open: Vec<&'static str>,
    pub(super) activity: ActivityRow,
}

/// A sub-processor, and for which systems it is engaged.
#[derive(Debug)]
pub(super) struct Engaged {
    pub(super) party: Option<i64>,
    /// `not-recorded`, `none` or `recorded`.
    pub(super) state: &'static str,
    pub(super) systems: Option<String>,
}

/// Until when an activity counts that is not retired: later than any date.
pub(super) const ALWAYS: &str = "9999-99-99";

/// What questions choose activities by.
#[derive(Debug, Default)]
pub(super) struct ActivityRow {
    pub(super) id: String,
    pub(super) retired: bool,
    pub(super) counts_until: String,
    /// Whether it is recorded which data it holds.
    pub(super) has_data: bool,
    pub(super) n_flows: i64,
}

impl Rows {
    /// Makes the rows of a record, with the keys of all records at hand; or says which reference leads nowhere, as no
    /// plan of ours lets one.
    pub(super) fn of(id: &str, key: i64, record: &Record, keys: &Keys) -> Result<Self, String> {
        let mut rows = Self::default();
        let mut missing: Option<String> = None;
        visit_references(record, &mut |steps, kind, id| {
            if let Some(key) = keys.get(kind, id) {
                rows.mentions.push(key);
            } else {
                let named = Reference::new(kind, id);
                let why = || format!("its `{}` names `{named}`, which is not there", place(steps));
                missing.get_or_insert_with(why);
            }
        });
        if let Some(missing) = missing {
            return Err(missing);
        }
        rows.mentions.sort_unstable();
        rows.mentions.dedup();
        rows.call(id, record);
        match record {
            Record::Party(party) => rows.party(party, keys),
            Record::System(system) => {
                let operator = system.operator.value();
                rows.operator = operator.and_then(|id| keys.get(Kind::Party, id.as_str()));
            }
            Record::Data(data) => {
                let broader = data.broader.as_ref();
                rows.above = broader.and_then(|id| keys.get(Kind::Data, id.as_str()));
                rows.may_include = !data.may_include.is_not_recorded();
                let made_from = data.derived_from.items().iter();
                let made_from = made_from.filter_map(|one| keys.get(Kind::Data, one.data.as_str()));
                rows.made_from = made_from.collect();
                rows.made_from.sort_unstable();
                rows.made_from.dedup();
            }
            Record::People(people) => {
                let broader = people.broader.as_ref();
                rows.above = broader.and_then(|id| keys.get(Kind::People, id.as_str()));
            }
            Record::Activity(activity) => rows.activity(id, key, activity, keys),
            Record::Settings(_)
            | Record::Measure(_)
            | Record::Document(_)
            | Record::Approval(_)
            | Record::Waiver(_) => {}
        }
        Ok(rows)
    }

    fn call(&mut self, id: &str, record: &Record) {
        let (name, aliases) = record.names();
        let written = name.into_iter().chain(aliases.iter().map(String::as_str));
        for name in written.chain([id]) {
            let folded = fold(name);
            if !folded.is_empty() && !self.names.iter().any(|(known, _)| *known == folded) {
                self.names.push((folded, name.to_owned()));
            }
        }
    }

    fn party(&mut self, party: &Party, keys: &Keys) {
        let part_of = party.part_of.as_ref();
        self.above = part_of.and_then(|id| keys.get(Kind::Party, id.as_str()));
        let engaged = party.sub_processors.items().iter().map(|engaged| Engaged {
            party: keys.get(Kind::Party, engaged.party.as_str()),
            state: match &engaged.systems {
                Recorded::NotRecorded => "not-recorded",
                Recorded::None => "none",
                Recorded::Value(_) => "recorded",
            },
            systems: engaged
                .systems
                .value()
                .map(|ids| keys_of(ids.iter().map(|id| keys.get(Kind::System, id.as_str())))),
        });
        self.engaged = engaged.collect();
    }

    fn activity(&mut self, id: &str, key: i64, activity: &Activity, keys: &Keys) {
        for (_, flow) in activity.flows() {
            self.activity.n_flows += 1;
            for end in [&flow.from, &flow.to].into_iter().flatten() {
                let reference = end.reference();
                if reference.kind == Kind::Activity {
                    self.links.extend(keys.get(Kind::Activity, &reference.id));
                }
            }
        }
        let open = activity.open.items().iter().map(|list| list.word());
        self.open = open.collect();
        self.open.sort_unstable();
        self.open.dedup();
        self.activity.id = id.to_owned();
        self.activity.retired = activity.is_retired();
        self.activity.counts_until = match activity.ends.value() {
            _ if !activity.is_retired() => ALWAYS.to_owned(),
            Some(last) => last.to_string(),
            None => String::new(),
        };
        self.activity.has_data = !activity.data.is_not_recorded();
        self.links.retain(|other| *other != key);
        self.links.sort_unstable();
        self.links.dedup();
    }
}

/// Keys as a JSON list.
fn keys_of(keys: impl Iterator<Item = Option<i64>>) -> String {
    use std::fmt::Write as _;
    let mut text = String::from("[");
    for key in keys.flatten() {
        if text.len() > 1 {
            text.push(',');
        }
        // Writing into a text does not fail.
        write!(text, "{key}").ok();
    }
    text.push(']');
    text
}
