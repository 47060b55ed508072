//! TID: what costs a reader time, and WAI: waivers.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Tidy};
use crate::model::{
    ActivityId, Date, DocumentId, Kind, PartyId, Recorded, Reference, Register, Settings, Words,
    day_in_words, referred, visit_words,
};
use crate::rules::alike::{Called, alike};

use super::fix::Fix;
use super::hit::Hit;
use super::{Check, Finds::After, Finds::Both, Finds::Whole, LooksFor::Fact, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "TID-unused",
        level: Tidy,
        title: "A record is used by nothing",
        rests_on: "ICO: minimised, accurate",
        states: "Not recorded: no finding. None: no finding. Value: a finding on a record that no other names; settings, parts and broader categories count, a part of the organisation stands for itself, and a document is used where anything but documents names a party to it: agreements apply by their parties, also to what is planned or has ended.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[party.old-supplier]",
        passes: "[settings]\nregulator = \"ico\"\n[party.ico]",
        finds: After(|view, tally| {
            let all = named(view.register);
            let is_a_part = |reference: &Reference| {
                let party = view
                    .register
                    .parties
                    .get(reference.id.as_str())
                    .filter(|_| reference.kind == Kind::Party);
                party.is_some_and(|party| party.part_of.is_some())
            };
            let is_used = |reference: &Reference| {
                let ids = tally.mentioned.get(&reference.kind);
                ids.is_some_and(|ids| ids.contains(&reference.id))
            };
            let unused = all
                .into_iter()
                .filter(|reference| !is_used(reference) && !is_a_part(reference));
            unused
                .map(|reference| {
                    let why = format!("Nothing in the register names “{}”.", view.name(&reference));
                    Hit::at(reference, "", why).fix(Fix::Remove)
                })
                .collect()
        }),
    },
    Check {
        code: "TID-alike",
        level: Tidy,
        title: "Two records may be the same",
        rests_on: "ICO: accurate",
        states: "Not recorded: no finding. None: no finding. Value: a finding on names that are nearly the same, unless one is part of or broader than the other, or recorded as distinct from it.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[party.servelec]\nname = \"Servelec\"\n[party.serverlec]\nname = \"Serverlec\"",
        passes: "[party.police]\nname = \"Essex Police\"\n[party.council]\nname = \"Essex County Council\"",
        finds: Whole(|view| {
            let pairs = called(view.register).into_iter().flat_map(|called| {
                let pairs = alike(&called)
                    .into_iter()
                    .filter(|(.., why)| why.is_nearly_the_same());
                pairs
                    .map(|(one, other, why)| {
                        (one.reference.clone(), other.reference.clone(), why.words())
                    })
                    .collect::<Vec<_>>()
            });
            pairs
                .map(|(one, other, why)| {
                    let said = format!("“{}” and “{}”: {why}.", view.name(&one), view.name(&other));
                    Hit::at(one, "name", said).fix(Fix::Join(other))
                })
                .collect()
        }),
    },
    Check {
        code: "TID-dates",
        level: Tidy,
        title: "Dates contradict each other",
        rests_on: "the record agrees with itself",
        states: "Not recorded: no finding. None: no finding. Value: a finding where an end is before a beginning, or what was done is after the day.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[document.contract]\ndated = \"2027-01-01\"",
        passes: "[document.contract]\ndated = \"2026-01-01\"",
        finds: Both(
            |view| {
                let mut hits = Dates::default();
                for (id, document) in &view.register.documents {
                    let ends = before(&document.expires, "ends", &document.dated, "was made");
                    hits.tell(id.reference(), "expires", ends);
                    let dated = after(&document.dated, view.on, "It is dated");
                    hits.tell(id.reference(), "dated", dated);
                }
                for (id, approval) in &view.register.approvals {
                    let record = Reference::new(Kind::Approval, id.as_str());
                    let on = Recorded::Value(approval.on);
                    hits.tell(record, "on", after(&on, view.on, "It was approved"));
                }
                hits.0
            },
            |case| {
                let mut hits = Dates::default();
                let mut places = BTreeMap::new();
                for (number, (kind, flow)) in case.activity.flows().enumerate() {
                    let place = places
                        .entry(kind)
                        .and_modify(|place| *place += 1)
                        .or_insert(1);
                    let path = format!("{}[{place}]", kind.word());
                    let why = before(&flow.ends, "ends", &flow.begins, "begins");
                    let why = why.map(|why| format!("F{}: {why}", number + 1));
                    hits.tell(case.id.reference(), &format!("{path}.ends"), why);
                    let transfer = flow.transfer.value();
                    let tested = transfer.map_or(&Recorded::NotRecorded, |it| &it.tested);
                    let why = after(tested, case.view.on, "It was tested");
                    hits.tell(case.id.reference(), &format!("{path}.transfer.tested"), why);
                }
                if let Some(review) = case.activity.review.value() {
                    let next = before(
                        &review.next,
                        "is next reviewed",
                        &review.last,
                        "was reviewed",
                    );
                    hits.tell(case.id.reference(), "review.next", next);
                    let last = after(&review.last, case.view.on, "It was reviewed");
                    hits.tell(case.id.reference(), "review.last", last);
                }
                hits.0
            },
        ),
    },
    Check {
        code: "WAI-expired",
        level: Expected,
        title: "A waiver has run out",
        rests_on: "UK GDPR Article 5(2)",
        states: "Not recorded: no finding, as the waiver has no end. None: no finding. Value: a finding where the day is over and the finding is still there.",
        looks_for: Fact("waiver.until"),
        over: Over::All,
        from: None,
        trips: "[activity.care]\n[waiver.first]\nrule = \"GOV-owner\"\nrecord = \"care\"\nreason = \"The post is vacant\"\nuntil = \"2026-09-30\"",
        passes: "[activity.care]\n[waiver.first]\nrule = \"GOV-owner\"\nrecord = \"care\"\nreason = \"The post is vacant\"\nuntil = \"2027-09-30\"",
        finds: After(|view, tally| {
            let still = view
                .register
                .waivers
                .iter()
                .filter(|(id, waiver)| view.has_run_out(waiver) && tally.waiving.contains(*id));
            still
                .map(|(id, waiver)| {
                    let until = waiver
                        .until
                        .value()
                        .map(|until| day_in_words(*until))
                        .unwrap_or_default();
                    let why = format!(
                        "{} was accepted until {until}: {}.",
                        waiver.rule,
                        waiver.reason.trim_end_matches('.')
                    );
                    Hit::at(Reference::new(Kind::Waiver, id.as_str()), "until", why)
                        .advise("put right what it accepted, or record a later day in `until`")
                })
                .collect()
        }),
    },
    Check {
        code: "WAI-needless",
        level: Tidy,
        title: "A waiver has nothing to waive",
        rests_on: "the record agrees with itself",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the rule finds nothing there, does not exist, or cannot be waived.",
        looks_for: Fact(""),
        over: Over::All,
        from: None,
        trips: "[activity.care]\nowner = \"head-of-care\"\n[waiver.first]\nrule = \"GOV-owner\"\nrecord = \"care\"\nreason = \"The post is vacant\"",
        passes: "[activity.care]\n[waiver.first]\nrule = \"GOV-owner\"\nrecord = \"care\"\nreason = \"The post is vacant\"",
        finds: After(|view, tally| {
            let needless = view.register.waivers.iter().filter_map(|(id, waiver)| {
                let why = match super::rule(&waiver.rule) {
                    None if tally.waiving.contains(id) => return None,
                    None => format!("There is no rule `{}` here.", waiver.rule),
                    Some(rule) if !rule.can_be_waived() => format!("{} cannot be waived: the law knows no exception from what the record must hold.", rule.code),
                    Some(rule) if !tally.waiving.contains(id) => format!("{} finds nothing at {} any more.", rule.code, waiver.record.0),
                    Some(_) => return None,
                };
                Some(Hit::at(Reference::new(Kind::Waiver, id.as_str()), "rule", why).fix(Fix::Remove))
            });
            needless.collect()
        }),
    },
];

