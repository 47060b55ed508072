//! Parties, systems, data, people, measures and documents of a register.

use fastrand::Rng;
use ropa::model::{
    BadId, Country, Data, DataId, Date, Document, DocumentId, DocumentKind, Jurisdiction, LawCode,
    Measure, MeasureId, MeasureKind, MeasureStatus, OneOrMany, Party, PartyId, PartyKind, People,
    PeopleId, Recorded, Register, Settings, SubProcessor, System, SystemId, slug_of,
};

use super::dice::{Zipf, dice, one, percent};
use super::{Plan, RARE, words};

/// Id and name of the party from which rare data comes.
pub(super) const RARE_SOURCE: (&str, &str) = ("national-eye-bank", "National Eye Bank");
/// Id and name of the party that gets rare data from an activity.
pub(super) const RARE_RECIPIENT: (&str, &str) = ("regional-eye-service", "Regional Eye Service");
/// Id and name of the party to which that one hands it on.
pub(super) const RARE_RECEIVER: (&str, &str) =
    ("institute-of-ophthalmology", "Institute of Ophthalmology");

/// One category of data, and what activities need to know of it.
pub(super) struct Category {
    pub(super) id: DataId,
    pub(super) class: &'static str,
    pub(super) broader: Option<DataId>,
    name: String,
}

/// Everything that activities refer to, the most popular first.
pub(super) struct Catalogues {
    seed: u64,
    pub(super) authorities: Vec<(PartyId, String)>,
    /// Teams, one block for each authority.
    pub(super) teams: Vec<(PartyId, String)>,
    pub(super) suppliers: Vec<(PartyId, String)>,
    pub(super) bodies: Vec<(PartyId, String, Option<Country>)>,
    pub(super) systems: Vec<(SystemId, String)>,
    pub(super) data: Vec<Category>,
    pub(super) people: Vec<(PeopleId, String)>,
    pub(super) measures: Vec<(MeasureId, String)>,
    n_activities: usize,
}

/// Makes an id of words that are known to make one.
pub(super) fn id<I>(new: fn(String) -> Result<I, BadId>, text: &str) -> I {
    new(slug_of(text)).expect("the words make a slug")
}

/// The place of a number among places of which each is named from two lists.
fn pair<'a>(index: usize, starts: &'a [&str], ends: &'a [&str]) -> (&'a str, &'a str) {
    // Walking the diagonals makes neighbours differ in both parts, and each pair come once.
    let start = index % starts.len();
    let end = (index / starts.len() + start) % ends.len();
    (starts[start], ends[end])
}

fn place(index: usize) -> String {
    let n_places = words::PLACE_STARTS.len() * words::PLACE_ENDS.len();
    let (start, end) = pair(index % n_places, words::PLACE_STARTS, words::PLACE_ENDS);
    format!("{start}{end}")
}

fn named<I>(new: fn(String) -> Result<I, BadId>, name: String) -> (I, String) {
    (id(new, &name), name)
}

impl Catalogues {
    pub(super) fn new(plan: &Plan, seed: u64) -> Self {
        let authorities: Vec<_> = (0..plan.n_authorities)
            .map(|index| named(PartyId::new, format!("{} County Council", place(index))))
            .collect();
        let teams = (0..plan.n_authorities)
            .flat_map(|index| {
                words::TEAMS
                    .iter()
                    .map(move |team| named(PartyId::new, format!("{} {team}", place(index))))
            })
            .collect();
        let suppliers = (0..plan.n_suppliers)
            .map(|index| {
                let (start, end) = pair(index, words::SUPPLIER_STARTS, words::SUPPLIER_ENDS);
                named(PartyId::new, format!("{start} {end}"))
            })
            .collect();
        let systems = (0..plan.n_systems)
            .map(|index| {
                let (start, end) = pair(index, words::SUPPLIER_STARTS, words::SYSTEM_ENDS);
                named(SystemId::new, format!("{start}{}", end.to_lowercase()))
            })
            .collect();
        let people = (0..plan.n_people)
            .map(|index| {
                let base = words::PEOPLE[index % words::PEOPLE.len()];
                named(
                    PeopleId::new,
                    match index / words::PEOPLE.len() {
                        0 => base.to_owned(),
                        n => format!("{base} {}", words::PEOPLE_WHO[n - 1]),
                    },
                )
            })
            .collect();
        Self {
            seed,
            authorities,
            teams,
            suppliers,
            bodies: bodies(plan, seed),
            systems,
            data: data(plan, seed),
            people,
            measures: words::MEASURES
                .iter()
                .map(|name| named(MeasureId::new, (*name).to_owned()))
                .collect(),
            n_activities: plan.n_activities,
        }
    }

