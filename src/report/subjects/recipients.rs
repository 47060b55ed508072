//! Who receives data: Article 30(1)(d), processors among them.

use std::collections::{BTreeMap, BTreeSet};

use super::hidden::hidden;
use super::{Field, GOOD_PRACTICE, Speaks, column, dense, lines, value, with_others};
use crate::graph::{Agreement, Certainty, ReceiverRole, RouteStep, StepKind};
use crate::model::{
    Country, Date, DocumentKind, End, Flow, FlowKind, FlowRole, Kind, OpenList, Recorded, Scope,
    day_in_words,
};
use crate::report::document::{Block, Cell};
use crate::report::entry::Entry;

/// Categories of recipients: those whom data is given to, those whom they hand it on to, and those
/// who process it, with what is not recorded.
pub(in crate::report) const RECIPIENTS: Field = Field::new(
    "Categories of recipients",
    "Article 30(1)(d)",
    36,
    |entry| with_others(entry, OpenList::Recipient, recipients(entry, true)),
)
.speaking(Speaks::Flows)
.reads("recipient.to");

/// The same without what is not recorded about them, for the public.
pub(in crate::report) const RECIPIENTS_IN_PUBLIC: Field = Field::new(
    "Categories of recipients",
    "Article 30(1)(d)",
    36,
    |entry| with_others(entry, OpenList::Recipient, recipients(entry, false)),
)
.speaking(Speaks::Flows);

/// Contracts with processors.
pub(in crate::report) const CONTRACTS: Field = Field::new(
    "Link to contract with processor",
    GOOD_PRACTICE,
    28,
    contracts,
)
.speaking(Speaks::Flows);

/// The contracts under which the steps of a row stand that end with a processor, or in a system of
/// which it is not recorded who runs it; and any other contract that a step cites. What is planned stands apart.
fn contracts(entry: &Entry<'_>) -> Cell {
    let nobody = entry.without_operator();
    let is_open = |step: &RouteStep| step.kind == StepKind::Store && nobody.contains(&step.to.name);
    let mut today = Contracts::default();
    for step in entry.steps() {
        today.look(entry, step, is_open(step));
    }
    let mut by_day: BTreeMap<Date, Contracts> = BTreeMap::new();
    for (first, step) in entry.planned() {
        by_day.entry(first).or_default().look(entry, step, false);
    }
    let mut planned = Vec::new();
    for (first, mut later) in by_day {
        later.found.retain(|words| !today.found.contains(words));
        let state = stated(&later.denied, &later.unsaid);
        let cell = later.said(false);
        let first = day_in_words(first);
        let said = match &cell {
            Cell::Text(words) => words.lines().collect(),
            Cell::NotApplicable => Vec::new(),
            // Of what is planned, with whom is said.
            Cell::None | Cell::NotRecorded => vec![state.said()],
        };
        planned.extend(
            said.iter()
                .map(|words| format!("{PLANNED_FROM} {first}: {words}")),
        );
    }
    let is_settled = is_settled(entry);
    let cell = today.said(!is_settled);
    if planned.is_empty() || entry.is_public {
        return cell;
    }
    let now = match &cell {
        Cell::Text(words) => words.clone(),
        Cell::NotApplicable => "no processor at present".to_owned(),
        Cell::None => "none at present".to_owned(),
        Cell::NotRecorded => "not recorded at present".to_owned(),
    };
    lines([now].into_iter().chain(planned))
}

/// The contracts of some steps.
#[derive(Default)]
struct Contracts {
    found: Vec<String>,
    denied: BTreeSet<String>,
    unsaid: BTreeSet<String>,
    /// Whether one is in force beside one that is denied.
    has_better: bool,
    has_processor: bool,
}

