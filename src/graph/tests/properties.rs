//! What holds of every register.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::strategy::{DATA, PARTIES, PLACES, added, config, documents, with_flow};
use super::*;
use crate::model::{ActivityId, End, PartyId};

pub(super) fn found(register: &Register, query: &FlowQuery) -> Vec<Receiver> {
    let mut search = WhoReceives::new(query);
    search.look(register);
    search.finish().0
}

pub(super) fn certainties(register: &Register, query: &FlowQuery) -> BTreeMap<String, Certainty> {
    found(register, query)
        .into_iter()
        .map(|receiver| (receiver.party.id.to_string(), receiver.certainty))
        .collect()
}

/// Where each activity has the data from, and where it is held, with certainties.
pub(super) fn origins_and_holdings(
    register: &Register,
    query: &FlowQuery,
) -> BTreeMap<String, Certainty> {
    let mut origins = WhereFrom::new(query);
    let mut holdings = WhereHeld::new(query);
    origins.look(register);
    holdings.look(register);
    let origins = origins.finish().0.into_iter().map(|origin| {
        let ends = format!("{} from {}", origin.activity.id, origin.from.id);
        (ends, origin.certainty)
    });
    let holdings = holdings.finish().0.into_iter();
    let mut all = BTreeMap::new();
    for (thing, certainty) in origins.chain(holdings.map(|it| (it.system.id, it.certainty))) {
        let held = all.entry(thing).or_insert(certainty);
        *held = certainty.min(*held);
    }
    all
}

/// Whether all of the first are among the second, at least as surely.
pub(super) fn is_covered(
    fewer: &BTreeMap<String, Certainty>,
    more: &BTreeMap<String, Certainty>,
) -> bool {
    fewer
        .iter()
        .all(|(party, certainty)| more.get(party).is_some_and(|other| other <= certainty))
}

pub(super) fn check_route(steps: &[RouteStep], certainty: Certainty) -> Result<(), TestCaseError> {
    // Who hands on what it is not recorded to get has it by no step.
    if steps.is_empty() {
        prop_assert_eq!(certainty, Certainty::Possible);
        return Ok(());
    }
    // A party or system in the view of two activities is two places.
    let place = |step: &RouteStep, thing: &Thing| match thing.kind {
        Kind::Activity => (None, thing.clone()),
        _ => (Some(step.activity.clone()), thing.clone()),
    };
    prop_assert_eq!(
        steps.iter().map(|step| step.certainty).max(),
        Some(certainty)
    );
    let mut visited = vec![place(&steps[0], &steps[0].from)];
    for pair in steps.windows(2) {
        prop_assert_eq!(&pair[0].to, &pair[1].from);
    }
    visited.extend(steps.iter().map(|step| place(step, &step.to)));
    let places: BTreeSet<_> = visited.iter().collect();
    prop_assert_eq!(places.len(), visited.len(), "{}", route(steps));
    Ok(())
}

/// The activities through which a route leads, in order.
fn views(steps: &[RouteStep]) -> Vec<String> {
    let view = |step: &RouteStep, thing: &Thing| match thing.kind {
        Kind::Activity => thing.id.clone(),
        _ => step.activity.to_string(),
    };
    let ends = steps
        .iter()
        .flat_map(|step| [view(step, &step.from), view(step, &step.to)]);
    let mut views: Vec<String> = ends.collect();
    views.dedup();
    views
}

/// The documents without joint controllers and what parties hand on: for them, what is recorded
/// of one flow can settle what else is only possible.
fn plain(documents: &Value) -> Value {
    let mut documents = documents.clone();
    for activity in documents["activity"].as_object_mut().unwrap().values_mut() {
        let fields = activity.as_object_mut().unwrap();
        fields.remove("joint_controllers");
        fields.remove("onward");
    }
    documents
}

/// The register cut into those parts that no flow joins.
fn parts(register: &Register) -> Vec<Register> {
    let mut group: BTreeMap<&ActivityId, usize> = register
        .activities
        .keys()
        .enumerate()
        .map(|(number, id)| (id, number))
        .collect();
    for (id, activity) in &register.activities {
        for (_, flow) in activity.flows() {
            for end in [&flow.from, &flow.to] {
                if let Some(End::Activity(other)) = end
                    && let (Some(a), Some(b)) = (group.get(id).copied(), group.get(other).copied())
                {
                    for number in group.values_mut().filter(|number| **number == b) {
                        *number = a;
                    }
                }
            }
        }
    }
    // A flow to an activity that is not in the register joins those that name it, too.
    let numbers: BTreeSet<usize> = group.values().copied().collect();
    numbers
        .into_iter()
        .map(|number| {
            let mut part = register.clone();
            part.activities.retain(|id, _| group[id] == number);
            part
        })
        .collect()
}

