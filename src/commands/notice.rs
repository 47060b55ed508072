//! `ropa notice`: what people are told, written out of the register, or held against it.

use std::path::PathBuf;

use crate::ask::organisation;
use crate::error::Error;
use crate::import::{Difference, Fact, Notice, Side, differences, unread};
use crate::model::{ActivityId, AsAt, Kind, Table};
use crate::report::{self, Dossier, Template, notice_gaps, notice_statements, own_notice};
use crate::store::{NameError, Store};

use super::Run;
use super::form::{ALL, Output, What};
use super::import::notice::notices;
use super::import::shown::counted;
use super::output::List;

/// The formats in which it is written.
const FORMATS: &[&str] = &["md", "html", "docx", "pdf"];

// What can follow `ropa notice`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats of a notice: md, html, docx, pdf; of a comparison: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file

What has to be told and is not recorded stands in the notice as a place to complete. A notice that was written so can be
read again with `ropa import notice`, and changes nothing.

Examples:
  ropa notice \"Family Group Conference\" -o notice.docx
  ropa notice --compare published.html \"Family Group Conference\"
  ropa notice --all notices/"
)]
pub(super) struct Args {
    /// Id, name or alias of the activity; of a published notice that names its service it can be left out
    #[arg(required_unless_present_any = ["compare", "all"])]
    activity: Option<String>,
    /// The headings: `plain`, or those of the service notices that councils publish
    #[arg(long, value_name = "TEMPLATE", value_parser = ["plain", "council"], default_value = "plain", conflicts_with_all = ["compare", "all"])]
    template: String,
    /// List what this published notice and the register say that the other does not
    #[arg(long, value_name = "FILE")]
    compare: Option<PathBuf>,
    /// Compare every notice of a folder with its activity, a line each
    #[arg(long, value_name = "DIR", conflicts_with_all = ["compare", "activity"])]
    all: Option<PathBuf>,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    match (&args.compare, &args.all, &args.activity) {
        (Some(file), _, activity) => compare(run, args, file, activity.as_deref()),
        (_, Some(folder), _) => compare_all(run, args, folder),
        (_, _, Some(activity)) => write(run, args, activity),
        (None, None, None) => Ok(()),
    }
}

fn write(run: &mut Run, args: &Args, activity: &str) -> Result<(), Error> {
    let format = run.document_format("notice", FORMATS, &args.output)?;
    let templates = Template::ALL.into_iter();
    let template = templates.filter(|(word, _)| *word == args.template);
    let template = template.map(|(_, template)| template).next();
    let store = run.open()?;
    let dossier = dossier(&store, activity, run.as_at())?;
    let gaps = notice_gaps(&dossier).map_err(no_notice)?;
    let template = template.unwrap_or(Template::Plain);
    let mut document = report::notice(&dossier, template).map_err(no_notice)?;
    run.deliver_document(&mut document, format, &args.output)?;
    if !gaps.is_empty() {
        let places = counted(gaps.len(), "place has", "places have");
        run.ui
            .say(&format!("{places} to be completed before it is published:"));
        for (_, what) in &gaps {
            run.ui.say(&format!("- {what}"));
        }
    }
    Ok(())
}

fn no_notice(error: report::NoNotice) -> Error {
    Error::that(error.to_string()).hinted("`ropa export activity` writes the record of it")
}

fn dossier(store: &Store, activity: &str, as_at: AsAt) -> Result<Dossier, Error> {
    let id = store.resolve(activity, &[Kind::Activity])?.id;
    let id = ActivityId::new(id).map_err(|error| store.damaged(&error))?;
    let command = format!("ropa notice {id}");
    let read = store.at_once(|store| Dossier::read(store, &id, as_at, command))?;
    read.ok_or_else(|| {
        let text = activity.to_owned();
        let (kinds, suggestions) = (vec![Kind::Activity], Vec::new());
        let unknown = NameError::Unknown {
            text,
            kinds,
            suggestions,
        };
        unknown.into()
    })
}

/// A published notice held against its activity.
struct Compared {
    file: String,
    activity: String,
    differences: Vec<Difference>,
    n_unread: usize,
}

impl Compared {
    fn count(&self, side: Side) -> usize {
        self.differences
            .iter()
            .filter(|one| one.side == side)
            .count()
    }
}

fn compared(
    store: &Store,
    (file, published): &(String, Notice),
    activity: &str,
    as_at: AsAt,
) -> Result<Compared, Error> {
    let dossier = dossier(store, activity, as_at)?;
    let recorded = notice_statements(&dossier).map_err(no_notice)?;
    let own = own_notice(store, dossier.activity_id(), as_at)?;
    Ok(Compared {
        file: file.clone(),
        activity: dossier.name().to_owned(),
        differences: differences(store, published, &recorded)?,
        n_unread: unread(published, own).len(),
    })
}

