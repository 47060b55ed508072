//! LAW, KEEP and TID: what two records say of the same thing, and otherwise than each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Level::{Expected, Tidy};
use crate::graph::Currency;
use crate::law;
use crate::model::{End, LawCode, PartyId, Period, Recorded, Reference, Retention, Scope, fold};
use crate::rules::alike::{Called, alike};

use super::asking::Told;
use super::case::{At, Case, placed};
use super::hit::Hit;
use super::view::listed;
use super::{Check, Finds::Across, Finds::Each, Finds::Whole, LooksFor::Fact, LooksFor::Gap, Over};

/// What parts the things that are told of each other, in what they are told about.
const AND: char = '\u{1f}';

pub(super) static RULES: &[Check] = &[
    Check {
        code: "LAW-same-words",
        level: Expected,
        title: "The same purpose has different bases in two activities",
        rests_on: "UK GDPR Article 5(1)(a); ICO: consistent and documented",
        states: "Not recorded: no finding. None: no finding. Value: a finding on purposes of one controller in the same words, however they are written, that rest on different bases; once for the words. A purpose of one word is left out, as A30-b-vague asks about it.",
        looks_for: Fact("activity.purpose.basis"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.benefits.purpose]]\ntext = \"Preventing fraud\"\nbasis = \"6/1/c\"\n[[activity.tax.purpose]]\ntext = \"preventing fraud\"\nbasis = \"6/1/e\"",
        passes: "[[activity.benefits.purpose]]\ntext = \"Preventing fraud\"\nbasis = \"6/1/e\"\n[[activity.tax.purpose]]\ntext = \"preventing fraud\"\nbasis = \"6/1/e\"",
        finds: Across(
            |case| {
                let controller = case.activity.controller.value();
                let whose = controller.map_or("", PartyId::as_str);
                let told = case.purposes().filter_map(|(path, purpose)| {
                    let basis = purpose.basis.value()?.as_str();
                    let words = fold(&purpose.text);
                    let about = format!("{whose}{AND}{words}");
                    let told = Told::by(case, format!("{path}.basis"), basis);
                    words.contains(' ').then_some((about, told))
                });
                told.collect()
            },
            |_, about, told| {
                let words = about.split(AND).nth(1).unwrap_or_default();
                let rests = |told: &&Told| format!("{} in {}", basis(&told.says), told.name);
                let rests: Vec<String> = told.iter().map(rests).collect();
                let why = format!("“{words}” rests on {}.", listed(&rests));
                let last = told.last().into_iter();
                last.map(|told| {
                    told.hit(why.clone()).advise(
                        "give both the same basis, or say in their words what tells them apart",
                    )
                })
                .collect()
            },
        ),
    },
    Check {
        code: "KEEP-differ",
        level: Expected,
        title: "The same data has two different limits",
        rests_on: "UK GDPR Article 30(1)(f)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where two rules of an activity list the same category, or both are for all data, and neither from when, nor when use stops, nor the systems, people or purpose tells them apart. What is kept otherwise than all the rest is an exception from it, and is not a finding.",
        looks_for: Fact("activity.retention.data"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.retention]]\ndata = [\"photographs\"]\nperiod = \"P6Y\"\n[[activity.care.retention]]\ndata = [\"photographs\"]\nperiod = \"P10Y\"",
        passes: "[[activity.care.retention]]\ndata = [\"photographs\"]\nperiod = \"P6Y\"\ntrigger = \"closure of the case\"\n[[activity.care.retention]]\ndata = [\"photographs\"]\nperiod = \"P10Y\"\ntrigger = \"approval\"",
        finds: Each(|case| {
            let rules: Vec<(At, &Retention)> =
                placed("retention", case.activity.retention.items()).collect();
            let mut hits = Vec::new();
            for (place, (path, one)) in rules.iter().enumerate() {
                let other = rules[..place].iter().find_map(|(_, other)| {
                    let common = in_common(case, one, other)?;
                    let is_it = limit(one) != limit(other) && !are_told_apart(one, other);
                    is_it.then_some((other, common))
                });
                if let Some((other, common)) = other {
                    let limits = [limit(other), limit(one)].map(Option::unwrap_or_default);
                    let why = format!(
                        "{common} is kept {} by one rule and {} by another, and nothing tells them apart.",
                        limits[0], limits[1]
                    );
                    hits.push(case.hit(*path, why).advise("say in `trigger`, `systems`, `people` or `purpose` which of the rules is for what, or leave one out"));
                }
            }
            hits
        }),
    },
    Check {
        code: "KEEP-across",
        level: Tidy,
        title: "The same data in the same system has different limits in two activities",
        rests_on: "ICO: records management",
        states: "Not recorded: no finding. None: no finding. Value: a finding where rules of two activities list the same category, the activities keep it in the same system, and the periods differ from the same beginning.",
        looks_for: Fact("activity.retention.trigger"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.store]]\nin = \"mosaic\"\n[[activity.care.retention]]\ndata = [\"case-files\"]\nperiod = \"P35Y\"\ntrigger = \"closure\"\n[[activity.adoption.store]]\nin = \"mosaic\"\n[[activity.adoption.retention]]\ndata = [\"case-files\"]\nperiod = \"P75Y\"\ntrigger = \"Closure\"",
        passes: "[[activity.care.store]]\nin = \"mosaic\"\n[[activity.care.retention]]\ndata = [\"case-files\"]\nperiod = \"P35Y\"\ntrigger = \"closure\"\n[[activity.adoption.store]]\nin = \"mosaic\"\n[[activity.adoption.retention]]\ndata = [\"case-files\"]\nperiod = \"P75Y\"\ntrigger = \"birth\"",
        finds: Across(
            |case| {
                let mut told = Vec::new();
                for (path, rule) in placed("retention", case.activity.retention.items()) {
                    let (Some(period), Some(trigger)) = (rule.period.value(), rule.trigger.value())
                    else {
                        continue;
                    };
                    let data = rule.data.value().map_or(&[][..], Scope::listed);
                    if data.is_empty()
                        || !rule.people.is_not_recorded()
                        || !rule.purpose.is_not_recorded()
                    {
                        continue;
                    }
                    for system in kept_in(case, rule) {
                        for id in data {
                            let about = [system.as_str(), id.as_str(), &fold(trigger)];
                            let about = about.join(&AND.to_string());
                            let path = format!("{path}.period");
                            told.push((about, Told::by(case, path, period.as_str())));
                        }
                    }
                }
                told
            },
            |view, about, told| {
                let mut parts = about.split(AND).map(str::to_owned);
                let (Some(system), Some(data)) = (parts.next(), parts.next()) else {
                    return Vec::new();
                };
                let name = |kind, id: &str| view.name(&Reference::new(kind, id)).to_owned();
                let mut activities = BTreeSet::new();
                if !told.iter().all(|told| activities.insert(told.activity())) {
                    return Vec::new();
                }
                let kept = |told: &&Told| format!("{} by {}", in_words(&told.says), told.name);
                let kept: Vec<String> = told.iter().map(kept).collect();
                let why = format!(
                    "{} in {} is kept {}, from the same beginning.",
                    name(crate::model::Kind::Data, &data),
                    name(crate::model::Kind::System, &system),
                    listed(&kept)
                );
                let last = told.last().into_iter();
                last.map(|told| {
                    told.hit(why.clone())
                        .advise("agree on one limit, or say in `trigger` what tells them apart")
                })
                .collect()
            },
        ),
    },
    Check {
        code: "TID-paths",
        level: Tidy,
        title: "Business functions are spelled in two ways",
        rests_on: "ICO: from function to purpose",
        states: "Not recorded: no finding. None: no finding. Value: a finding on functions that differ only in letters of another size, signs, spaces, and `and` for `&`.",
        looks_for: Fact("activity.function"),
        over: Over::All,
        from: None,
        trips: "[activity.one]\nfunction = \"Children and Families / Fostering\"\n[activity.two]\nfunction = \"Children & Families / Adoption\"",
        passes: "[activity.one]\nfunction = \"Children and Families / Fostering\"\n[activity.two]\nfunction = \"Children and Families / Adoption\"",
        finds: Across(
            |case| {
                let function = case.activity.function.value().map_or("", String::as_str);
                let steps: Vec<&str> = function.split('/').map(str::trim).collect();
                let steps = &steps[..];
                let told = steps.iter().enumerate().map(|(place, step)| {
                    let above: Vec<String> =
                        steps[..=place].iter().map(|step| bare(step)).collect();
                    (
                        above.join(&AND.to_string()),
                        Told::by(case, "function", *step),
                    )
                });
                told.collect()
            },
            |_, _, told| {
                let spelled = |told: &&Told| format!("“{}” in {}", told.says, told.name);
                let spelled: Vec<String> = told.iter().map(spelled).collect();
                let why = format!("It is spelled {}.", listed(&spelled));
                let last = told.last().into_iter();
                last.map(|told| {
                    told.hit(why.clone())
                        .advise("spell it in one way everywhere")
                })
                .collect()
            },
        ),
    },
    Check {
        code: "TID-name",
        level: Tidy,
        title: "Two activities of one function have nearly the same name",
        rests_on: "ICO: accurate",
        states: "Not recorded: of the function: no finding. None: no finding. Value: a finding on names that are nearly the same, unless one is recorded as distinct from the other.",
        looks_for: Fact("activity.function"),
        over: Over::All,
        from: None,
        trips: "[activity.one]\nname = \"Family group conference\"\nfunction = \"Children\"\n[activity.two]\nname = \"Family group conferences\"\nfunction = \"Children\"",
        passes: "[activity.one]\nname = \"Fostering\"\nfunction = \"Children\"\n[activity.two]\nname = \"Adoption\"\nfunction = \"Children\"",
        finds: Across(
            |case| {
                let function = case.activity.function.value();
                let distinct = case.activity.distinct_from.iter().map(ToString::to_string);
                let says: Vec<String> = std::iter::once(case.id.to_string())
                    .chain(distinct)
                    .collect();
                let told = Told::by(case, "name", says.join(" "));
                function
                    .map(|function| (fold(function), told))
                    .into_iter()
                    .collect()
            },
            |_, _, told| {
                let called: Vec<Called> = told
                    .iter()
                    .map(|told| {
                        let distinct = told.says.split(' ').skip(1).map(str::to_owned);
                        Called::of(
                            told.activity().reference(),
                            &told.name,
                            &[],
                            distinct.collect(),
                        )
                    })
                    .collect();
                let by_id: BTreeMap<&str, &Told> = told
                    .iter()
                    .map(|told| (told.activity().as_str(), *told))
                    .collect();
                let pairs = alike(&called);
                let pairs = pairs.iter().filter(|(.., why)| why.is_nearly_the_same());
                let hits = pairs.filter_map(|(one, other, why)| {
                    let told = by_id.get(other.reference.id.as_str())?;
                    let why = format!("“{}” and “{}”: {}.", one.name, other.name, why.words());
                    Some(told.hit(why).advise(
                        "tell them apart by their names, make them one, or record `distinct_from`",
                    ))
                });
                hits.collect()
            },
        ),
    },
    Check {
        code: "TID-class-broader",
        level: Tidy,
        title: "A category is special and the one above it is said to be ordinary",
        rests_on: "UK GDPR Article 9(1)",
        states: "Not recorded: of the class, or of what the one above may include: no finding. None: `may_include` of the one above is none: a finding. Value: a finding where it does not name the class.",
        looks_for: Fact("data.may_include"),
        over: Over::All,
        from: None,
        trips: "[data.disability]\nclass = \"health\"\nbroader = \"contact-details\"\n[data.contact-details]\nclass = \"personal\"\nmay_include = \"none\"",
        passes: "[data.disability]\nclass = \"health\"\nbroader = \"case-file\"\n[data.case-file]\nclass = \"personal\"\nmay_include = \"health\"",
        finds: Whole(|view| {
            let all = view.register.data.iter();
            let below = all.filter_map(|(id, data)| {
                let above = data.broader.as_ref()?;
                let broader = view.register.data.get(above)?;
                let is_class = |code: &&LawCode| law::is_special_category(code.as_str());
                let special = data.class.value()?.0.iter().find(is_class)?;
                let is_ordinary = broader.class.value()?.0.iter().all(|code| code.as_str() == "personal");
                let is_excluded = match &broader.may_include {
                    Recorded::NotRecorded => false,
                    Recorded::None => true,
                    Recorded::Value(codes) => !codes.0.contains(special),
                };
                let why = format!(
                    "{} is of a special category, and {} above it is recorded as ordinary and not to include that.",
                    data.name, broader.name
                );
                let hit = Hit::at(id.reference(), "broader", why);
                (is_ordinary && is_excluded).then(|| {
                    hit.advise(format!("name the class in `may_include` of {}, or put the category elsewhere", broader.name))
                })
            });
            below.collect()
        }),
    },
    Check {
        code: "TID-retired",
        level: Tidy,
        title: "An activity that goes on points to one that is retired",
        rests_on: "ICO: up to date",
        states: "Not recorded: of the status: no finding. None: no finding. Value: a finding where a flow in use begins or ends at a retired activity.",
        looks_for: Fact("activity.status"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.source]]\nfrom = \"activity:old-service\"\n[activity.old-service]\nstatus = \"retired\"",
        passes: "[[activity.care.source]]\nfrom = \"activity:old-service\"\n[activity.old-service]\nstatus = \"active\"",
        finds: Each(|case| {
            let retired = case.flows().filter_map(|flow| {
                let ends = [("from", &flow.flow.from), ("to", &flow.flow.to)];
                let (end, other) = ends.into_iter().find_map(|(end, at)| match at {
                    Some(End::Activity(id)) => {
                        let other = case.view.register.activities.get(id)?;
                        other.is_retired().then_some((end, other))
                    }
                    _ => None,
                })?;
                let why = format!("F{} names {}, which is retired.", flow.number, other.name);
                let hit = case.hit(format!("{}.{end}", flow.path), why);
                Some(hit.advise(
                    "name what took its place, or record in `ends` the last day of the flow",
                ))
            });
            retired.collect()
        }),
    },
    Check {
        code: "TID-country-part",
        level: Tidy,
        title: "A part is in another country than the whole",
        rests_on: "UK GDPR Article 44A",
        states: "Not recorded: no finding. None: no finding. Value: a finding where a party is part of a body, which makes one legal person of them, and their countries differ.",
        looks_for: Fact("party.country"),
        over: Over::All,
        from: None,
        trips: "[party.branch]\npart_of = \"firm\"\ncountry = \"GB\"\n[party.firm]\nkind = \"organisation\"\ncountry = \"US\"",
        passes: "[party.branch]\npart_of = \"firm\"\ncountry = \"GB\"\n[party.firm]\nkind = \"organisation\"\ncountry = \"GB\"",
        finds: Whole(|view| {
            let apart = view.register.parties.iter().filter_map(|(id, part)| {
                let whole = view.party(part.part_of.as_ref()?)?;
                let (here, there) = (part.country.value()?, whole.country.value()?);
                let is_member = whole.kind.value().is_some_and(|kind| kind.has_members());
                let why = format!(
                    "{} is in {}, and {}, of which it is a part, in {}.",
                    part.name, here.name_in_sentence(), whole.name, there.name_in_sentence()
                );
                let hit = Hit::at(id.reference(), "country", why);
                (here != there && !is_member).then(|| {
                    hit.advise("correct one of them, or leave out `part_of` where they are two legal persons")
                })
            });
            apart.collect()
        }),
    },
    Check {
        code: "TID-document",
        level: Tidy,
        title: "Where a document that is relied on is found is not recorded",
        rests_on: "UK GDPR Article 5(2)",
        states: "Not recorded: a finding for contracts, agreements, policies, assessments, tests, and records of consent and breaches that an activity relies on. None: no finding, as it is on paper. Value: no finding.",
        looks_for: Gap("document.link"),
        over: Over::All,
        from: None,
        trips: "[[activity.care.recipient]]\nto = \"hospital\"\nagreement = \"sharing\"\n[document.sharing]\nkind = \"sharing-agreement\"",
        passes: "[[activity.care.recipient]]\nto = \"hospital\"\nagreement = \"sharing\"\n[document.sharing]\nkind = \"sharing-agreement\"\nlink = \"none\"",
        finds: Each(|case| {
            let open = case.relied_on().into_iter().filter_map(|id| {
                let document = case.view.document(&id)?;
                let why = format!("Where “{}” is found is not recorded.", document.name);
                let hit = Hit::at(id.reference(), "link", why).set("none");
                document.link.is_not_recorded().then_some(hit)
            });
            open.collect()
        }),
    },
];

