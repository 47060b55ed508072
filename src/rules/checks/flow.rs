//! FLOW: who gets data, and under what. Who is a processor, and under which agreement a step stands, the graph says.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Required, Tidy};
use crate::graph::{Agreement, AgreementState, Gap as StepGap, ReceiverRole, RouteStep, StepKind};
use crate::model::{
    DataId, DocumentKind, End, FlowKind, Kind, OpenList, PartyId, PartyKind, Recorded, Reference,
};

use super::case::{At, Case, Placed};
use super::hit::Hit;
use super::view::{View, lacks};
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "FLOW-carries",
        level: Expected,
        title: "It is not recorded which data a flow carries",
        rests_on: "UK GDPR Article 5(1)(c), Article 30(1)(c) and (d); ICO: how information flows",
        states: "Not recorded: a finding, naming the flows. None: no finding, as the flow carries nothing. Value: no finding; a list that is known to be incomplete is a finding as tidy.",
        looks_for: Gap("activity.recipient.carries"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"family-network\"",
        passes: "[[activity.care.recipient]]\nto = \"family-network\"\ncarries = [\"nhs-number\"]",
        finds: Each(|case| {
            let flows: Vec<Placed<'_>> = case
                .flows()
                .filter(|placed| placed.kind != FlowKind::Feed)
                .collect();
            let of = |is_it: fn(&Placed<'_>) -> bool| {
                flows
                    .iter()
                    .filter(|placed| is_it(placed))
                    .collect::<Vec<_>>()
            };
            let open = of(|placed| placed.flow.carries.is_not_recorded());
            let more = of(|placed| placed.flow.and_more && !lacks(&placed.flow.carries));
            let numbers = |flows: &[&Placed<'_>]| {
                super::view::listed(
                    &flows
                        .iter()
                        .map(|placed| format!("F{}", placed.number))
                        .collect::<Vec<_>>(),
                )
            };
            let open = open.first().map(|first| {
                let why = format!("Which data {} carry is not recorded.", numbers(&open));
                case.hit(
                    format!("{}.carries", first.path),
                    if open.len() == 1 {
                        why.replace(" carry ", " carries ")
                    } else {
                        why
                    },
                )
                .set("all")
            });
            let more = more.first().map(|first| {
                let why = format!("The list of {} is known to be incomplete.", numbers(&more));
                case.hit(format!("{}.and_more", first.path), why)
                    .level(Tidy)
                    .advise("complete the list, and take `and_more` out")
            });
            open.into_iter().chain(more).collect()
        }),
    },
    Check {
        code: "FLOW-contract",
        level: Expected,
        title: "No contract with a processor is recorded",
        rests_on: "UK GDPR Article 28(3) and 28(9)",
        states: "Not recorded: a finding. None: a finding as required, as processing must be governed by a contract. Value: no finding; one that has run out is found as FLOW-contract-ended.",
        looks_for: Gap("activity.store.agreement"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.mosaic-contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]",
        finds: Each(|case| {
            let missing = by_party(case, |step| {
                step.role == Some(ReceiverRole::Processor) && has_none(&step.agreement)
            });
            missing.into_iter().map(|(id, steps)| {
                let is_none = steps.iter().any(|step| step.agreement.found.is_none());
                let name = case.view.name(&id);
                let why = match is_none {
                    true => format!("{name} processes data, and it is recorded that there is no contract."),
                    false => format!("{name} processes data, and no contract with it is recorded that is in force."),
                };
                let hit = Hit::at(id.reference(), "", why);
                hit.level_if(is_none, Required).agreement(case.view, &id, "contract")
            }).collect()
        }),
    },
    Check {
        code: "FLOW-contract-ended",
        level: Expected,
        title: "The only contract with a processor, or the only agreement, has run out",
        rests_on: "UK GDPR Article 28(3); ICO data sharing code",
        states: "Not recorded: no finding. None: no finding, as it has no end. Value: a finding where the last day is over.",
        looks_for: Fact("document.expires"),
        over: Over::General,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.mosaic-contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]\nexpires = \"2026-03-31\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[document.mosaic-contract]\nkind = \"contract\"\nparties = [\"servelec\", \"council\"]\nexpires = \"2027-03-31\"",
        finds: Each(|case| {
            let mut ended: BTreeMap<Reference, String> = BTreeMap::new();
            let steps = case.steps().iter().map(|placed| &placed.step.agreement);
            for agreement in steps.filter(|agreement| has_run_out(agreement)) {
                let mut all = agreement.found.value().into_iter().flatten();
                if let Some(one) = all.find(|one| one.state == AgreementState::Expired) {
                    let words = || agreement.words();
                    ended.entry(one.document.reference()).or_insert_with(words);
                }
            }
            ended.into_iter().map(|(document, words)| {
                Hit::at(document, "expires", format!("{words}.")).advise("record the new last day in `expires`, or the agreement that took its place")
            }).collect()
        }),
    },
    Check {
        code: "FLOW-agreement",
        level: Expected,
        title: "Data is shared with another organisation and no agreement is recorded",
        rests_on: "UK GDPR Article 5(2), Article 24; ICO data sharing code (good practice, not a duty)",
        states: "Not recorded: a finding for organisations, public authorities and classes of them. None: no finding, as that is allowed for what happens once. Value: no finding.",
        looks_for: Gap("activity.recipient.agreement"),
        over: Over::General,
        from: None,
        trips: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"hospitals\"\n[party.hospitals]\nkind = \"class\"",
        passes: "[settings]\norganisation = \"council\"\n[[activity.care.recipient]]\nto = \"hospitals\"\nagreement = \"care-record-agreement\"\n[party.hospitals]\nkind = \"class\"",
        finds: Each(|case| {
            let signs = |id: &str| {
                case.view.register.parties.get(id).is_some_and(|party| {
                    matches!(
                        party.kind,
                        Recorded::Value(
                            PartyKind::Organisation | PartyKind::PublicAuthority | PartyKind::Class
                        )
                    )
                })
            };
            let paths: BTreeMap<usize, At> = case
                .flows()
                .map(|placed| (placed.number, placed.path))
                .collect();
            let mut seen = BTreeSet::new();
            let steps = case.steps().iter().map(|placed| &placed.step);
            let open = steps.filter_map(|step| {
                let far_end = match step.kind {
                    StepKind::Recipient => &step.to,
                    StepKind::Source => &step.from,
                    _ => return None,
                };
                let is_shared = !matches!(
                    step.role,
                    Some(
                        ReceiverRole::Processor
                            | ReceiverRole::SubProcessor
                            | ReceiverRole::JointController
                            | ReceiverRole::Internal
                    )
                );
                let is_it = far_end.kind == Kind::Party
                    && is_shared
                    && step.agreement.is_expected
                    && step.agreement.found.is_not_recorded();
                let number = step.number.filter(|_| is_it && signs(&far_end.id))?;
                let path = paths.get(&number).filter(|_| seen.insert(number))?;
                let way = if step.kind == StepKind::Source {
                    "comes from"
                } else {
                    "goes to"
                };
                let why = format!(
                    "Data {way} {} (F{number}), and no agreement is recorded.",
                    far_end.name
                );
                let party = PartyId::new(far_end.id.clone()).ok()?;
                let hit = case.hit(format!("{path}.agreement"), why);
                Some(hit.agreement(case.view, &party, "sharing-agreement"))
            });
            open.collect()
        }),
    },
    Check {
        code: "FLOW-agreement-party",
        level: Expected,
        title: "The agreement is not with the party that gets or gives the data",
        rests_on: "UK GDPR Article 28(3); ICO data sharing code",
        states: "Not recorded: of the parties of the agreement: no finding. None: of these: a finding. Value: a finding where none of them is the party or the whole that it is part of.",
        looks_for: Fact("document.parties"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\nagreement = \"other-contract\"\n[system.mosaic]\noperator = \"servelec\"\n[document.other-contract]\nkind = \"contract\"\nparties = [\"caresoft\"]",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\nagreement = \"contract\"\n[system.mosaic]\noperator = \"servelec\"\n[document.contract]\nkind = \"contract\"\nparties = [\"servelec\"]",
        finds: Each(|case| {
            let paths: BTreeMap<usize, At> = case
                .flows()
                .map(|placed| (placed.number, placed.path))
                .collect();
            let mut wrong: BTreeMap<usize, Hit> = BTreeMap::new();
            for step in case.steps().iter().map(|placed| &placed.step) {
                let strangers = step
                    .agreement
                    .found
                    .value()
                    .into_iter()
                    .flatten()
                    .find(|one| one.is_cited && one.state == AgreementState::NotAParty);
                if let Some((number, one, path)) = step
                    .number
                    .zip(strangers)
                    .and_then(|(number, one)| Some((number, one, paths.get(&number)?)))
                {
                    let why = format!(
                        "F{number} stands under {}, and {} is not a party to it.",
                        one.document.name, one.far_end
                    );
                    wrong.insert(
                        number,
                        case.hit(format!("{path}.agreement"), why)
                            .advise("name the agreement with that party, or correct its parties"),
                    );
                }
            }
            wrong.into_values().collect()
        }),
    },
    Check {
        code: "FLOW-joint",
        level: Expected,
        title: "What a joint controller does, or the arrangement with it, is not recorded",
        rests_on: "UK GDPR Article 26(1) and (2)",
        states: "Not recorded: a finding where what it does or the arrangement is not recorded. None: a finding. Value: no finding.",
        looks_for: Gap("activity.joint_controllers.does"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.joint_controllers]]\nparty = \"health-board\"",
        passes: "[[activity.care.joint_controllers]]\nparty = \"health-board\"\ndoes = \"Assesses health needs\"\n[document.arrangement]\nkind = \"joint-controller-arrangement\"\nparties = [\"health-board\"]",
        finds: Each(|case| {
            let joint =
                super::case::placed("joint_controllers", case.activity.joint_controllers.items());
            let open = joint.filter_map(|(path, joint)| {
                let name = case.view.name(&joint.party);
                let has_one = is_arranged(case, &joint.party);
                let why = match (lacks(&joint.does), has_one) {
                    (false, true) => return None,
                    (true, true) => format!("What {name} is responsible for is not recorded."),
                    (false, false) => format!("No arrangement with {name} is recorded."),
                    (true, false) => format!("Neither what {name} is responsible for nor an arrangement with it is recorded."),
                };
                let hit = case.hit(format!("{path}.does"), why);
                Some(if has_one { hit.advise(format!("say what it does in `{path}.does`")) } else { hit.agreement(case.view, &joint.party, "joint-controller-arrangement") })
            });
            open.collect()
        }),
    },
    Check {
        code: "FLOW-sub",
        level: Expected,
        title: "It is not recorded whom a processor engages",
        rests_on: "UK GDPR Article 28(2) and (4)",
        states: "Not recorded: a finding. None: no finding, as it engages nobody. Value: no finding.",
        looks_for: Gap("party.sub_processors"),
        over: Over::General,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\n[system.mosaic]\noperator = \"servelec\"\n[party.servelec]\nsub_processors = \"none\"",
        finds: Each(|case| {
            let open = by_party(case, |step| step.gaps.contains(&StepGap::SubProcessors));
            open.into_keys()
                .map(|id| {
                    let name = case.view.name(&id);
                    let why = format!("Whether {name} engages others to process is not recorded.");
                    Hit::at(id.reference(), "sub_processors", why).set("none")
                })
                .collect()
        }),
    },
    Check {
        code: "FLOW-operator",
        level: Expected,
        title: "It is not recorded who runs a system, or that nobody does",
        rests_on: "UK GDPR Articles 4(8), 28 and 30(1)(d)",
        states: "Not recorded: a finding. None: a finding, as a system is always run by someone; name the organisation itself. Value: no finding.",
        looks_for: Gap("system.operator"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.store]]\nin = \"care-record\"",
        passes: "[[activity.care.store]]\nin = \"care-record\"\n[system.care-record]\noperator = \"servelec\"",
        finds: Each(|case| {
            let systems = &case.view.register.systems;
            let named = case
                .flows()
                .flat_map(|placed| [placed.flow.system.as_ref(), placed.flow.through.value()]);
            let open = named.flatten().collect::<BTreeSet<_>>().into_iter();
            let open = open.filter(|id| systems.get(*id).is_some_and(|it| lacks(&it.operator)));
            open.map(|id| {
                let name = case.view.name(&id);
                let is_none = systems.get(id).is_some_and(|it| it.operator.is_none());
                let why = match is_none {
                    true => {
                        format!("It is recorded that nobody runs {name}, and somebody always does.")
                    }
                    false => format!("Who runs {name} is not recorded."),
                };
                let hit = Hit::at(id.reference(), "operator", why);
                match case.view.organisation() {
                    Some((keeper, _)) => hit.set(format!("party:{keeper}")),
                    None => hit.advise("name who runs it in `operator`"),
                }
            })
            .collect()
        }),
    },
    Check {
        code: "FLOW-source",
        level: Expected,
        title: "It is not recorded where data comes from",
        rests_on: "UK GDPR Article 14(2)(f), Article 15(1)(g)",
        states: "Not recorded: a finding. None: a finding, as data always comes from somewhere. Value: no finding; a category that no source brings is a finding as tidy, where all sources say what they carry.",
        looks_for: Gap("activity.source"),
        over: Over::General,
        from: None,
        trips: "[activity.care]",
        passes: "[[activity.care.source]]\nfrom = \"people:service-users\"\ncarries = [\"nhs-number\"]",
        finds: Each(|case| {
            let hit = case.lacking(
                &case.activity.source,
                "source",
                "Where data comes from is not recorded.",
                "It is recorded that data comes from nowhere.",
            );
            if let Some(hit) = hit {
                let people = case.activity.people.items().first();
                return vec![match people {
                    Some(id) => hit.add("source", &[("from", &format!("people:{id}"))]),
                    None => hit.advise(
                        "add each source: the people themselves, a party or another activity",
                    ),
                }];
            }
            let sources: Vec<Placed<'_>> = case.flows_of(FlowKind::Source).collect();
            if sources.is_empty()
                || case.activity.is_open(OpenList::Source)
                || !sources.iter().all(Placed::says_all)
            {
                return Vec::new();
            }
            let brought: Vec<DataId> = sources.iter().flat_map(Placed::lists).cloned().collect();
            let left: Vec<&DataId> = case
                .activity
                .data
                .items()
                .iter()
                .filter(|id| !case.view.is_within(id, &brought) && !case.is_made(id))
                .collect();
            let hit = (!left.is_empty()).then(|| {
                case.hit(
                    "source",
                    format!("No source brings {}.", case.view.names(left)),
                )
                .level(Tidy)
                .advise("add it to `carries` of a source, or record what it is made from")
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "FLOW-not-held",
        level: Expected,
        title: "A flow carries data that the activity does not hold",
        rests_on: "UK GDPR Article 30(1)(c): the list of categories is to be whole",
        states: "Not recorded: of what a flow carries: no finding; of the data of the activity: a finding, where a flow names some. None: a finding in the same way. Value: a finding with flow and category.",
        looks_for: Fact(""),
        over: Over::General,
        from: None,
        trips: "[activity.care]\ndata = [\"address\"]\n[[activity.care.recipient]]\nto = \"bank\"\ncarries = [\"bank-details\"]",
        passes: "[activity.care]\ndata = [\"address\", \"bank-details\"]\n[[activity.care.recipient]]\nto = \"bank\"\ncarries = [\"bank-details\"]",
        finds: Each(|case| {
            let held = case.activity.data.items();
            let is_above = |id: &DataId| {
                held.iter()
                    .any(|own| case.view.is_within(own, std::slice::from_ref(id)))
            };
            let carried = case.flows().filter_map(|placed| {
                let listed = placed.flow.carries.value()?.listed().iter();
                let left: Vec<&DataId> = listed
                    .filter(|id| {
                        !case.view.is_within(id, held) && !is_above(id) && case.is_personal(id)
                    })
                    .collect();
                let first = (*left.first()?).clone();
                let why = format!(
                    "F{} carries {}, which the activity does not list.",
                    placed.number,
                    case.view.names(left)
                );
                Some(
                    case.hit(format!("{}.carries", placed.path), why)
                        .add_to("data", first.as_str()),
                )
            });
            carried.collect()
        }),
    },
    Check {
        code: "FLOW-one-sided",
        level: Expected,
        title: "One activity says that data passes to or from another, which says nothing of it",
        rests_on: "UK GDPR Article 30(1)(d); the record agrees with itself",
        states: "Not recorded: no finding. None: a finding. Value: a finding where the other activity does not record the flow.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[[activity.adoption.source]]\nfrom = \"activity:assessment\"\n[activity.assessment]",
        passes: "[[activity.adoption.source]]\nfrom = \"activity:assessment\"\n[[activity.assessment.recipient]]\nto = \"activity:adoption\"",
        finds: Each(|case| {
            let one_sided = case.flows().filter_map(|placed| {
                let (end, list, other_end) = match (placed.kind, &placed.flow.from, &placed.flow.to)
                {
                    (FlowKind::Source, Some(End::Activity(end)), _) => {
                        (end, FlowKind::Recipient, "to")
                    }
                    (FlowKind::Recipient, _, Some(End::Activity(end))) => {
                        (end, FlowKind::Source, "from")
                    }
                    _ => return None,
                };
                let (id, other) = case
                    .view
                    .register
                    .activities
                    .get_key_value(end)
                    .filter(|(_, other)| !other.is_retired())?;
                let mut flows = other.flows_of(list).items().iter();
                let is_told = flows.any(|flow| {
                    [&flow.from, &flow.to]
                        .into_iter()
                        .flatten()
                        .any(|end| matches!(end, End::Activity(end) if end == case.id))
                });
                let why = format!(
                    "F{} names {}, whose own entry has no such {list}.",
                    placed.number,
                    other.name,
                    list = list.word()
                );
                let hit = Hit::at(id.reference(), list.word(), why);
                (!is_told).then(|| {
                    hit.add(
                        list.word(),
                        &[(other_end, &format!("activity:{}", case.id))],
                    )
                })
            });
            one_sided.collect()
        }),
    },
];

/// Steps of an activity that end at a party, by the party.
fn by_party<'v>(
    case: &Case<'v, '_>,
    is_it: impl Fn(&RouteStep) -> bool,
) -> BTreeMap<PartyId, Vec<&'v RouteStep>> {
    let mut found: BTreeMap<PartyId, Vec<_>> = BTreeMap::new();
    let steps = case.steps().iter().map(|placed| &placed.step);
    for step in steps.filter(|step| step.to.kind == Kind::Party && is_it(step)) {
        if let Ok(id) = PartyId::new(step.to.id.clone()) {
            found.entry(id).or_default().push(step);
        }
    }
    found
}

/// Whether what governs a step is recorded, and none of it is in force because its last day is over.
fn has_run_out(agreement: &Agreement) -> bool {
    let found = agreement.found.value().map_or(&[][..], Vec::as_slice);
    let is_good = found.iter().any(|one| one.state.is_good()) || agreement.better.is_some();
    !is_good && found.iter().any(|one| one.state == AgreementState::Expired)
}

/// Whether no agreement that has begun is recorded where one is to be expected. Whose it is, and whether it has run out,
/// other rules ask.
fn has_none(agreement: &Agreement) -> bool {
    let found = agreement.found.value().map_or(&[][..], Vec::as_slice);
    agreement.is_expected
        && found
            .iter()
            .all(|one| one.state == AgreementState::NotBegun)
}

/// Whether an arrangement with a joint controller is recorded and in force.
fn is_arranged(case: &Case<'_, '_>, party: &PartyId) -> bool {
    let mut steps = case.steps().iter().map(|placed| &placed.step);
    let step = steps.find(|step| {
        step.role == Some(ReceiverRole::JointController) && step.to.id == party.as_str()
    });
    match step {
        Some(step) => !step.agreement.is_missing(),
        None => case.view.documents_naming(party).iter().any(|document| {
            document.kind == Recorded::Value(DocumentKind::JointControllerArrangement)
        }),
    }
}

impl Hit {
    /// It is put right by an agreement of a kind with a party.
    fn agreement(self, view: &View<'_>, party: &PartyId, kind: &'static str) -> Self {
        let name = view.name(&party);
        let keeper = view
            .organisation()
            .map(|(id, _)| id.as_str())
            .filter(|id| *id != party.as_str());
        let parties: Vec<&str> = [party.as_str()].into_iter().chain(keeper).collect();
        self.new_record(
            Kind::Document,
            format!("new {kind} with {name}").replace('-', " "),
            &[("kind", kind.into()), ("parties", parties.into())],
        )
    }
}