    /// The register without its activities.
    pub(super) fn register(&self) -> Register {
        let mut register = Register {
            settings: Some(Settings {
                organisation: Recorded::Value(self.authorities[0].0.clone()),
                regulator: Recorded::Value(id(PartyId::new, "Information Commission")),
                jurisdiction: Recorded::Value(Jurisdiction::Uk),
                note: None,
                notice_days: Recorded::NotRecorded,
            }),
            ..Register::default()
        };
        self.add_parties(&mut register);
        self.add_systems(&mut register);
        for category in &self.data {
            register.data.insert(
                category.id.clone(),
                Data {
                    name: category.name.clone(),
                    broader: category.broader.clone(),
                    class: Recorded::Value(OneOrMany(vec![LawCode(category.class.to_owned())])),
                    may_include: if category.name == "Case file information" {
                        let classes = ["health", "criminal-offence"];
                        Recorded::Value(OneOrMany(classes.map(|code| LawCode(code.into())).into()))
                    } else {
                        Recorded::NotRecorded
                    },
                    ..Data::default()
                },
            );
        }
        for (index, (people, name)) in self.people.iter().enumerate() {
            let broader = index % words::PEOPLE.len();
            register.people.insert(
                people.clone(),
                People {
                    name: name.clone(),
                    broader: (broader != index).then(|| self.people[broader].0.clone()),
                    vulnerable: Recorded::Value(broader < 5),
                    about_how_many: Recorded::Value(1_000 * (broader as u64 + 1)),
                    ..People::default()
                },
            );
        }
        for (index, (measure, name)) in self.measures.iter().enumerate() {
            register.measures.insert(
                measure.clone(),
                Measure {
                    name: name.clone(),
                    kind: Recorded::Value(if index < 15 {
                        MeasureKind::Technical
                    } else {
                        MeasureKind::Organisational
                    }),
                    status: if index % 7 == 6 {
                        Recorded::NotRecorded
                    } else {
                        Recorded::Value(MeasureStatus::InPlace)
                    },
                    ..Measure::default()
                },
            );
        }
        self.add_documents(&mut register);
        register
    }

