//! What allows a transfer, by the record and by the law of the day: Articles 44A to 49 UK GDPR, or for law enforcement
//! sections 72 to 78 of the Data Protection Act 2018.

use serde::Serialize;

use crate::law::{self, Approval, Derogation};
use crate::model::{Country, Date, LawCode, Recorded, Transfer};

/// What allows a transfer, as far as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Allowed {
    /// How far it is allowed.
    pub state: AllowedState,
    /// What the record says, in words.
    pub recorded: String,
    /// Whether the countries are approved by regulations on the day (Article 45A), in words.
    pub approval: Option<String>,
    /// Why what is recorded may not do, in words.
    pub caution: Option<String>,
    /// Whether nothing is recorded where something must be.
    pub is_missing: bool,
    /// Where outside the UK it goes.
    #[serde(skip)]
    pub abroad: Vec<Abroad>,
    /// Whether it rests on a derogation that is closed to public authorities, and one makes it in its tasks.
    #[serde(skip)]
    pub is_closed: bool,
}

impl Allowed {
    /// What allows it, in words: the approval of the countries where nothing else is recorded and
    /// nothing else is needed.
    pub fn by(&self) -> String {
        match (self.state, &self.approval) {
            (AllowedState::Approved, Some(approval)) => approval.clone(),
            (AllowedState::Missing, _) => format!("{} (missing)", self.recorded),
            _ => self.recorded.clone(),
        }
    }

    /// What else the law of the day says of the countries, and what is to be watched in what is
    /// recorded.
    pub fn to_note(&self) -> String {
        let approval = self.approval.as_ref();
        let approval = approval.filter(|_| self.state != AllowedState::Approved);
        let said: Vec<&str> = [approval, self.caution.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        said.join("; ")
    }
}

/// Where outside the UK data goes: a country, or an international organisation, wherever it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Abroad {
    /// What it is called where its approval is told.
    pub name: String,
    /// The same in a sentence: `the United States of America`.
    pub in_sentence: String,
    /// What is known of its approval on the day; nothing where the country is not recorded.
    pub approval: Option<Approval>,
}

impl Abroad {
    /// Whether it is approved, in words.
    pub fn words(&self) -> String {
        match self.approval {
            Some(approval) => law::approval_words(&self.name, approval),
            None => "country not recorded, so whether it is approved cannot be told".to_owned(),
        }
    }

    fn is_whole(&self) -> bool {
        matches!(self.approval, Some(Approval::Whole(_)))
    }

    fn is_partial(&self) -> bool {
        matches!(self.approval, Some(Approval::Part(_)))
    }
}

/// How far a transfer is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AllowedState {
    /// Every country is approved without limit: nothing else is needed.
    Approved,
    /// The record says what is relied on.
    Recorded,
    /// Nothing is recorded where something must be.
    Missing,
}

impl AllowedState {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Recorded => "recorded",
            Self::Missing => "missing",
        }
    }
}

/// Under which law a transfer is made.
#[derive(Clone, Copy)]
pub(super) enum Under {
    /// The UK GDPR; whether the exporter is a public authority in its tasks decides which derogations are open to it.
    UkGdpr {
        /// Whether it is.
        is_public_authority: bool,
    },
    /// Part 3 of the Data Protection Act 2018.
    Part3,
}

impl Under {
    fn is_part_3(self) -> bool {
        matches!(self, Self::Part3)
    }

    /// What is known of the approval of a country on a day.
    fn approval(self, country: &Country, on: Date) -> Approval {
        if self.is_part_3() {
            law::part_3_approval_on(country.as_str(), on)
        } else {
            law::approval_on(country.as_str(), on)
        }
    }
}

/// To whom data goes.
pub(super) enum Destination {
    /// To some countries.
    Countries(Vec<Country>),
    /// To an international organisation of this name. The approval of the country where it is speaks of others there.
    InternationalOrganisation(String),
}

