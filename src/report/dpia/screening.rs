//! The criteria for an impact assessment, and what in the register points to each.
//!
//! A pointer is never a finding: whether a criterion is met is for a person to say. Where nothing
//! points to one, the register may just not say.

use crate::law::{self, DpiaList};
use crate::model::{End, LawCode, OneOrMany, Recorded};

use super::super::document::{Block, Cell, Column, Table};
use super::super::dossier::Dossier;
use super::is_so;

/// Every criterion with what the register says of it.
pub(super) fn screening(dossier: &Dossier) -> Vec<Block<'static>> {
    let facts = Facts::of(dossier);
    let recorded = match &dossier.activity.dpia {
        Recorded::Value(dpia) => dpia.criteria.items(),
        _ => &[],
    };
    let criteria = law::vocabulary("dpia-criterion").map_or(&[][..], law::Vocabulary::entries);
    let mut n_pointed = 0;
    let mut rows = Vec::new();
    for entry in criteria
        .iter()
        .filter(|entry| entry.in_force(dossier.as_at))
    {
        let Some(criterion) = law::dpia_criterion(&entry.code) else {
            continue;
        };
        let pointer = facts.pointer(&entry.code);
        n_pointed += usize::from(pointer.is_some());
        let is_recorded = recorded.iter().any(|code| code.as_str() == entry.code);
        let title = match &entry.note {
            Some(note) => format!("{}\n({note})", entry.title),
            None => entry.title.clone(),
        };
        rows.push(vec![
            Cell::Text(title),
            Cell::Text(list(criterion.list, &entry.code)),
            pointer.map_or(Cell::NotRecorded, Cell::Text),
            if is_recorded {
                Cell::Text("recorded as met".to_owned())
            } else {
                Cell::NotRecorded
            },
        ]);
    }
    let column = |heading: &str, not_recorded: &'static str, width| Column {
        not_recorded,
        ..Column::new(heading.to_owned(), width)
    };
    let columns = vec![
        column("Criterion", "", 32),
        column("List", "", 14),
        column("What the register says", "nothing that points to it", 34),
        column("Met?", "to complete: yes or no", 14),
    ];
    vec![
        Block::Heading("Screening".to_owned()),
        Block::Words(format!(
            "Our screening, to be confirmed: of the {} criteria, what is recorded points to {n_pointed}. That something points to a criterion does not mean that it is met, nor the other way about. Any one of Article 35(3) always calls for a DPIA; two or more of WP248 do in most cases.",
            rows.len()
        )),
        Block::Table(Table::of("Criteria for a DPIA", columns, rows)),
    ]
}

fn list(list: DpiaList, code: &str) -> String {
    let number = code.rsplit(['/', '-']).next().unwrap_or_default();
    let number = number.trim_start_matches('0');
    match list {
        DpiaList::Article35 => format!("Article 35(3)({number}) UK GDPR"),
        DpiaList::Ico => format!("ICO list, type {number}"),
        DpiaList::Wp248 => format!("WP248, criterion {number}"),
    }
}

/// What the register holds that a criterion may rest on, in words.
struct Facts {
    special: Vec<String>,
    may_be_special: Vec<String>,
    biometric: Vec<String>,
    genetic: Vec<String>,
    vulnerable: Vec<String>,
    counts: Vec<String>,
    others: Vec<String>,
    n_sources: usize,
    decisions: Vec<String>,
    solely: Vec<String>,
    profiling: Vec<String>,
}

