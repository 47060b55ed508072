//! What holds of every register: what a further flow changes, time, open lists, which law it is, and how
//! long data is kept.

use proptest::prelude::*;
use proptest::sample::select;

use super::properties::{certainties, found, is_covered, origins_and_holdings};
use super::strategy::{DATA, added, config, documents, with_flow};
use super::*;
use crate::model::{ActivityId, OpenList, Retention};

/// The documents changed in each activity.
fn in_each_activity(
    documents: &Value,
    mut change: impl FnMut(&mut serde_json::Map<String, Value>),
) -> Register {
    let mut documents = documents.clone();
    for activity in documents["activity"].as_object_mut().unwrap().values_mut() {
        change(activity.as_object_mut().unwrap());
    }
    register(documents)
}

fn about(register: &Register, data: &str, of_people: bool) -> FlowQuery {
    match of_people {
        true => about_people(register, data, "children"),
        false => about_data(register, data),
    }
}

/// Whether a step is only supposed: what a flow more says can take its place (rules 8 and 10).
fn is_supposed(step: &RouteStep) -> bool {
    matches!(step.kind, StepKind::JointController | StepKind::HandsOn)
}

fn gaps_of(register: &Register, query: &FlowQuery) -> Vec<NotRecorded> {
    let mut search = WhoReceives::new(query);
    search.look(register);
    search.finish().2
}

/// What bears on how long data is kept in a system, by the words of the rules alone.
struct Rules {
    /// Those that name the system and surely this data, whoever it is about.
    sure: Vec<Retention>,
    /// Those that bear on nothing there.
    strange: Vec<Retention>,
    /// Those that name no system.
    general: Vec<Retention>,
}

fn rules(register: &Register, activity: &ActivityId, system: &str, query: &FlowQuery) -> Rules {
    let wanted = query.data.as_ref().unwrap();
    let (mut sure, mut strange, mut general) = (Vec::new(), Vec::new(), Vec::new());
    for rule in register.activities[activity].retention.items() {
        let listed = rule.data.value().map(|scope| scope.listed().to_vec());
        let is_for_all = listed.as_ref().is_some_and(Vec::is_empty);
        let names_it = listed.is_some_and(|list| list.contains(&wanted.id));
        let names_system = rule.systems.items().iter().any(|it| it.as_str() == system);
        let is_of_none = rule.data.is_none() || rule.people.is_none() || rule.systems.is_none();
        let is_elsewhere = rule.systems.value().is_some() && !names_system;
        if is_of_none || is_elsewhere {
            strange.push(rule.clone());
        } else if names_system && (is_for_all || names_it) && rule.people.is_not_recorded() {
            sure.push(rule.clone());
        } else if rule.systems.is_not_recorded() {
            general.push(rule.clone());
        }
    }
    Rules {
        sure,
        strange,
        general,
    }
}

