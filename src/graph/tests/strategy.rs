//! Small random registers: everything that bears on who receives data.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;

use super::*;

/// All categories: `d3` is narrower than `d1`, which with `d2` is narrower than `d0`.
pub(super) const DATA: [&str; 5] = ["d0", "d1", "d2", "d3", "d4"];
pub(super) const PARTIES: [&str; 6] = ["p0", "p1", "p2", "p3", "p4", "p5"];
/// Parties and systems, as they can be left out.
pub(super) const PLACES: [&str; 7] = [
    "p0",
    "p1",
    "p2",
    "p3",
    "system:s0",
    "system:s1",
    "system:s2",
];
const SYSTEMS: [&str; 3] = ["s0", "s1", "s2"];
/// `children` is narrower than `families`.
const PEOPLE: [&str; 3] = ["children", "staff", "families"];
const PURPOSES: [&str; 2] = ["u0", "u1"];
const DOCUMENTS: [&str; 4] = ["n0", "n1", "n2", "n3"];
/// The day before the day of the questions, the day itself and the day after.
const DAYS: [&str; 3] = ["2026-11-23", "2026-11-24", "2026-11-25"];

/// A flow to be added: the activity, the list and the flow.
pub(super) type Added = (usize, &'static str, Value);

/// Fields that are recorded or not.
type Fields = Vec<(&'static str, Option<Value>)>;

/// A record of those fields that are recorded.
fn record(fields: Fields) -> Value {
    let recorded = fields
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(recorded.collect())
}

fn carries() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(json!("none"))),
        2 => Just(Some(json!("all"))),
        5 => subsequence(DATA.to_vec(), 1..3).prop_map(|list| Some(json!(list))),
    ]
}

fn people() -> impl Strategy<Value = Option<Value>> {
    option::weighted(
        0.3,
        prop_oneof![
            6 => subsequence(PEOPLE.to_vec(), 1..=2).prop_map(|list| json!(list)),
            1 => Just(json!("none")),
        ],
    )
}

fn end() -> impl Strategy<Value = String> {
    prop_oneof![
        5 => select(PARTIES.to_vec()).prop_map(str::to_owned),
        2 => (0..3_usize).prop_map(|activity| format!("activity:a{activity}")),
    ]
}

fn giver() -> impl Strategy<Value = String> {
    prop_oneof![4 => end(), 1 => Just("people:children".to_owned())]
}

/// Two parties that are not one and the same.
fn two_parties() -> impl Strategy<Value = (&'static str, &'static str)> {
    (0..PARTIES.len(), 1..PARTIES.len())
        .prop_map(|(from, away)| (PARTIES[from], PARTIES[(from + away) % PARTIES.len()]))
}

/// Two systems that are not one and the same.
fn two_systems() -> impl Strategy<Value = (&'static str, &'static str)> {
    (0..SYSTEMS.len(), 1..SYSTEMS.len())
        .prop_map(|(from, away)| (SYSTEMS[from], SYSTEMS[(from + away) % SYSTEMS.len()]))
}

fn day() -> impl Strategy<Value = Option<Value>> {
    option::weighted(
        0.15,
        prop_oneof![
            6 => select(DAYS.to_vec()).prop_map(|day| json!(day)),
            1 => Just(json!("none")),
        ],
    )
}

/// A field that is a value, none or, mostly, not recorded.
fn seldom<T: Strategy<Value = Value>>(value: T) -> impl Strategy<Value = Option<Value>> {
    option::weighted(0.2, prop_oneof![3 => value, 1 => Just(json!("none"))])
}

/// A flow with the list it belongs to.
pub(super) fn flow() -> impl Strategy<Value = (&'static str, Value)> {
    let kinds = [
        "source",
        "store",
        "recipient",
        "recipient",
        "onward",
        "onward",
        "feed",
    ];
    let ends = (
        select(kinds.to_vec()),
        (giver(), end(), two_parties()),
        two_systems(),
        option::weighted(
            0.3,
            prop_oneof![
                9 => select(SYSTEMS.to_vec()).prop_map(|system| json!(system)),
                1 => Just(json!("none")),
            ],
        ),
    );
    let rest = (
        (day(), day()),
        seldom(select(PURPOSES.to_vec()).prop_map(|id| json!(id))),
        seldom(select(DOCUMENTS.to_vec()).prop_map(|id| json!(id))),
        seldom(Just(json!({ "route": "safeguards" }))),
    );
    let roles = ["processor", "joint-controller", "controller", "internal"];
    let role = option::weighted(0.25, select(roles.to_vec()).prop_map(|role| json!(role)));
    let said = (carries(), people(), prop::bool::weighted(0.15), role);
    (ends, said, rest).prop_map(
        |(
            ends,
            (carries, people, and_more, role),
            ((begins, ends_on), purpose, agreement, transfer),
        )| {
            let (kind, (giver, to, (from, taker)), (system, fed), through) = ends;
            let (from, to, system) = match kind {
                "source" => (Some(json!(giver)), None, None),
                "store" => (None, None, Some(json!(system))),
                "recipient" => (None, Some(json!(to)), None),
                "feed" => (Some(json!(system)), Some(json!(fed)), None),
                _ => (Some(json!(from)), Some(json!(taker)), None),
            };
            let is_list = carries.as_ref().is_some_and(Value::is_array);
            let flow = record(vec![
                ("from", from),
                ("to", to),
                ("in", system),
                ("through", through.filter(|_| kind != "store")),
                ("as", role),
                ("and_more", (and_more && is_list).then_some(json!(true))),
                ("carries", carries),
                ("people", people),
                ("begins", begins),
                ("ends", ends_on),
                ("purpose", purpose),
                ("agreement", agreement),
                ("transfer", transfer),
            ]);
            (kind, flow)
        },
    )
}