    fn add_parties(&self, register: &mut Register) {
        let uk = || Recorded::Value(country("GB"));
        let mut add = |id: &PartyId, party: Party| {
            register.parties.insert(id.clone(), party);
        };
        let regulator = "Information Commission";
        add(
            &id(PartyId::new, regulator),
            Party {
                name: regulator.to_owned(),
                kind: Recorded::Value(PartyKind::PublicAuthority),
                country: uk(),
                ..Party::default()
            },
        );
        for (authority, name) in &self.authorities {
            let short = authority.as_str();
            add(
                authority,
                Party {
                    name: name.clone(),
                    kind: Recorded::Value(PartyKind::PublicAuthority),
                    country: uk(),
                    address: Recorded::Value(format!(
                        "County Hall, {}",
                        name.replace(" County Council", "")
                    )),
                    email: Recorded::Value(format!("dpo@{short}.example")),
                    web: Recorded::Value(format!("https://www.{short}.example")),
                    ..Party::default()
                },
            );
        }
        for (index, (team, name)) in self.teams.iter().enumerate() {
            add(
                team,
                Party {
                    name: name.clone(),
                    kind: Recorded::Value(PartyKind::Team),
                    part_of: Some(self.authorities[index / words::TEAMS.len()].0.clone()),
                    ..Party::default()
                },
            );
        }
        for (index, (supplier, name)) in self.suppliers.iter().enumerate() {
            let mut rng = dice(self.seed, 1, index);
            add(
                supplier,
                Party {
                    name: name.clone(),
                    aliases: if percent(&mut rng, 25) {
                        vec![format!("{name} Ltd")]
                    } else {
                        Vec::new()
                    },
                    kind: Recorded::Value(PartyKind::Organisation),
                    country: hosting(&mut rng),
                    sub_processors: self.sub_processors(&mut rng, index),
                    ..Party::default()
                },
            );
        }
        for (index, (body, name, country)) in self.bodies.iter().enumerate() {
            let mut rng = dice(self.seed, 2, index);
            add(
                body,
                Party {
                    name: name.clone(),
                    kind: if words::CLASSES.contains(&name.as_str()) {
                        Recorded::Value(PartyKind::Class)
                    } else if percent(&mut rng, 70) {
                        Recorded::Value(PartyKind::PublicAuthority)
                    } else {
                        Recorded::NotRecorded
                    },
                    country: (*country).map_or(Recorded::NotRecorded, Recorded::Value),
                    ..Party::default()
                },
            );
        }
    }

    /// Whom a supplier engages: suppliers further down the list, so that chains end.
    fn sub_processors(&self, rng: &mut Rng, index: usize) -> Recorded<Vec<SubProcessor>> {
        let below = self.suppliers.len() - index - 1;
        match rng.u32(..100) {
            0..45 => return Recorded::NotRecorded,
            45..60 => return Recorded::None,
            _ if below == 0 => return Recorded::None,
            _ => {}
        }
        let own: Vec<&SystemId> = (0..self.systems.len())
            .filter(|system| self.operator(*system) == Some(index))
            .map(|system| &self.systems[system].0)
            .take(3)
            .collect();
        let engaged = (0..rng.usize(1..4)).map(|_| SubProcessor {
            party: self.suppliers[index + 1 + rng.usize(..below)].0.clone(),
            service: Recorded::Value(
                (*one(rng, &["hosting", "support", "e-mail delivery", "backup"])).into(),
            ),
            systems: if own.is_empty() || percent(rng, 40) {
                Recorded::NotRecorded
            } else {
                Recorded::Value(
                    own.iter()
                        .take(rng.usize(1..4))
                        .map(|id| (*id).clone())
                        .collect(),
                )
            },
            country: hosting(rng),
            activities: Recorded::NotRecorded,
            agreement: Recorded::NotRecorded,
            transfer: Recorded::NotRecorded,
            begins: Recorded::NotRecorded,
            ends: Recorded::NotRecorded,
        });
        let mut engaged: Vec<SubProcessor> = engaged.collect();
        engaged.sort_by(|a, b| a.party.cmp(&b.party));
        engaged.dedup_by(|a, b| a.party == b.party);
        Recorded::Value(engaged)
    }

    /// The supplier that runs a system; nobody where that is not recorded or it is the council.
    fn operator(&self, system: usize) -> Option<usize> {
        let mut rng = dice(self.seed, 3, system);
        // Two in three systems are run by a popular supplier.
        let reach = if percent(&mut rng, 66) {
            self.suppliers.len().div_ceil(6)
        } else {
            self.suppliers.len()
        };
        let supplier = rng.usize(..reach);
        (system < 4 || percent(&mut rng, 78)).then_some(supplier)
    }

