//! `ropa waive`: accept a finding for a time.

use serde_json::json;

use crate::error::Error;
use crate::model::{Date, Kind, Record, Reference, Register, Waived, Waiver, slug_of};

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
    /// Only at this field
    #[arg(long, value_name = "FIELD")]
    field: Option<String>,
    /// Only at the flow with this id
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
        let mut document = json!({
            "rule": rule.code,
            "record": about.kind.at_end(Waived::KINDS, &about.id),
            "reason": args.reason,
        });
        let more = [
            ("by", author.clone()),
            ("until", args.until.map(|day| day.to_string())),
            ("field", args.field.clone()),
            ("flow", args.flow.clone()),
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

/// Refuses a waiver of what is not found, or is accepted already.
fn refuse_needless(
    checks: &Checks,
    own: &[Found],
    waiver: &Waiver,
    about: &Reference,
) -> Result<(), Error> {
    let view = checks.view();
    let mut waived = found_with(&view, own);
    waived.retain(|(found, _)| view.waives(waiver, found));
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
