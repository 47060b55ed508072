//! `ropa ask`: seven questions about where personal data goes, one file each.

mod about;
mod cut;
mod drawn;
pub(super) mod flags;
mod leaves_uk;
mod linked;
mod through;
mod where_from;
mod where_held;
mod who_receives;
mod why;
mod words;

use std::collections::BTreeSet;

use clap::Subcommand;
use serde::Serialize;
use serde_json::Value;

use crate::diagram::{self, Format};
use crate::error::Error;
use crate::graph::{Gap, N_EXAMPLES, NotInUse, NotRecorded, Uncertain};
use crate::model::{ActivityId, DataId, Kind, Reference, Register, Table};
use crate::store::{Selection, Store, StoreError};
use crate::ui::answer::{Answer, Explained, LeftOut, LinkedRows, Searched, retired_left_out};
use crate::ui::table;

use super::Run;
use flags::Asked;

const FORMATS: &[&str] = &[
    "text", "json", "csv", "md", "dot", "svg", "png", "pdf", "mermaid",
];

/// The formats in which an answer is written, and the list of questions.
const TEXTS: &[&str] = &["text", "json", "csv", "md"];

/// The formats in which an answer is drawn.
const DRAWN: &[&str] = &["dot", "svg", "png", "pdf", "mermaid"];

/// How many activities are looked through at a time.
const BATCH: usize = 256;

/// What can follow `ropa ask`.
#[derive(Debug, clap::Args)]
#[command(subcommand_required = false, arg_required_else_help = false)]
#[command(
    after_help = "Formats: text, json, csv, md; drawn: dot, svg, png, pdf, mermaid; by --format or the ending of the file\n\nWithout a question, the questions are listed with an example each."
)]
pub(super) struct Args {
    #[command(subcommand)]
    question: Option<Question>,
}

/// The seven questions.
#[derive(Debug, Subcommand)]
enum Question {
    /// Who gets the data, directly or through whom?
    WhoReceives(who_receives::Args),
    /// Whom do we get the data from?
    WhereFrom(where_from::Args),
    /// Which systems hold the data, run by whom, in which countries?
    WhereHeld(where_held::Args),
    /// How does data get from one place to another, and what allows each step?
    Why(why::Args),
    /// What passes through a party or system, and who is beyond it?
    Through(through::Args),
    /// What do we send a party, and what do we get from it?
    About(about::Args),
    /// What leaves the UK, and under what safeguard?
    LeavesUk(leaves_uk::Args),
}

/// The questions with an example each, as `ropa ask` lists them.
const EXAMPLES: &[(&str, &str)] = &[
    (
        "Who gets it, directly or through whom?",
        "ropa ask who-receives \"NHS number\"",
    ),
    (
        "Whom do we get it from?",
        "ropa ask where-from \"NHS number\"",
    ),
    (
        "Which systems hold it, run by whom, in which countries?",
        "ropa ask where-held \"NHS number\"",
    ),
    (
        "How does it get from here to there, and what allows each step?",
        "ropa ask why NHS \"District nurses\" --data \"NHS number\"",
    ),
    (
        "What passes through them, and who is beyond?",
        "ropa ask through Servelec",
    ),
    (
        "What do we send them, and what do we get from them?",
        "ropa ask about \"Social workers\"",
    ),
    (
        "What leaves the UK, and under what safeguard?",
        "ropa ask leaves-uk",
    ),
];

