//! Where a published notice and the register say different things.

use std::collections::BTreeSet;

use crate::model::{Kind, fold};
use crate::store::{Store, StoreError};

use super::notice::{Fact, Notice, Provision, Statement};
use super::proposal::{called, may_be_one};

/// Who says something that the other does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The published notice.
    Notice,
    /// The register.
    Register,
}

/// Something that one side says and the other does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is about, as in `Recipients`.
    pub about: &'static str,
    /// Who says it.
    pub side: Side,
    /// What is said.
    pub said: String,
    /// The line of the notice, from 1; nothing where the register says it.
    pub line: Option<usize>,
}

/// What people may ask for, by the law.
const RIGHTS: &str = "Rights";

/// What statements are compared by: subjects in the order in which differences are told.
const SUBJECTS: [&str; 10] = [
    "Controller",
    "Categories of data",
    "Purposes",
    "Lawful bases and conditions",
    "Sources",
    "Recipients and processors",
    "Transfers outside the UK",
    "How long data is kept",
    RIGHTS,
    "Automated decisions",
];

/// One statement in the form in which two are the same, whoever makes them.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Point {
    subject: usize,
    key: String,
    said: String,
    /// The words it rests on, folded.
    words: String,
    line: usize,
}

/// What a published notice says and the register does not, and the other way round, by subject and in the order of
/// reading. Names are the same where they are of one record. What was not understood of the notice is not compared, but
/// that whatever the register says in words that are in it is not missing there.
///
/// # Errors
/// The store cannot be read.
pub fn differences(
    store: &Store,
    published: &Notice,
    recorded: &Notice,
) -> Result<Vec<Difference>, StoreError> {
    let (theirs, ours) = (points(store, published)?, points(store, recorded)?);
    // Who is named in a sentence that was not understood is named.
    let unread = published
        .statements
        .iter()
        .filter(|one| one.fact == Fact::Unread);
    let unread: Vec<String> = unread
        .map(|one| format!(" {} ", fold(&one.words)))
        .collect();
    let is_mentioned = |said: &str| {
        let words = format!(" {} ", fold(said));
        unread.iter().any(|sentence| sentence.contains(&words))
    };
    let mut found = Vec::new();
    for (subject, about) in SUBJECTS.into_iter().enumerate() {
        for (side, these, others) in [
            (Side::Notice, &theirs, &ours),
            (Side::Register, &ours, &theirs),
        ] {
            let mut seen = BTreeSet::new();
            let those = others.iter().filter(|other| other.subject == subject);
            let known: BTreeSet<&String> = those.map(|other| &other.key).collect();
            // Who says the same in the same words says no more and no less.
            let words: BTreeSet<&String> = others.iter().map(|other| &other.words).collect();
            let n_before = found.len();
            for one in these.iter().filter(|one| one.subject == subject) {
                let is_said = known.contains(&one.key)
                    || words.contains(&one.words)
                    || side == Side::Register && is_mentioned(&one.said);
                if !is_said && seen.insert(&one.key) {
                    found.push(Difference {
                        about,
                        side,
                        said: one.said.clone(),
                        line: (side == Side::Notice).then_some(one.line),
                    });
                }
            }
            // They follow from the law together: a notice that tells none of them differs in one thing.
            if (side, about) == (Side::Register, RIGHTS) {
                let rights: Vec<String> = found.drain(n_before..).map(|one| one.said).collect();
                found.extend((!rights.is_empty()).then(|| Difference {
                    about,
                    side,
                    said: rights.join("; "),
                    line: None,
                }));
            }
        }
    }
    Ok(found)
}

fn points(store: &Store, notice: &Notice) -> Result<Vec<Point>, StoreError> {
    let mut points = Vec::new();
    for statement in &notice.statements {
        points.extend(of(store, statement)?);
    }
    Ok(points)
}

/// What a statement says that can be compared.
fn of(store: &Store, statement: &Statement) -> Result<Vec<Point>, StoreError> {
    let named = |kind: Kind, name: &str| -> Result<String, StoreError> {
        // A line that is the name of a record names that one, however it could be taken apart.
        let line = &statement.words;
        let mut known = None;
        if may_be_one(name, line) {
            known = called(store, kind, line)?;
        }
        if known.is_none() {
            known = called(store, kind, name)?;
        }
        if known.is_none() && kind == Kind::Party {
            known = called(store, Kind::People, name)?;
        }
        Ok(known.map_or_else(|| fold(name), |reference| reference.to_string()))
    };
    let points: Vec<(usize, String, String)> = match &statement.fact {
        Fact::Controller(name) => vec![(0, named(Kind::Party, name)?, name.clone())],
        Fact::Data { name, .. } => vec![(1, named(Kind::Data, name)?, name.clone())],
        Fact::Controllers { names, .. } => {
            let each = names
                .iter()
                .map(|name| Ok((0, named(Kind::Party, name)?, name.clone())));
            each.collect::<Result<_, StoreError>>()?
        }
        Fact::Purpose { text, basis } => {
            let purpose = (2, fold(text), text.clone());
            let basis = basis.iter().flat_map(provisions);
            [purpose].into_iter().chain(basis).collect()
        }
        Fact::Basis(provision) | Fact::Condition(provision) => provisions(provision),
        Fact::Source(exchange) => {
            let party = &exchange.party;
            vec![(4, named(Kind::Party, party)?, party.clone())]
        }
        Fact::Recipient(exchange) => {
            let key = named(Kind::Party, &exchange.party)?;
            let received = (5, key.clone(), exchange.party.clone());
            if exchange.is_overseas {
                vec![received, (6, key, exchange.party.clone())]
            } else {
                vec![received]
            }
        }
        Fact::Processor { party, .. } => vec![(5, named(Kind::Party, party)?, party.clone())],
        Fact::AlsoController(name) => vec![(0, named(Kind::Party, name)?, name.clone())],
        Fact::Abroad(_) => vec![(6, fold(&statement.words), statement.words.clone())],
        Fact::NotOverseas => vec![(6, String::new(), statement.words.clone())],
        Fact::NotAutomated => vec![(9, String::new(), statement.words.clone())],
        Fact::Automated(text) => vec![(9, fold(text), text.clone())],
        Fact::Kept {
            is_all,
            period,
            trigger,
            criteria,
            then,
        } => {
            let key = match (period, criteria) {
                // For how long, from when, of what, and what then: a limit is the same where all of it is.
                (Some(period), _) => format!(
                    "{} {is_all} {} {}",
                    period.as_str(),
                    trigger.as_deref().map(fold).unwrap_or_default(),
                    then.map_or("", crate::model::Fate::phrase)
                ),
                (None, criteria) => fold(criteria.as_deref().unwrap_or(&statement.words)),
            };
            vec![(7, key, statement.words.clone())]
        }
        Fact::Right(code) => {
            let code = if *code == "14" { "13" } else { code };
            vec![(8, code.to_owned(), statement.words.clone())]
        }
        _ => Vec::new(),
    };
    let point = |(subject, key, said)| Point {
        subject,
        key,
        said,
        words: fold(&statement.words),
        line: statement.line,
    };
    Ok(points.into_iter().map(point).collect())
}

/// A provision by each of the codes that its words mean, or by the words.
fn provisions(provision: &Provision) -> Vec<(usize, String, String)> {
    let keys: Vec<String> = match &provision.codes[..] {
        [] => vec![fold(&provision.published)],
        codes => codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let said = |key: String| (3, key, provision.published.clone());
    keys.into_iter().map(said).collect()
}