impl Destination {
    /// Where outside the UK that is.
    fn abroad(self, under: Under, on: Date) -> Vec<Abroad> {
        match self {
            Self::Countries(countries) => {
                let abroad = countries.into_iter().filter(|country| !country.is_uk());
                let known = abroad.map(|country| Abroad {
                    name: country.name().to_owned(),
                    in_sentence: country.name_in_sentence(),
                    approval: match country {
                        Country::OutsideUk => None,
                        Country::Iso(_) => Some(under.approval(&country, on)),
                    },
                });
                known.collect()
            }
            Self::InternationalOrganisation(name) => vec![Abroad {
                name: format!("{name}, an international organisation"),
                in_sentence: name,
                approval: Some(Approval::NotLookedInto),
            }],
        }
    }
}

/// What allows a transfer, by the record and by the law of a day.
pub(super) fn allowed(
    transfer: &Recorded<Transfer>,
    to: Destination,
    under: Under,
    on: Date,
) -> Allowed {
    let abroad = to.abroad(under, on);
    let is_fully_approved = !abroad.is_empty() && abroad.iter().all(Abroad::is_whole);
    let recorded = in_words(transfer, under, on);
    let says_nothing = recorded == NOT_RECORDED || recorded == NONE;
    let is_beyond = transfer
        .value()
        .is_some_and(|it| is_beyond_the_limit(it, &abroad));
    let state = match (says_nothing || is_beyond, is_fully_approved) {
        (false, _) => AllowedState::Recorded,
        (true, true) => AllowedState::Approved,
        (true, false) => AllowedState::Missing,
    };
    let approvals: Vec<String> = abroad.iter().map(Abroad::words).collect();
    let cautions = cautions(transfer, &abroad, under, on);
    Allowed {
        state,
        recorded,
        approval: (!approvals.is_empty()).then(|| approvals.join("; ")),
        caution: (!cautions.is_empty()).then(|| cautions.join("; ")),
        is_missing: state == AllowedState::Missing,
        is_closed: closed_derogation(transfer.value(), under).is_some(),
        abroad,
    }
}

const NOT_RECORDED: &str = "not recorded";
const NONE: &str = "none";

/// What the record says of a transfer, in words.
fn in_words(transfer: &Recorded<Transfer>, under: Under, on: Date) -> String {
    let transfer = match transfer {
        Recorded::NotRecorded => return NOT_RECORDED.to_owned(),
        Recorded::None => return NONE.to_owned(),
        Recorded::Value(transfer) => transfer,
    };
    let code = |vocabulary: &str, code: &Recorded<LawCode>| -> Option<String> {
        let code = code.value()?.as_str();
        let of_this_law = law::vocabulary_under(vocabulary, under.is_part_3());
        let entry = of_this_law.and_then(|list| list.entry(code));
        if let Some(entry) = entry {
            return Some(format!("{} ({code})", entry.title_on(on)));
        }
        // A register may be older than the check for this: no provision is cited that does not apply.
        Some(
            match law::of_another_law(vocabulary, code, under.is_part_3()) {
                Some(entry) => format!(
                    "{} ({})",
                    entry.title_on(on),
                    law::not_of(under.is_part_3())
                ),
                None => code.to_owned(),
            },
        )
    };
    let parts: Vec<String> = [
        code("transfer-route", &transfer.route),
        code("safeguard", &transfer.instrument),
        code("derogation", &transfer.derogation),
        code("special-circumstances", &transfer.section_76),
        code("part-3-recipient", &transfer.section_73),
    ]
    .into_iter()
    .flatten()
    .collect();
    let limit = match &transfer.within_limit {
        Recorded::Value(true) => Some("within the limit of the approval"),
        Recorded::Value(false) => Some("not within the limit of the approval"),
        Recorded::None | Recorded::NotRecorded => None,
    };
    if !parts.is_empty() {
        let parts = parts.iter().map(String::as_str).chain(limit);
        return parts.collect::<Vec<_>>().join("; ");
    }
    if transfer.within_limit == Recorded::Value(true) {
        return limit.unwrap_or_default().to_owned();
    }
    let all = if under.is_part_3() {
        [&transfer.route, &transfer.instrument, &transfer.section_76]
    } else {
        [&transfer.route, &transfer.instrument, &transfer.derogation]
    };
    if all.into_iter().all(Recorded::is_none) {
        NONE.to_owned()
    } else {
        NOT_RECORDED.to_owned()
    }
}