impl Contracts {
    /// Takes in a step; `is_open` is of a system of which it is not recorded who runs it.
    fn look(&mut self, entry: &Entry<'_>, step: &RouteStep, is_open: bool) {
        let is_processor = step.role.is_some_and(ReceiverRole::is_processor);
        self.has_processor |= is_processor;
        let is_asked = is_processor || is_open;
        if let Some(words) = entry.agreement_words(&step.agreement) {
            let is_one = is_asked || entry.is_contract(&step.agreement);
            if is_one && !self.found.contains(&words) {
                self.found.push(words);
            }
            return;
        }
        let name = match step.role {
            _ if !is_asked => return,
            // Its contract is with whoever engages it: one that is not recorded is not missing here.
            Some(ReceiverRole::SubProcessor)
                if step.kind == StepKind::SubProcessor && !step.agreement.found.is_none() =>
            {
                return;
            }
            Some(_) => format!("with {}", step.to.name),
            None => format!("for {}", step.to.name),
        };
        if step.agreement.found.is_none() {
            // What the record denies and holds all the same is told beside it.
            let better = step.agreement.better.as_ref();
            self.has_better |= better.is_some();
            self.denied.insert(match better {
                Some(better) => format!("{name} ({} is in force)", better.name),
                None => name,
            });
        } else {
            self.unsaid.insert(name);
        }
    }

    /// What they say together; where there is no processor, whether there may be one that is not recorded.
    fn said(self, may_be_more: bool) -> Cell {
        let Self {
            mut found,
            denied,
            unsaid,
            has_better,
            has_processor,
        } = self;
        if found.is_empty() {
            return match (denied.is_empty(), unsaid.is_empty()) {
                _ if !has_processor && !may_be_more => Cell::NotApplicable,
                (false, true) if has_processor && !has_better => Cell::None,
                // Of several, some are said to have none.
                (false, _) if has_processor => stated(&denied, &unsaid),
                _ => Cell::NotRecorded,
            };
        }
        if let Cell::Text(states) = stated(&denied, &unsaid) {
            found.push(states);
        }
        lines(found)
    }
}

/// With whom a contract is denied, and with whom none is recorded.
fn stated(denied: &BTreeSet<String>, unsaid: &BTreeSet<String>) -> Cell {
    let each = [("None", denied), ("Not recorded", unsaid)];
    let each = each.into_iter().filter(|(_, with)| !with.is_empty());
    lines(each.map(|(state, with)| {
        let with: Vec<&str> = with.iter().map(String::as_str).collect();
        format!("{state}: contract {}", with.join(", "))
    }))
}

/// Contracts with the controllers for whom a processor acts.
pub(in crate::report) const CONTRACT_WITH_CONTROLLER: Field = Field::new(
    "Link to contract with controller",
    GOOD_PRACTICE,
    28,
    contracts_with_controllers,
);

/// The contracts with the controllers acted for: those between us and them, and those that the entry itself names.
fn contracts_with_controllers(entry: &Entry<'_>) -> Cell {
    let acted_for = entry.acted_for();
    let controllers = acted_for.items();
    let mut found = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    for controller in controllers {
        let agreement = entry.contract_with(controller);
        let documents = agreement.found.value().into_iter().flatten();
        seen.extend(documents.map(|one| one.document.id.clone()));
        found.extend(entry.agreement_words(&agreement));
    }
    for (id, document) in &entry.register.documents {
        let mut parties = document.parties.items().iter();
        if document.kind == Recorded::Value(DocumentKind::Contract)
            && entry.names_document(id)
            && parties.any(|party| controllers.contains(&party))
            && seen.insert(id.to_string())
        {
            found.push(entry.document_words(id));
        }
    }
    lines(found)
}

/// Systems in which data rests, or by way of which it goes or comes.
pub(in crate::report) const LOCATION: Field =
    Field::new("Location of personal data", GOOD_PRACTICE, 28, |entry| {
        let mut found: Vec<String> = entry.holding().into_iter().map(hosted).collect();
        let later = entry.not_in_use(FlowKind::Store, |flow| {
            let system = flow.system.as_ref();
            system.map_or_else(String::new, |id| entry.system_name(id))
        });
        if found.is_empty() && later.is_empty() {
            let nowhere = match entry.activity.store {
                Recorded::None => Cell::None,
                _ => Cell::NotRecorded,
            };
            return with_others(entry, OpenList::Store, nowhere);
        }
        if entry.activity.store.is_not_recorded() {
            found.push("Other systems: not recorded".to_owned());
        }
        found.extend(later);
        with_others(entry, OpenList::Store, lines(found))
    })
    .speaking(Speaks::Flows)
    .reads("store.in");

