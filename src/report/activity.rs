//! The record of one activity as a document: all that the register says of it, in the order in which
//! a manager would ask.

use super::document::{Block, Document};
use super::dossier::{Dossier, gaps, section, without_uk_gdpr};
use crate::model::Recorded;

/// The record of one activity.
pub fn activity(dossier: &Dossier) -> Document<'static> {
    let mut where_it_goes = vec![dossier.flow_lists()];
    let mut about = dossier.identity();
    let mut rights = dossier.rights();
    if dossier.activity.is_law_enforcement() {
        about.splice(0..0, dossier.which_law());
        rights = dossier.rights_under_part_3();
    }
    let flows = dossier.flows();
    if flows.is_empty() {
        where_it_goes.push(Block::Words("No flow is recorded.".to_owned()));
    }
    let mut sections = vec![
        section("About this activity", about),
        section("Purposes and lawful bases", dossier.purposes()),
        section(
            "Special category and criminal offence data",
            dossier.conditions(),
        ),
        section("Whose data, and which", dossier.people_and_data()),
        section("Sources, stores and recipients", where_it_goes),
        section("The flows in a picture", dossier.picture()),
    ];
    if !flows.is_empty() {
        sections.push(section("The flows one by one", flows));
    }
    sections.extend([
        section("Processors", dossier.processors()),
        section("Transfers out of the United Kingdom", dossier.transfers()),
        section("How long data is kept", dossier.retention()),
        section("Security", dossier.measures()),
        section("Rights of the people concerned", rights),
        section("Automated decisions", dossier.decisions()),
        section(
            "Assessment, consent, breaches and notices",
            dossier.accountability(),
        ),
        section("Documents", dossier.documents()),
        section("Review and approval", dossier.review()),
        section("Evidence", dossier.evidence()),
    ]);
    let mut head = dossier.head();
    if dossier.activity.is_law_enforcement() {
        without_uk_gdpr(&mut head, &mut sections);
    }
    let missing = gaps(&sections);
    sections.push(section("Not recorded", missing));
    let proof = dossier.proof(&mut sections);
    sections.push(proof);
    Document {
        title: format!("Record of processing: {}", dossier.activity.name),
        subtitle: subtitle(dossier),
        as_at: dossier.as_at,
        head,
        sections,
    }
}

/// Whose record it is, with its number and state.
pub(super) fn subtitle(dossier: &Dossier) -> String {
    let mut words = vec![dossier.whose()];
    if let Recorded::Value(number) = &dossier.activity.reference {
        words.push(number.clone());
    }
    if let Recorded::Value(function) = &dossier.activity.function {
        words.push(function.clone());
    }
    if dossier.activity.is_draft() {
        words.push("draft entry".to_owned());
    }
    if dossier.activity.is_retired() {
        words.push("retired entry: no longer done".to_owned());
    }
    words.join(" · ")
}
