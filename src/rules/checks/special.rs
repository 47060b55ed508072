//! SPC: special category data. A category is special by its class, or by that of the nearest broader one that has any.

use crate::finding::Level::{Expected, Required, Tidy};
use crate::graph::{self, Covers, Uncovered};
use crate::law::{self, PolicyDocument, WhyNotConsent};
use crate::model::{Condition, DataId, LawCode, Purpose, Recorded, and};

use super::case::{At, Case};
use super::hit::Hit;
use super::view::lacks;
use super::{Check, Finds::Each, LooksFor::Fact, LooksFor::Gap, Over};

pub(super) static RULES: &[Check] = &[
    Check {
        code: "SPC-condition",
        level: Expected,
        title: "Special category data is held or passed on and no recorded condition covers it",
        rests_on: "UK GDPR Article 9(1) and (2), Article 5(2)",
        states: "Not recorded: a finding. None: SPC-condition-none finds it. Value: a finding for what is left over.",
        looks_for: Gap("activity.condition"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        passes: "[activity.care]\ndata = [\"health-details\"]\n[[activity.care.condition]]\ndata = [\"health-details\"]\n[data.health-details]\nclass = \"health\"",
        finds: Each(|case| {
            let special = case.carried_or_held().filter(|id| case.view.is_special(id));
            let left = uncovered(case, special, &case.activity.condition);
            let hit = (!left.is_empty() && !case.activity.condition.is_none()).then(|| {
                let is_held = left
                    .iter()
                    .any(|one| case.held().any(|held| held == one.data));
                let beside = if is_held {
                    ""
                } else {
                    ", which only flows between others carry"
                };
                let why = format!(
                    "No condition is recorded for {}{beside}.",
                    names_uncovered(case, &left)
                );
                case.hit("condition", why)
                    .add("condition", &[("article_9", "9/2/g")])
            });
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SPC-condition-none",
        level: Required,
        title: "The record says that nothing lifts the prohibition on special category data",
        rests_on: "UK GDPR Article 9(1)",
        states: "Not recorded: no finding. None: a finding. Value: no finding.",
        looks_for: Fact("data.class"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"health-details\"]\ncondition = \"none\"\n[data.health-details]\nclass = \"health\"",
        passes: "[activity.care]\ndata = [\"address\"]\ncondition = \"none\"\n[data.address]\nclass = \"personal\"",
        finds: Each(|case| {
            let special: Vec<&DataId> = case.held().filter(|id| case.view.is_special(id)).collect();
            if special.is_empty() {
                return Vec::new();
            }
            if case.activity.condition.is_none() {
                let why = format!(
                    "It is recorded that no condition applies, and {}.",
                    case.view.names_and(special, ["is held", "are held"])
                );
                return vec![case.hit("condition", why).set("not-recorded")];
            }
            let n_all = case.activity.condition.items().len();
            let denied = case
                .conditions()
                .filter(|(_, condition)| condition.article_9.is_none());
            let denied = denied.filter(|(_, condition)| {
                special
                    .iter()
                    .any(|id| covers(case, id, &condition.data, n_all))
            });
            denied.map(|(path, _)| case.hit(format!("{path}.article_9"), "It is recorded that no point of Article 9(2) applies to data that is special.").set("9/2/g")).collect()
        }),
    },
    Check {
        code: "SPC-point",
        level: Expected,
        title: "The point of Article 9(2) is not recorded",
        rests_on: "UK GDPR Article 9(2); ICO: special category conditions",
        states: "Not recorded: a finding. None: SPC-condition-none finds it. Value: no finding.",
        looks_for: Gap("activity.condition.article_9"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\npublished = \"Health and social care\"",
        passes: "[[activity.care.condition]]\npublished = \"Health and social care\"\narticle_9 = \"9/2/h\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let published = condition
                    .published
                    .value()
                    .map_or_else(String::new, |words| {
                        format!(" It is published as “{words}”.")
                    });
                condition.article_9.is_not_recorded().then(|| {
                    case.hit(
                        format!("{path}.article_9"),
                        format!("Which point is relied on is not recorded.{published}"),
                    )
                    .set("9/2/h")
                })
            })
        }),
    },
    Check {
        code: "SPC-schedule",
        level: Expected,
        title: "The condition of Schedule 1 that the point needs is not recorded",
        rests_on: "DPA 2018 section 10(2) and (3), Schedule 1",
        states: "Not recorded: a finding; POL-a finds it in its place for points (b) and (g). None: a finding as required, as the point alone is not enough. Value: no finding.",
        looks_for: Gap("activity.condition.schedule_1"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\narticle_9 = \"9/2/h\"",
        passes: "[[activity.care.condition]]\narticle_9 = \"9/2/h\"\nschedule_1 = \"sch1/para2\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let point = law::special_condition(condition.article_9.value()?.as_str())?;
                let part = point.schedule_1_part.filter(|_| {
                    lacks(&condition.schedule_1) && !is_read_by_paragraph_41(&point.entry.code)
                })?;
                let paragraphs: Vec<_> = law::schedule_1_for(&point.entry.code).collect();
                let hit = case.hit(format!("{path}.schedule_1"), format!("{} needs a condition of Part {part} of Schedule 1, and which is not recorded.", point.entry.title));
                let hit = hit.level_if(condition.schedule_1.is_none(), Required);
                Some(match paragraphs.first() {
                    Some(paragraph) => hit.set(paragraph.entry.code.as_str()),
                    None => hit,
                })
            })
        }),
    },
    Check {
        code: "SPC-schedule-wrong",
        level: Required,
        title: "The paragraph of Schedule 1 does not go with the point of Article 9",
        rests_on: "DPA 2018 section 10(2) and (3)",
        states: "Not recorded: no finding. None: no finding. Value: a finding; Part 3 is for data on offences only.",
        looks_for: Fact("activity.condition.schedule_1"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\narticle_9 = \"9/2/h\"\nschedule_1 = \"sch1/para18\"",
        passes: "[[activity.care.condition]]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para18\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let point = law::special_condition(condition.article_9.value()?.as_str())?;
                let paragraph = law::schedule_1(condition.schedule_1.value()?.as_str())?;
                let is_wrong = paragraph.part == 3
                    || point.schedule_1_part.is_some()
                        && !paragraph.article_9.contains(&point.entry.code);
                let why = format!(
                    "{} ({}) does not go with {} ({}).",
                    paragraph.entry.title,
                    paragraph.entry.provision(),
                    point.entry.title.to_lowercase(),
                    point.entry.provision()
                );
                let fitting = law::schedule_1_for(&point.entry.code).next();
                is_wrong.then(|| {
                    case.hit(format!("{path}.schedule_1"), why)
                        .set(fitting.map_or("not-recorded", |fitting| fitting.entry.code.as_str()))
                })
            })
        }),
    },
    Check {
        code: "SPC-secrecy",
        level: Expected,
        title: "Nobody bound by secrecy is named",
        rests_on: "UK GDPR Article 9(3) as amended, DPA 2018 section 11(1); Schedule 1 paragraph 3(b) for point (i)",
        states: "Not recorded: a finding. None: a finding as required, as without it the point does not apply. Value: no finding.",
        looks_for: Gap("activity.condition.secrecy"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\narticle_9 = \"9/2/h\"",
        passes: "[[activity.care.condition]]\narticle_9 = \"9/2/h\"\nsecrecy = \"social work professionals\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let point = law::special_condition(condition.article_9.value()?.as_str())?;
                let provision = point.secrecy.as_ref()?;
                let hit = case.lacking(&condition.secrecy, &format!("{path}.secrecy"),
                &format!("Under whose duty of secrecy the data is processed is not recorded ({provision})."),
                &format!("It is recorded that nobody is bound by secrecy, and without that the point does not apply ({provision})."));
                hit.map(|hit| {
                    hit.level_if(condition.secrecy.is_none(), Required)
                        .set("social work professionals")
                })
            })
        }),
    },
    Check {
        code: "SPC-why-not-consent",
        level: Expected,
        title: "It is not recorded why the condition is used without consent",
        rests_on: "DPA 2018 Schedule 1 paragraphs 9(2), 10(1)(b), 11(1)(b), 12(1)(b), 16(4), 17(2), 18(2), 19(2), 20(3), 21(2), 23(2), 24(2) and 28(1)(b)",
        states: "Not recorded: a finding. None: a finding as required where the paragraph always asks. Value: no finding.",
        looks_for: Gap("activity.condition.why_not_consent"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\nschedule_1 = \"sch1/para18\"",
        passes: "[[activity.care.condition]]\nschedule_1 = \"sch1/para18\"\nwhy_not_consent = \"asking would prejudice the child's protection\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let paragraph = law::schedule_1(condition.schedule_1.value()?.as_str())?;
                let (always, when) = match paragraph.why_not_consent() {
                    WhyNotConsent::No => return None,
                    WhyNotConsent::Yes => (true, String::new()),
                    WhyNotConsent::When(when) => (false, format!(" It is asked where {when}.")),
                };
                let hit = case.lacking(&condition.why_not_consent, &format!("{path}.why_not_consent"),
                &format!("{} is built on not having consent, and why is not recorded.{when}", paragraph.entry.title),
                &format!("{} is built on not having consent, and it is recorded that there is no reason.{when}", paragraph.entry.title));
                hit.map(|hit| {
                    hit.level_if(always && condition.why_not_consent.is_none(), Required)
                        .advise(format!("say why in `{path}.why_not_consent`"))
                })
            })
        }),
    },
    Check {
        code: "SPC-not-special",
        level: Expected,
        title: "A condition of Article 9 is recorded for data that is not special",
        rests_on: "UK GDPR Articles 9 and 10; DPA 2018 section 11(2)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where a category has a class and none of it is special.",
        looks_for: Fact("data.class"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\ndata = [\"offences\"]\narticle_9 = \"9/2/h\"\n[data.offences]\nclass = \"criminal-offence\"",
        passes: "[[activity.care.condition]]\ndata = [\"health-details\"]\narticle_9 = \"9/2/h\"\n[data.health-details]\nclass = \"health\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let ordinary =
                    |id: &&DataId| !case.view.classes(id).is_empty() && !case.view.is_special(id);
                let listed: Vec<&DataId> = condition.data.items().iter().filter(ordinary).collect();
                let offences = if listed.iter().any(|id| case.view.is_offence(id)) {
                    " Data on offences needs an entry of `offence_basis` instead (Article 10)."
                } else {
                    ""
                };
                (!listed.is_empty()).then(|| {
                    case.hit(
                        format!("{path}.data"),
                        format!("Not special: {}.{offences}", case.view.names(listed)),
                    )
                    .advise(format!(
                        "take it out of `{path}.data`, or correct its class"
                    ))
                })
            })
        }),
    },
    Check {
        code: "SPC-may",
        level: Expected,
        title: "Data that may contain special categories is covered by no recorded condition",
        rests_on: "UK GDPR Article 9(1), revealing; ICO on inferences",
        states: "Not recorded: of what it may include: no finding where the class is recorded. None: no finding. Value: a finding.",
        looks_for: Gap("data.class"),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ndata = [\"case-files\"]\n[data.case-files]\nclass = \"personal\"\nmay_include = \"health\"",
        passes: "[activity.care]\ndata = [\"case-files\"]\n[[activity.care.condition]]\ndata = [\"case-files\"]\n[data.case-files]\nclass = \"personal\"\nmay_include = \"health\"",
        finds: Each(|case| {
            let may = |id: &&DataId| {
                let data = case.view.register.data.get(*id);
                data.is_some_and(|data| match &data.may_include {
                    Recorded::Value(codes) => codes
                        .0
                        .iter()
                        .any(|code| law::is_special_category(code.as_str())),
                    Recorded::None => false,
                    Recorded::NotRecorded => case.view.classes(id).is_empty(),
                })
            };
            let open = case
                .held()
                .filter(|id| may(id) && !case.view.is_special(id));
            let left = uncovered(case, open, &case.activity.condition);
            let hit = (!left.is_empty()).then(|| case.hit("condition", format!("These may contain special category data: {}.", names_uncovered(case, &left))).advise("name them in `data` of a condition, or record with `may_include = \"none\"` that they do not"));
            hit.into_iter().collect()
        }),
    },
    Check {
        code: "SPC-schedule-needless",
        level: Tidy,
        title: "A paragraph of Schedule 1 stands beside a point that needs none",
        rests_on: "DPA 2018 section 10(2) and (3)",
        states: "Not recorded: no finding. None: no finding, as that is right. Value: a finding.",
        looks_for: Fact("activity.condition.schedule_1"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\narticle_9 = \"9/2/a\"\nschedule_1 = \"sch1/para2\"",
        passes: "[[activity.care.condition]]\narticle_9 = \"9/2/a\"\nschedule_1 = \"none\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let point = law::special_condition(condition.article_9.value()?.as_str())?;
                let is_it = point.schedule_1_part.is_none() && !lacks(&condition.schedule_1);
                is_it.then(|| {
                    case.hit(
                        format!("{path}.schedule_1"),
                        format!("{} needs no condition of Schedule 1.", point.entry.title),
                    )
                    .set("none")
                })
            })
        }),
    },
    Check {
        code: "SPC-classes",
        level: Required,
        title: "A paragraph of Schedule 1 does not reach this class of data",
        rests_on: "DPA 2018 Schedule 1 paragraphs 8(2), 9(1)(a), 16(2), 19(1)(b), 20(1)(b), 21(1)(b) and 22(1)(a)",
        states: "Not recorded: of the data of the condition, or of its class: no finding. None: no finding. Value: a finding where the paragraph reaches none of the data; as expected for what is left over, where it reaches some.",
        looks_for: Fact("activity.condition.data"),
        over: Over::Controllers,
        from: None,
        trips: "[[activity.care.condition]]\ndata = [\"ethnicity\"]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para19\"\n[data.ethnicity]\nclass = \"racial-or-ethnic-origin\"",
        passes: "[[activity.care.condition]]\ndata = [\"ethnicity\"]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para8\"\n[data.ethnicity]\nclass = \"racial-or-ethnic-origin\"",
        finds: Each(|case| {
            each(case, |path, condition| {
                let paragraph = law::schedule_1(condition.schedule_1.value()?.as_str())?;
                let special = condition
                    .data
                    .items()
                    .iter()
                    .filter(|id| case.view.is_special(id));
                let is_reached = |id: &DataId| {
                    let mut classes = case.view.classes(id).iter();
                    classes.any(|class| paragraph.classes.iter().any(|it| it == class.as_str()))
                };
                let (reached, left): (Vec<&DataId>, Vec<&DataId>) =
                    special.partition(|id| is_reached(id));
                let why = format!(
                    "{} is only for some classes of data, and {} is of none of these.",
                    paragraph.entry.title,
                    case.view.names(left.iter().copied())
                );
                let is_it = !paragraph.classes.is_empty() && !left.is_empty();
                is_it.then(|| {
                    case.hit(format!("{path}.schedule_1"), why)
                        .level_if(!reached.is_empty(), Expected)
                        .advise(
                            "rely on another paragraph for this data, in a condition of its own",
                        )
                })
            })
        }),
    },
    Check {
        code: "SPC-who",
        level: Required,
        title: "A condition is not open to a public authority",
        rests_on: "DPA 2018 Schedule 1 paragraphs 16(1)(a), 22(1)(b) and 31; UK GDPR Article 9(2)(d)",
        states: "Not recorded: no finding. None: no finding. Value: a finding where the controller is a public authority.",
        looks_for: Fact(""),
        over: Over::Controllers,
        from: None,
        trips: "[activity.care]\ncontroller = \"council\"\n[[activity.care.condition]]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para22\"\n[party.council]\nkind = \"public-authority\"",
        passes: "[activity.care]\ncontroller = \"council\"\n[[activity.care.condition]]\narticle_9 = \"9/2/g\"\nschedule_1 = \"sch1/para24\"\n[party.council]\nkind = \"public-authority\"",
        finds: Each(|case| {
            if !case.is_of_an_authority() {
                return Vec::new();
            }
            let paragraph = |path: At, code: &Recorded<LawCode>| {
                let paragraph = law::schedule_1(code.value()?.as_str())?;
                let is_it = paragraph.closed_to_public_authorities;
                is_it.then(|| (format!("{path}.schedule_1"), paragraph.entry.title.as_str()))
            };
            let point = |path: At, code: &Recorded<LawCode>| {
                let point = law::special_condition(code.value()?.as_str())?;
                let is_it = point.closed_to_public_authorities;
                is_it.then(|| (format!("{path}.article_9"), point.entry.title.as_str()))
            };
            let mut closed: Vec<(String, &str)> = Vec::new();
            for (path, it) in case.conditions() {
                closed.extend(paragraph(path, &it.schedule_1));
                closed.extend(point(path, &it.article_9));
            }
            for (path, it) in case.offence_bases() {
                closed.extend(paragraph(path, &it.schedule_1));
            }
            let hits = closed.into_iter().map(|(path, title)| {
                let why = format!("“{title}” is for bodies of another kind.");
                case.hit(path, why)
                    .advise("rely on a condition that is open to the organisation")
            });
            hits.collect()
        }),
    },
];

