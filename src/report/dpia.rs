//! A data protection impact assessment to be completed, in the seven steps of the ICO's sample.
//!
//! What the register knows is filled in; what it does not know is a place to complete. Nothing is
//! guessed: a criterion to which the register points is our screening, for a person to confirm.

mod screening;

pub use self::screening::{Screening, dpia_screening};

use super::activity::subtitle;
use super::document::{Block, Cell, Column, Document, Section, Table};
use super::dossier::{Dossier, gaps};
use super::entry::Entry;
use super::subjects::law_enforcement::{self, recited, without_uk_gdpr};
use super::subjects::recipients::PLANNED_FROM;
use super::subjects::{
    accountability, decisions, documents, facts, flows, identity, leaving, list, people_and_data,
    purposes, recipients, retention, rights, section, security, special, text, told_others, value,
};
use crate::graph::{Leaving, RouteStep};
use crate::law;
use crate::model::{Date, DpiaStatus, FlowKind, OpenList, day_in_words};

/// How many rows of risks there are to fill.
const RISKS: usize = 6;

/// What a person has to fill in.
const TO_COMPLETE: &str = "to complete";

/// The impact assessment of one activity, as far as the register can fill it in.
pub fn dpia(dossier: &Dossier) -> Document<'static> {
    let entry = &dossier.entry();
    let mut flows = dossier.picture();
    flows.extend(flows::chapter(entry));
    let mut sections = vec![
        section("How to use this document", how_to(entry)),
        section("Step 1: Identify the need for a DPIA", need(entry)),
        section("Step 2: Describe the processing – nature", nature(entry)),
        section("Step 2: Describe the processing – data flows", flows),
        section("Step 2: Describe the processing – scope", scope(entry)),
        section("Step 2: Describe the processing – context", context(entry)),
        section("Step 2: Describe the processing – purposes", aims(entry)),
        section("Step 3: Consultation process", consultation(entry)),
        section(
            "Step 4: Assess necessity and proportionality",
            necessity(entry),
        ),
        section("Step 4: Processors and transfers", sharing(entry)),
        section("Step 5: Identify and assess risks", risks(dossier)),
        section("Step 6: Identify measures to reduce risk", measures(entry)),
        section("Step 7: Sign off and record outcomes", sign_off(entry)),
    ];
    let mut head = identity::head(entry);
    if entry.activity.is_law_enforcement() {
        without_uk_gdpr(&mut head, &mut sections);
    }
    let missing = gaps(&sections);
    sections.push(section("What the register does not say", missing));
    sections.push(section(
        Section::PROOF,
        vec![Block::Facts(dossier.origin_facts())],
    ));
    let name = &entry.activity.name;
    head.extend(facts![
        "Reference" => text(&entry.activity.reference),
        "Business function" => text(&entry.activity.function),
        "Subject of the assessment" => Cell::Text(name.clone()),
    ]);
    Document {
        title: format!("Data protection impact assessment: {name}"),
        subtitle: format!("{} · {}", subtitle(entry), how_far(entry)),
        as_at: dossier.as_at,
        head,
        sections,
    }
}

/// How far the assessment is that stands in the register.
fn how_far(entry: &Entry<'_>) -> &'static str {
    let dpia = entry.activity.dpia.value();
    match dpia.and_then(|dpia| dpia.status.value()) {
        Some(DpiaStatus::Complete) => "recorded as complete; this document is begun anew",
        _ => "to be completed",
    }
}

fn words(text: &str) -> Block<'static> {
    Block::Words(text.to_owned())
}

fn blank(asked: &str) -> Block<'static> {
    Block::Blank(asked.to_owned())
}

fn heading(text: &str) -> Block<'static> {
    Block::Heading(text.to_owned())
}