/// Days that contradict each other.
#[derive(Default)]
struct Dates(Vec<Hit>);

impl Dates {
    fn tell(&mut self, record: Reference, path: &str, why: Option<String>) {
        let hit = why.map(|why| Hit::at(record, path, why).advise("correct one of the days"));
        self.0.extend(hit);
    }
}

/// That one day is before another, which it should follow.
fn before(
    end: &Recorded<Date>,
    ends: &str,
    start: &Recorded<Date>,
    starts: &str,
) -> Option<String> {
    let (end, start) = (*end.value()?, *start.value()?);
    (end < start).then(|| {
        format!(
            "It {ends} on {}, before it {starts} on {}.",
            day_in_words(end),
            day_in_words(start)
        )
    })
}

/// That something that was done is after the day.
fn after(done: &Recorded<Date>, on: Date, what: &str) -> Option<String> {
    let done = *done.value()?;
    (done > on).then(|| {
        format!(
            "{what} on {}, which is after {}.",
            day_in_words(done),
            day_in_words(on)
        )
    })
}

/// The records of the catalogues.
fn named(register: &Register) -> Vec<Reference> {
    let parties = register
        .parties
        .keys()
        .map(crate::model::PartyId::reference);
    let systems = register
        .systems
        .keys()
        .map(crate::model::SystemId::reference);
    let data = register.data.keys().map(crate::model::DataId::reference);
    let people = register
        .people
        .keys()
        .map(crate::model::PeopleId::reference);
    let measures = register
        .measures
        .keys()
        .map(crate::model::MeasureId::reference);
    let documents = register
        .documents
        .keys()
        .map(crate::model::DocumentId::reference);
    parties
        .chain(systems)
        .chain(data)
        .chain(people)
        .chain(measures)
        .chain(documents)
        .collect()
}

