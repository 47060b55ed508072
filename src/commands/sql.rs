//! `ropa sql`: a question in SQL over the published tables, as it is typed.

use std::collections::BTreeMap;

use crate::ask::organisation;
use crate::error::{Error, did_you_mean};
use crate::model::{ALIKE, Table, most_alike};
use crate::published::{
    PUBLISHED_VERSION, PublishedTable, RETIRED, SqlError, prepare, published_tables,
};
use crate::queries::Value;
use crate::report::{self, Block, Section};
use crate::ui::text::{WIDTH, wrapped};

use super::Run;
use super::form::{ALL, Form, What};
use super::output::List;
use super::query::answer::Answered;
use super::query::hidden::Hidden;
use super::query::{Asking, deliver, limits};

// What can follow `ropa sql`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: ropa sql \"SELECT name FROM party WHERE country IS NULL ORDER BY name\"\n\nFormats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file\n\n`:on` in the SQL is the day that is asked about, `:as_at` that of the register, `:retired` 1 with --retired and else 0. Null in a three-state column is not recorded; `none` is none."
)]
pub(super) struct Args {
    /// One SELECT over the published tables; with --tables, the name of a table
    #[arg(required_unless_present = "tables")]
    sql: Option<String>,
    /// List the published tables with their columns, or one of them
    #[arg(long)]
    tables: bool,
    #[command(flatten)]
    asking: Asking,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    if args.tables {
        return tables(run, args.sql.as_deref(), args);
    }
    let form = run.form("sql", ALL, &args.asking.output, What::Answer)?;
    let sql = args.sql.as_deref().unwrap_or_default();
    // What is wrong with it is said before the register is read.
    let prepared = prepare(sql)?;
    let has_value = |name: &&String| [":on", ":as_at", RETIRED].contains(&name.as_str());
    if let Some(name) = prepared.parameters.iter().find(|name| !has_value(name)) {
        return Err(SqlError::NoValue { name: name.clone() }.into());
    }
    let mut store = run.open()?;
    run.find_for(&mut store, &prepared)?;
    let limits = limits(run, &args.asking, form);
    let retired = args.asking.retired;
    let values = BTreeMap::from([(RETIRED.to_owned(), Value::Integer(i64::from(retired)))]);
    let answer = store.ask_sql(sql, &values, &BTreeMap::new(), run.as_at(), limits)?;
    let flag = if retired { " --retired" } else { "" };
    let answered = Answered {
        is_gathered: false,
        question: format!("sql {}{flag}", quoted(sql)),
        words: None,
        screen: None,
        as_at: run.as_at(),
        organisation: organisation(&store)?,
        hidden: Hidden::of(&store, &prepared, &answer, retired, run.as_at())?,
        answer,
    };
    deliver(run, &answered, form, &args.asking)
}

/// A text as it can be typed again.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// The documentation of the published tables.
fn tables(run: &mut Run, only: Option<&str>, args: &Args) -> Result<(), Error> {
    let output = &args.asking.output;
    let form = run.form("sql --tables", ALL, output, What::Answer)?;
    let shown: Vec<&PublishedTable> = published_tables()
        .iter()
        .copied()
        .filter(|table| only.is_none_or(|only| table.name == only))
        .collect();
    if let (Some(only), true) = (only, shown.is_empty()) {
        let names = published_tables().iter().map(|table| table.name);
        let alike = most_alike(names, ALIKE, |name| strsim::jaro(only, name));
        let alike: Vec<String> = alike.iter().map(|name| format!("`{name}`")).collect();
        let list = || "`ropa sql --tables` lists the published tables".to_owned();
        return Err(Error::that(format!("no published table called `{only}`"))
            .hinted(did_you_mean(&alike).unwrap_or_else(list)));
    }
    let page = run.page(form, output, args.asking.screen.all);
    if page.is_screen() && only.is_none() {
        let mut names = Table::new(&["table", "what it holds"]);
        for published in &shown {
            names.push([published.name, published.about].map(str::to_owned));
        }
        let more = "`ropa sql --tables NAME` lists the columns of one, `--all` those of all.";
        let section = Section {
            heading: String::new(),
            blocks: vec![
                Block::Table(report::Table::of_text("Published tables", names)),
                Block::Words(more.to_owned()),
            ],
        };
        return run.deliver_text(vec![section], page, output);
    }
    if matches!(form, Form::Text) {
        let terminal = run.ui.terminal.filter(|_| output.file().is_none());
        let text = described(&shown, terminal.unwrap_or(WIDTH));
        return run.deliver(&text, output.file());
    }
    let mut columns = Table::new(&["table", "column", "type", "three-state", "about"]);
    for published in shown {
        columns.push([published.name, "", "", "", published.about].map(str::to_owned));
        for column in published.columns {
            let three_state = if column.is_three_state { "yes" } else { "no" };
            columns.push(
                [
                    published.name,
                    column.name,
                    column.sql_type,
                    three_state,
                    column.about,
                ]
                .map(str::to_owned),
            );
        }
    }
    let list = List {
        title: "Published tables",
        subtitle: format!("Version {PUBLISHED_VERSION}"),
        table: columns,
        ..List::default()
    };
    run.deliver_list(form, output, list)
}

fn described(tables: &[&PublishedTable], width: usize) -> String {
    let mut text = format!(
        "{}\n",
        wrapped(
            &format!(
                "Published tables, version {PUBLISHED_VERSION}. In a column marked * null is not recorded, and the word `none` is none. In a column `..._state` the words are not-recorded, none and recorded."
            ),
            width,
            0
        )
    );
    for table in tables {
        text.push_str(&format!(
            "\n{}\n",
            wrapped(&format!("{}: {}", table.name, table.about), width, 0)
        ));
        for column in table.columns {
            let mark = if column.is_three_state { "*" } else { "" };
            let line = format!("{}{mark}: {}", column.name, column.about);
            text.push_str(&format!("{}\n", wrapped(&line, width, 4)));
        }
    }
    text
}