fn how_to(entry: &Entry<'_>) -> Vec<Block<'static>> {
    if entry.activity.is_law_enforcement() {
        let mut blocks = law_enforcement::which_law();
        blocks.push(words(&format!(
            "This is the beginning of an assessment under section 64. It must have a general description of the processing, an assessment of the risks to the rights and freedoms of people, the measures envisaged to address those risks, and safeguards, security measures and mechanisms to protect the data and to show compliance (section 64(3)). If it indicates a high risk, the {} (ICO) is to be consulted before a filing system is created (section 65).",
            law::regulator(entry.as_at)
        )));
        blocks.push(words(
            "Where the register says nothing, it stands as “not recorded”: that is not to say that there is none. A place marked “To complete”, or “to complete” in a table, is for the people who assess. The screening in step 1 is ours, from what is recorded, and is to be confirmed.",
        ));
        return blocks;
    }
    vec![
        Block::Words(format!(
            "This is the beginning of an assessment under Article 35 UK GDPR, in the seven steps of the ICO's sample template. What the register of {} says about the activity is filled in.",
            identity::whose(entry)
        )),
        Block::List(
            [
                "Where the register says nothing, it stands as “not recorded”: that is not to say that there is none. Find out, and record it in the register.".to_owned(),
                "A place marked “To complete”, or “to complete” in a table, is for the people who assess. The register cannot know it.".to_owned(),
                "Step 1 screens the activity against the published criteria. The screening is ours, from what is recorded, and is to be confirmed.".to_owned(),
                format!(
                    "Seek the advice of the data protection officer (Article 35(2) UK GDPR). If a high risk remains that cannot be reduced, consult the {} (ICO) before the processing begins (Article 36(1) UK GDPR).",
                    law::regulator(entry.as_at)
                ),
            ]
            .to_vec(),
        ),
    ]
}

fn need(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let purposes = list(&activity.purpose, |purpose| purpose.text.clone());
    let mut facts = facts![
        "What is done" => text(&activity.description),
        "What for" (purposes::WHY) => purposes,
    ];
    facts.extend(accountability::dpia_facts(entry));
    let mut blocks = vec![Block::Facts(facts)];
    blocks.extend(screening::screening(entry));
    blocks.push(blank(
        "What the project or service aims to achieve, what kind of processing that involves, and why a DPIA is or is not needed. Refer to other documents where that helps, such as a project proposal.",
    ));
    blocks
}

fn nature(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = vec![
        words(
            "How the data is collected, kept, shared and deleted, as the register has it; the flows with their picture follow in the next part.",
        ),
        flows::lists(entry),
        heading("Deletion"),
    ];
    blocks.extend(retention::chapter(entry));
    blocks.extend([
        blank("How the data is collected, used and looked after from day to day; who has access."),
        blank(
            "Which of this is of a kind likely to result in a high risk, and why (see the screening in step 1).",
        ),
    ]);
    blocks
}

fn scope(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = people_and_data::which_data(entry);
    blocks.extend(told_others(entry, OpenList::Data));
    blocks.extend(people_and_data::whose_data(entry));
    blocks.extend(told_others(entry, OpenList::People));
    blocks.push(blank(
        "How much data is collected and used, how often, and which area it covers.",
    ));
    blocks
}

fn context(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let facts = facts![
        "Privacy notices that tell people of it" ("Articles 13 and 14 UK GDPR") => documents(entry, &activity.notices),
        "What happens if the data is not provided" ("Article 13(2)(e) UK GDPR") => text(&activity.if_not_provided),
        "Records of personal data breaches" ("Article 33(5) UK GDPR") => documents(entry, &activity.breaches),
    ];
    vec![
        Block::Facts(facts),
        blank(
            "What the relationship with the people concerned is, how much control they have, and whether they would expect this use of their data.",
        ),
        blank(
            "Whether they include children or other vulnerable groups, and what follows from it.",
        ),
        blank(
            "Whether there were concerns about this kind of processing before, security flaws among them; whether it is novel in any way; what the state of technology is.",
        ),
        blank(
            "Which issues of public concern, codes of conduct or certification schemes are to be taken into account.",
        ),
    ]
}

fn aims(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let purposes = list(&entry.activity.purpose, purposes::purpose_words);
    vec![
        Block::Facts(facts!["Purposes" (purposes::WHY) => purposes]),
        blank(
            "What is to be achieved, what the effect on people is meant to be, and what the benefits are, for the organisation and more broadly.",
        ),
    ]
}

fn consultation(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let activity = entry.activity;
    let joint = list(&activity.joint_controllers, |joint| {
        entry.party_name(&joint.party)
    });
    let facts = facts![
        "People concerned" ("Article 35(9) UK GDPR") => list(&activity.people, |id| entry.people_name(id)),
        "Owner of the activity" => value(&activity.owner, |id| entry.party_name(id)),
        "Joint controllers" ("Article 26 UK GDPR") => joint,
    ];
    vec![
        Block::Facts(facts),
        blank(
            "When and how the views of the people concerned are sought, or why it is not appropriate to seek them (Article 35(9) UK GDPR).",
        ),
        blank(
            "Who else inside the organisation is involved, and whether processors are asked to assist.",
        ),
        blank("Whether security or other experts are consulted."),
    ]
}

fn necessity(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = purposes::chapter(entry);
    blocks.extend(special::chapter(entry));
    blocks.push(heading("Necessity and proportionality"));
    blocks.push(blank("Whether the processing achieves its purpose, and whether there is another way to the same outcome with less data or less intrusion."));
    blocks.push(blank(
        "How use for other purposes is prevented; how data is kept accurate and to the minimum.",
    ));
    blocks.push(heading("Information and rights"));
    blocks.extend(rights::chapter(entry));
    blocks.extend(decisions::chapter(entry));
    blocks.push(blank(
        "What people are told, and how they are helped to use their rights.",
    ));
    blocks
}

fn sharing(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = vec![heading("Processors")];
    blocks.extend(recipients::chapter(entry));
    blocks.push(blank(
        "What is done to make sure that processors comply (Article 28 UK GDPR).",
    ));
    blocks.push(heading("International transfers"));
    blocks.extend(leaving::chapter(entry));
    blocks.push(blank(
        "How transfers out of the United Kingdom are safeguarded (Articles 44A to 49A UK GDPR).",
    ));
    blocks
}

fn risks(dossier: &Dossier) -> Vec<Block<'static>> {
    let mut blocks = vec![words(
        "What could go wrong for the people concerned, and for the organisation: include compliance and corporate risks as needed.",
    )];
    let pointers = pointers(dossier);
    if !pointers.is_empty() {
        blocks.push(heading("What the register points to"));
        blocks.push(words(
            "These are gaps and marks in the register, not an assessment of risk.",
        ));
        blocks.push(Block::List(pointers));
    }
    let columns = vec![
        to_fill("No.", 6),
        to_fill(
            "Source of risk and nature of potential impact on individuals",
            40,
        ),
        to_fill("Likelihood of harm (remote, possible or probable)", 18),
        to_fill("Severity of harm (minimal, significant or severe)", 18),
        to_fill("Overall risk (low, medium or high)", 16),
    ];
    blocks.push(rows_to_fill("Risks", columns, RISKS));
    blocks
}

