//! Routes in words, step by step, with the reasons of each step.

use crate::graph::{Basis, RouteStep, StepKind};
use crate::law;
use crate::model::{Date, Kind, ReadAs, Recorded, Scope, one_line};

/// A route in words: a text for each step, with its reasons on lines of their own. Words that two
/// steps share are told once.
pub(super) fn told(steps: &[RouteStep]) -> Vec<String> {
    let mut told = Vec::new();
    for (position, step) in steps.iter().enumerate() {
        let number = step
            .number
            .map_or_else(String::new, |number| format!("F{number} "));
        let carries = match (&step.carries, step.kind) {
            (_, StepKind::Operator) => "runs it and has what it has".to_owned(),
            (_, StepKind::SubProcessor) if step.from.kind == Kind::System => {
                "is engaged for it".to_owned()
            }
            (_, StepKind::SubProcessor) => "is engaged by it".to_owned(),
            (_, StepKind::JointController) => "decides jointly".to_owned(),
            (_, StepKind::HandsOn) => "hands it on".to_owned(),
            (Recorded::NotRecorded, _) => "which data: not recorded".to_owned(),
            (Recorded::None, _) => "no personal data".to_owned(),
            (Recorded::Value(Scope::All(_)), _) => "all the data it has".to_owned(),
            (Recorded::Value(Scope::These(_)), _) => step.data_in_words(),
        };
        let mut text = format!(
            "{number}{} -> {} [{}]: {carries}",
            step.from.name,
            step.to.name,
            step.kind.word()
        );
        // Where the flow says nothing of its data, or the step before was in doubt, that is said already.
        let is_said = step.carries.is_not_recorded() || step.is_as_sure_as_its_start();
        if let Some(because) = step.because.filter(|_| !is_said) {
            text.push_str(&format!(" (possible: {because})"));
        }
        let mut lines = vec![one_line(&text)];
        // Of a flow through a system both halves rest on the same words: its end tells them.
        let next = steps.get(position + 1);
        let is_told_next = next.is_some_and(|next| next.number == step.number);
        if step.number.is_some() && !is_told_next {
            let when = step.when.as_ref().map(|when| format!("when: {when}"));
            let evidence = step.evidence.as_ref();
            let evidence = evidence.map(|evidence| format!("“{evidence}”"));
            let reasons = [when, reasons(step), evidence];
            lines.extend(reasons.iter().flatten().map(|line| one_line(line)));
        }
        told.push(lines.join("\n"));
    }
    told
}

/// The lawful bases of a step in words, as published and as coded.
pub(super) fn bases(bases: &[Basis], on: Date) -> String {
    if bases.is_empty() {
        return "not recorded".to_owned();
    }
    let told: Vec<String> = bases.iter().map(|one| basis(one, on)).collect();
    told.join("; ")
}

fn basis(basis: &Basis, on: Date) -> String {
    let code = basis.code.value().map(|code| {
        let known = law::vocabulary_under("lawful-basis", basis.is_part_3);
        let entry = known.and_then(|list| list.entry(code.as_str()));
        let other = law::of_another_law("lawful-basis", code.as_str(), basis.is_part_3);
        if let (None, Some(other)) = (entry, other) {
            let title = other.title_on(on).to_lowercase();
            return format!("{title}, {}", law::not_of(basis.is_part_3));
        }
        let title = entry.map_or_else(String::new, |entry| {
            format!("{}, ", entry.title_on(on).to_lowercase())
        });
        let reading = match basis.read_as {
            Some(ReadAs::Ours) => ", our interpretation",
            Some(ReadAs::Published) | None => "",
        };
        format!("{title}{code}{reading}")
    });
    let words = match (&basis.published, code) {
        (Recorded::Value(published), Some(code)) => format!("“{published}” ({code})"),
        (Recorded::Value(published), None) => format!("“{published}” (not coded)"),
        (_, Some(code)) => code,
        (Recorded::None, None) => "none".to_owned(),
        (Recorded::NotRecorded, None) => "not recorded".to_owned(),
    };
    format!("{words}, for: {}", basis.purposes.join(" / "))
}

/// What allows a step, as far as it is recorded or is to be: of a flow through a system its end.
fn reasons(step: &RouteStep) -> Option<String> {
    if step.is_into_what_it_passes() {
        return None;
    }
    let gateway = step
        .gateway()
        .map(|words| format!("legal gateway: {words}"));
    let agreement = Some(step.agreement.said()).filter(|words| !words.is_empty());
    let agreement = agreement.map(|words| format!("agreement: {words}"));
    let said: Vec<String> = [gateway, agreement].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join("; "))
}