fn each(case: &Case<'_, '_>, find: impl Fn(At, &Condition) -> Option<Hit>) -> Vec<Hit> {
    case.conditions()
        .filter_map(|(path, condition)| find(path, condition))
        .collect()
}

/// Whether one of so many entries covers a category: it lists it or one above it, or it is the only one and does not say.
pub(super) fn covers(
    case: &Case<'_, '_>,
    id: &DataId,
    data: &Recorded<Vec<DataId>>,
    n_all: usize,
) -> bool {
    match data {
        Recorded::Value(listed) => case.view.is_within(id, listed),
        Recorded::NotRecorded => n_all == 1,
        Recorded::None => false,
    }
}

/// The categories that no entry of a list covers, for some purpose or for all.
pub(super) fn uncovered<'r, T: Covers>(
    case: &Case<'_, 'r>,
    categories: impl Iterator<Item = &'r DataId>,
    list: &Recorded<Vec<T>>,
) -> Vec<Uncovered<'r>> {
    graph::uncovered(
        (case.activity, case.view.on),
        &graph::purposes_of_its_own(case.activity),
        list.items(),
        categories,
        &|id, among| case.view.is_within(id, among),
    )
}

/// The names of categories, each with the purposes for which nothing covers it, where something does for others.
pub(super) fn names_uncovered(case: &Case<'_, '_>, left: &[Uncovered<'_>]) -> String {
    let mut by_purposes: Vec<(&[&Purpose], Vec<&DataId>)> = Vec::new();
    for one in left {
        let known = by_purposes.iter_mut();
        match known.into_iter().find(|(known, _)| *known == one.purposes) {
            Some((_, data)) => data.push(one.data),
            None => by_purposes.push((&one.purposes, vec![one.data])),
        }
    }
    let named = by_purposes.into_iter().map(|(purposes, data)| {
        let names = case.view.names(data);
        let texts: Vec<String> = purposes
            .iter()
            .map(|purpose| format!("“{}”", purpose.text))
            .collect();
        match texts.is_empty() {
            true => names,
            false => format!("{names}, for {}", and(&texts)),
        }
    });
    named.collect::<Vec<_>>().join("; ")
}

/// Whether only paragraphs of Schedule 1 go with a point of Article 9(2) of which some need a policy document.
pub(super) fn is_read_by_paragraph_41(point: &str) -> bool {
    law::schedule_1_for(point)
        .any(|paragraph| paragraph.needs_policy_document() != PolicyDocument::No)
}
