//! The answers are those of the reference, on registers at random.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::properties::check_route;
use super::reference::{Leaves, answer};
use super::sides::{ByActivity, Side, departures};
use super::strategy::{DATA, PLACES, config, documents, documents_of};
use super::*;

/// Which of the questions about a category is asked.
#[derive(Clone, Debug)]
enum Question {
    Plain,
    Exact,
    About(&'static str),
    Stated,
    Without(Vec<&'static str>),
}

fn question() -> impl Strategy<Value = (&'static str, Question)> {
    let question = prop_oneof![
        3 => Just(Question::Plain),
        1 => Just(Question::Exact),
        3 => select(vec!["children", "families"]).prop_map(Question::About),
        1 => Just(Question::Stated),
        2 => subsequence(PLACES.to_vec(), 1..=3).prop_map(Question::Without),
    ];
    (select(DATA.to_vec()), question)
}

fn asked(register: &Register, data: &str, question: &Question) -> FlowQuery {
    let query = about_data(register, data);
    match question {
        Question::Plain => query,
        Question::Exact => FlowQuery {
            exact: true,
            ..query
        },
        Question::About(people) => about_people(register, data, people),
        Question::Stated => FlowQuery {
            stated: true,
            ..query
        },
        Question::Without(without) => FlowQuery {
            not_through: places(without),
            ..query
        },
    }
}

/// What each side says of one thing, where they do not say the same.
fn differences(register: &Register, query: &FlowQuery) -> Vec<String> {
    let by = |answer: fn(Side, &Register, &FlowQuery) -> ByActivity, what: &str| {
        let of = |side| answer(side, register, query);
        unlike(what, &of(Side::Graph), &of(Side::Reference))
    };
    let mut differences = by(Side::received, "received by");
    differences.extend(by(Side::held, "held in"));
    differences.extend(by(Side::kept, "kept in"));
    differences.extend(leaves_otherwise(register, query));
    differences
}

fn unlike(what: &str, graph: &ByActivity, reference: &ByActivity) -> Vec<String> {
    let all: BTreeSet<_> = graph.keys().chain(reference.keys()).collect();
    let all = all.into_iter().map(|it| {
        let of = |side: &ByActivity| side.get(it).map_or("no", String::as_str).to_owned();
        (it, of(graph), of(reference))
    });
    all.filter(|(_, graph, reference)| graph != reference)
        .map(|((activity, it), graph, reference)| {
            format!("{activity}: {what} {it}: {graph}; reference: {reference}")
        })
        .collect()
}

/// Where the graph and the reference differ on what leaves the UK, by the ends of the steps.
///
/// Whether a step that ends at whoever runs a system is listed because the system is hosted abroad,
/// or only the step to the system, is no difference; nor is one that the record does not settle.
fn leaves_otherwise(register: &Register, query: &FlowQuery) -> Vec<String> {
    // Whether a flow between two activities leaves the UK is for the one that records it to say.
    let is_between = |(_, _, to): &(String, Reference, Reference)| to.kind == Kind::Activity;
    let mut departures = departures(register, query);
    departures.retain(|it| !is_between(it));
    let reference = answer(register, query);
    let (mut must, mut may) = (BTreeSet::new(), reference.departures);
    for step in reference.steps {
        let ends = (step.activity, step.from, step.to);
        if is_between(&ends) {
            continue;
        }
        let is_by_hosting = ends.2.kind == Kind::Party && step.whereabouts.hosting.is_some();
        if step.leaves == Leaves::Yes && !is_by_hosting {
            must.insert(ends.clone());
        }
        if step.leaves != Leaves::No {
            may.insert(ends);
        }
    }
    let missing = must.difference(&departures);
    let missing =
        missing.map(|(activity, from, to)| format!("{activity}: {from} to {to} leaves the UK"));
    let wrong = departures.difference(&may);
    // A step back to where the data began lies on no route, and of several engagements of one party
    // the reference judges one.
    let is_engaged = |(_, _, to): &&(String, Reference, Reference)| {
        let mut engaged = register
            .parties
            .values()
            .flat_map(|party| party.sub_processors.items());
        to.kind == Kind::Party && engaged.any(|it| it.party.as_str() == to.id)
    };
    let wrong = wrong
        .filter(|it| !is_engaged(it))
        .map(|(activity, from, to)| format!("{activity}: {from} to {to} does not leave the UK"));
    missing.chain(wrong).collect()
}

/// The documents without all that the differences do not need.
fn smallest(mut documents: Value, differs: &dyn Fn(&Value) -> bool) -> Value {
    loop {
        let before = documents.clone();
        for path in paths(&documents, "") {
            let mut smaller = documents.clone();
            if remove(&mut smaller, &path) && differs(&smaller) {
                documents = smaller;
            }
        }
        if documents == before {
            return documents;
        }
    }
}

/// The path of everything inside a document, the last items of lists first.
fn paths(document: &Value, above: &str) -> Vec<String> {
    let inside: Vec<(String, &Value)> = match document {
        Value::Object(fields) => fields.iter().map(|(key, it)| (key.clone(), it)).collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .rev()
            .map(|(n, it)| (n.to_string(), it))
            .collect(),
        _ => Vec::new(),
    };
    inside
        .into_iter()
        .flat_map(|(key, it)| {
            let path = format!("{above}/{key}");
            let inside = paths(it, &path);
            std::iter::once(path).chain(inside)
        })
        .collect()
}

/// Removes what stands at a path, unless the record would be none without it.
fn remove(document: &mut Value, path: &str) -> bool {
    let is_of_a_pair =
        path.contains("/about/") && (path.ends_with("/data") || path.ends_with("/people"));
    if is_of_a_pair {
        return false;
    }
    let (above, key) = path.rsplit_once('/').unwrap();
    match document.pointer_mut(above) {
        Some(Value::Object(fields))
            if !["from", "to", "in", "party", "route"].contains(&key) || above.is_empty() =>
        {
            fields.remove(key).is_some()
        }
        Some(Value::Array(items)) if items.len() > 1 => key.parse().is_ok_and(|n: usize| {
            n < items.len() && {
                items.remove(n);
                true
            }
        }),
        _ => false,
    }
}

/// Of the registers that differ, the smallest is shown, with the differences.
fn compare(documents: Value, data: &str, question: &Question) -> Result<(), TestCaseError> {
    let differ = |documents: &Value| {
        let register = register(documents.clone());
        differences(&register, &asked(&register, data, question))
    };
    if !differ(&documents).is_empty() {
        let documents = smallest(documents, &|documents| !differ(documents).is_empty());
        let differences = differ(&documents).join("\n");
        prop_assert!(false, "{data}, {question:?}\n{documents}\n{differences}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 0, ..config() })]

    #[test]
    fn the_graph_answers_as_the_reference_does(
        documents in documents(),
        (data, question) in question(),
    ) {
        compare(documents, data, &question)?;
    }

    #[test]
    fn the_graph_answers_as_the_reference_does_of_many_flows(
        documents in documents_of(2, 10),
        (data, question) in question(),
    ) {
        compare(documents, data, &question)?;
    }

    #[test]
    fn linked_receivers_receive_by_no_record(
        documents in documents(),
        data in select(DATA.to_vec()),
        of_people in any::<bool>(),
    ) {
        let linked = |documents: &Value| {
            let register = register(documents.clone());
            let query = match of_people {
                true => about_people(&register, data, "children"),
                false => about_data(&register, data),
            };
            let mut search = Linked::new(&query);
            search.look_for_holders(&register);
            search.look(&register);
            let receivers = answer(&register, &query).parties();
            let linked = search.finish();
            let mut wrong = linked.iter().filter(|it| receivers.contains_key(&it.party.id));
            let wrong = wrong.next().map(|it| it.party.id.clone());
            (linked, wrong)
        };
        let (all, wrong) = linked(&documents);
        if wrong.is_some() {
            let documents = smallest(documents, &|documents| linked(documents).1.is_some());
            prop_assert!(false, "{data}, {of_people}\n{documents}\n{:?}", linked(&documents).1);
        }
        for linked in all {
            prop_assert!(linked.activity != linked.has_it_in);
            check_route(&linked.route, Certainty::Possible)?;
        }
    }

    /// What the reference says of itself: every filter leaves fewer, and none more surely.
    #[test]
    fn the_reference_agrees_with_itself(documents in documents(), (data, question) in question()) {
        let register = register(documents);
        let all = answer(&register, &about_data(&register, data));
        let some = answer(&register, &asked(&register, data, &question));
        for (party, received) in &some.received {
            let other = all.received.get(party);
            prop_assert!(other.is_some_and(|it| it.certainty <= received.certainty), "{party:?}");
            prop_assert!(other.is_some_and(|it| received.roles.is_subset(&it.roles)), "{party:?}");
        }
        for (system, certainty) in &some.held {
            prop_assert!(all.held.get(system).is_some_and(|it| it <= certainty), "{system:?}");
        }
        for (narrow, broad) in [("d1", "d0"), ("d2", "d0"), ("d3", "d1")] {
            let fewer = answer(&register, &asked(&register, narrow, &question)).parties();
            let more = answer(&register, &asked(&register, broad, &question)).parties();
            let is_exact = matches!(question, Question::Exact);
            prop_assert!(
                is_exact || fewer.iter().all(|(party, it)| more.get(party).is_some_and(|other| other <= it)),
                "{narrow}: {fewer:?}, {broad}: {more:?}"
            );
        }
    }
}