pub(super) fn run(run: &mut Run, args: Args) -> Result<(), Error> {
    let Some(question) = args.question else {
        let format = run.format("ask", TEXTS)?;
        let mut table = Table::new(&["question", "example"]);
        EXAMPLES.iter().for_each(|(question, example)| {
            table.push([(*question).to_owned(), (*example).to_owned()]);
        });
        let text = match format {
            "json" => table::json(&table, &[]),
            "csv" => table::csv(&table),
            "md" => table::markdown(&table),
            _ => match run.ui.terminal {
                Some(width) => table::drawn(&table, width),
                None => table::plain(&table),
            },
        };
        return run.ui.data(&text);
    };
    let shared = match &question {
        Question::WhoReceives(args) => &args.shared,
        Question::WhereFrom(args) => &args.shared,
        Question::WhereHeld(args) => &args.shared,
        Question::Why(args) => &args.shared,
        Question::Through(args) => &args.shared,
        Question::About(args) => &args.shared,
        Question::LeavesUk(args) => &args.shared,
    }
    .clone();
    let format = run.format_for("ask", FORMATS, shared.output.as_deref())?;
    let is_drawn = |format: &&Format| DRAWN.contains(&format.name);
    let drawing = diagram::format(format).filter(is_drawn);
    match (drawing, shared.drawing.given()) {
        (Some(drawing), _) => {
            run.check_drawing(drawing, shared.output.as_deref())?;
        }
        (None, Some(flag)) => {
            return Err(Error::NotDrawn {
                flag,
                format,
                drawn: DRAWN,
            });
        }
        (None, None) => {}
    }
    if let Some(file) = &shared.output {
        run.check_target(file)?;
    }
    let store = run.open()?;
    let as_of = run.as_of();
    let (answer, drawn) = store.at_once(|store| -> Result<_, Error> {
        let mut asked = Asked::new(store, &shared, as_of)?;
        asked.format = format;
        let answer = match question {
            Question::WhoReceives(args) => who_receives::answer(&mut asked, &args),
            Question::WhereFrom(args) => where_from::answer(&mut asked, &args),
            Question::WhereHeld(args) => where_held::answer(&mut asked, &args),
            Question::Why(args) => why::answer(&mut asked, &args),
            Question::Through(args) => through::answer(&mut asked, &args),
            Question::About(args) => about::answer(&mut asked, &args),
            Question::LeavesUk(args) => leaves_uk::answer(&mut asked, &args),
        }?;
        let drawn = drawing
            .map(|format| Ok::<_, Error>((format, drawn::drawn(&asked, &answer)?)))
            .transpose()?;
        Ok((answer, drawn))
    })?;
    if let Some((format, diagram)) = drawn {
        let file = shared.output.as_deref();
        return run.deliver_drawing(&diagram, format, &shared.drawing, file);
    }
    let terminal = if shared.output.is_some() {
        None
    } else {
        run.ui.terminal
    };
    let text = match format {
        "json" => answer.json(),
        "csv" => answer.csv(),
        "md" => answer.markdown(),
        _ => answer.text(terminal),
    };
    run.deliver(&text, shared.output.as_deref())?;
    if answer.table.rows.is_empty() {
        run.say_which_register();
    }
    Ok(())
}