/// The codes of the routes that rely on regulations: Article 44A(2)(a), section 73(3)(a).
const BY_REGULATIONS: [&str; 2] = ["44A/2/a", "dpa2018:s73/3/a"];

/// The code of a recipient that only some competent authorities may transfer to (section 73(4)(b)).
const OTHER_PERSON: &str = "dpa2018:s73/4/b";

/// Whether a transfer relies on nothing but an approval whose limit it is recorded not to keep.
fn is_beyond_the_limit(transfer: &Transfer, abroad: &[Abroad]) -> bool {
    let relies_on = |code: &Recorded<LawCode>| code.value().is_some();
    transfer.within_limit == Recorded::Value(false)
        && !relies_on(&transfer.instrument)
        && !relies_on(&transfer.derogation)
        && !relies_on(&transfer.section_76)
        && abroad.iter().any(Abroad::is_partial)
}

/// Why what is recorded may not do.
fn cautions(
    transfer: &Recorded<Transfer>,
    abroad: &[Abroad],
    under: Under,
    on: Date,
) -> Vec<String> {
    let mut cautions = Vec::new();
    if transfer.is_none() && !abroad.is_empty() {
        cautions.push(
            "the record says that there is no transfer, and the data ends outside the UK"
                .to_owned(),
        );
    }
    let Some(transfer) = transfer.value() else {
        return cautions;
    };
    let relies_on_approval = transfer
        .route
        .value()
        .is_some_and(|route| BY_REGULATIONS.contains(&route.as_str()));
    for to in abroad.iter().filter(|_| relies_on_approval) {
        let name = &to.in_sentence;
        match to.approval {
            Some(Approval::Part(_)) => match &transfer.within_limit {
                Recorded::Value(true) => {}
                Recorded::Value(false) => cautions.push(format!(
                    "the record says that this transfer is not within the limit of the approval of {name}"
                )),
                Recorded::NotRecorded | Recorded::None => cautions.push(format!(
                    "whether this transfer is within the limit of the approval of {name} is not recorded"
                )),
            },
            Some(Approval::Whole(_)) => {}
            None => cautions
                .push("it relies on an approval, and the country is not recorded".to_owned()),
            Some(_) => cautions.push(format!(
                "it relies on an approval, and none is known for {name} on this day"
            )),
        }
    }
    if under.is_part_3()
        && transfer
            .section_73
            .value()
            .is_some_and(|who| who.as_str() == OTHER_PERSON)
    {
        cautions.push(
            "only the competent authorities that section 73(4)(b) names may rely on it, and a council is not one"
                .to_owned(),
        );
    }
    if let Some(derogation) = closed_derogation(Some(transfer), under) {
        cautions.push(format!(
            "“{}” is closed to public authorities in the exercise of their public powers (Article 49(3))",
            derogation.entry.title_on(on)
        ));
    }
    cautions
}

/// The derogation that a transfer rests on, where the law closes it to the public authority that makes it.
fn closed_derogation(transfer: Option<&Transfer>, under: Under) -> Option<&'static Derogation> {
    let Under::UkGdpr {
        is_public_authority: true,
    } = under
    else {
        return None;
    };
    let code = transfer?.derogation.value()?;
    law::derogation(code.as_str()).filter(|derogation| derogation.closed_to_public_authorities)
}