/// What in the register a person who looks for risks should look at.
fn pointers(dossier: &Dossier) -> Vec<String> {
    let activity = &dossier.activity;
    let mut pointers = Vec::new();
    if let Ok(picture) = dossier.illustration() {
        let marks = [
            "No agreement recorded",
            "leaves the UK",
            "no agreement recorded",
            "Leaves the UK",
        ];
        let marked = |flow: &&String| marks.iter().any(|mark| flow.contains(mark));
        pointers.extend(picture.flows.iter().filter(marked).cloned());
        pointers.extend(picture.notes.iter().cloned());
    }
    let entry = dossier.entry();
    let leaves = |(_, step): &(Date, &RouteStep)| step.leaves_uk == Leaving::Yes;
    for (first, step) in entry.planned().into_iter().filter(leaves) {
        pointers.push(format!(
            "{PLANNED_FROM} {}: {} to {} leaves the UK.",
            day_in_words(first),
            step.from.name,
            step.to.name
        ));
    }
    let missing = [
        (
            activity.data.is_not_recorded(),
            "which data the activity holds",
        ),
        (activity.people.is_not_recorded(), "whose data it is"),
        (activity.measures.is_not_recorded(), "security measures"),
        (
            activity.retention.is_not_recorded(),
            "how long data is kept",
        ),
        (
            activity.flows_of(FlowKind::Recipient).is_not_recorded(),
            "to whom data goes",
        ),
    ];
    for (is_missing, what) in missing {
        if is_missing {
            pointers.push(format!("Not recorded: {what}."));
        }
    }
    if activity.breaches.value().is_some_and(|all| !all.is_empty()) {
        pointers.push("Personal data breaches are recorded for this activity.".to_owned());
    }
    pointers
}

