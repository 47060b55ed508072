//! What is not recorded about what is drawn, what is not drawn, and what may hide in it.

use std::collections::BTreeSet;

use crate::graph::{Carried, Gap, NotCurrent, NotInUse, RouteStep, special_data};
use crate::model::{
    Activity, ActivityId, DataId, Date, FlowKind, OpenList, PartyKind, Recorded, Register, Scope,
    day_in_words, one_line,
};

use super::carried::name_of;
use super::standing::party_of;
use super::text::count;

/// How many names a note lists.
const N_NAMES: usize = 5;

/// What the notes under a picture are about.
pub(super) struct Notes<'n> {
    pub(super) register: &'n Register,
    pub(super) steps: &'n [(RouteStep, Carried)],
    pub(super) activities: &'n [&'n ActivityId],
    /// Whether the numbers of flows name their activities.
    pub(super) has_prefix: bool,
    /// Whether lists of any length are cut.
    pub(super) is_short: bool,
    /// Whether lists are counted in place of naming what is in them.
    pub(super) is_counted: bool,
    /// The data it is about; all where it is not said.
    pub(super) focus: Option<&'n BTreeSet<DataId>>,
    pub(super) not_in_use: &'n NotInUse,
}

impl Notes<'_> {
    /// The notes.
    pub(super) fn all(&self) -> Vec<String> {
        let mut notes: Vec<String> = self.not_recorded();
        notes.extend(self.classes());
        notes.extend(self.hidden());
        notes.extend(self.open());
        notes.extend(self.without_data());
        notes.extend(self.set_apart("Planned", &self.not_in_use.planned));
        notes.extend(self.set_apart("Ended", &self.not_in_use.ended));
        notes
    }

    fn steps(&self) -> impl Iterator<Item = &RouteStep> {
        self.steps.iter().map(|(step, _)| step)
    }

    fn not_recorded(&self) -> Vec<String> {
        let of_activities = |is_missing: fn(&Activity) -> bool| -> Vec<String> {
            let ids = self.activities.iter();
            ids.filter_map(|id| self.register.activities.get(*id))
                .filter(|activity| is_missing(activity))
                .map(|activity| one_line(&activity.name))
                .collect()
        };
        let of_steps = |gap: Gap| -> Vec<String> {
            let mut names = Vec::new();
            for step in self.steps().filter(|step| step.gaps.contains(&gap)) {
                let name = one_line(&step.to.name);
                if !names.contains(&name) {
                    names.push(name);
                }
            }
            names
        };
        [
            (
                "the sources of",
                ["activity", "activities"],
                of_activities(|activity| activity.source.is_not_recorded()),
            ),
            (
                "the systems of",
                ["activity", "activities"],
                of_activities(|activity| activity.store.is_not_recorded()),
            ),
            (
                "the recipients of",
                ["activity", "activities"],
                of_activities(|activity| activity.recipient.is_not_recorded()),
            ),
            (
                "which data is held by",
                ["activity", "activities"],
                of_activities(|activity| activity.data.is_not_recorded()),
            ),
            (
                "the operator of",
                ["system", "systems"],
                of_steps(Gap::Operator),
            ),
            (
                "the country that hosts",
                ["system", "systems"],
                of_steps(Gap::HostedIn),
            ),
            (
                "the sub-processors of",
                ["processor", "processors"],
                of_steps(Gap::SubProcessors),
            ),
            (
                "the country of",
                ["party", "parties"],
                of_steps(Gap::Country),
            ),
            (
                "for certain, since the search for ways stopped: who gives data to",
                ["party", "parties"],
                of_steps(Gap::SearchStopped),
            ),
        ]
        .into_iter()
        .filter(|(.., names)| !names.is_empty())
        .map(|(what, things, names)| {
            format!("Not recorded: {what} {}.", self.listed(&names, things))
        })
        .collect()
    }

    /// Lists that the source says are incomplete.
    fn open(&self) -> Vec<String> {
        let drawn = OpenList::ALL.into_iter();
        let told = drawn.filter(|list| *list != OpenList::People).map(|list| {
            let ids = self.activities.iter();
            let open = ids
                .filter_map(|id| self.register.activities.get(*id))
                .filter(|activity| activity.is_open(list))
                .map(|activity| one_line(&activity.name));
            (list, open.collect::<Vec<String>>())
        });
        told.filter(|(_, names)| !names.is_empty())
            .map(|(list, names)| {
                let of = self.listed(&names, ["activity", "activities"]);
                let (items, others) = (list.items(), OpenList::OTHERS);
                format!("The list of {items} of {of} is open: {others}.")
            })
            .collect()
    }

    /// The first few names, and how many more there are; or how many there are.
    fn listed(&self, names: &[String], [one, many]: [&str; 2]) -> String {
        match names.len().saturating_sub(N_NAMES) {
            0 if !self.is_counted || names.len() == 1 => names.join(", "),
            _ if self.is_counted => count(names.len(), one, many),
            more => format!("{} and {more} more", names[..N_NAMES].join(", ")),
        }
    }

    /// Recipients that are recorded only as a class: all of them, since none is anybody in particular.
    fn classes(&self) -> Option<String> {
        let mut names: Vec<String> = Vec::new();
        for step in self.steps().filter(|step| step.role.is_some()) {
            let record = party_of(&step.to).and_then(|id| self.register.parties.get(&id));
            let is_class =
                record.is_some_and(|party| party.kind == Recorded::Value(PartyKind::Class));
            let name = one_line(&step.to.name);
            if is_class && !names.contains(&name) {
                names.push(name);
            }
        }
        (!names.is_empty()).then(|| {
            let told = match self.is_short {
                true => self.listed(&names, ["class", "classes"]),
                false => names.join(", "),
            };
            let these = if self.is_counted {
                ""
            } else {
                "these classes: "
            };
            format!("Not recorded: who exactly is in {these}{told}.")
        })
    }

    /// Categories drawn that may include special category or offence data without being it.
    fn hidden(&self) -> Option<String> {
        let special = special_data(&self.register.data);
        let names: BTreeSet<String> = self
            .steps()
            .filter_map(|step| step.carries.value())
            .flat_map(Scope::listed)
            .filter(|id| self.focus.is_none_or(|focus| focus.contains(*id)))
            .filter(|id| special.get(*id).is_some_and(|special| !special.is_sure))
            .map(|id| name_of(self.register, id))
            .collect();
        let names: Vec<String> = names.into_iter().collect();
        (!names.is_empty()).then(|| {
            format!(
                "Possible and not marked: {} may include special category or criminal offence data.",
                self.listed(&names, ["category of data", "categories of data"])
            )
        })
    }

    /// Flows of which the record says that they carry no personal data: they are not drawn.
    ///
    /// Where others are left out too, the picture is not of whole activities, and nothing is said.
    fn without_data(&self) -> Option<String> {
        let drawn: BTreeSet<(&ActivityId, usize)> = self
            .steps()
            .filter_map(|step| Some((&step.activity, step.number?)))
            .collect();
        let apart = self.not_in_use.planned.iter().chain(&self.not_in_use.ended);
        let apart: BTreeSet<(&str, usize)> = apart
            .map(|flow| (flow.activity.id.as_str(), flow.number))
            .collect();
        let mut names = Vec::new();
        for id in self.activities {
            let Some(activity) = self.register.activities.get(*id) else {
                continue;
            };
            for (number, (_, flow)) in (1..).zip(activity.flows()) {
                if apart.contains(&(id.as_str(), number)) {
                    continue;
                }
                if matches!(flow.carries, Recorded::None) {
                    names.push(format!("F{number} of {}", one_line(&activity.name)));
                } else if !drawn.contains(&(*id, number)) {
                    return None;
                }
            }
        }
        (!names.is_empty()).then(|| {
            format!(
                "Not drawn, as recorded to carry no personal data: {}.",
                self.listed(&names, ["flow", "flows"])
            )
        })
    }

    /// Flows that are not drawn since they are not in use on the day.
    fn set_apart(&self, word: &str, flows: &[NotCurrent]) -> Option<String> {
        let told: Vec<String> = flows.iter().map(|flow| self.flow(flow)).collect();
        let more = told.len().saturating_sub(N_NAMES);
        let mut words = told[..told.len() - more].join("; ");
        if more > 0 {
            words.push_str(&format!("; and {more} more"));
        }
        (!told.is_empty()).then(|| format!("{word}: {words}."))
    }

    /// `F3, to Mailer, from 1 April 2028`.
    fn flow(&self, flow: &NotCurrent) -> String {
        let place = self
            .activities
            .iter()
            .position(|id| id.as_str() == flow.activity.id.as_str());
        let number = match place {
            Some(place) if self.has_prefix => format!("A{}.F{}", place + 1, flow.number),
            Some(_) if self.activities.len() == 1 => format!("F{}", flow.number),
            _ => format!("F{} of {}", flow.number, one_line(&flow.activity.name)),
        };
        let end = if flow.kind == FlowKind::Source.word() {
            format!("from {}", one_line(&flow.from.name))
        } else {
            format!("to {}", one_line(&flow.to.name))
        };
        let day = |word: &str, day: &Recorded<Date>| {
            let day = day.value().map(|day| day_in_words(*day));
            day.map_or_else(String::new, |day| format!(", {word} {day}"))
        };
        let (begins, ends) = (day("from", &flow.begins), day("until", &flow.ends));
        format!("{number}, {end}{begins}{ends}")
    }
}
