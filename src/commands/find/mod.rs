//! `ropa find`: records by any part of their name, and every text that contains a word.

mod search;
mod shown;

use crate::ask::organisation;
use crate::error::Error;
use crate::law::{self, Named};
use crate::model::{Kind, fold};
use crate::store::StoreError;
use crate::ui::{self, one_line};

use self::search::{Names, Search, found_in};
use super::Run;
use super::form::{ALL, Form, Output, Screen, What};
use super::output::List;

// What can follow `ropa find`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Case, accents and punctuation make no difference, and any part of a name will do. In descriptions, notes and other texts a word of up to three letters has to begin a word.\n\nFormats: text, json, csv, md, html, docx, pdf, xlsx; by --format or the ending of the file"
)]
pub(super) struct Args {
    /// Word or words to look for
    #[arg(required = true, value_name = "WORD")]
    words: Vec<String>,
    #[command(flatten)]
    screen: Screen,
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(run: &mut Run, args: &Args) -> Result<(), Error> {
    let form = run.form("find", ALL, &args.output, What::Answer)?;
    let words = args.words.join(" ");
    if fold(&words).is_empty() {
        return Err(Error::that(format!("there is no record called `{words}`"))
            .hinted("write a word with letters or digits, as in `ropa find housing`"));
    }
    let store = run.open()?;
    let mut names = Names::default();
    let mut n_records = 0;
    let mut found = Vec::new();
    // A short word that begins no word may still stand inside one: that is looked at before nothing is said to be there.
    for is_anywhere in [false, true] {
        let search = Search::new(&words, is_anywhere);
        n_records = 0;
        store.each_record(&Kind::ALL, |reference, record| -> Result<(), StoreError> {
            n_records += 1;
            names.note(&record);
            found.extend(found_in(&search, &reference, &record));
            Ok(())
        })?;
        if !found.is_empty() || !search.is_short() {
            break;
        }
    }
    search::in_order(&mut found);
    if found.is_empty() {
        say_nothing(run, &words, n_records, &names);
    }
    match form {
        Form::Values => {
            let values = ui::json(&shown::values(&found));
            run.deliver(&values, args.output.file())
        }
        Form::Text => {
            let page = run.page(form, &args.output, args.screen.all);
            let sections = shown::document(&found, &words, !page.is_screen());
            run.deliver_text(sections, page, &args.output)
        }
        _ => {
            let list = List {
                title: &format!("Where `{}` is found", one_line(&words)),
                subtitle: organisation(&store)?,
                table: shown::table(&found),
                ..List::default()
            };
            run.deliver_list(form, &args.output, list)
        }
    }
}

/// Says that nothing was found, where that was looked for, and what may have been meant.
fn say_nothing(run: &mut Run, words: &str, n_records: usize, names: &Names) {
    let records = if n_records == 1 { "record" } else { "records" };
    run.ui.say(&format!(
        "nothing found: no name and no text of the {n_records} {records} contains `{words}`"
    ));
    let meant = names.nearest(words);
    if !meant.is_empty() {
        let meant: Vec<String> = meant.iter().map(|name| format!("`{name}`")).collect();
        run.ui
            .say(&format!("hint: did you mean {}?", meant.join(" or ")));
    } else if let Named::These { .. } | Named::Vocabulary(_) = law::look_up(words, run.as_at().on) {
        run.ui.say(&format!(
            "hint: it is a term of the law: see `ropa law \"{words}\"`"
        ));
    }
    run.say_which_register();
}