fn measures(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut blocks = vec![heading("Measures in the register")];
    blocks.extend(security::chapter(entry));
    blocks.push(heading("Measures to be taken"));
    blocks.push(words(
        "For each risk found medium or high in step 5: what could be done to reduce or eliminate it.",
    ));
    let columns = vec![
        to_fill("No.", 6),
        to_fill("Risk", 22),
        to_fill("Options to reduce or eliminate risk", 30),
        to_fill("Effect on risk (eliminated, reduced or accepted)", 14),
        to_fill("Residual risk (low, medium or high)", 14),
        to_fill("Measure approved (yes or no)", 12),
    ];
    blocks.push(rows_to_fill("Measures", columns, RISKS));
    blocks
}

fn sign_off(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let consult = format!(
        "Before a high residual risk is accepted, the {} (ICO) is to be consulted (Article 36(1) UK GDPR).",
        law::regulator(entry.as_at)
    );
    let items = [
        (
            "Measures approved by",
            "Take the actions into the project plan, with a date and a person for each.",
        ),
        ("Residual risks approved by", consult.as_str()),
        (
            "DPO advice provided",
            "The officer advises on compliance, the measures of step 6 and whether the processing may go ahead (Articles 35(2) and 39(1)(c) UK GDPR).",
        ),
        ("Summary of DPO advice", ""),
        (
            "DPO advice accepted or overruled by",
            "If it is overruled, give the reasons.",
        ),
        ("Comments", ""),
        (
            "Consultation responses reviewed by",
            "If the decision departs from the views of the people concerned, give the reasons.",
        ),
        ("Comments on the consultation", ""),
        (
            "This DPIA will be kept under review by",
            "The controller reviews whether it is kept to, at the least when the risk changes (Article 35(11) UK GDPR); the officer monitors how it is carried out (Article 39(1)(c)).",
        ),
    ];
    let rows = items
        .iter()
        .map(|(item, note)| {
            vec![
                Cell::Text((*item).to_owned()),
                Cell::NotRecorded,
                Cell::Text(if entry.activity.is_law_enforcement() {
                    recited(note)
                } else {
                    (*note).to_owned()
                }),
            ]
        })
        .collect();
    let columns = vec![
        to_fill("Item", 28),
        to_fill("Name, position and date", 36),
        to_fill("Notes", 36),
    ];
    vec![Block::Table(Table::of("Sign off", columns, rows))]
}

/// A column in which a person fills in what is not there.
fn to_fill(heading: &str, width: u16) -> Column {
    Column {
        not_recorded: TO_COMPLETE,
        ..Column::new(heading.to_owned(), width)
    }
}

/// A table with numbered rows to fill.
fn rows_to_fill(caption: &str, columns: Vec<Column>, n_rows: usize) -> Block<'static> {
    let rows = (1..=n_rows)
        .map(|number| {
            let mut row = vec![Cell::Text(number.to_string())];
            row.resize(columns.len(), Cell::NotRecorded);
            row
        })
        .collect();
    Block::Table(Table::of(caption, columns, rows))
}