/// A step of a business function without what may be spelled in two ways.
fn bare(step: &str) -> String {
    let folded = fold(step);
    let words = folded.split(' ').filter(|word| *word != "and");
    words.collect::<Vec<_>>().join(" ")
}

/// A lawful basis in words.
fn basis(code: &str) -> &str {
    law::lawful_basis(code).map_or(code, |basis| basis.entry.provision())
}

fn in_words(period: &str) -> String {
    let period = period.parse::<Period>();
    period.map_or_else(|_| String::new(), |period| period.words())
}

/// What two rules are both for: a category that both list, or all data.
fn in_common(case: &Case<'_, '_>, one: &Retention, other: &Retention) -> Option<String> {
    let (one, other) = (one.data.value()?, other.data.value()?);
    if one.is_all() && other.is_all() {
        return Some("All data".to_owned());
    }
    let common = one.listed().iter().find(|id| other.listed().contains(id))?;
    Some(case.view.name(&common).to_owned())
}

/// How long a rule keeps data, in words.
fn limit(rule: &Retention) -> Option<String> {
    match (&rule.period, &rule.criteria) {
        (Recorded::Value(period), _) => Some(period.words()),
        (_, Recorded::Value(criteria)) => Some(criteria.clone()),
        _ => None,
    }
}

/// Whether anything but the limit tells two rules apart; one without a limit has none that could differ.
fn are_told_apart(one: &Retention, other: &Retention) -> bool {
    limit(one).is_none()
        || limit(other).is_none()
        || one.trigger != other.trigger
        || one.stop_using != other.stop_using
        || one.systems != other.systems
        || one.people != other.people
        || one.purpose != other.purpose
}

/// The systems in which what a rule is about is kept: those that it names, or all that keep data of the activity.
fn kept_in<'r>(case: &Case<'_, 'r>, rule: &'r Retention) -> BTreeSet<&'r crate::model::SystemId> {
    if let Recorded::Value(systems) = &rule.systems {
        return systems.iter().collect();
    }
    let stores = case.activity.store.items().iter();
    let in_use =
        stores.filter(|flow| Currency::of(case.activity, flow, case.view.on) == Currency::Current);
    in_use.filter_map(|flow| flow.system.as_ref()).collect()
}
