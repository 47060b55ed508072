//! How long data is kept in a system: which rules apply there (section 3), person by person.

use super::category::{Category, paired};
use super::*;
use crate::model::{Activity, FlowKind, PeopleId, Recorded, Scope};

/// Everybody whom the register tells apart; the last stands for whoever has no name in it.
fn everybody(register: &Register) -> Vec<Option<&PeopleId>> {
    register.people.keys().map(Some).chain([None]).collect()
}

/// Whether people, as they are recorded, take in somebody.
fn takes_in(
    register: &Register,
    people: &Recorded<Vec<PeopleId>>,
    somebody: Option<&PeopleId>,
) -> bool {
    match people {
        Recorded::NotRecorded => true,
        Recorded::None => false,
        Recorded::Value(list) => {
            let above = |id: &PeopleId| register.people.get(id)?.broader.clone();
            let mut all = std::iter::successors(somebody.cloned(), |id| above(id));
            all.any(|id| list.contains(&id))
        }
    }
}

/// Whose data the flows into a system are about, each by its own words, its pairs or its activity; what comes from those
/// left out is not there.
fn there(activity: &Activity, system: &str, query: &FlowQuery) -> Vec<Recorded<Vec<PeopleId>>> {
    let mut there = Vec::new();
    for (kind, flow) in activity.flows() {
        let is_feed = kind == FlowKind::Feed;
        let end = flow.to.as_ref().filter(|_| is_feed);
        let into = [
            flow.system.as_ref().map(ToString::to_string),
            flow.through.value().map(ToString::to_string),
            end.map(|end| end.reference().id),
            // What feeds another has what it feeds.
            flow.from
                .as_ref()
                .filter(|_| is_feed)
                .map(|from| from.reference().id),
        ];
        let from = flow.from.as_ref().map(crate::model::End::reference);
        let is_left_out = from.is_some_and(|from| query.not_through.contains(&from));
        let is_current = steps::is_within(&flow.begins, &flow.ends, query.on);
        if is_left_out || !is_current || !into.iter().flatten().any(|it| it == system) {
            continue;
        }
        let list = match &flow.carries {
            Recorded::Value(Scope::These(list))
                if flow.people.is_not_recorded() && !flow.and_more =>
            {
                list.as_slice()
            }
            _ => &[],
        };
        let pairs: Vec<Option<Vec<PeopleId>>> =
            list.iter().map(|id| paired(activity, id)).collect();
        if pairs.iter().all(Option::is_none) {
            let own = if flow.people.is_not_recorded() {
                &activity.people
            } else {
                &flow.people
            };
            there.push(own.clone());
        }
        for pair in pairs.iter().filter(|_| pairs.iter().any(Option::is_some)) {
            there.push(match pair {
                Some(people) => Recorded::Value(people.clone()),
                None => activity.people.clone(),
            });
        }
    }
    there
}

/// The numbers of the rules that apply to a category in a system of an activity.
pub(super) fn kept(
    register: &Register,
    query: &FlowQuery,
    category: &Category<'_>,
    activity: &Activity,
    system: &str,
) -> BTreeSet<usize> {
    let there = there(activity, system, query);
    let is_there = |somebody: &Option<&PeopleId>| {
        there
            .iter()
            .any(|people| takes_in(register, people, *somebody))
    };
    let is_asked = |somebody: &Option<&PeopleId>| match (&query.people, somebody) {
        (None, _) => true,
        (Some(asked), Some(id)) => asked.narrower.contains(*id),
        (Some(_), None) => false,
    };
    let concerned: Vec<Option<&PeopleId>> = everybody(register)
        .into_iter()
        .filter(|it| is_there(it) && is_asked(it))
        .collect();
    // How surely a rule speaks of the category, and whether it names the system.
    let bearing = |rule: &crate::model::Retention| {
        let names = match &rule.systems {
            Recorded::NotRecorded => false,
            Recorded::None => return None,
            Recorded::Value(all) if all.iter().any(|it| it.as_str() == system) => true,
            Recorded::Value(_) => return None,
        };
        let is_sure = match &rule.data {
            Recorded::NotRecorded => false,
            Recorded::None => return None,
            Recorded::Value(Scope::All(_)) => true,
            Recorded::Value(Scope::These(list)) => {
                // What is said of something broader is said of all of it.
                category.mentioned_in(list)?;
                category.is_within(list)
            }
        };
        Some((names, is_sure))
    };
    let rules: Vec<(usize, &crate::model::Retention)> =
        (1..).zip(activity.retention.items()).collect();
    let of_system: Vec<&crate::model::Retention> = rules
        .iter()
        .filter(|(_, rule)| bearing(rule) == Some((true, true)))
        .map(|(_, rule)| *rule)
        .collect();
    let applies = |rule: &crate::model::Retention| {
        let Some((names_system, _)) = bearing(rule) else {
            return false;
        };
        if rule.people.is_none() {
            return false;
        }
        let mut about = concerned
            .iter()
            .filter(|it| takes_in(register, &rule.people, **it));
        let is_left = |somebody: &Option<&PeopleId>| {
            !of_system
                .iter()
                .any(|other| takes_in(register, &other.people, *somebody))
        };
        match (rule.people.is_not_recorded(), names_system) {
            (false, true) => about.next().is_some(),
            (false, false) => about.any(is_left),
            (true, true) => true,
            // It is about whoever it may be, so that only rules for everybody take its place where nobody is named.
            (true, false) if concerned.is_empty() => {
                !of_system.iter().any(|other| other.people.is_not_recorded())
            }
            (true, false) => about.any(is_left),
        }
    };
    rules
        .iter()
        .filter(|(_, rule)| applies(rule))
        .map(|(number, _)| *number)
        .collect()
}