/// Whose activity it is, and in which role.
fn whose() -> impl Strategy<Value = Fields> {
    let controller = prop_oneof![
        3 => Just(None),
        3 => select(vec!["p0", "p1"]).prop_map(|party| Some(json!(party))),
        1 => Just(Some(json!("none"))),
    ];
    let joint = option::weighted(0.3, subsequence(PARTIES.to_vec(), 1..=2));
    let acts_for = option::weighted(0.12, select(vec!["p1", "p2"]));
    let for_some = option::weighted(0.12, select(vec!["p1", "p2"]));
    (controller, joint, acts_for, for_some).prop_map(|(controller, joint, acts_for, for_some)| {
        let joint = joint.map(|parties| {
            let parties = parties.into_iter().map(|party| json!({ "party": party }));
            Value::Array(parties.collect())
        });
        let controller = controller.filter(|it| acts_for.is_none() || *it != json!("none"));
        vec![
            ("controller", controller),
            ("joint_controllers", joint),
            ("role", acts_for.map(|_| json!("processor"))),
            (
                "acts_for",
                acts_for.or(for_some).map(|party| json!([party])),
            ),
        ]
    })
}

/// Which data is about which people, seldom.
fn about() -> impl Strategy<Value = Value> {
    let people = subsequence(PEOPLE.to_vec(), 1..=2);
    let data = subsequence(DATA.to_vec(), 1..=2);
    (people, data).prop_map(|(people, data)| json!({ "people": people, "data": data }))
}

/// A purpose, with what is its own.
fn purpose() -> impl Strategy<Value = Value> {
    let role = option::of(select(vec!["controller", "processor", "none"]));
    let basis = option::of(select(vec!["6/1/c", "6/1/e", "none"]));
    let whose = (seldom(some_data()), seldom(some_people()));
    let fields = (select(PURPOSES.to_vec()), role, basis, whose);
    fields.prop_map(|(id, role, basis, (data, people))| {
        record(vec![
            ("id", Some(json!(id))),
            ("text", Some(json!(id))),
            ("role", role.map(|role| json!(role))),
            ("basis", basis.map(|basis| json!(basis))),
            ("data", data),
            ("people", people),
        ])
    })
}

fn some_data() -> impl Strategy<Value = Value> {
    subsequence(DATA.to_vec(), 1..=2).prop_map(|list| json!(list))
}

fn some_people() -> impl Strategy<Value = Value> {
    subsequence(PEOPLE.to_vec(), 1..=2).prop_map(|list| json!(list))
}

/// A retention rule: where, of what, about whom and for what it is.
fn retention() -> impl Strategy<Value = Value> {
    let systems = subsequence(SYSTEMS.to_vec(), 1..=2).prop_map(|list| json!(list));
    let data = prop_oneof![3 => some_data(), 1 => Just(json!("all"))];
    let often = |value: BoxedStrategy<Value>| {
        option::weighted(0.6, prop_oneof![6 => value, 1 => Just(json!("none"))])
    };
    let fields = (
        often(systems.boxed()),
        often(data.boxed()),
        often(some_people().boxed()),
        seldom(select(PURPOSES.to_vec()).prop_map(|id| json!(id))),
        select(vec!["one", "two", "three"]),
    );
    fields.prop_map(|(systems, data, people, purpose, criteria)| {
        record(vec![
            ("systems", systems),
            ("data", data),
            ("people", people),
            ("purpose", purpose),
            ("criteria", Some(json!(criteria))),
        ])
    })
}

