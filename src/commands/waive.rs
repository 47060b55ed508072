//! `ropa waive`: accept a finding for a time.

use std::collections::BTreeSet;

use serde_json::json;

use crate::error::Error;
use crate::model::{Date, FlowKind, Kind, Record, Reference, Register, Waived, Waiver, slug_of};

use crate::rules::checks::{Found, found_with};
use crate::store::Checks;

use super::Run;
use super::change::{Draft, HELP, named, record};
use super::check::rule_called;
use super::commit::Signed;

// What can follow `ropa waive`.
#[derive(Debug, clap::Args)]
#[command(after_help = HELP)]
pub(super) struct Args {
    /// The code of the rule whose finding is accepted, such as FLOW-agreement
    code: String,
    /// Id, name or alias of the record that the finding is about, or `settings`
    thing: String,
    /// Why it is accepted
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The last day on which it is accepted (YYYY-MM-DD)
    #[arg(long, value_name = "DATE", value_parser = super::date)]
    until: Option<Date>,
    /// Only at this field, as `ropa check` names it
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,
    /// Only at the flow with this id, or number, such as F6
    #[arg(long, value_name = "ID")]
    flow: Option<String>,
    #[command(flatten)]
    signed: Signed,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let own = run.own_checks()?;
    let rule = rule_called(&args.code, &own)?;
    if !rule.can_be_waived() {
        return Err(Error::that(format!(
            "{} cannot be waived: the law knows no exception from what the record must hold",
            rule.code
        ))
        .hinted(format!(
            "`ropa explain {}` says what it asks for",
            rule.code
        )));
    }
    let store = run.open_to_change("waive", &args.signed)?;
    let about = named(&store, &args.thing)?;
    if !Waived::KINDS.contains(&about.kind) {
        return Err(Error::that(format!(
            "no rule is about {}",
            about.kind.one()
        )));
    }
    let author = args.signed.author(run).ok();
    let as_at = run.as_at();
    let message = format!("waive {} of {about}", rule.code);
    run.change(store, &args.signed, &message, |store| {
        let mut found = Vec::new();
        for own in own.iter().filter(|own| own.rule.code == rule.code) {
            found.extend(own.found(store, as_at)?);
        }
        let checks = store.checks(as_at.on)?;
        let (field, flow) = place(&checks.register, &about, args)?;
        let mut document = json!({
            "rule": rule.code,
            "record": about.kind.at_end(Waived::KINDS, &about.id),
            "reason": args.reason,
        });
        let more = [
            ("by", author.clone()),
            ("until", args.until.map(|day| day.to_string())),
            ("field", field),
            ("flow", flow),
        ];
        for (field, value) in more {
            if let Some(value) = value {
                document[field] = value.into();
            }
        }
        let id = free_id(
            &checks.register,
            &slug_of(&format!("{} {}", rule.code, about.id)),
        );
        let new = Reference::new(Kind::Waiver, id);
        let record = record(&new, document)?;
        if let Record::Waiver(waiver) = &record {
            refuse_needless(&checks, &found, waiver, &about)?;
        }
        Ok(Draft::of(&new, record))
    })
}

/// The field and the flow at which a finding is accepted, as a waiver names them: a flow by its id, and a field without
/// the places in its lists.
fn place(
    register: &Register,
    about: &Reference,
    args: &Args,
) -> Result<(Option<String>, Option<String>), Error> {
    let mut field = args.field.clone();
    let mut flow = args.flow.clone();
    let activity = register
        .activities
        .get(about.id.as_str())
        .filter(|_| about.kind == Kind::Activity);
    let placed = || {
        let lists = FlowKind::ALL.into_iter().flat_map(|kind| {
            let flows = activity.map_or(&[][..], |activity| activity.flows_of(kind).items());
            let flows = flows.iter().zip(1..);
            flows.map(move |(flow, place)| (format!("{}[{place}]", kind.word()), flow))
        });
        (1..).zip(lists)
    };
    let mut meant = None;
    if let Some(named) = &flow {
        let has_id = placed().any(|(_, (_, flow))| flow.id.as_ref() == Some(named));
        let number = named.strip_prefix(['F', 'f']);
        let number = number.and_then(|number| number.parse::<usize>().ok());
        if let Some(number) = number.filter(|_| !has_id) {
            let found = placed().find(|(place, _)| *place == number);
            let none = || {
                let why = format!("{about} has no flow F{number}");
                Error::that(why).hinted(format!("`ropa show {about}` shows its flows"))
            };
            meant = Some(found.ok_or_else(none)?);
        }
    }
    if let Some(path) = field.clone().filter(|path| path.contains('[')) {
        let list = path.split_once(']').map(|(list, _)| format!("{list}]"));
        let found = list.and_then(|list| placed().find(|(_, (place, _))| *place == list));
        let schema: Vec<&str> = path
            .split('.')
            .map(|step| step.split('[').next().unwrap_or(step))
            .collect();
        let schema = schema.join(".");
        match found {
            Some(found) if flow.is_none() => meant = Some(found),
            Some(_) => {}
            None => {
                let why =
                    format!("a waiver is of a field wherever it is, and not of `{path}` alone");
                let hint = format!("`--field {schema}` accepts what is found at all of them");
                return Err(Error::that(why).hinted(hint));
            }
        }
        field = Some(schema);
    }
    if let Some((number, (path, found))) = meant {
        let Some(id) = &found.id else {
            let why =
                format!("F{number} of {about} has no id of its own, by which a waiver names it");
            return Err(Error::that(why).hinted(format!(
                "give it one with `ropa set {about} {path}.id=f{number}`, then waive it with `--flow f{number}`"
            )));
        };
        flow = Some(id.clone());
    }
    Ok((field, flow))
}

/// Refuses a waiver of what is not found, or is accepted already.
fn refuse_needless(
    checks: &Checks,
    own: &[Found],
    waiver: &Waiver,
    about: &Reference,
) -> Result<(), Error> {
    let view = checks.view();
    let mut waived = found_with(&view, own);
    waived.retain(|(found, _)| found.rule.code == waiver.rule && found.record == *about);
    let places: BTreeSet<String> = waived
        .iter()
        .map(|(found, _)| found.path.clone())
        .filter(|path| !path.is_empty())
        .collect();
    waived.retain(|(found, _)| view.waives(waiver, found));
    if waived.is_empty() && !places.is_empty() {
        let places: Vec<String> = places.iter().map(|path| format!("`{path}`")).collect();
        return Err(Error::that(format!(
            "{} finds nothing at that field or flow of `{about}`",
            waiver.rule
        ))
        .hinted(format!("it finds something at {}", places.join(", "))));
    }
    if waived.is_empty() {
        return Err(
            Error::that(format!("{} finds nothing at `{about}`", waiver.rule)).hinted(format!(
                "`ropa check --rule {}` shows where it does",
                waiver.rule
            )),
        );
    }
    if waived.iter().all(|(_, is_waived)| *is_waived) {
        return Err(
            Error::that(format!("{} is waived at `{about}` already", waiver.rule))
                .hinted("`ropa list waiver` lists the waivers"),
        );
    }
    Ok(())
}

/// An id that no waiver has.
fn free_id(register: &Register, wanted: &str) -> String {
    let is_free = |id: &String| !register.waivers.contains_key(id.as_str());
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let mut ids = std::iter::once(wanted.to_owned()).chain(numbered);
    ids.find(is_free).unwrap_or_default()
}