proptest! {
    #![proptest_config(config())]

    /// A flow more removes no recipient and makes none less sure, whatever else is recorded; but what is
    /// only supposed of joint controllers and of those who hand on gives way to what is recorded.
    #[test]
    fn one_flow_more_takes_the_place_only_of_what_is_supposed(
        documents in documents(),
        added in added(),
        data in select(DATA.to_vec()),
        of_people in any::<bool>(),
    ) {
        let before = register(documents.clone());
        let after = register(with_flow(&documents, &added));
        let query = about(&before, data, of_people);
        let mut fewer = certainties(&before, &query);
        for receiver in found(&before, &query) {
            if receiver.route.is_empty() || receiver.route.iter().any(is_supposed) {
                fewer.remove(receiver.party.id.as_str());
            }
        }
        let more = certainties(&after, &query);
        prop_assert!(is_covered(&fewer, &more), "{fewer:?} {more:?}");
    }

    /// What is planned or has ended makes nobody a recipient, and nothing a place where data is.
    #[test]
    fn what_is_not_in_use_changes_no_answer(
        documents in documents(),
        data in select(DATA.to_vec()),
        of_people in any::<bool>(),
    ) {
        let with = register(documents.clone());
        let query = about(&with, data, of_people);
        let without = in_each_activity(&documents, |activity| {
            for kind in ["source", "store", "recipient", "onward", "feed"] {
                if let Some(flows) = activity.get_mut(kind).and_then(Value::as_array_mut) {
                    flows.retain(|flow| flow["ends"] != "2026-11-23" && flow["begins"] != "2026-11-25");
                }
            }
        });
        let roles = |register| {
            let found = found(register, &query).into_iter();
            found.map(|it| (it.party.id.clone(), (it.certainty, it.roles))).collect::<BTreeMap<_, _>>()
        };
        prop_assert_eq!(roles(&with), roles(&without));
        prop_assert_eq!(origins_and_holdings(&with, &query), origins_and_holdings(&without, &query));
    }

    /// An open list makes nothing certain or possible, and is said of each activity that has the data.
    #[test]
    fn an_open_list_is_said_and_changes_nothing_else(
        documents in documents(),
        data in select(DATA.to_vec()),
    ) {
        let with = register(documents.clone());
        let without = in_each_activity(&documents, |activity| drop(activity.remove("open")));
        let query = about_data(&with, data);
        let shown = |register| lines(found(register, &query).iter().map(receiver));
        prop_assert_eq!(shown(&with), shown(&without));
        let (open, rest): (Vec<_>, Vec<_>) =
            gaps_of(&with, &query).into_iter().partition(|gap| gap.open().is_some());
        prop_assert_eq!(rest, gaps_of(&without, &query));
        let is_open = |id: &str, list| with.activities[id].is_open(list);
        for gap in &open {
            let list = gap.open().unwrap();
            prop_assert!(gap.examples.iter().all(|id| is_open(id, list)), "{gap:?}");
        }
        let said = |id: &str, list| {
            open.iter().any(|gap| gap.open() == Some(list) && gap.examples.iter().any(|it| it == id))
        };
        for receiver in found(&with, &query) {
            for step in &receiver.route {
                let from = &step.from;
                let is_held = from.kind == Kind::Activity && step.kind != StepKind::HandsOn;
                if is_held && is_done(&with, &from.id, &query) {
                    for list in [OpenList::Recipient, OpenList::Store] {
                        prop_assert_eq!(is_open(&from.id, list), said(&from.id, list), "{}", from.id);
                    }
                }
            }
        }
    }

    /// Nothing of the UK GDPR is cited for law enforcement, and nothing of Part 3 for the rest.
    #[test]
    fn each_step_is_judged_by_the_law_of_its_activity(documents in documents()) {
        let register = register(documents);
        let graph = FlowGraph::new(&register, query().on);
        for placed in placed_steps(&graph) {
            let step = placed.step;
            let is_part_3 = register.activities[&step.activity].is_law_enforcement();
            prop_assert!(step.basis.iter().all(|basis| basis.is_part_3 == is_part_3));
            if let Some(allowed) = step.allowed {
                let words = format!("{} {}", allowed.by(), allowed.to_note());
                prop_assert!(!words.contains(if is_part_3 { "Article" } else { "section 7" }), "{words}");
            }
        }
    }

    /// In a system what is kept there by name goes before what is kept wherever it is.
    #[test]
    fn data_in_a_system_is_kept_by_the_rules_for_that_system(
        documents in documents(),
        data in select(DATA.to_vec()),
    ) {
        let register = register(documents);
        for id in register.activities.keys() {
            let query = FlowQuery {
                activities: Some([id.clone()].into()),
                exact: true,
                ..about_data(&register, data)
            };
            let mut search = WhereHeld::new(&query);
            search.look(&register);
            for holding in search.finish().0 {
                let kept: Vec<&Retention> = holding.retention.iter().map(|it| &it.rule).collect();
                let Rules { sure, strange, general } = rules(&register, id, &holding.system.id, &query);
                prop_assert!(sure.iter().all(|rule| kept.contains(&rule)), "{kept:?}");
                prop_assert!(strange.iter().all(|rule| !kept.contains(&rule) || sure.contains(rule)), "{kept:?}");
                if !sure.is_empty() {
                    prop_assert!(general.iter().all(|rule| !kept.contains(&rule)), "{kept:?}");
                }
                let names_no_people = |rule: &&Retention| rule.people.is_not_recorded();
                let is_for_all = |rule: &&Retention| rule.data.is_not_recorded();
                if sure.is_empty() && general.iter().any(|rule| names_no_people(&rule) && is_for_all(&rule)) {
                    prop_assert!(!kept.is_empty());
                }
            }
        }
    }
}

/// Whether an activity of the register counts on the day.
fn is_done(register: &Register, id: &str, query: &FlowQuery) -> bool {
    let activity = register.activities.get(id);
    activity.is_some_and(|it| Currency::of_activity(it, query.on) == Currency::Current)
}