/// What bears on no recipient: open lists, under which law it is, and for how long data is kept.
fn rest() -> impl Strategy<Value = Fields> {
    let lists = ["recipient", "source", "store", "data", "people"];
    let open = option::weighted(0.3, subsequence(lists.to_vec(), 1..=3));
    let regime = option::weighted(0.2, select(vec!["general", "law-enforcement"]));
    let retention = option::weighted(0.6, vec(retention(), 1..=4));
    let purposes = option::weighted(0.5, vec(purpose(), 1..=2));
    (open, regime, retention, purposes).prop_map(|(open, regime, retention, purposes)| {
        vec![
            ("open", open.map(|lists| json!(lists))),
            ("regime", regime.map(|regime| json!(regime))),
            ("retention", retention.map(|rules| json!(rules))),
            ("purpose", purposes.map(|purposes| json!(purposes))),
        ]
    })
}

/// An activity of up to so many flows.
fn activity(n_flows: usize) -> impl Strategy<Value = Value> {
    let data = prop_oneof![
        1 => Just(None),
        1 => Just(Some(json!("none"))),
        4 => subsequence(DATA.to_vec(), 1..3).prop_map(|list| Some(json!(list))),
    ];
    let fields = (people(), vec(about(), 0..=2), (day(), day()));
    let all = (data, fields, vec(flow(), 0..=n_flows), whose(), rest());
    all.prop_map(
        |(data, (people, about, (begins, ends)), flows, whose, rest)| {
            let mut fields = whose;
            fields.extend(rest);
            let about = Some(json!(about)).filter(|about| *about != json!([]));
            fields.extend([
                ("data", data),
                ("people", people),
                ("about", about),
                ("begins", begins),
                ("ends", ends),
            ]);
            let mut activity = record(fields);
            for (kind, flow) in flows {
                add(&mut activity, kind, flow);
            }
            activity
        },
    )
}

fn add(activity: &mut Value, kind: &str, flow: Value) {
    match activity[kind].as_array_mut() {
        Some(flows) => flows.push(flow),
        None => activity[kind] = json!([flow]),
    }
}

fn country() -> impl Strategy<Value = Option<Value>> {
    option::of(prop_oneof![
        6 => select(vec!["GB", "GB", "US", "outside-uk"]).prop_map(|country| json!(country)),
        1 => Just(json!("none")),
    ])
}

fn engagement() -> impl Strategy<Value = Value> {
    let systems = prop_oneof![
        2 => Just(None),
        1 => Just(Some(json!("none"))),
        4 => subsequence(SYSTEMS.to_vec(), 0..=2).prop_map(|list| Some(json!(list))),
    ];
    let activities = prop_oneof![
        6 => Just(None),
        1 => Just(Some(json!("none"))),
        3 => subsequence(vec!["a0", "a1", "a2"], 0..=2).prop_map(|list| Some(json!(list))),
    ];
    let terms = (
        country(),
        seldom(select(DOCUMENTS.to_vec()).prop_map(|id| json!(id))),
        seldom(Just(json!({ "route": "safeguards" }))),
    );
    let fields = (
        select(PARTIES.to_vec()),
        systems,
        activities,
        terms,
        (day(), day()),
    );
    fields.prop_map(
        |(party, systems, activities, (country, agreement, transfer), (begins, ends))| {
            record(vec![
                ("party", Some(json!(party))),
                ("systems", systems),
                ("activities", activities),
                ("country", country),
                ("agreement", agreement),
                ("transfer", transfer),
                ("begins", begins),
                ("ends", ends),
            ])
        },
    )
}

/// A party that may be part of another: of `p0`, or of one of those in the middle.
fn party(number: usize) -> impl Strategy<Value = Value> {
    let kinds = ["organisation", "public-authority", "team", "group", "class"];
    let wholes = match number {
        0 => Just(None).boxed(),
        1..=2 => option::weighted(0.3, Just("p0")).boxed(),
        _ => option::weighted(0.3, select(vec!["p0", "p1", "p2"])).boxed(),
    };
    let engaged = prop_oneof![
        4 => Just(None),
        1 => Just(Some(json!("none"))),
        4 => vec(engagement(), 1..3).prop_map(|list| Some(json!(list))),
    ];
    let kind = option::weighted(0.5, select(kinds.to_vec()));
    (kind, wholes, country(), engaged).prop_map(|(kind, whole, country, engaged)| {
        record(vec![
            ("kind", kind.map(|kind| json!(kind))),
            ("part_of", whole.map(|whole| json!(whole))),
            ("country", country),
            ("sub_processors", engaged),
        ])
    })
}