/// Why a look through the register ends before its end.
enum Halt {
    Enough,
    Failed(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// What a question found, before it is put with what all answers have.
#[derive(Default)]
struct Found {
    sentence: String,
    table: Table,
    values: Value,
    routes: Vec<Explained>,
    uncertain: Vec<Uncertain>,
    gaps: Vec<NotRecorded>,
    not_in_use: NotInUse,
    left_out: Option<LeftOut>,
    linked: Option<LinkedRows>,
}

impl Asked<'_> {
    /// The answer to a question about some subjects.
    fn answer(&self, verb: &str, subjects: &[&str], found: Found) -> Result<Answer, Error> {
        let mut notes = self.notes.clone();
        notes.extend(self.retired_left_out()?);
        let not_recorded = self.not_recorded(found.gaps)?;
        let mut sentence = found.sentence;
        if found.table.rows.is_empty() && !not_recorded.is_empty() {
            sentence.push_str(" The gaps listed below may hide some.");
        }
        if let Some(left_out) = &found.left_out {
            sentence = format!("{sentence} {}", left_out.sentence());
        }
        Ok(Answer {
            question: self.question(verb, subjects),
            as_of: self.query.on,
            sentence,
            left_out: found.left_out,
            linked: found.linked,
            table: found.table,
            values: found.values,
            routes: found.routes,
            uncertain: found.uncertain,
            not_recorded,
            not_in_use: found.not_in_use,
            searched: self.searched()?,
            notes,
        })
    }

    /// How many retired activities do not count, in words.
    fn retired_left_out(&self) -> Result<Option<String>, Error> {
        if self.retired {
            return Ok(None);
        }
        let n_retired = match &self.query.activities {
            None => self.store.totals(true)?.activities - self.store.totals(false)?.activities,
            Some(activities) => self.store.n_retired_of(activities)?,
        };
        Ok(retired_left_out(n_retired))
    }

    /// What `--not-through` left out: of so many in all, so many are left.
    fn left_out(
        &self,
        what: [&'static str; 2],
        all: Option<usize>,
        n_left: usize,
    ) -> Option<LeftOut> {
        (!self.not_through.is_empty()).then(|| LeftOut {
            not_through: self.not_through.clone(),
            removed: all.map(|n_all| n_all.saturating_sub(n_left)),
            what,
        })
    }

    /// What was found as values, one for each row. Of a long answer they take much memory, so they
    /// are made for JSON alone.
    fn values<T: Serialize>(&self, rows: &[T]) -> Value {
        match self.format {
            "json" => serde_json::to_value(rows).unwrap_or_default(),
            _ => Value::Null,
        }
    }

    /// Looks through the parts of the register that may bear on the question.
    pub(super) fn look(
        &self,
        any_of: Vec<BTreeSet<Reference>>,
        look: impl FnMut(&Register),
    ) -> Result<(), Error> {
        self.look_in(self.query.activities.clone(), any_of, look)
    }

    /// As [`Self::look`], also beyond the activities to which the question is narrowed.
    fn look_anywhere(
        &self,
        any_of: Vec<BTreeSet<Reference>>,
        look: impl FnMut(&Register),
    ) -> Result<(), Error> {
        self.look_in(None, any_of, look)
    }

    fn look_in(
        &self,
        activities: Option<BTreeSet<ActivityId>>,
        mut any_of: Vec<BTreeSet<Reference>>,
        mut look: impl FnMut(&Register),
    ) -> Result<(), Error> {
        if let Some(wanted) = &self.query.data {
            any_of.push(wanted.all().map(DataId::reference).collect());
        }
        let selection = Selection {
            any_of,
            activities,
            retired: self.retired,
        };
        self.store
            .each_part(&selection, BATCH, |part| -> Result<(), StoreError> {
                look(&part);
                Ok(())
            })?;
        Ok(())
    }

    /// Looks through the activities that mention one of these, whatever data they name, until
    /// about so many were looked at; gives whether the look stopped before the end.
    fn look_at_most(
        &self,
        most: usize,
        any_of: BTreeSet<Reference>,
        mut look: impl FnMut(&Register),
    ) -> Result<bool, Error> {
        let selection = Selection {
            any_of: vec![any_of],
            activities: None,
            retired: self.retired,
        };
        let mut n_seen = 0;
        let done = self.store.each_part(&selection, BATCH, |part| {
            if n_seen >= most {
                return Err(Halt::Enough);
            }
            n_seen += part.activities.len();
            look(&part);
            Ok(())
        });
        match done {
            Ok(()) => Ok(false),
            Err(Halt::Enough) => Ok(true),
            Err(Halt::Failed(error)) => Err(error.into()),
        }
    }

    /// What was searched: all flows of the register, or those of the activities named.
    fn searched(&self) -> Result<Searched, Error> {
        let totals = match &self.query.activities {
            None => self.store.totals(self.retired)?,
            Some(activities) => self.store.totals_of(activities)?,
        };
        Ok(Searched {
            flows: totals.flows,
            activities: totals.activities,
        })
    }

    /// What is not recorded, with the activities of which it is not recorded what they hold.
    fn not_recorded(&self, mut gaps: Vec<NotRecorded>) -> Result<Vec<NotRecorded>, Error> {
        let thin = self
            .store
            .thin(self.query.activities.as_ref(), self.retired, N_EXAMPLES)?;
        if thin.count > 0 {
            let mut examples = Vec::new();
            for id in &thin.first {
                examples.push(self.name(&Reference::new(Kind::Activity, id.clone()))?);
            }
            let count = usize::try_from(thin.count).unwrap_or(usize::MAX);
            gaps.push(NotRecorded::new(Gap::Data, count, examples));
        }
        Ok(gaps)
    }

    /// Whether any filter narrows the question beyond its subject.
    fn is_narrowed(&self) -> bool {
        let query = &self.query;
        self.query.activities.is_some()
            || query.people.is_some()
            || query.party.is_some()
            || query.role.is_some()
            || query.country.is_some()
            || query.special.is_some()
            || query.stated
            || query.exact
            || query.max_steps.is_some()
            || !query.not_through.is_empty()
    }

    /// What an empty answer adds where a filter may be the reason.
    fn that_passes(&self) -> &'static str {
        if self.is_narrowed() {
            " that matches these filters"
        } else {
            ""
        }
    }

    /// The name of a record.
    pub(super) fn name(&self, reference: &Reference) -> Result<String, Error> {
        name_of(self.store, reference)
    }
}

/// The name of a record, or its id where it has none.
fn name_of(store: &Store, reference: &Reference) -> Result<String, Error> {
    let record = store.record(reference)?;
    Ok(record
        .and_then(|record| record.names().0.map(str::to_owned))
        .unwrap_or_else(|| reference.id.clone()))
}
