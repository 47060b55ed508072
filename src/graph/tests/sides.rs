//! One question put to the graph and to the reference, with the answers in one form.

use std::collections::BTreeMap;

use super::reference::answer;
use super::*;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Graph,
    Reference,
}

/// What is said of a party or system in an activity.
pub(super) type ByActivity = BTreeMap<(String, String), String>;

fn in_each_activity<'r>(
    register: &'r Register,
    query: &FlowQuery,
) -> impl Iterator<Item = (String, FlowQuery)> + use<'r> {
    let query = query.clone();
    let asked = query.activities.clone();
    let activities = register.activities.keys();
    let activities = activities.filter(move |id| asked.as_ref().is_none_or(|it| it.contains(*id)));
    activities.map(move |id| {
        let query = FlowQuery {
            activities: Some([id.clone()].into()),
            ..query.clone()
        };
        (id.to_string(), query)
    })
}

impl Side {
    /// Who receives the data in each activity, how surely and in which roles; what is internal is left out.
    pub(super) fn received(self, register: &Register, query: &FlowQuery) -> ByActivity {
        let said = |certainty: Certainty, roles: &BTreeSet<ReceiverRole>| {
            let roles: Vec<&str> = roles.iter().map(|role| role.word()).collect();
            format!("{} {}", certainty.word(), roles.join(" and "))
        };
        if self == Self::Reference {
            let recipients = answer(register, query).recipients().into_iter();
            return recipients
                .map(|(key, it)| (key, said(it.certainty, &it.roles)))
                .collect();
        }
        let mut received = ByActivity::new();
        for (activity, query) in in_each_activity(register, query) {
            let mut search = WhoReceives::new(&query);
            search.look(register);
            for it in search.finish().0 {
                let key = (activity.clone(), it.party.id.to_string());
                received.insert(key, said(it.certainty, &it.roles));
            }
        }
        received
    }

    /// Which systems hold the data in each activity, and how surely.
    pub(super) fn held(self, register: &Register, query: &FlowQuery) -> ByActivity {
        if self == Self::Reference {
            let held = answer(register, query).held.into_iter();
            return held.map(|(key, it)| (key, it.word().to_owned())).collect();
        }
        let mut held = ByActivity::new();
        for (activity, query) in in_each_activity(register, query) {
            let mut search = WhereHeld::new(&query);
            search.look(register);
            for it in search.finish().0 {
                let key = (activity.clone(), it.system.id);
                held.insert(key, it.certainty.word().to_owned());
            }
        }
        held
    }

    /// Which retention rules apply to the data in each system of each activity.
    pub(super) fn kept(self, register: &Register, query: &FlowQuery) -> ByActivity {
        let said = |rules: BTreeSet<String>| Vec::from_iter(rules).join(" and ");
        let in_words = |activity: &str, number: usize| {
            format!(
                "{:?}",
                register.activities[activity].retention.items()[number - 1]
            )
        };
        if self == Self::Reference {
            let kept = answer(register, query).kept.into_iter();
            let kept = kept.map(|(key, rules)| {
                let rules = rules.into_iter().map(|number| in_words(&key.0, number));
                (key.clone(), said(rules.collect()))
            });
            return kept.collect();
        }
        let mut kept = ByActivity::new();
        for (activity, query) in in_each_activity(register, query) {
            let mut search = WhereHeld::new(&query);
            search.look(register);
            for it in search.finish().0 {
                let rules = it.retention.iter().map(|kept| format!("{:?}", kept.rule));
                kept.insert((activity.clone(), it.system.id), said(rules.collect()));
            }
        }
        kept
    }

    /// Who receives the data, a party a line; with the activity, where there are several.
    pub(super) fn who_receives(self, register: &Register, query: &FlowQuery) -> String {
        told(register, &self.received(register, query))
    }

    /// Which systems hold the data, a line each; with the activity, where there are several.
    pub(super) fn where_held(self, register: &Register, query: &FlowQuery) -> String {
        told(register, &self.held(register, query))
    }

    /// Who receives a category.
    pub(super) fn who(self, register: &Register, data: &str) -> String {
        self.who_receives(register, &about_data(register, data))
    }
}

fn told(register: &Register, answer: &ByActivity) -> String {
    lines(
        answer
            .iter()
            .map(|((activity, it), said)| match register.activities.len() {
                1 => format!("{it}: {said}"),
                _ => format!("{it}: {said} in {activity}"),
            }),
    )
}

/// The steps by which data leaves the UK: in which activity, from where and to where; but not those
/// by which one must have come by what it hands on, which nobody recorded.
pub(super) fn departures(
    register: &Register,
    query: &FlowQuery,
) -> BTreeSet<(String, Reference, Reference)> {
    let mut search = LeavesUk::new(query);
    search.look(register);
    let departures = search.finish().0.into_iter();
    departures
        .filter(|it| it.step.kind != StepKind::HandsOn)
        .map(|it| {
            let (from, to) = (it.step.from.reference(), it.step.to.reference());
            (it.activity.id.to_string(), from, to)
        })
        .collect()
}

/// A question about a category and a party.
pub(super) fn about_party(register: &Register, data: &str, party: &str) -> FlowQuery {
    FlowQuery {
        party: Some(Whole {
            wholes: wholes(register, party),
            ..whole(party)
        }),
        ..about_data(register, data)
    }
}

/// Makes two tests of each function that takes a side: of the reference and of the graph.
macro_rules! on_both_sides {
    ($($name:ident),* $(,)?) => {
        mod reference_says {
            $(#[test] fn $name() { super::$name(super::Side::Reference); })*
        }
        mod graph_says {
            $(#[test] fn $name() { super::$name(super::Side::Graph); })*
        }
    };
}

pub(super) use on_both_sides;

/// What a party is part or member of.
fn wholes(register: &Register, party: &str) -> BTreeMap<crate::model::PartyId, String> {
    let up = |id: &str| register.parties.get(id)?.part_of.clone();
    let wholes = std::iter::successors(up(party), |above| up(above.as_str()));
    wholes.map(|id| (id.clone(), id.to_string())).collect()
}
