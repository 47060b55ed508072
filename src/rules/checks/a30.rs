//! A30: what the record of a controller must hold: a rule for each letter of Article 30(1).

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Required};
use crate::graph::{Currency, Leaving};
use crate::model::{Country, DataId, Flow, Kind, PartyKind, Recorded, Reference, Role, Scope};

use super::case::Case;
use super::hit::Hit;
use super::retention::without_limit_there;
use super::said_words;
use super::view::{View, lacks, listed};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

const NOTHING_YET: &str = "[activity.care]";

pub(super) static RULES: &[Check] = &[
    Check {
        code: "A30-role",
        level: Required,
        title: "The entry does not say whether we decide or act for others",
        rests_on: "UK GDPR Article 30(1) and 30(2), Article 4(1)(7) and (8)",
        states: "Not recorded: a finding; other rules then read it as controller. None: a finding, as there is always a role. Value: no finding.",
        looks_for: Gap("activity.role"),
        over: Over::General,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\nrole = \"controller\"",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.role,
                "role",
                "Whether we are controller, joint controller or processor is not recorded.",
                "It is recorded that we have no role.",
            );
            hit.map(|hit| hit.set("controller")).into_iter().collect()
        }),
    },
    Check {
        code: "A30-a-controller",
        level: Required,
        title: "The controller is not recorded",
        rests_on: "UK GDPR Article 30(1)(a)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.controller"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\ncontroller = \"essex-county-council\"",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.controller,
                "controller",
                "It is not recorded who the controller is.",
                "It is recorded that there is no controller.",
            );
            let keeper = case.view.organisation();
            hit.map(|hit| match keeper {
                Some((id, _)) => hit.set(id.as_str()),
                None => hit.advise("name the controller in `controller`"),
            })
            .into_iter()
            .collect()
        }),
    },
    Check {
        code: "A30-a-joint",
        level: Required,
        title: "Joint controllers are not named",
        rests_on: "UK GDPR Article 30(1)(a), Article 26(1)",
        states: "Not recorded: a finding, also where the role is that of a purpose. None: a finding, as it contradicts the role. Value: no finding; FLOW-joint then looks at the arrangement.",
        looks_for: Gap("activity.joint_controllers"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nrole = \"joint-controller\"",
        passes: "[activity.care]\nrole = \"joint-controller\"\n[[activity.care.joint_controllers]]\nparty = \"health-board\"",
        finds: Each(|case| {
            let is_joint = case.activity.acts_as(Role::JointController);
            let hit = case.lacking(
                &case.activity.joint_controllers,
                "joint_controllers",
                "The role is joint controller, and with whom is not recorded.",
                "The role is joint controller, and it is recorded that there are no others.",
            );
            hit.filter(|_| is_joint)
                .map(|hit| {
                    hit.advise("add each in `joint_controllers`, or set `role` to controller")
                })
                .into_iter()
                .collect()
        }),
    },
    Check {
        code: "A30-b-purposes",
        level: Required,
        title: "No purpose is recorded",
        rests_on: "UK GDPR Article 30(1)(b), Article 5(1)(b)",
        states: "Not recorded: a finding. None: a finding, as processing without a purpose is not lawful. Value: no finding.",
        looks_for: Gap("activity.purpose"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[[activity.care.purpose]]\ntext = \"To arrange care at home\"",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.purpose,
                "purpose",
                "What data is used for is not recorded.",
                "It is recorded that there is no purpose.",
            );
            hit.map(|hit| hit.add("purpose", &[("text", "what it is for")]))
                .into_iter()
                .collect()
        }),
    },
    Check {
        code: "A30-b-vague",
        level: Expected,
        title: "A purpose is too vague to be specified and explicit",
        rests_on: "UK GDPR Article 5(1)(b); ICO: granular and meaningful",
        states: "Not recorded: no finding (A30-b-purposes finds it). None: no finding. Value: a finding on a single word and on the phrases of a list.",
        looks_for: Fact("activity.purpose"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.purpose]]\ntext = \"Business operations\"",
        passes: "[[activity.care.purpose]]\ntext = \"Planning and improving the service\"",
        finds: Each(|case| {
            let is_vague = |text: &str| {
                said_words::PURPOSES.have(text) || text.split_whitespace().count() == 1
            };
            let vague = case
                .purposes()
                .filter(|(_, purpose)| is_vague(&purpose.text));
            vague
                .map(|(path, purpose)| {
                    let why = format!("“{}” does not say what data is used for.", purpose.text);
                    case.hit(format!("{path}.text"), why)
                        .advise("say in a sentence what is done, and for whom")
                })
                .collect()
        }),
    },
    Check {
        code: "A30-c-people",
        level: Required,
        title: "It is not recorded whose data it is",
        rests_on: "UK GDPR Article 30(1)(c)",
        states: "Not recorded: a finding. None: a finding, as personal data is always of someone. Value: no finding.",
        looks_for: Gap("activity.people"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\npeople = [\"service-users\"]",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.people,
                "people",
                "The categories of people are not recorded.",
                "It is recorded that it is nobody’s data.",
            );
            let known = case.view.register.people.keys().next();
            hit.map(|hit| match known {
                Some(id) => hit.add_to("people", id.as_str()),
                None => hit.advise("record the categories of people, and name them in `people`"),
            })
            .into_iter()
            .collect()
        }),
    },
    Check {
        code: "A30-c-data",
        level: Required,
        title: "It is not recorded which data is held",
        rests_on: "UK GDPR Article 30(1)(c)",
        states: "Not recorded: a finding, unless a flow names data (FLOW-not-held then finds it). None: a finding in the same way. Value: no finding.",
        looks_for: Gap("activity.data"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\ndata = [\"nhs-number\"]",
        finds: Each(|case| {
            let is_named = case.flows().any(|placed| {
                placed
                    .flow
                    .carries
                    .value()
                    .is_some_and(|carries| !carries.listed().is_empty())
            });
            let hit = case.lacking(
                &case.activity.data,
                "data",
                "The categories of data are not recorded.",
                "It is recorded that no data is held.",
            );
            let known = case.view.register.data.keys().next();
            hit.filter(|_| !is_named)
                .map(|hit| match known {
                    Some(id) => hit.add_to("data", id.as_str()),
                    None => hit.advise("record the categories of data, and name them in `data`"),
                })
                .into_iter()
                .collect()
        }),
    },
    Check {
        code: "A30-c-class",
        level: Expected,
        title: "No class is recorded for a category of data, so nobody can tell whether it is special",
        rests_on: "UK GDPR Article 9(1) and Article 10; DPA 2018 section 11(2)",
        states: "Not recorded: a finding, unless a broader category has one. None: a finding; write `personal` for ordinary data. Value: no finding.",
        looks_for: Gap("data.class"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\ndata = [\"case-notes\"]",
        passes: "[activity.care]\ndata = [\"case-notes\"]\n[data.case-notes]\nclass = \"personal\"",
        finds: Each(|case| {
            let without = case.carried_or_held();
            let without = without.filter(|id| case.view.classes(id).is_empty());
            without
                .map(|id| {
                    let name = case.view.name(&id);
                    let data = case.view.register.data.get(id);
                    let said = match data.is_some_and(|data| data.class.is_none()) {
                        true => format!(
                            "{name} is recorded to be of no class, and data on people is of one; "
                        ),
                        false => format!("Of which class {name} is is not recorded; "),
                    };
                    Hit::at(id.reference(), "class", said)
                        .telling(hold)
                        .set("personal")
                })
                .collect()
        }),
    },
    Check {
        code: "A30-d-recipients",
        level: Required,
        title: "It is not recorded to whom data is or will be disclosed",
        rests_on: "UK GDPR Article 30(1)(d)",
        states: "Not recorded: a finding. None: no finding here; A30-d-contradicts looks whether that can be so. Value: no finding.",
        looks_for: Gap("activity.recipient"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\nrecipient = \"none\"",
        finds: Each(|case| {
            let hit = case.activity.recipient.is_not_recorded().then(|| {
                case.hit(
                    "recipient",
                    "Who receives data is not recorded, nor that nobody does.",
                )
                .set("none")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "A30-d-contradicts",
        level: Required,
        title: "The record says that nobody receives data, and elsewhere that somebody does",
        rests_on: "UK GDPR Article 30(1)(d), Article 4(1)(9): a processor is a recipient",
        states: "Not recorded: no finding (A30-d-recipients finds it). None: a finding where a system is run by another, data is passed on, there are joint controllers, or another activity takes data from this one. Value: no finding.",
        looks_for: Fact("activity.recipient"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\nrecipient = \"none\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"",
        passes: "[activity.care]\nrecipient = \"none\"",
        finds: Each(|case| {
            if !case.activity.recipient.is_none() {
                return Vec::new();
            }
            let others = others_who_receive(case);
            let hit = (!others.is_empty()).then(|| {
                let why = format!(
                    "`recipient` is none, and these receive data: {}.",
                    listed(&others)
                );
                case.hit("recipient", why).set("not-recorded")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "A30-e-country",
        level: Required,
        title: "Data leaves the UK and the country is not named",
        rests_on: "UK GDPR Article 30(1)(e) and 30(2)(c): the identification of the third country",
        states: "Not recorded: A30-e-unknown finds it. None: no finding where no country is recorded. Value: a finding on `outside-uk`; a country is none.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"relatives\"\n[party.relatives]\ncountry = \"outside-uk\"",
        passes: "[[activity.care.recipient]]\nto = \"relatives\"\n[party.relatives]\ncountry = \"AU\"",
        finds: Each(|case| {
            let leaving = case
                .steps()
                .iter()
                .map(|placed| &placed.step)
                .filter(|step| step.leaves_uk == Leaving::Yes);
            let unnamed = leaving.filter(|step| step.countries() == [Country::OutsideUk]);
            let ends: BTreeMap<_, _> = unnamed.map(|step| (step.to.reference(), step)).collect();
            ends.into_iter()
                .map(|(end, step)| {
                    let field = if end.kind == Kind::System {
                        "hosted_in"
                    } else {
                        "country"
                    };
                    let why = format!(
                        "Data goes to {} outside the UK, and to which country is not recorded.",
                        step.to.name
                    );
                    Hit::at(end, field, why).advise(format!(
                        "name the country in `{field}` of {}, as in `{field}=FR`",
                        step.to.name
                    ))
                })
                .collect()
        }),
    },
    Check {
        code: "A30-e-unknown",
        level: Expected,
        title: "For some recipients or hosts it cannot be told whether data leaves the UK",
        rests_on: "UK GDPR Article 30(1)(e), Article 44A(1)",
        states: "Not recorded: a finding, naming all that have no country. None: `transfer = \"none\"` of a flow answers for it. Value: no finding.",
        looks_for: Gap("party.country"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"gps\"",
        passes: "[[activity.care.recipient]]\nto = \"gps\"\n[party.gps]\ncountry = \"GB\"",
        finds: Each(|case| {
            let open = case
                .steps()
                .iter()
                .map(|placed| &placed.step)
                .filter(|step| step.leaves_uk == Leaving::Possible);
            let is_group = |reference: &Reference| {
                case.view
                    .register
                    .parties
                    .get(reference.id.as_str())
                    .is_some_and(|party| party.kind == Recorded::Value(PartyKind::Group))
            };
            let ends: BTreeSet<Reference> = open
                .map(|step| step.to.reference())
                .filter(|end| end.kind != Kind::Party || !is_group(end))
                .collect();
            let Some(first) = ends.first() else {
                return Vec::new();
            };
            let field = if first.kind == Kind::System {
                "hosted_in"
            } else {
                "country"
            };
            let why = format!(
                "In which country these are is not recorded: {}.",
                case.view.names(&ends)
            );
            vec![case.hit("", why).set_of(first.clone(), field, "GB")]
        }),
    },
    Check {
        code: "A30-e-exceptional",
        level: Required,
        title: "The safeguards of an exceptional transfer are not in the record",
        rests_on: "UK GDPR Article 49(1) second subparagraph, Article 49(6), Article 30(1)(e)",
        states: "Not recorded: a finding. None: a finding. Value: no finding.",
        looks_for: Gap("activity.recipient.transfer.outcome"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { derogation = \"49/1/second-subparagraph\" }",
        passes: "[[activity.care.recipient]]\nto = \"clinic\"\ntransfer = { derogation = \"49/1/second-subparagraph\", outcome = \"Two records, sent once, under a promise of secrecy\" }",
        finds: Each(|case| {
            let transfers = case
                .flows()
                .filter_map(|placed| Some((placed.path, placed.flow.transfer.value()?)));
            let exceptional = transfers.filter(|(_, transfer)| {
                let derogation = transfer
                    .derogation
                    .value()
                    .and_then(|code| crate::law::derogation(code.as_str()));
                derogation.is_some_and(|derogation| derogation.safeguards_in_record)
                    && lacks(&transfer.test)
                    && lacks(&transfer.outcome)
            });
            exceptional
                .map(|(path, _)| {
                    case.hit(
                        format!("{path}.transfer.outcome"),
                        "Neither the assessment nor its outcome is recorded.",
                    )
                    .advise("record `transfer.outcome` or `transfer.test` of the flow")
                })
                .collect()
        }),
    },
    Check {
        code: "A30-f-retention",
        level: Required,
        title: "No time limit for erasure is recorded",
        rests_on: "UK GDPR Article 30(1)(f), where possible",
        states: "Not recorded: a finding. None: no finding here (say why no limit is possible). Value: no finding.",
        looks_for: Gap("activity.retention"),
        over: Over::Controllers,
        from: None,
        trips: NOTHING_YET,
        passes: "[[activity.care.retention]]\ndata = \"all\"\nperiod = \"P6Y\"",
        finds: Each(|case| {
            let hit = case.activity.retention.is_not_recorded().then(|| {
                case.hit("retention", "How long data is kept is not recorded.")
                    .add("retention", &[("data", "all"), ("period", "P6Y")])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "A30-f-cover",
        level: Required,
        title: "No time limit is recorded for some categories of data",
        rests_on: "UK GDPR Article 30(1)(f): of the different categories of data",
        states: "Not recorded: a rule that does not say for which data covers nothing. None: covers nothing. Value: a finding with the categories left over.",
        looks_for: Gap("activity.retention.data"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"nhs-number\", \"address\"]\n[[activity.care.retention]]\ndata = [\"address\"]\nperiod = \"P6Y\"",
        passes: "[activity.care]\ndata = [\"nhs-number\", \"address\"]\n[[activity.care.retention]]\ndata = \"all\"\nperiod = \"P6Y\"",
        finds: Each(|case| {
            let rules = case.activity.retention.items();
            let mut hits = without_limit_there(case);
            if rules.is_empty()
                || rules
                    .iter()
                    .any(|rule| rule.data.value().is_some_and(Scope::is_all))
            {
                return hits;
            }
            let covered: Vec<DataId> = rules
                .iter()
                .filter_map(|rule| rule.data.value())
                .flat_map(Scope::listed)
                .cloned()
                .collect();
            let left: Vec<&DataId> = case
                .held()
                .filter(|id| !case.view.is_within(id, &covered))
                .collect();
            let unsaid: Vec<String> = (1..)
                .zip(rules)
                .filter(|(_, rule)| lacks(&rule.data))
                .map(|(place, _)| format!("retention[{place}]"))
                .collect();
            let hit = (!left.is_empty()).then(|| {
                let mut why = format!(
                    "No rule says how long these are kept: {}.",
                    case.view.names(left)
                );
                if let Some(path) = unsaid.first() {
                    why += &format!(" For which data `{path}` is is not recorded.");
                    return case.hit(format!("{path}.data"), why).set("all");
                }
                case.hit("retention", why)
                    .add("retention", &[("data", "all"), ("period", "P6Y")])
            });
            hits.extend(hit);
            hits
        }),
    },
    Check {
        code: "A30-g-measures",
        level: Required,
        title: "No security measure is recorded",
        rests_on: "UK GDPR Article 30(1)(g) and 30(2)(d), where possible; Article 32(1)",
        states: "Not recorded: a finding, unless a system that holds its data has measures. None: no finding here, is a finding of SEC-none. Value: no finding.",
        looks_for: Gap("activity.measures"),
        over: Over::General,
        from: None,
        trips: NOTHING_YET,
        passes: "[activity.care]\nmeasures = [\"encryption-at-rest\"]",
        finds: Each(|case| {
            let mut systems = case.holding();
            let is_protected = systems.any(|system| !system.measures.items().is_empty());
            let is_missing = case.activity.measures.is_not_recorded() && !is_protected;
            let known = case.view.register.measures.keys().next();
            let hit = is_missing.then(|| {
                let hit = case.hit(
                    "measures",
                    "Which measures protect the data is not recorded.",
                );
                match known {
                    Some(id) => hit.add_to("measures", id.as_str()),
                    None => hit.new_record(
                        Kind::Measure,
                        "Access by role".to_owned(),
                        &[("kind", "technical".into()), ("status", "in-place".into())],
                    ),
                }
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "A30-a-joint-contradicts",
        level: Expected,
        title: "Joint controllers are named and the role says otherwise",
        rests_on: "UK GDPR Article 26(1)",
        states: "Not recorded: no finding (A30-role finds it). None: no finding. Value: a finding on controller or processor, unless a purpose has the role joint controller.",
        looks_for: Fact("activity.role"),
        over: Over::General,
        from: None,
        trips: "[activity.care]\nrole = \"controller\"\n[[activity.care.joint_controllers]]\nparty = \"health-board\"",
        passes: "[activity.care]\nrole = \"joint-controller\"\n[[activity.care.joint_controllers]]\nparty = \"health-board\"",
        finds: Each(|case| {
            let hit = (matches!(
                case.activity.role,
                Recorded::Value(Role::Controller | Role::Processor)
            ) && !case.activity.acts_as(Role::JointController)
                && !case.activity.joint_controllers.items().is_empty())
            .then(|| {
                case.hit(
                    "role",
                    "It names joint controllers, and the role is another.",
                )
                .set("joint-controller")
            });
            hit.into_iter().collect()
        }),
    },
];

fn hold(n: usize) -> String {
    match n {
        1 => "1 activity holds it.".to_owned(),
        n => format!("{n} activities hold it."),
    }
}

/// Those who receive data of an activity that names no recipient.
fn others_who_receive(case: &Case<'_, '_>) -> Vec<String> {
    let view: &View<'_> = case.view;
    let receives = |step: &crate::graph::RouteStep| {
        step.to.kind == Kind::Party
            && step
                .role
                .is_some_and(|role| role != crate::graph::ReceiverRole::Internal)
    };
    let steps = case
        .steps()
        .iter()
        .map(|placed| &placed.step)
        .filter(|step| receives(step));
    let others = case.joined.iter().filter(|other| **other != case.id);
    let others = others.filter_map(|id| view.register.activities.get(*id));
    let taking = others.filter(|other| {
        let takes = |flow: &Flow| {
            matches!(&flow.from, Some(crate::model::End::Activity(id)) if id == case.id)
                && Currency::of(other, flow, view.on) == Currency::Current
        };
        !other.is_retired() && other.source.items().iter().any(takes)
    });
    let joint = case
        .activity
        .joint_controllers
        .items()
        .iter()
        .map(|joint| view.name(&joint.party).to_owned());
    let names: BTreeSet<String> = steps
        .map(|step| step.to.name.clone())
        .chain(taking.map(|other| other.name.clone()))
        .chain(joint)
        .collect();
    names.into_iter().collect()
}