/// Every question's answer over these parts, in full.
fn answers(parts: &[Register], query: &FlowQuery, party: &str) -> Vec<String> {
    let (places, others) = (
        places(&[party]),
        places(&["p1", "system:s0", "activity:a0"]),
    );
    let mut who = WhoReceives::new(query);
    let mut from = WhereFrom::new(query);
    let mut held = WhereHeld::new(query);
    let mut why = Why::new(query, &places, &others);
    let mut through = Through::new(query, &places);
    let whole = whole(party);
    let mut about = About::new(query, &whole);
    let mut leaves = LeavesUk::new(query);
    for part in parts {
        who.look(part);
        from.look(part);
        held.look(part);
        why.look(part);
        through.look(part);
        about.look(part);
        leaves.look(part);
    }
    vec![
        format!("{:#?}", who.finish()),
        format!("{:#?}", from.finish()),
        format!("{:#?}", held.finish()),
        format!("{:#?}", why.finish()),
        format!("{:#?}", through.finish()),
        format!("{:#?}", about.finish()),
        format!("{:#?}", leaves.finish()),
    ]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn without_some_places_fewer_receive_and_no_route_leads_on_from_them(
        documents in documents(),
        data in select(DATA.to_vec()),
        without in subsequence(PLACES.to_vec(), 1..=3),
    ) {
        let register = register(documents);
        let without = places(&without);
        let query = about_data(&register, data);
        let all = certainties(&register, &query);
        let query = FlowQuery { not_through: without.clone(), ..query };
        let left = certainties(&register, &query);
        prop_assert!(is_covered(&left, &all), "{left:?} {all:?}");
        for receiver in found(&register, &query) {
            for step in &receiver.route {
                prop_assert!(!without.contains(&step.from.reference()), "{}", route(&receiver.route));
            }
        }
    }

    #[test]
    fn who_is_cut_off_receives_with_the_place_and_not_without(
        documents in documents(),
        data in select(vec!["d2", "d3", "d4"]),
        gone in subsequence(PLACES.to_vec(), 1..=2),
    ) {
        let register = register(documents);
        let gone = places(&gone);
        let query = about_data(&register, data);
        let mut cut = Cut::new(&query, &gone);
        cut.look(&register);
        cut.look_elsewhere(&register);
        let is_gone = |party: &str| gone.contains(&PartyId::new(party).unwrap().reference());
        // Both of these are compared with the reference above.
        let mut lost = certainties(&register, &query);
        let without = FlowQuery { not_through: gone.clone(), ..query.clone() };
        let left = certainties(&register, &without);
        lost.retain(|party, _| !left.contains_key(party) && !is_gone(party));
        for receiver in cut.finish().0 {
            let party = receiver.party.id;
            for loss in receiver.loses {
                check_route(&loss.route, loss.certainty)?;
                prop_assert_eq!(lost.remove(&party), Some(loss.certainty));
            }
            for kept in receiver.keeps {
                prop_assert_eq!(left.get(&party), Some(&kept.certainty));
            }
        }
        prop_assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn one_flow_more_removes_nobody_who_is_stated(
        documents in documents(),
        added in added(),
        data in select(DATA.to_vec()),
        of_people in any::<bool>(),
    ) {
        let before = register(documents.clone());
        let after = register(with_flow(&documents, &added));
        let query = match of_people {
            true => about_people(&before, data, "children"),
            false => about_data(&before, data),
        };
        let query = FlowQuery { stated: true, ..query };
        let (fewer, more) = (certainties(&before, &query), certainties(&after, &query));
        prop_assert!(is_covered(&fewer, &more), "{fewer:?} {more:?}");
    }

    #[test]
    fn one_flow_more_makes_nobody_less_sure(
        documents in documents(),
        added in added().prop_filter("not onward", |(_, kind, _)| *kind != "onward"),
        data in select(DATA.to_vec()),
        of_people in any::<bool>(),
    ) {
        let documents = plain(&documents);
        let before = register(documents.clone());
        let after = register(with_flow(&documents, &added));
        let query = match of_people {
            true => about_people(&before, data, "children"),
            false => about_data(&before, data),
        };
        let (fewer, more) = (certainties(&before, &query), certainties(&after, &query));
        prop_assert!(is_covered(&fewer, &more), "{fewer:?} {more:?}");
        let fewer = origins_and_holdings(&before, &query);
        let more = origins_and_holdings(&after, &query);
        prop_assert!(is_covered(&fewer, &more), "{fewer:?} {more:?}");
    }

    #[test]
    fn who_receives_a_narrower_category_receives_the_broader_one(documents in documents()) {
        let register = register(documents);
        for (narrow, broad) in [("d1", "d0"), ("d2", "d0"), ("d3", "d1"), ("d3", "d0")] {
            let fewer = certainties(&register, &about_data(&register, narrow));
            let more = certainties(&register, &about_data(&register, broad));
            prop_assert!(is_covered(&fewer, &more), "{narrow}: {fewer:?}, {broad}: {more:?}");
        }
    }

    #[test]
    fn routes_join_visit_nothing_twice_and_are_as_sure_as_their_weakest_step(
        documents in documents(),
        data in select(DATA.to_vec()),
    ) {
        let register = register(documents);
        let query = FlowQuery { all_paths: true, ..about_data(&register, data) };
        for receiver in found(&register, &query) {
            check_route(&receiver.route, receiver.certainty)?;
            let rank = |route: &[RouteStep]| {
                let certainty = route.iter().map(|step| step.certainty).max();
                let activity = register.activities.get(route[0].from.id.as_str());
                let is_done =
                    |it| Currency::of_activity(it, query.on) == Currency::Current;
                let begins_elsewhere =
                    !activity.is_some_and(is_done) || route[0].kind == StepKind::HandsOn;
                (certainty, begins_elsewhere, route.len())
            };
            let best = rank(&receiver.route);
            prop_assert_eq!(receiver.begins_at_activity, !best.1, "{}", route(&receiver.route));
            let mut seen = vec![&receiver.route];
            for other in &receiver.more_routes {
                check_route(other, rank(other).0.unwrap())?;
                // A way that gives no role of its own is not the best, however short it is.
                let gives_role = other.last().is_some_and(|step| step.role.is_some());
                let is_better = !gives_role || best <= rank(other);
                prop_assert!(is_better, "{} {}", route(&receiver.route), route(other));
                prop_assert!(!seen.contains(&other));
                seen.push(other);
            }
        }
    }

    #[test]
    fn no_route_leads_through_an_activity_twice(documents in documents(), data in select(DATA.to_vec())) {
        let register = register(documents);
        let query = FlowQuery { all_paths: true, ..about_data(&register, data) };
        for receiver in found(&register, &query) {
            for way in std::iter::once(&receiver.route).chain(&receiver.more_routes) {
                let views = views(way);
                let once: BTreeSet<&String> = views.iter().collect();
                prop_assert_eq!(once.len(), views.len(), "{}", route(way));
            }
        }
    }

    #[test]
    fn stated_answers_are_those_that_are_stated(documents in documents(), data in select(DATA.to_vec())) {
        let register = register(documents);
        let query = about_data(&register, data);
        let mut all = certainties(&register, &query);
        all.retain(|_, certainty| *certainty == Certainty::Stated);
        prop_assert_eq!(all, certainties(&register, &FlowQuery { stated: true, ..query }));
    }

    #[test]
    fn fewer_steps_find_a_subset_and_no_longer_routes(
        documents in documents(),
        data in select(DATA.to_vec()),
        most in 1..4_usize,
    ) {
        let register = register(documents);
        let query = about_data(&register, data);
        let all = certainties(&register, &query);
        let query = FlowQuery { max_steps: Some(most), ..query };
        let few = found(&register, &query);
        prop_assert!(few.iter().all(|receiver| receiver.route.len() <= most));
        prop_assert!(is_covered(&certainties(&register, &query), &all));
    }

    #[test]
    fn every_role_of_a_receiver_can_be_asked_for(documents in documents(), data in select(DATA.to_vec())) {
        let register = register(documents);
        let query = about_data(&register, data);
        for receiver in found(&register, &query) {
            prop_assert!(!receiver.roles.is_empty());
            for role in &receiver.roles {
                let query = FlowQuery { role: Some(*role), ..query.clone() };
                let same = found(&register, &query);
                let same = same.iter().find(|other| other.party.id == receiver.party.id);
                prop_assert!(same.is_some_and(|other| other.certainty >= receiver.certainty));
            }
        }
    }

    #[test]
    fn answers_do_not_depend_on_how_the_register_is_cut_into_parts(
        documents in documents(),
        data in proptest::option::of(select(DATA.to_vec())),
        party in select(PARTIES.to_vec()),
        all_paths in any::<bool>(),
    ) {
        let register = register(documents);
        let query = data.map_or_else(query, |data| about_data(&register, data));
        let query = FlowQuery { all_paths, ..query };
        let parts = parts(&register);
        let mut backwards = parts.clone();
        backwards.reverse();
        let whole = answers(std::slice::from_ref(&register), &query, party);
        for (whole, cut) in whole.iter().zip(answers(&parts, &query, party)) {
            prop_assert_eq!(whole, &cut);
        }
        for (whole, cut) in whole.iter().zip(answers(&backwards, &query, party)) {
            prop_assert_eq!(whole, &cut);
        }
    }
}
