//! The record of one activity as a document: all that the register says of it, in the order in which
//! a manager would ask.

use super::document::{Block, Document};
use super::dossier::{Dossier, gaps};
use super::entry::Entry;
use super::subjects::{
    accountability, decisions, flows, identity, law_enforcement, leaving, papers, people_and_data,
    purposes, recipients, retention, rights, section, security, special,
};
use crate::model::Recorded;

/// The record of one activity.
pub fn activity(dossier: &Dossier) -> Document<'static> {
    let entry = &dossier.entry();
    let is_law_enforcement = entry.activity.is_law_enforcement();
    let mut about = identity::chapter(entry);
    if is_law_enforcement {
        about.splice(0..0, law_enforcement::which_law());
    }
    let mut where_it_goes = vec![flows::lists(entry)];
    let flows = flows::chapter(entry);
    if flows.is_empty() {
        where_it_goes.push(Block::Words("No flow is recorded.".to_owned()));
    }
    let mut sections = vec![
        section("About this activity", about),
        section("Purposes and lawful bases", purposes::chapter(entry)),
        section(
            if is_law_enforcement {
                "Sensitive processing"
            } else {
                "Special category and criminal offence data"
            },
            special::chapter(entry),
        ),
        section("Whose data, and which", people_and_data::chapter(entry)),
        section("Sources, stores and recipients", where_it_goes),
        section("The flows in a picture", dossier.picture()),
    ];
    if !flows.is_empty() {
        sections.push(section("The flows one by one", flows));
    }
    sections.extend([
        section("Processors", recipients::chapter(entry)),
        section(
            "Transfers out of the United Kingdom",
            leaving::chapter(entry),
        ),
        section("How long data is kept", retention::chapter(entry)),
        section("Security", security::chapter(entry)),
        section("Rights of the people concerned", rights::chapter(entry)),
        section("Automated decisions", decisions::chapter(entry)),
        section(
            "Assessment, consent, breaches and notices",
            accountability::chapter(entry),
        ),
        section("Documents", papers::documents(entry)),
        section("Review and approval", papers::review(entry)),
        section("Evidence", papers::evidence(entry)),
    ]);
    let mut head = identity::head(entry);
    if is_law_enforcement {
        law_enforcement::without_uk_gdpr(&mut head, &mut sections);
    }
    let missing = gaps(&sections);
    sections.push(section("Not recorded", missing));
    let proof = dossier.proof(&mut sections);
    sections.push(proof);
    Document {
        title: format!("Record of processing: {}", entry.activity.name),
        subtitle: subtitle(entry),
        as_at: dossier.as_at,
        head,
        sections,
    }
}

/// Whose record it is, with its number and state.
pub(super) fn subtitle(entry: &Entry<'_>) -> String {
    let mut words = vec![identity::whose(entry)];
    if let Recorded::Value(number) = &entry.activity.reference {
        words.push(number.clone());
    }
    if let Recorded::Value(function) = &entry.activity.function {
        words.push(function.clone());
    }
    if entry.activity.is_draft() {
        words.push("draft entry".to_owned());
    }
    if entry.activity.is_retired() {
        words.push("retired entry: no longer done".to_owned());
    }
    words.join(" · ")
}
