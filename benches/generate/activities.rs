//! The activities of a register with their flows, one by one in the order of their ids.

use fastrand::Rng;
use ropa::model::{
    Activity, ActivityId, AutomatedDecision, Condition, DataId, Dpia, DpiaStatus, Evidence, Fate,
    JointController, LawCode, OffenceBasis, PartyId, Period, Purpose, ReadAs, Recorded, Regime,
    Retention, Review, RightAsPublished, Role, Scope, Status,
};

use super::catalogues::{Catalogues, date, id};
use super::dice::{Zipf, dice, one, percent};
use super::{Plan, RARE, words};

/// Makes the activities of a register.
pub(super) struct Activities {
    pub(super) plan: Plan,
    seed: u64,
    pub(super) catalogues: Catalogues,
    /// The ids in their order, each with the number of its activity.
    order: std::vec::IntoIter<(ActivityId, usize)>,
    data: Zipf,
    pub(super) bodies: Zipf,
    pub(super) suppliers: Zipf,
    pub(super) systems: Zipf,
    people: Zipf,
    pub(super) near: Zipf,
}

/// What the parts of one activity are made with.
pub(super) struct Making<'a> {
    pub(super) all: &'a Activities,
    pub(super) rng: Rng,
    pub(super) number: usize,
    pub(super) authority: &'a PartyId,
    /// The categories the activity is about, also where its record does not say.
    pub(super) about: Vec<usize>,
}

/// Which of the named rare categories an activity has.
fn rare_of(plan: &Plan, number: usize) -> Option<usize> {
    let planted = RARE.iter().enumerate().flat_map(|(rare, (_, times))| {
        // In the middle of even stretches, so that they are spread over authorities and functions.
        (0..*times).map(move |time| {
            (
                rare,
                plan.n_activities * (2 * time + 1) / (2 * times) + rare,
            )
        })
    });
    planted
        .filter(|(_, place)| *place == number)
        .map(|(rare, _)| rare)
        .next()
}

fn yes<T>(rng: &mut Rng, chance: u32, value: impl FnOnce(&mut Rng) -> T) -> Recorded<T> {
    if percent(rng, chance) {
        Recorded::Value(value(rng))
    } else {
        Recorded::NotRecorded
    }
}

pub(super) fn code(text: &str) -> LawCode {
    LawCode(text.to_owned())
}

impl Activities {
    pub(super) fn new(plan: Plan, catalogues: Catalogues, seed: u64) -> Self {
        let mut order: Vec<_> = (0..plan.n_activities)
            .map(|number| {
                (
                    id(ActivityId::new, &name(&plan, &catalogues, number)),
                    number,
                )
            })
            .collect();
        order.sort();
        Self {
            seed,
            order: order.into_iter(),
            data: Zipf::new(catalogues.data.len() - RARE.len(), 1.0),
            // The last three are the parties of the rare data.
            bodies: Zipf::new(catalogues.bodies.len() - 3, 0.9),
            suppliers: Zipf::new(catalogues.suppliers.len(), 0.9),
            systems: Zipf::new(catalogues.systems.len(), 0.8),
            people: Zipf::new(catalogues.people.len(), 0.9),
            near: Zipf::new(40, 0.7),
            plan,
            catalogues,
        }
    }

    fn activity(&self, number: usize) -> Activity {
        let mut making = Making {
            all: self,
            rng: dice(self.seed, 10, number),
            number,
            authority: &self.catalogues.authorities[number % self.plan.n_authorities].0,
            about: Vec::new(),
        };
        let n_about = 4 + making.rng.usize(..12) + making.rng.usize(..6);
        for _ in 0..n_about {
            let item = self.data.draw(&mut making.rng);
            if !making.about.contains(&item) {
                making.about.push(item);
            }
        }
        making.activity()
    }

    /// The flows an activity has: the plan's number in all, unevenly.
    pub(super) fn n_flows(&self, number: usize) -> usize {
        let Plan {
            n_flows,
            n_activities,
            ..
        } = self.plan;
        let even = n_flows * (number + 1) / n_activities - n_flows * number / n_activities;
        // What one has more, the next has less.
        let spread = dice(self.seed, 11, number / 2).usize(..5);
        if number.is_multiple_of(2) {
            even + spread
        } else {
            even - spread
        }
    }
}

impl Iterator for Activities {
    type Item = (ActivityId, Activity);

    fn next(&mut self) -> Option<Self::Item> {
        let (id, number) = self.order.next()?;
        let activity = self.activity(number);
        Some((id, activity))
    }
}

/// The name of an activity: a process of a function, of an authority where there are several.
pub(super) fn name(plan: &Plan, catalogues: &Catalogues, number: usize) -> String {
    let within = number / plan.n_authorities;
    let (_, function) = words::FUNCTIONS[within % words::FUNCTIONS.len()];
    let process = words::PROCESSES[within / words::FUNCTIONS.len()];
    if plan.n_authorities == 1 {
        return format!("{function}: {process}");
    }
    let (_, authority) = &catalogues.authorities[number % plan.n_authorities];
    let place = authority.trim_end_matches(" County Council");
    format!("{function}: {process}, {place}")
}