    fn add_systems(&self, register: &mut Register) {
        for (index, (system, name)) in self.systems.iter().enumerate() {
            let mut rng = dice(self.seed, 4, index);
            let operator = match self.operator(index) {
                Some(supplier) => Recorded::Value(self.suppliers[supplier].0.clone()),
                None if percent(&mut rng, 50) => {
                    Recorded::Value(self.authorities[index % self.authorities.len()].0.clone())
                }
                None => Recorded::NotRecorded,
            };
            let hosted_in = match hosting(&mut rng) {
                Recorded::Value(country) => Recorded::Value(OneOrMany(vec![country])),
                _ => Recorded::NotRecorded,
            };
            register.systems.insert(
                system.clone(),
                System {
                    name: name.clone(),
                    operator,
                    hosted_in,
                    search: if percent(&mut rng, 50) {
                        Recorded::Value(
                            "search by name and date of birth, then by reference number".into(),
                        )
                    } else {
                        Recorded::NotRecorded
                    },
                    ..System::default()
                },
            );
        }
    }

    fn add_documents(&self, register: &mut Register) {
        let mut add = |id: DocumentId, name: String, kind, parties: Vec<PartyId>| {
            let mut rng = dice(self.seed, 5, register.documents.len());
            let signed = date(&mut rng, 2018, 2026);
            register.documents.insert(
                id.clone(),
                Document {
                    name,
                    kind: Recorded::Value(kind),
                    link: Recorded::Value(format!("https://documents.example/{id}")),
                    expires: if percent(&mut rng, 60) {
                        Recorded::Value(date(&mut rng, 2026, 2031))
                    } else {
                        Recorded::NotRecorded
                    },
                    dated: Recorded::Value(signed),
                    parties: if parties.is_empty() {
                        Recorded::NotRecorded
                    } else {
                        Recorded::Value(parties)
                    },
                    ..Document::default()
                },
            );
        };
        for (party, name) in &self.suppliers {
            if let Some(id) = self.agreement(party) {
                let name = format!("Contract with {name}");
                add(id, name, DocumentKind::Contract, vec![party.clone()]);
            }
        }
        for (party, name, _) in &self.bodies {
            if let Some(id) = self.agreement(party) {
                let name = format!("Sharing agreement with {name}");
                add(
                    id,
                    name,
                    DocumentKind::SharingAgreement,
                    vec![party.clone()],
                );
            }
        }
        for (authority, name) in &self.authorities {
            let parties = || vec![authority.clone()];
            let policy = format!("Appropriate policy document of {name}");
            add(
                self.policy(authority),
                policy,
                DocumentKind::AppropriatePolicyDocument,
                parties(),
            );
            let test = format!("Transfer test of {name}");
            add(
                self.transfer_test(authority),
                test,
                DocumentKind::TransferTest,
                parties(),
            );
        }
        for index in 0..self.n_activities {
            if let Some(id) = Self::dpia(index) {
                add(id, format!("DPIA {index}"), DocumentKind::Dpia, Vec::new());
            }
            if let Some(id) = Self::notice(index) {
                add(
                    id,
                    format!("Privacy notice {index}"),
                    DocumentKind::Notice,
                    Vec::new(),
                );
            }
        }
    }

    /// The agreement with a party; two in five have none.
    pub(super) fn agreement(&self, party: &PartyId) -> Option<DocumentId> {
        let sum: usize = party.as_str().bytes().map(usize::from).sum();
        (sum % 5 < 3).then(|| id(DocumentId::new, &format!("agreement {party}")))
    }

    pub(super) fn policy(&self, authority: &PartyId) -> DocumentId {
        id(DocumentId::new, &format!("policy {authority}"))
    }

    pub(super) fn transfer_test(&self, authority: &PartyId) -> DocumentId {
        id(DocumentId::new, &format!("transfer test {authority}"))
    }

    /// The assessment of an activity; three in four have none.
    pub(super) fn dpia(activity: usize) -> Option<DocumentId> {
        (activity % 4 == 1).then(|| id(DocumentId::new, &format!("dpia {activity}")))
    }

    /// The notice of an activity; nine in ten have none of their own.
    pub(super) fn notice(activity: usize) -> Option<DocumentId> {
        (activity % 10 == 3).then(|| id(DocumentId::new, &format!("notice {activity}")))
    }
}