/// A system with where it is hosted.
fn hosted(step: &RouteStep) -> String {
    let hosted = match &step.whereabouts {
        Recorded::Value(_) => {
            let countries = step.countries();
            let names: Vec<&str> = countries.iter().map(Country::name).collect();
            format!("hosted in {}", names.join(", "))
        }
        Recorded::None => "where it is hosted: none".to_owned(),
        Recorded::NotRecorded => "where it is hosted is not recorded".to_owned(),
    };
    format!("{} ({hosted})", step.to.name)
}

fn recipients(entry: &Entry<'_>, with_gaps: bool) -> Cell {
    let mut found: Vec<String> = Vec::new();
    let add = |found: &mut Vec<String>, line: String| {
        if !found.contains(&line) {
            found.push(line);
        }
    };
    let mut later = Vec::new();
    let mut n_own = 0;
    for kind in [FlowKind::Recipient, FlowKind::Onward] {
        for (number, flow) in entry.flows(kind) {
            let step = entry.last_step(number);
            let role = step.and_then(|step| step.role);
            // The controller and its units are no recipients (Article 4(1)(9)); what carries no
            // personal data has none.
            if role == Some(ReceiverRole::Internal) {
                n_own += usize::from(kind == FlowKind::Recipient);
            } else if !entry.carries(flow).is_none() && !is_to_themselves(flow, role) {
                add(&mut found, given(entry, flow, role, with_gaps));
            }
        }
        later.extend(entry.not_in_use(kind, |flow| given(entry, flow, None, with_gaps)));
    }
    // Who runs a system without a role of its own stands for another part of itself, to whom the flow goes.
    let in_role = |step: &RouteStep| {
        let role = step.role.filter(|role| *role != ReceiverRole::Internal);
        role.filter(|_| step.number.is_none())
    };
    for step in entry.steps() {
        if let Some(role) = in_role(step) {
            add(&mut found, derived(step, role, with_gaps));
        }
    }
    for (first, step) in entry.planned() {
        if let Some(role) = in_role(step) {
            let words = derived(step, role, with_gaps);
            later.push(format!("{PLANNED_FROM} {}: {words}", day_in_words(first)));
        }
    }
    if found.is_empty() {
        let gap = not_known(entry);
        let none = match &entry.activity.recipient {
            Recorded::None if gap.is_none() && later.is_empty() => return Cell::None,
            // The record denies recipients; whether anybody processes for it is another matter.
            Recorded::None => "no recipients",
            // Data stays with the controller; who runs its systems is another matter.
            Recorded::Value(_) if n_own > 0 && gap.is_some() => {
                "no recipients outside the controller"
            }
            Recorded::Value(_) if n_own > 0 => {
                "none outside the controller: only units of its own are"
            }
            _ if !later.is_empty() => "no recipients at present",
            _ => return Cell::NotRecorded,
        };
        let gap = gap.map_or_else(String::new, |gap| format!("; {gap} is not recorded"));
        found.push(format!("{none} recorded{gap}"));
    } else if with_gaps {
        if entry.activity.recipient.is_not_recorded() {
            found.push("Other recipients: not recorded".to_owned());
        }
        for system in entry.without_operator() {
            found.push(format!("Not recorded: who runs {system}"));
        }
        for name in entry.without_sub_processors() {
            found.push(format!("Not recorded: whom {name} engages"));
        }
    }
    if !entry.is_public {
        found.extend(later);
    }
    lines(found)
}

/// What stands before the first day of what is planned.
pub(in crate::report) const PLANNED_FROM: &str = "Planned from";

/// Whether a flow goes to people who are no recipients, since it is about themselves alone.
fn is_to_themselves(flow: &Flow, role: Option<ReceiverRole>) -> bool {
    matches!(flow.to, Some(End::People(_))) && role.is_none()
}

