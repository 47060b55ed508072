//! Special category and offence data in a document of one activity: each condition with all that is recorded of it.

use super::conditions::{Case, asked};
use super::law::{coded, codes};
use super::purposes::for_purposes;
use super::uncovered::{facts_of, without_condition, without_offence_basis};
use super::{data, document, fact, facts, law_enforcement, list, optional, text, value, yes_or_no};
use crate::model::{Condition, OffenceBasis, ReadAs, Recorded};
use crate::report::document::{Block, Fact};
use crate::report::entry::Entry;

/// The provision that asks whether data is kept and erased by the policy, and if not, why.
const PARAGRAPH_41: &str = "DPA 2018 Sch 1 para 41";

/// The appropriate policy document, and whether data is kept and erased by it.
fn policy_facts(case: &Case<'_>, entry: &Entry<'_>) -> Vec<Fact> {
    let policy = value(case.policy, |id| document(entry, id));
    let is_asked = case.needs.policy;
    facts![
        "Appropriate policy document" ("DPA 2018 Sch 1 para 39") => asked(policy, is_asked),
        "Kept and erased by that policy" (PARAGRAPH_41) => asked(yes_or_no(case.erased_by_policy), is_asked),
        "If not, why" (PARAGRAPH_41) => asked(text(case.why_not), case.asks_why_not()),
    ]
}

/// What lifts the prohibition on special category data, and what allows data on offences.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    if entry.activity.is_law_enforcement() {
        let mut blocks = law_enforcement::conditions(entry);
        // A register may have them that is older than the check for codes of the other law.
        for (basis, number) in entry.activity.offence_basis.items().iter().zip(1..) {
            blocks.extend([
                Block::Heading(format!(
                    "Basis {number} for criminal offence data, as recorded"
                )),
                Block::Facts(offence_facts(entry, basis)),
            ]);
        }
        return blocks;
    }
    let activity = entry.activity;
    let mut blocks = Vec::new();
    let mut add = |heading: String, facts: Vec<Fact>| {
        blocks.extend([Block::Heading(heading), Block::Facts(facts)]);
    };
    match &activity.condition {
        Recorded::Value(conditions) => {
            for (condition, number) in conditions.iter().zip(1..) {
                let heading = format!("Condition {number} for special category data");
                add(heading, condition_facts(entry, condition));
            }
            let left = without_condition(entry);
            if !left.is_empty() {
                let facts = facts_of(entry, "Condition for", "Article 9(2) UK GDPR", &left);
                add("Other special category data".to_owned(), facts);
            }
        }
        other => add(
            "Special category data".to_owned(),
            facts!["Condition for special category data" ("Article 9(2) UK GDPR") => list(other, |_| String::new())],
        ),
    }
    match &activity.offence_basis {
        Recorded::Value(bases) => {
            for (basis, number) in bases.iter().zip(1..) {
                let heading = format!("Basis {number} for criminal offence data");
                add(heading, offence_facts(entry, basis));
            }
            let left = without_offence_basis(entry);
            if !left.is_empty() {
                let facts = facts_of(entry, "Basis for", "Article 10 UK GDPR", &left);
                add("Other criminal offence data".to_owned(), facts);
            }
        }
        other => add(
            "Criminal offence data".to_owned(),
            facts!["Basis for criminal offence data" ("Article 10 UK GDPR") => list(other, |_| String::new())],
        ),
    }
    blocks
}

fn condition_facts(entry: &Entry<'_>, condition: &Condition) -> Vec<Fact> {
    let case = Case::of_condition(entry, condition);
    let needs = &case.needs;
    let (code, by) = (&condition.article_9, condition.read_as);
    let mut facts = facts!["For which data" => value(&condition.data, |ids| data(entry, ids))];
    facts.extend(for_purposes(entry, &condition.purposes));
    facts.push(coded(
        entry,
        "Condition",
        "Article 9(2) UK GDPR",
        "special-condition",
        code,
        by,
    ));
    facts.extend(facts!["Condition in the words published" => text(&condition.published)]);
    facts.push(paragraph(entry, &case, by));
    for (label, list, code) in [
        (
            "Case of sensitive processing",
            "sensitive-processing",
            &condition.section_35,
        ),
        (
            "Condition of Schedule 8",
            "schedule-8",
            &condition.schedule_8,
        ),
    ] {
        // Only a register that is older than the check for it says anything here.
        if !code.is_not_recorded() {
            facts.push(fact(label, None, codes(entry, list, code)));
        }
    }
    facts.extend(policy_facts(&case, entry));
    facts.extend(facts![
        "Why without consent" => asked(text(&condition.why_not_consent), needs.why_not_consent),
    ]);
    let secrecy = asked(text(&condition.secrecy), needs.secrecy.is_some());
    facts.push(fact("Under whose duty of secrecy", needs.secrecy, secrecy));
    facts.extend(optional(
        "The words it rests on",
        condition.evidence.as_ref(),
    ));
    facts
}

fn offence_facts(entry: &Entry<'_>, basis: &OffenceBasis) -> Vec<Fact> {
    let case = Case::of_offence_basis(entry, basis);
    let (code, by) = (&basis.route, basis.read_as);
    let may_be_official = code
        .value()
        .is_none_or(|route| route.as_str() != "schedule-1");
    let mut facts = facts!["For which data" => value(&basis.data, |ids| data(entry, ids))];
    facts.extend(for_purposes(entry, &basis.purposes));
    let label = "Official authority, or a condition of Schedule 1";
    facts.push(coded(
        entry,
        label,
        "Article 10 UK GDPR",
        "offence-route",
        code,
        by,
    ));
    facts.extend(facts![
        "Basis in the words published" => text(&basis.published),
        "Official authority relied on" => asked(text(&basis.official_authority), may_be_official),
    ]);
    facts.push(paragraph(entry, &case, by));
    facts.extend(policy_facts(&case, entry));
    facts.extend(facts![
        "Why without consent" => asked(text(&basis.why_not_consent), case.needs.why_not_consent),
    ]);
    facts.extend(optional("The words it rests on", basis.evidence.as_ref()));
    facts
}

/// The paragraph of Schedule 1, where one is asked for.
fn paragraph(entry: &Entry<'_>, case: &Case<'_>, read_as: Option<ReadAs>) -> Fact {
    let (label, by) = ("Condition of Schedule 1", case.needs.paragraph_by);
    let fact = coded(entry, label, by, "schedule-1", case.schedule_1, read_as);
    Fact {
        cell: asked(fact.cell.clone(), case.needs.paragraph),
        ..fact
    }
}
