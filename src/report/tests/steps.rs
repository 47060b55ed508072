//! What the record of Article 30 and the record of an activity say of each step is what the graph
//! judges of it, and nothing else: the role, the countries, the agreement, and what allows a transfer.

use std::path::Path;

use super::super::steps::Steps;
use super::super::*;
use super::DAY;
use crate::graph::{AllowedState, Graphs, Leaving, ReceiverRole, RouteStep, StepKind};
use crate::model::{ActivityId, Country, Kind, Register};
use crate::store::Store;
use crate::text;

/// The worked example, and the registers that stand for faults that were found.
const REGISTERS: &[&str] = &[
    "../../register",
    "review",
    "attack/agreement-of-another",
    "attack/beyond-by-a-loop",
    "attack/breach-record-as-contract",
    "attack/condition-hidden-by-offence-basis",
    "attack/controller-as-recipient",
    "attack/country-not-recorded",
    "attack/ended-flow",
    "attack/engaged-twice",
    "attack/exchanged-with-a-processor",
    "attack/joint-controller-without-a-flow",
    "attack/may-include-not-recorded",
    "attack/names-it-but-has-it-not",
    "attack/none-becomes-not-recorded",
    "attack/nothing-recorded-is-zero",
    "attack/operator-not-recorded",
    "attack/own-council-as-processor",
    "attack/partners-own-portal",
    "attack/recipients-sub-processors",
    "attack/retention-scope",
    "attack/retired-source-by-id",
    "attack/second-half",
    "attack/source-through",
    "attack/special-not-inherited",
    "attack/stated-in-which-activity",
    "attack/sub-processors-query",
    "cases/c02-planned-flow",
    "cases/c04-expired-agreement",
    "cases/c12-vendor-without-row",
    "cases/c13-onward-government",
    "cases/c32-cloud-chain",
    "cases/c37-published",
    "cases/c40-us-supplier",
    "cases/c46-contract-by-party",
    "cases/c57-engaged-by-a-recipient",
    "cases/c60-agreement-inbound",
];

fn register(name: &str) -> Register {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    text::read(&fixtures.join(name), DAY).unwrap().register
}

/// What the two records say of an activity.
struct Said {
    recipients: String,
    countries: String,
    contracts: String,
    /// The record of the activity, as Markdown.
    dossier: String,
}

impl Said {
    fn of(register: &Register, id: &ActivityId) -> Option<Self> {
        let store = Store::in_memory(register.clone()).unwrap();
        let asked = Asked {
            per: Per::Activity,
            activities: Some([id.clone()].into()),
            pictures: false,
            ..Asked::of(layout("ico-controller").unwrap(), DAY)
        };
        let mut export = article30(&store, &asked, DAY.into(), None, "json", &|| ()).unwrap();
        let mut bytes = Vec::new();
        (json::FORMAT.write)(&mut export.document, &mut bytes).unwrap();
        let export: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        let blocks = export.pointer("/sections/0/blocks")?.as_array()?;
        let table = blocks.iter().find_map(|block| block.get("table"))?;
        // An entry that is retired or no controller's has no row.
        let row = table.pointer("/rows/0")?;
        let columns = table["columns"].as_array()?;
        let cell = |heading: &str| {
            let is_it = |column: &serde_json::Value| {
                let words = column["heading"].as_str();
                words.is_some_and(|words| words.starts_with(heading))
            };
            match &row[columns.iter().position(is_it).unwrap()] {
                serde_json::Value::String(words) => words.clone(),
                other => other.to_string(),
            }
        };
        let dossier = Dossier::read(&store, id, DAY.into(), String::new());
        let mut bytes = Vec::new();
        let mut document = activity(&dossier.unwrap()?);
        (markdown::FORMAT.write)(&mut document, &mut bytes).unwrap();
        Some(Self {
            recipients: cell("Categories of recipients"),
            countries: cell("Names of third countries"),
            contracts: cell("Link to contract with processor"),
            dossier: String::from_utf8(bytes).unwrap().replace('\\', ""),
        })
    }