fn system() -> impl Strategy<Value = Value> {
    let operator = prop_oneof![
        3 => Just(None),
        1 => Just(Some(json!("none"))),
        5 => select(PARTIES.to_vec()).prop_map(|party| Some(json!(party))),
    ];
    let hosting = prop_oneof![
        5 => country(),
        1 => Just(Some(json!(["GB", "IE"]))),
    ];
    (operator, hosting).prop_map(|(operator, hosting)| {
        record(vec![("operator", operator), ("hosted_in", hosting)])
    })
}

fn document() -> impl Strategy<Value = Value> {
    let kinds = [
        "contract",
        "sharing-agreement",
        "joint-controller-arrangement",
        "breach-record",
    ];
    let last_days = ["2026-11-23", "2026-11-24", "2027-02-22", "2027-02-23"];
    let parties = option::weighted(0.9, subsequence(PARTIES.to_vec(), 1..=3));
    (
        select(kinds.to_vec()),
        parties,
        option::of(select(vec!["2020-01-01", "2026-11-24", "2026-11-25"])),
        option::of(select(last_days.to_vec())),
    )
        .prop_map(|(kind, parties, dated, expires)| {
            record(vec![
                ("kind", Some(json!(kind))),
                ("parties", parties.map(|parties| json!(parties))),
                ("dated", dated.map(|day| json!(day))),
                ("expires", expires.map(|day| json!(day))),
            ])
        })
}

/// The catalogue of data: in some registers `d1` and what is narrower is special, and `d4` may
/// include such data.
fn data() -> impl Strategy<Value = Value> {
    let class = option::of(Just(json!("health")));
    let may_include = option::of(select(vec![json!("health"), json!("none")]));
    let not_personal = option::weighted(0.15, Just(json!("not-personal")));
    (class, may_include, not_personal).prop_map(|(class, may_include, not_personal)| {
        let broad = Some(json!("d0"));
        json!({
            "d0": {},
            "d1": record(vec![("broader", broad), ("class", class)]),
            "d2": { "broader": "d0" },
            "d3": { "broader": "d1" },
            "d4": record(vec![("may_include", may_include), ("class", not_personal)]),
        })
    })
}

fn keyed(ids: &[&str], records: Vec<Value>) -> Value {
    let pairs = ids.iter().map(|id| (*id).to_owned()).zip(records);
    Value::Object(pairs.collect())
}

/// The documents of a register.
pub(crate) fn documents() -> impl Strategy<Value = Value> {
    documents_of(3, 5)
}

/// The documents of a register of up to so many activities, each of up to so many flows.
pub(super) fn documents_of(n_activities: usize, n_flows: usize) -> impl Strategy<Value = Value> {
    let parties = (
        (party(0), party(1), party(2)),
        (party(3), party(4), party(5)),
    );
    let organisation = option::weighted(0.7, Just(json!({ "organisation": "p0" })));
    (
        vec(activity(n_flows), 1..=n_activities),
        parties,
        vec(system(), SYSTEMS.len()),
        vec(document(), DOCUMENTS.len()),
        (data(), organisation),
    )
        .prop_map(|(activities, parties, systems, papers, (data, settings))| {
            let ((p0, p1, p2), (p3, p4, p5)) = parties;
            let mut documents = json!({
                "activity": keyed(&["a0", "a1", "a2"], activities),
                "party": keyed(&PARTIES, vec![p0, p1, p2, p3, p4, p5]),
                "system": keyed(&SYSTEMS, systems),
                "document": keyed(&DOCUMENTS, papers),
                "people": { "children": { "broader": "families" }, "staff": {}, "families": {} },
                "data": data,
            });
            if let Some(settings) = settings {
                documents["settings"] = settings;
            }
            documents
        })
}

/// A flow to add to a register.
pub(super) fn added() -> impl Strategy<Value = Added> {
    (0..3_usize, flow()).prop_map(|(activity, (kind, flow))| (activity, kind, flow))
}

/// The documents with one flow more.
pub(super) fn with_flow(documents: &Value, (activity, kind, flow): &Added) -> Value {
    let mut documents = documents.clone();
    let activities = documents["activity"].as_object_mut().unwrap();
    let n_activities = activities.len();
    let activity = activities
        .get_mut(&format!("a{}", activity % n_activities))
        .unwrap();
    add(activity, kind, flow.clone());
    documents
}

/// Made-up registers enough, and the same in every run, unless `PROPTEST_RNG_SEED` names others or
/// `PROPTEST_CASES` more.
pub(crate) fn config() -> ProptestConfig {
    let config = ProptestConfig::default();
    ProptestConfig {
        cases: config.cases.max(300),
        failure_persistence: None,
        max_global_rejects: 5000.max(config.cases),
        rng_seed: match config.rng_seed {
            RngSeed::Random => RngSeed::Fixed(9),
            given => given,
        },
        ..config
    }
}