impl Facts {
    fn of(dossier: &Dossier) -> Self {
        let activity = &dossier.activity;
        let data = |holds: &dyn Fn(&str) -> bool, may: bool| -> Vec<String> {
            let all = activity.data.items().iter();
            all.filter_map(|id| dossier.register.data.get(id))
                .filter(|data| {
                    let codes = if may { &data.may_include } else { &data.class };
                    any(codes, holds)
                })
                .map(|data| data.name.clone())
                .collect()
        };
        let is_special =
            |code: &str| law::is_special_category(code) || law::is_criminal_offence(code);
        let people = || {
            let all = activity.people.items().iter();
            all.filter_map(|id| dossier.register.people.get(id))
        };
        let decisions = |is_wanted: &dyn Fn(&crate::model::AutomatedDecision) -> bool| {
            let all = activity.automated_decisions.items().iter();
            all.filter(|decision| is_wanted(decision))
                .map(|decision| decision.what.clone())
                .collect::<Vec<_>>()
        };
        let mut sources = Vec::new();
        let mut others = Vec::new();
        for flow in activity.source.items() {
            let Some(from) = &flow.from else { continue };
            let name = dossier.end(from);
            if !sources.contains(&name) {
                if !matches!(from, End::People(_)) {
                    others.push(name.clone());
                }
                sources.push(name);
            }
        }
        Self {
            special: data(&is_special, false),
            may_be_special: data(&is_special, true),
            biometric: data(&|code| code == "biometric", false),
            genetic: data(&|code| code == "genetic", false),
            vulnerable: people()
                .filter(|people| is_so(&people.vulnerable))
                .map(|people| people.name.clone())
                .collect(),
            counts: people()
                .filter_map(|people| {
                    let count = people.about_how_many.value()?;
                    Some(format!("{}: about {count}", people.name))
                })
                .collect(),
            others,
            n_sources: sources.len(),
            decisions: decisions(&|decision| is_so(&decision.significant)),
            solely: decisions(&|decision| {
                is_so(&decision.significant) && is_so(&decision.solely_automated)
            }),
            profiling: decisions(&|decision| is_so(&decision.profiling)),
        }
    }

    /// What points to a criterion; nothing where the register holds nothing that does.
    fn pointer(&self, code: &str) -> Option<String> {
        let of = |label: &str, names: &[String]| {
            (!names.is_empty()).then(|| format!("{label}: {}", names.join("; ")))
        };
        let special = || {
            let held = of("special category or offence data is held", &self.special);
            let may = of("data is held that may include it", &self.may_be_special);
            match (held, may) {
                (Some(held), Some(may)) => Some(format!("{held}\n{may}")),
                (held, may) => held.or(may),
            }
        };
        let judged =
            |words: Option<String>, what: &str| words.map(|words| format!("{words}\n{what}"));
        match code {
            "35/3/a" => of("automated decisions", &self.solely),
            "wp248/2" => of("automated decisions", &self.decisions),
            "35/3/b" => {
                let counts = of("how many people", &self.counts)
                    .unwrap_or_else(|| "how many people is not recorded".to_owned());
                judged(
                    special(),
                    &format!("{counts}; whether that is a large scale is to be judged"),
                )
            }
            "wp248/5" => judged(
                of("how many people", &self.counts),
                "whether that is a large scale is to be judged",
            ),
            "ico-hr-02" => judged(
                special(),
                "whether it is used to decide who gets a service is to be judged",
            ),
            "wp248/4" => special(),
            "ico-hr-03" | "wp248/1" => of("profiling", &self.profiling),
            "ico-hr-04" => of("biometric data", &self.biometric),
            "ico-hr-05" => of("genetic data", &self.genetic),
            "ico-hr-06" | "wp248/6" if self.n_sources > 1 => Some(format!(
                "data comes from {} sources; whether it is matched or combined is to be judged",
                self.n_sources
            )),
            "ico-hr-07" => judged(
                of(
                    "data comes from others than the people concerned",
                    &self.others,
                ),
                "whether they are told is to be judged",
            ),
            "wp248/7" => of("recorded as vulnerable", &self.vulnerable),
            _ => None,
        }
    }
}

fn any(codes: &Recorded<OneOrMany<LawCode>>, is_wanted: &dyn Fn(&str) -> bool) -> bool {
    codes
        .value()
        .is_some_and(|codes| codes.0.iter().any(|code| is_wanted(code.as_str())))
}