/// A recipient in words.
fn given(entry: &Entry<'_>, flow: &Flow, role: Option<ReceiverRole>, with_gaps: bool) -> String {
    let mut words = flow
        .to
        .as_ref()
        .map_or_else(String::new, |to| entry.end_name(to));
    if let Some(role) = role.filter(|role| *role != ReceiverRole::Recipient) {
        words.push_str(&format!(" ({})", in_words(role)));
    } else if flow.role == Some(FlowRole::Controller) {
        words.push_str(" (controller on its own account)");
    }
    if with_gaps {
        words.push_str(&carried(entry, flow));
        match &flow.through {
            Recorded::Value(system) => {
                words.push_str(&format!(", through {}", entry.system_name(system)));
            }
            Recorded::None => words.push_str(", through no system"),
            Recorded::NotRecorded => {}
        }
    }
    // What only may happen is not told as what does.
    if let Some(when) = &flow.when {
        words.push_str(&format!(", {when}"));
    }
    words.push_str(&entry.for_purpose(flow));
    if let Some(from) = &flow.from {
        words.push_str(&format!(", from {}", entry.end_name(from)));
    }
    words
}

/// A role as it is read.
pub(in crate::report) fn in_words(role: ReceiverRole) -> &'static str {
    match role {
        ReceiverRole::Recipient => "recipient",
        ReceiverRole::JointController => "joint controller",
        ReceiverRole::Processor => "processor",
        ReceiverRole::SubProcessor => "sub-processor",
        ReceiverRole::Internal => "part of the controller",
    }
}

/// Which data a flow carries, in words that follow its end.
pub(super) fn carried(entry: &Entry<'_>, flow: &Flow) -> String {
    let more = if flow.and_more { " and more" } else { "" };
    match &entry.carries(flow) {
        Recorded::NotRecorded => " (which data: not recorded)".to_owned(),
        Recorded::None => " (no personal data)".to_owned(),
        Recorded::Value(scope) if scope.is_all() => " (all data)".to_owned(),
        Recorded::Value(scope) => {
            format!(
                " ({}{more})",
                entry.carried_names(Scope::listed(scope), ", ")
            )
        }
    }
}

/// Somebody to whom no flow of the entry leads, and who has data all the same.
fn derived(step: &RouteStep, role: ReceiverRole, with_gaps: bool) -> String {
    let name = &step.to.name;
    let role = if step.on_own_account {
        "controller on its own account"
    } else {
        in_words(role)
    };
    let way = match step.kind {
        StepKind::Operator => format!(", runs {}", step.from.name),
        StepKind::SubProcessor if step.from.kind == Kind::System => {
            format!(", engaged for {}", step.from.name)
        }
        StepKind::SubProcessor => format!(", engaged by {}", step.from.name),
        _ => String::new(),
    };
    let doubt = doubt(step).map_or_else(String::new, |doubt| format!("; possible: {doubt}"));
    if with_gaps {
        format!("{name} ({role}{way}{doubt})")
    } else if doubt.is_empty() {
        format!("{name} ({role})")
    } else {
        format!("{name} ({role}; possible)")
    }
}

/// Why it is only possible that somebody has data, where it is.
fn doubt(step: &RouteStep) -> Option<&'static str> {
    if step.certainty == Certainty::Stated {
        return None;
    }
    let own = step.because.filter(|_| !step.is_as_sure_as_its_start());
    let own = own.unwrap_or("not recorded which data");
    // In which role it has data stands before.
    Some(own.strip_prefix("joint controller; ").unwrap_or(own))
}

/// Whether all is recorded from which a processor would be seen.
fn is_settled(entry: &Entry<'_>) -> bool {
    !entry.activity.recipient.is_not_recorded()
        && !entry.activity.is_open(OpenList::Recipient)
        && not_known(entry).is_none()
}