/// What a notice calls the service that it is about.
fn service(notice: &Notice) -> Option<&str> {
    let named = notice.statements.iter().find_map(|one| match &one.fact {
        Fact::Name(name) => Some(name.as_str()),
        _ => None,
    });
    let title = notice.title.as_ref().map(|title| title.words.as_str());
    title
        .and_then(|title| title.strip_suffix(Notice::TITLE_ENDS))
        .or(named)
}

fn compare(
    run: &mut Run,
    args: &Args,
    file: &PathBuf,
    activity: Option<&str>,
) -> Result<(), Error> {
    let form = run.form("notice", ALL, &args.output, What::Answer)?;
    let read = notices(std::slice::from_ref(file))?;
    let [published] = &read[..] else {
        return Err(
            Error::that(format!("`{}` holds several notices", file.display()))
                .hinted("compare a folder with `ropa notice --all DIR`"),
        );
    };
    let store = run.open()?;
    let activity = activity.or_else(|| service(&published.1)).ok_or_else(|| {
        let example = "ropa notice --compare FILE \"Family Group Conference\"";
        let example = run.own_names().in_example(example);
        Error::that(format!(
            "which service `{}` is about, the notice does not say",
            published.0
        ))
        .hinted(format!("name the activity, as in `{example}`"))
    })?;
    let compared = compared(&store, published, activity, run.as_at())?;
    let mut table = Table::new(&["about", "said by", "what is said", "line"]);
    for one in &compared.differences {
        let by = match one.side {
            Side::Notice => "the notice alone",
            Side::Register => "the register alone",
        };
        let line = one.line.map_or_else(String::new, |line| line.to_string());
        table.push([one.about.to_owned(), by.to_owned(), one.said.clone(), line]);
    }
    run.ui.say(&in_words(&compared));
    let list = List {
        title: "Where a published notice and the register differ",
        subtitle: format!(
            "{} · {} · {}",
            organisation(&store)?,
            compared.activity,
            compared.file
        ),
        table,
        numbers: &["line"],
        has_lines: false,
        is_whole: true,
    };
    run.deliver_list(form, &args.output, list)
}

fn in_words(compared: &Compared) -> String {
    let (theirs, ours) = (compared.count(Side::Notice), compared.count(Side::Register));
    let mut words = if theirs + ours == 0 {
        format!(
            "`{}` and the register do not differ in what can be compared",
            compared.file
        )
    } else {
        format!(
            "{} that the register does not say; {} that the notice does not say",
            counted(
                theirs,
                "statement of the notice",
                "statements of the notice"
            ),
            counted(
                ours,
                "statement of the register",
                "statements of the register"
            ),
        )
    };
    if compared.n_unread > 0 {
        words.push_str(&format!(
            "; {} not understood and so not compared",
            counted(
                compared.n_unread,
                "sentence of the notice was",
                "sentences of the notice were"
            )
        ));
    }
    words
}

fn compare_all(run: &mut Run, args: &Args, folder: &PathBuf) -> Result<(), Error> {
    let form = run.form("notice", ALL, &args.output, What::Answer)?;
    let read = notices(std::slice::from_ref(folder))?;
    let store = run.open()?;
    let mut table = Table::new(&[
        "notice",
        "activity",
        "only in the notice",
        "only in the register",
        "not understood",
        "why not compared",
    ]);
    let mut n_unknown = 0;
    for published in &read {
        let activity = service(&published.1);
        let known = activity.filter(|name| store.resolve(name, &[Kind::Activity]).is_ok());
        let Some(activity) = known else {
            n_unknown += 1;
            let words = activity.map_or_else(
                || "the notice names no service".to_owned(),
                |name| format!("no activity is called “{name}”"),
            );
            let [activity, a, b, c] = [(); 4].map(|()| String::new());
            table.push([published.0.clone(), activity, a, b, c, words]);
            continue;
        };
        let compared = compared(&store, published, activity, run.as_at())?;
        table.push([
            published.0.clone(),
            compared.activity.clone(),
            compared.count(Side::Notice).to_string(),
            compared.count(Side::Register).to_string(),
            compared.n_unread.to_string(),
        ]);
    }
    if n_unknown > 0 {
        run.ui.say(&format!(
            "{} compared with no activity: name it with `ropa notice --compare FILE ACTIVITY`",
            counted(n_unknown, "notice was", "notices were")
        ));
    }
    let list = List {
        title: "Where published notices and the register differ",
        subtitle: organisation(&store)?,
        table,
        numbers: &[
            "only in the notice",
            "only in the register",
            "not understood",
        ],
        has_lines: false,
        is_whole: false,
    };
    run.deliver_list(form, &args.output, list)
}