fn country(code: &str) -> Country {
    code.parse().expect("the code is a country's")
}

/// Where a supplier or system is: mostly here, sometimes abroad, sometimes nobody has said.
fn hosting(rng: &mut Rng) -> Recorded<Country> {
    match rng.u32(..100) {
        0..65 => Recorded::Value(country("GB")),
        65..85 => {
            let popular = Zipf::new(words::COUNTRIES_ABROAD.len(), 1.0);
            Recorded::Value(country(words::COUNTRIES_ABROAD[popular.draw(rng)]))
        }
        _ => Recorded::NotRecorded,
    }
}

/// Any day of some years, the last one not included.
pub(super) fn date(rng: &mut Rng, from: i16, until: i16) -> Date {
    Date::constant(rng.i16(from..until), rng.i8(1..13), rng.i8(1..29))
}

fn bodies(plan: &Plan, seed: u64) -> Vec<(PartyId, String, Option<Country>)> {
    let mut names: Vec<(String, Option<&str>)> = Vec::new();
    for index in 0..words::NATIONAL_BODIES.len().max(words::CLASSES.len()) {
        let national = words::NATIONAL_BODIES.get(index);
        names.extend(national.map(|(name, country)| ((*name).to_owned(), Some(*country))));
        names.extend(
            words::CLASSES
                .get(index)
                .map(|name| ((*name).to_owned(), None)),
        );
    }
    names.extend((0..plan.n_bodies.saturating_sub(names.len())).map(|index| {
        let body_type = words::BODY_TYPES[index % words::BODY_TYPES.len()];
        let name = format!("{} {body_type}", place(index / words::BODY_TYPES.len()));
        let country = percent(&mut dice(seed, 6, index), 90).then_some("GB");
        (name, country)
    }));
    // Nothing else names these three, so they come last, where chance does not reach.
    for (_, name) in [RARE_SOURCE, RARE_RECIPIENT, RARE_RECEIVER] {
        names.push((name.to_owned(), Some("GB")));
    }
    names
        .into_iter()
        .map(|(name, code)| (id(PartyId::new, &name), name, code.map(country)))
        .collect()
}

/// The tree of categories, the most popular first and the rare ones last.
fn data(plan: &Plan, seed: u64) -> Vec<Category> {
    let category = |name: String, class, broader: Option<&str>| Category {
        id: id(DataId::new, &name),
        class,
        broader: broader.map(|name| id(DataId::new, name)),
        name,
    };
    let group = |index: usize| words::DATA_GROUPS[index].0;
    let mut popular: Vec<Category> = words::NAMED_DATA
        .iter()
        .map(|(name, at, class)| category((*name).to_owned(), class, Some(group(*at))))
        .collect();
    let mut rest: Vec<Category> = words::DATA_GROUPS
        .iter()
        .map(|(name, class)| category((*name).to_owned(), class, None))
        .collect();
    let n_leaves = plan.n_data - popular.len() - rest.len() - words::SUBJECTS.len() - RARE.len();
    for (name, at) in words::SUBJECTS {
        let class = words::DATA_GROUPS[*at].1;
        rest.push(category(
            format!("{name} information"),
            class,
            Some(group(*at)),
        ));
    }
    for index in 0..n_leaves {
        let (subject, at) = words::SUBJECTS[index % words::SUBJECTS.len()];
        let aspect = words::ASPECTS[index / words::SUBJECTS.len()];
        let broader = format!("{subject} information");
        let class = words::DATA_GROUPS[at].1;
        rest.push(category(
            format!("{subject} {aspect}"),
            class,
            Some(&broader),
        ));
    }
    dice(seed, 7, 0).shuffle(&mut rest);
    popular.append(&mut rest);
    for (index, (rare, _)) in RARE.iter().enumerate() {
        let name = rare.replace('-', " ");
        // The first stands alone. What names a broader category may mean the others too.
        let broader = (index > 0).then(|| group(1));
        popular.push(category(name, "personal", broader));
    }
    popular
}