/// What is not recorded from which a processor would be seen, beside recipients.
fn not_known(entry: &Entry<'_>) -> Option<&'static str> {
    if !entry.without_operator().is_empty() {
        return Some("who runs its systems");
    }
    entry
        .activity
        .store
        .is_not_recorded()
        .then_some("in which systems the data is kept, and so who runs them,")
}

/// Those who run its systems or are engaged, today and as is planned.
pub(in crate::report) fn chapter(entry: &Entry<'_>) -> Vec<Block<'static>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for step in &entry.all().current {
        rows.extend(processor_row(entry, step).filter(|row| !rows.contains(row)));
    }
    let mut planned: Vec<Vec<Cell>> = Vec::new();
    for (first, step) in &entry.all().planned {
        let row = processor_row(entry, step).filter(|row| !rows.contains(row));
        let row = row.map(|mut row| {
            row.push(Cell::Text(day_in_words(*first)));
            row
        });
        planned.extend(row.filter(|row| !planned.contains(row)));
    }
    let unknown = entry.without_operator().join(", ");
    let unknown = (!unknown.is_empty()).then(|| format!("Not recorded: who runs {unknown}."));
    let later = entry.unsaid_later().iter();
    let later = later.filter(|(_, unsaid)| !unsaid.operators.is_empty());
    let later = later.map(|(first, unsaid)| {
        let (first, names) = (day_in_words(*first), unsaid.operators.join(", "));
        format!("{PLANNED_FROM} {first}, not recorded: who runs {names}.")
    });
    let later: Vec<Block<'static>> = later.map(Block::Words).collect();
    if rows.is_empty() && planned.is_empty() {
        let words = unknown.unwrap_or_else(|| no_processor(entry));
        return [Block::Words(words)].into_iter().chain(later).collect();
    }
    let columns = || {
        vec![
            column("Who", Some("Article 28 UK GDPR"), 22),
            column("Role", None, 14),
            column("Through", None, 18),
            column("Certainty", None, 10),
            column("Country", None, 14),
            column(
                "Contract or agreement recorded",
                Some("Article 28(3) UK GDPR"),
                22,
            ),
        ]
    };
    let mut blocks = match rows.is_empty() {
        true => vec![Block::Words(
            "No processor is recorded for what is in use; what is planned follows.".to_owned(),
        )],
        false => dense(
            "Who runs the systems, and whom they engage",
            columns(),
            rows,
        ),
    };
    if !planned.is_empty() {
        let mut columns = columns();
        columns.push(column("First day", None, 14));
        let caption = "Planned: who will run the systems, and whom they will engage";
        blocks.extend(dense(caption, columns, planned));
    }
    blocks.extend(unknown.map(Block::Words));
    blocks.extend(later);
    blocks
}

/// Somebody who runs a system or is engaged.
fn processor_row(entry: &Entry<'_>, step: &RouteStep) -> Option<Vec<Cell>> {
    let is_engagement = matches!(step.kind, StepKind::Operator | StepKind::SubProcessor);
    let is_processor = step.role.is_some_and(ReceiverRole::is_processor);
    let role = step.role.filter(|_| is_engagement || is_processor)?;
    Some(vec![
        Cell::Text(step.to.name.clone()),
        Cell::Text(in_words(role).to_owned()),
        Cell::Text(step.from.name.clone()),
        Cell::Text(step.certainty.word().to_owned()),
        country(step),
        match role {
            ReceiverRole::Internal => Cell::NotApplicable,
            _ => agreement(entry, &step.agreement),
        },
    ])
}

/// That nobody is recorded to process, as far as the record can say so.
fn no_processor(entry: &Entry<'_>) -> String {
    let activity = entry.activity;
    let words = match activity.store {
        Recorded::NotRecorded => {
            return "Not recorded: in which systems the data rests, and so who processes it for the controller.".to_owned();
        }
        Recorded::None => "None: the record says that the data rests in no system.",
        Recorded::Value(_) => "No processor is recorded: nobody else runs the systems in use.",
    };
    // A processor may be among those to whom data goes.
    let hidden = hidden(entry);
    if hidden.is_empty() {
        return words.to_owned();
    }
    let words = match activity.store {
        Recorded::None => {
            "No processor is recorded, and the record says that the data rests in no system."
        }
        _ => words,
    };
    let hidden = hidden.join("; ");
    format!("{words} That is not to say that there is none: it is not recorded {hidden}.")
}

/// The agreement under which a step stands, with the kind and place of each document.
pub(super) fn agreement(entry: &Entry<'_>, agreement: &Agreement) -> Cell {
    if agreement.found.is_none() && agreement.better.is_some() {
        return Cell::Text(agreement.words());
    }
    value(&agreement.found, |_| {
        entry.agreement_words(agreement).unwrap_or_default()
    })
}

/// The countries in which a step ends, by name.
pub(super) fn country(step: &RouteStep) -> Cell {
    value(&step.whereabouts, |_| {
        let countries = step.countries();
        let names: Vec<&str> = countries.iter().map(Country::name).collect();
        names.join("; ")
    })
}