/// The records that others mention, by kind.
type Mentioned = BTreeMap<Kind, BTreeSet<String>>;

/// Hands over what a record mentions of others.
fn each_mention(own: &Reference, record: &impl Words, mut mention: impl FnMut(Kind, &str)) {
    visit_words(
        own.kind.fields(),
        record,
        |_| true,
        &mut |_, shape, word| {
            if let Some((kind, id)) = referred(shape, word)
                && (kind, id) != (own.kind, own.id.as_str())
            {
                mention(kind, id);
            }
        },
    );
}

/// Notes what some activities mention.
pub(super) fn mentioned_by(
    register: &Register,
    activities: &[&ActivityId],
    mentioned: &mut Mentioned,
) {
    for id in activities {
        if let Some(activity) = register.activities.get(*id) {
            each_mention(&id.reference(), activity, |kind, id| {
                note(mentioned, kind, id);
            });
        }
    }
}

fn note(mentioned: &mut Mentioned, kind: Kind, id: &str) {
    let ids = mentioned.entry(kind).or_default();
    if !ids.contains(id) {
        ids.insert(id.to_owned());
    }
}

/// Notes what the settings and the records of the catalogues mention.
pub(super) fn mentioned_by_catalogues(register: &Register, mentioned: &mut Mentioned) {
    if let Some(settings) = &register.settings {
        let own = Reference::new(Kind::Settings, Settings::ID);
        each_mention(&own, settings, |kind, id| note(mentioned, kind, id));
    }
    macro_rules! each {
        ($($records:ident),*) => {$(
            for (id, record) in &register.$records {
                each_mention(&id.reference(), record, |kind, id| note(mentioned, kind, id));
            }
        )*};
    }
    each!(parties, systems, data, people);
    note_by_parties(register, mentioned);
    each!(documents);
}

/// Notes the documents that name somebody whom anything but documents names, or a part of that one: an agreement
/// applies by its parties, today, on a day to come or as it did before. With ourselves alone nothing is agreed.
fn note_by_parties(register: &Register, mentioned: &mut Mentioned) {
    let settings = register.settings.as_ref();
    let keeper = settings.and_then(|settings| settings.organisation.value());
    let up = |party: &PartyId| {
        let mut bodies: Vec<PartyId> = vec![party.clone()];
        while let Some(last) = bodies.last()
            && let Some(record) = register.parties.get(last)
            && let Some(above) = record.part_of.clone()
            && !bodies.contains(&above)
        {
            bodies.push(above);
        }
        bodies
    };
    let none = BTreeSet::new();
    let named = mentioned.get(&Kind::Party).unwrap_or(&none);
    let is_named = |party: &PartyId| {
        let bodies = up(party);
        let is_ours = keeper.is_some_and(|keeper| bodies.contains(keeper));
        !is_ours && bodies.iter().any(|body| named.contains(body.as_str()))
    };
    let documents = register.documents.iter();
    let by_parties = documents.filter(|(_, one)| one.parties.items().iter().any(is_named));
    let by_parties: Vec<&DocumentId> = by_parties.map(|(id, _)| id).collect();
    for id in by_parties {
        note(mentioned, Kind::Document, id.as_str());
    }
}

/// The records of each catalogue by what they are called.
fn called(register: &Register) -> Vec<Vec<Called>> {
    macro_rules! called {
        ($records:ident, $above:expr) => {
            register
                .$records
                .iter()
                .map(|(id, record)| {
                    let above: Option<String> = $above(record);
                    let others = record
                        .distinct_from
                        .iter()
                        .map(ToString::to_string)
                        .chain(above)
                        .collect();
                    Called::of(id.reference(), &record.name, &record.aliases, others)
                })
                .collect()
        };
    }
    vec![
        called!(parties, |it: &crate::model::Party| it
            .part_of
            .as_ref()
            .map(ToString::to_string)),
        called!(systems, |_: &crate::model::System| None),
        called!(data, |it: &crate::model::Data| it
            .broader
            .as_ref()
            .map(ToString::to_string)),
        called!(people, |it: &crate::model::People| it
            .broader
            .as_ref()
            .map(ToString::to_string)),
        called!(measures, |_: &crate::model::Measure| None),
        called!(documents, |it: &crate::model::Document| it
            .under
            .value()
            .map(ToString::to_string)),
    ]
}