impl Making<'_> {
    fn activity(mut self) -> Activity {
        let plan = &self.all.plan;
        let rare = rare_of(plan, self.number);
        let function = self.number / plan.n_authorities % words::FUNCTIONS.len();
        let (broad, narrow) = words::FUNCTIONS[function];
        let team =
            self.number % plan.n_authorities * words::TEAMS.len() + function % words::TEAMS.len();
        let name = name(plan, &self.all.catalogues, self.number);
        let mut activity = Activity {
            description: Recorded::Value(format!(
                "{name}. Staff of {narrow} collect, use and keep what they need to decide, arrange and review \
                 support, and share it with those who take part."
            )),
            name,
            reference: Recorded::Value(format!("RA-{:06}", self.number)),
            function: Recorded::Value(format!("{broad} / {narrow}")),
            status: match self.rng.u32(..100) {
                0..60 => Recorded::Value(Status::Active),
                60..64 => Recorded::Value(Status::Draft),
                64..69 if rare.is_none() => Recorded::Value(Status::Retired),
                _ => Recorded::NotRecorded,
            },
            owner: self.yes(80, |making| making.all.catalogues.teams[team].0.clone()),
            regime: Recorded::Value(Regime::General),
            people: self.yes(90, |making| {
                let n = 1 + making.rng.usize(..4);
                making.people(n)
            }),
            data: if rare.is_some() || percent(&mut self.rng, 93) {
                Recorded::Value(self.about.iter().map(|item| self.data_id(*item)).collect())
            } else {
                Recorded::NotRecorded
            },
            if_not_provided: self.yes(50, |_| {
                "If we cannot use your data we are unable to provide the service.".to_owned()
            }),
            measures: self.yes(80, |making| {
                let all = &making.all.catalogues.measures;
                let first = making.rng.usize(..all.len());
                let n = 4 + making.rng.usize(..8);
                (first..first + n)
                    .map(|at| all[at % all.len()].0.clone())
                    .collect()
            }),
            notices: Catalogues::notice(self.number).map_or(Recorded::NotRecorded, |notice| {
                Recorded::Value(vec![notice])
            }),
            breaches: if percent(&mut self.rng, 40) {
                Recorded::None
            } else {
                Recorded::NotRecorded
            },
            ..Activity::default()
        };
        self.role(&mut activity);
        self.grounds(&mut activity);
        self.care(&mut activity);
        self.flows(&mut activity);
        if let Some(rare) = rare {
            self.plant(&mut activity, rare);
        }
        activity
    }

    pub(super) fn yes<T>(
        &mut self,
        chance: u32,
        value: impl FnOnce(&mut Self) -> T,
    ) -> Recorded<T> {
        if percent(&mut self.rng, chance) {
            Recorded::Value(value(self))
        } else {
            Recorded::NotRecorded
        }
    }

    pub(super) fn data_id(&self, item: usize) -> DataId {
        self.all.catalogues.data[item].id.clone()
    }

    pub(super) fn people(&mut self, n: usize) -> Vec<ropa::model::PeopleId> {
        let mut people: Vec<usize> = (0..n)
            .map(|_| self.all.people.draw(&mut self.rng))
            .collect();
        people.sort_unstable();
        people.dedup();
        people
            .into_iter()
            .map(|at| self.all.catalogues.people[at].0.clone())
            .collect()
    }

    fn role(&mut self, activity: &mut Activity) {
        let own = Recorded::Value(self.authority.clone());
        let role = match self.rng.u32(..100) {
            0..88 => Role::Controller,
            88..95 => Role::JointController,
            95..98 => Role::Processor,
            _ => {
                activity.controller = own;
                return;
            }
        };
        activity.role = Recorded::Value(role);
        match role {
            Role::Controller => activity.controller = own,
            Role::JointController => {
                activity.controller = own;
                let (party, _, _) = self.body();
                activity.joint_controllers = Recorded::Value(vec![JointController {
                    party,
                    does: Recorded::Value(
                        "answers requests about its own part of the record".into(),
                    ),
                }]);
            }
            Role::Processor => {
                let (party, _, _) = self.body();
                activity.acts_for = Recorded::Value(vec![party]);
            }
        }
    }

    /// Purposes and conditions.
    fn grounds(&mut self, activity: &mut Activity) {
        let first = self.rng.usize(..words::PURPOSES.len());
        let n = 1 + self.rng.usize(..3);
        let purposes = (first..first + n).enumerate().map(|(index, at)| {
            let (text, published, basis) = words::PURPOSES[at % words::PURPOSES.len()];
            let rng = &mut self.rng;
            Purpose {
                id: Some(format!("p{}", index + 1)),
                text: text.to_owned(),
                basis_published: yes(rng, 80, |_| published.to_owned()),
                basis: yes(rng, 85, |_| code(basis)),
                read_as: percent(rng, 50).then_some(ReadAs::Ours),
                enactments: yes(rng, 55, |rng| {
                    vec![(*one(rng, words::ENACTMENTS)).to_owned()]
                }),
                evidence: percent(rng, 60).then(|| {
                    format!("Our legal basis for using your personal data is {published}.")
                }),
                ..Purpose::default()
            }
        });
        activity.purpose = Recorded::Value(purposes.collect());
        let of_class = |wanted: fn(&str) -> bool| -> Vec<DataId> {
            let data = &self.all.catalogues.data;
            let items = self.about.iter().filter(|item| wanted(data[**item].class));
            items.map(|item| data[*item].id.clone()).collect()
        };
        let special = of_class(|class| !matches!(class, "personal" | "criminal-offence"));
        let offences = of_class(|class| class == "criminal-offence");
        let policy = Recorded::Value(self.all.catalogues.policy(self.authority));
        let rng = &mut self.rng;
        if !special.is_empty() && percent(rng, 85) {
            activity.condition = Recorded::Value(vec![Condition {
                data: Recorded::Value(special),
                published: Recorded::Value("Health and social care support".into()),
                article_9: Recorded::Value(code("9/2/h")),
                schedule_1: yes(rng, 80, |_| code("sch1/para2")),
                secrecy: yes(rng, 60, |_| "social work professional's duty of confidentiality".into()),
                evidence: Some("Our legal basis for using your special personal data is health and social care support.".into()),
                ..Condition::default()
            }]);
        }
        if !offences.is_empty() && percent(rng, 85) {
            activity.offence_basis = Recorded::Value(vec![OffenceBasis {
                data: Recorded::Value(offences),
                route: Recorded::Value(code("schedule-1")),
                schedule_1: yes(rng, 80, |_| code("sch1/para18")),
                erased_by_policy: yes(rng, 60, |_| true),
                policy: if percent(rng, 70) {
                    policy
                } else {
                    Recorded::NotRecorded
                },
                ..OffenceBasis::default()
            }]);
        }
    }

    /// Retention, rights, assessments, reviews and the words behind lists.
    fn care(&mut self, activity: &mut Activity) {
        let n_rules = 1 + self.rng.usize(..3);
        let rules = (0..n_rules).map(|index| {
            let years = *one(&mut self.rng, &[1, 3, 6, 7, 25, 35, 75]);
            let trigger = *one(&mut self.rng, words::TRIGGERS);
            let item = *one(&mut self.rng, &self.about);
            let rng = &mut self.rng;
            Retention {
                data: if index == 0 {
                    Recorded::Value(Scope::all())
                } else {
                    Recorded::Value(Scope::These(vec![self.all.catalogues.data[item].id.clone()]))
                },
                trigger: yes(rng, 75, |_| trigger.to_owned()),
                period: yes(rng, 90, |_| {
                    format!("P{years}Y").parse::<Period>().expect("it is a period")
                }),
                then: yes(rng, 60, |rng| *one(rng, &[Fate::Delete, Fate::ReviewThenDelete, Fate::Archive])),
                authority: yes(rng, 40, |_| "Retention schedule of the council".to_owned()),
                evidence: percent(rng, 70).then(|| {
                    format!("We will keep your data for {years} years from the {trigger}, then it will be deleted.")
                }),
                ..Retention::default()
            }
        });
        activity.retention = Recorded::Value(rules.collect());
        let right = |text: &&str| RightAsPublished {
            right: code(text),
            evidence: None,
        };
        activity.rights = self.yes(80, |_| words::RIGHTS.iter().map(right).collect());
        activity.automated_decisions = match self.rng.u32(..100) {
            0..4 => Recorded::Value(vec![AutomatedDecision {
                what: "a score that sets the order of the waiting list".into(),
                solely_automated: Recorded::Value(false),
                ..AutomatedDecision::default()
            }]),
            4..60 => Recorded::None,
            _ => Recorded::NotRecorded,
        };
        let dpia = Catalogues::dpia(self.number);
        activity.dpia = self.yes(70, |making| Dpia {
            needed: Recorded::Value(dpia.is_some()),
            criteria: making.yes(40, |_| vec![code("wp248/5"), code("wp248/7")]),
            status: making.yes(50, |_| DpiaStatus::Complete),
            document: dpia.map_or(Recorded::NotRecorded, Recorded::Value),
        });
        activity.review = self.yes(80, |making| Review {
            last: Recorded::Value(date(&mut making.rng, 2022, 2026)),
            next: Recorded::Value(date(&mut making.rng, 2026, 2029)),
            every: Recorded::Value("P1Y".parse().expect("it is a period")),
            ..Review::default()
        });
        for _ in 0..self.rng.usize(..3) {
            let item = *one(&mut self.rng, &self.about);
            let item = self.data_id(item);
            // Words are behind what is recorded.
            if activity.data.items().contains(&item) {
                activity.evidence.push(Evidence {
                    about: format!("data.{item}"),
                    words: format!(
                        "What personal data do we need from you? Among other things: {item}."
                    ),
                    document: Catalogues::notice(self.number),
                    place: Some("What personal data do we need from you?".into()),
                });
            }
        }
    }
}