    /// Where what is said of a step is not what is judged of it.
    fn faults(&self, step: &RouteStep) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |holds: bool, what: &str, said: &str| {
            if !holds {
                faults.push(format!(
                    "{}: {} to {}: {what}\n  {said}",
                    step.activity, step.from.name, step.to.name
                ));
            }
        };
        let name = &step.to.name;
        let is_party = step.to.kind == Kind::Party && step.kind != StepKind::Source;
        let role = step.role.unwrap_or(ReceiverRole::Recipient);
        let word = role.word().replace("joint-controller", "joint controller");
        let line = self.recipients.lines().find(|line| {
            let is_it = line.starts_with(name.as_str());
            is_it && (role == ReceiverRole::Recipient || line.contains(&word))
        });
        if is_party && role != ReceiverRole::Internal {
            expect(line.is_some(), &word, &self.recipients);
        }
        // Countries, and what allows the transfer.
        let ours = |line: &&str| line.contains(&format!(": {name} ("));
        let transfers: Vec<&str> = self.countries.lines().filter(ours).collect();
        let countries = step.countries();
        let abroad: Vec<&Country> = countries.iter().filter(|one| !one.is_uk()).collect();
        match step.leaves_uk {
            Leaving::Yes => {
                let fits = |line: &&&str| {
                    let names = |country: &&Country| match country {
                        Country::OutsideUk => line.contains("Outside the UK"),
                        country => line.contains(country.name()),
                    };
                    let is_placed = !abroad.is_empty() || line.contains("Country not recorded");
                    let allowed = step.allowed.as_ref().unwrap();
                    let is_missing = line.contains("what allows it is not recorded")
                        || line.contains("recorded as no transfer");
                    abroad.iter().all(names)
                        && is_placed
                        && is_missing == (allowed.state == AllowedState::Missing)
                        && allowed.approval.as_ref().is_none_or(|it| line.contains(it))
                };
                expect(
                    transfers.iter().any(|line| fits(&line)),
                    "leaves",
                    &self.countries,
                );
            }
            Leaving::Possible => {
                let mut lines = self.countries.lines();
                let is_named = lines.any(|line| {
                    line.starts_with("Country not recorded: ") && line.contains(name.as_str())
                });
                let is_silent = self.countries == "null" || self.countries == "not recorded";
                expect(is_named || is_silent, "may leave", &self.countries);
            }
            Leaving::No => {}
        }
        if step.leaves_uk != Leaving::No {
            expect(
                !self.countries.contains("no transfer: every"),
                "denied",
                &self.countries,
            );
        }
        // The tables of the record of the activity.
        let rows = || self.dossier.lines().filter(|line| line.starts_with("| "));
        if step.leaves_uk == Leaving::Yes {
            let flow = format!("| {} to {name} |", step.from.name);
            let fits = |row: &str| {
                let mut names = abroad.iter().filter(|one| ***one != Country::OutsideUk);
                row.contains(&flow) && names.all(|one| row.contains(one.name()))
            };
            expect(rows().any(fits), "transfer in the record", &self.dossier);
        }
        let governs = step.agreement.found.value().is_some();
        let words = step.agreement.words();
        if matches!(step.kind, StepKind::Operator | StepKind::SubProcessor) {
            let word = word.replace("internal", "part of the controller");
            let head = format!("| {name} | {word} | {} |", step.from.name);
            let fits = |row: &str| {
                row.starts_with(&head)
                    && countries.iter().all(|country| row.contains(country.name()))
                    && (!governs || row.contains(&words))
            };
            expect(rows().any(fits), "row of the processor", &self.dossier);
        }
        if governs && role.is_processor() {
            expect(self.contracts.contains(&words), &words, &self.contracts);
        }
        if governs && let Some(number) = step.number {
            let head = format!("| F{number} |");
            let fits = |row: &str| row.starts_with(&head) && row.contains(&words);
            expect(rows().any(fits), &words, &self.dossier);
        }
        faults
    }
}

#[test]
fn every_record_says_of_a_step_what_is_judged_of_it() {
    let mut faults = Vec::new();
    let mut n_steps = 0;
    for name in REGISTERS {
        let register = register(name);
        for (id, activity) in &register.activities {
            if activity.is_law_enforcement() {
                continue;
            }
            let Some(said) = Said::of(&register, id) else {
                continue;
            };
            let steps = Steps::of(&Graphs::of(&register, DAY), id, true).current;
            n_steps += steps.len();
            let found = steps.iter().flat_map(|step| said.faults(step));
            faults.extend(found.map(|fault| format!("{name}, {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(n_steps > 100, "{n_steps}");
}

/// What is said of the first activity of a register.
fn of_case(name: &str) -> Said {
    let register = register(name);
    let id = register.activities.keys().next().unwrap().clone();
    Said::of(&register, &id).unwrap()
}

#[test]
fn the_country_is_that_of_the_engagement_for_the_system() {
    let register = register("review");
    let said = |id: &str| Said::of(&register, &ActivityId::new(id).unwrap()).unwrap();
    let (mail, trade) = (said("mail"), said("trade"));
    assert!(
        !mail.countries.contains("United States"),
        "{}",
        mail.countries
    );
    assert!(!mail.dossier.contains("United States"), "{}", mail.dossier);
    let line = "United States of America: Cloud (";
    assert!(trade.countries.contains(line), "{}", trade.countries);
    let recorded = "Country not recorded: Acme (Appropriate safeguards";
    assert!(trade.countries.contains(recorded), "{}", trade.countries);
}

#[test]
fn what_is_planned_or_has_ended_is_told_apart() {
    let said = of_case("attack/ended-flow");
    assert!(
        said.recipients
            .starts_with("no recipients at present recorded"),
        "{}",
        said.recipients
    );
    let planned = "Planned from 1 January 2030: New vendor";
    assert!(said.recipients.contains(planned), "{}", said.recipients);
    for line in ["Ended 31 December 2020", "**Planned**", "**Ended**"] {
        assert!(said.dossier.contains(line), "{line}: {}", said.dossier);
    }
    // Each keeps its number.
    assert!(said.dossier.contains("| F1 |") && said.dossier.contains("| F2 |"));
}

#[test]
fn only_an_agreement_is_one() {
    let said = of_case("attack/breach-record-as-contract");
    let processors = said.dossier.split("## Processors").nth(1).unwrap();
    let processors = processors.split("\n## ").next().unwrap();
    assert!(!processors.contains("Breach of March"), "{processors}");
    assert!(
        !said.contracts.contains("Breach of March"),
        "{}",
        said.contracts
    );
    let by_parties = of_case("cases/c46-contract-by-party");
    let contract = "Care system contract";
    assert!(
        by_parties.contracts.contains(contract),
        "{}",
        by_parties.contracts
    );
    assert!(by_parties.dossier.contains("agreement, by its parties"));
    let expired = of_case("cases/c04-expired-agreement");
    assert!(expired.dossier.contains("(expired 31 March 2018)"));
}
