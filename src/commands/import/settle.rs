//! What has to be decided while something is imported: by flags, in a file, or one by one at a terminal.

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::import::{Answer, Answers, Decision, NEW, Settled, decisions, name_of};
use crate::model::{Kind, fold, one_line};
use crate::store::Store;

use super::super::Run;
use super::{shown, unreadable};

// How decisions are made.
#[derive(Debug, clap::Args)]
pub(super) struct Settle {
    /// A file of decisions: what is open is written there with a place for each answer, and what is answered there holds
    #[arg(long, value_name = "FILE")]
    decisions: Option<PathBuf>,
    /// Ask for each decision at the terminal; `.` leaves, and what was answered is kept in the file of decisions
    /// [default: decisions.toml]
    #[arg(long)]
    ask: bool,
    /// A name that means a record which has another: "Serverlec=Servelec"
    #[arg(long, value_name = "NAME=RECORD")]
    same: Vec<String>,
    /// A name that is new, however alike to one that is there
    #[arg(long, value_name = "NAME")]
    new: Vec<String>,
}

/// The answer that ends the questions.
const ENOUGH: &str = ".";

impl Settle {
    /// The file that decisions are kept in, where there is one.
    fn file(&self) -> Option<&Path> {
        let usual = self.ask.then_some(Path::new("decisions.toml"));
        self.decisions.as_deref().or(usual)
    }

    /// What was settled beforehand: in the file, and when the command was typed.
    pub(super) fn settled(
        &self,
        run: &Run,
        store: &Store,
    ) -> Result<(Settled, Vec<Answer>), Error> {
        if self.ask && !run.ui.can_ask() {
            return Err(Error::that("`--ask` needs a terminal to ask at").hinted(
                "give `--decisions decisions.toml` instead: it writes what has to be decided into that file, takes your answers there, and reads them when it is given again",
            ));
        }
        let mut settled = Settled::default();
        let kept = match self.file() {
            Some(file) => decisions::read(file).map_err(unreadable)?,
            None => Vec::new(),
        };
        kept.iter().for_each(|answer| settled.take(answer.clone()));
        let answer = |kind, words: &str, text: String| Answer {
            asks: name_of(kind),
            file: None,
            words: words.to_owned(),
            texts: vec![text],
            from: None,
        };
        for name in &self.new {
            for kind in [Kind::Party, Kind::System, Kind::Activity] {
                settled.take(answer(kind, name, NEW.to_owned()));
            }
        }
        for pair in &self.same {
            let Some((name, record)) = pair.split_once('=') else {
                return Err(
                    Error::that(format!("expected `NAME=RECORD`, found `{pair}`"))
                        .hinted("as in `--same \"Serverlec=Servelec\"`"),
                );
            };
            match store.resolve(record, &[]) {
                Ok(reference) => {
                    settled.take(answer(reference.kind, name, reference.to_string()));
                }
                // It may be a company that the same sources make: the question knows.
                Err(_) if store.called(record, &[])?.is_empty() => {
                    settled.take(answer(Kind::Party, name, record.to_owned()));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok((settled, kept))
    }

    /// Refuses a record of `--same` that the register does not have, where nothing asks whether the name is another one.
    pub(super) fn refuse_unasked(
        &self,
        store: &Store,
        decisions: &[Decision],
    ) -> Result<(), Error> {
        for (name, record) in self.same.iter().filter_map(|pair| pair.split_once('=')) {
            let is_asked = decisions.iter().any(|one| fold(&one.words) == fold(name));
            if !is_asked {
                store.resolve(record, &[])?;
            }
        }
        Ok(())
    }

    /// Asks for what is open, one after the other, and proposes again with each round of answers, since an answer may
    /// raise another question. Gives what is proposed in the end.
    pub(super) fn ask<P>(
        &self,
        run: &mut Run,
        store: &Store,
        settled: &mut Settled,
        mut proposed: P,
        decisions: fn(&P) -> &[Decision],
        again: impl Fn(&mut Run, &Settled) -> Result<P, Error>,
    ) -> Result<P, Error> {
        let mut passed: Vec<Decision> = Vec::new();
        if !self.ask {
            return Ok(proposed);
        }
        loop {
            let open: Vec<Decision> = decisions(&proposed)
                .iter()
                .filter(|one| one.answer.is_empty() && !passed.contains(one))
                .cloned()
                .collect();
            let mut is_left = open.is_empty();
            for (place, one) in open.iter().enumerate() {
                let progress = format!("\n{} of {}", place + 1, open.len());
                run.ui.say(&progress);
                match asked(run, store, one)? {
                    None => {
                        is_left = true;
                        break;
                    }
                    Some(texts) if texts.is_empty() => passed.push(one.clone()),
                    Some(texts) => settled.take(Answer {
                        asks: one.asks.clone(),
                        file: Some(one.file.clone()).filter(|_| !is_name(one)),
                        words: one.words.clone(),
                        texts,
                        from: None,
                    }),
                }
            }
            if !open.is_empty() {
                proposed = again(run, settled)?;
                self.keep(run, decisions(&proposed), &[])?;
            }
            if is_left {
                return Ok(proposed);
            }
        }
    }

    /// Writes what has to be decided, with what was answered, into the file of decisions.
    pub(super) fn keep(
        &self,
        run: &mut Run,
        decisions: &[Decision],
        kept: &[Answer],
    ) -> Result<(), Error> {
        let Some(file) = self.file() else {
            return Ok(());
        };
        let text = decisions::written(decisions, kept).map_err(unreadable)?;
        let is_there = std::fs::read_to_string(file).is_ok_and(|there| there == text);
        if decisions.is_empty() && kept.is_empty() || is_there {
            return Ok(());
        }
        run.deliver(&text, Some(file))
    }

    /// Refuses to import while something is open that has to be settled before.
    pub(super) fn refuse_open(&self, run: &mut Run, decisions: &[Decision]) -> Result<(), Error> {
        let open: Vec<&Decision> = decisions
            .iter()
            .filter(|one| one.is_first && one.answer.is_empty())
            .collect();
        let Some(first) = open.first() else {
            return Ok(());
        };
        let words = &first.words;
        run.ui
            .say_laid_out(&shown::to_settle(&open, run.ui.width()));
        let hint = match self.file() {
            Some(file) => format!(
                "write the answers into `{}` and run the same command again",
                file.display()
            ),
            None => format!(
                "give `--new \"{words}\"` if it is new, or `--same \"{words}=NAME OF THE RECORD\"`; with `--ask` you are asked, and `--decisions decisions.toml` writes all of them into a file"
            ),
        };
        Err(Error::that(format!(
            "nothing was imported: {} to be settled first",
            shown::counted(open.len(), "name has", "names have")
        ))
        .hinted(hint))
    }
}

fn is_name(one: &Decision) -> bool {
    matches!(one.answers, Answers::Record(..))
}

/// The answer that somebody types to a question, empty where it stays open; nothing where no more is answered.
fn asked(run: &mut Run, store: &Store, one: &Decision) -> Result<Option<Vec<String>>, Error> {
    let mut question = shown::head(one);
    for (place, choice) in one.choices().iter().enumerate() {
        question.push_str(&format!(
            "\n  {}  {}",
            place + 1,
            one_line(&choice.to_string())
        ));
    }
    run.ui.say(&question);
    let are_several = matches!(one.answers, Answers::SomeOf(_));
    let prompt = if are_several {
        "several separated by `;`, Enter to leave it open, `.` to stop > "
    } else {
        "Enter to leave it open, `.` to stop > "
    };
    loop {
        let Some(answer) = run.ui.ask(prompt)?.filter(|answer| answer != ENOUGH) else {
            return Ok(None);
        };
        let texts: Vec<String> = if are_several {
            let each = answer.split(';').map(|text| text.trim().to_owned());
            each.filter(|text| !text.is_empty()).collect()
        } else {
            [answer]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect()
        };
        match one.read(store, &texts) {
            Ok(answer) => return Ok(Some(answer)),
            Err(why) => run.ui.say(&format!("that answer cannot be taken: {why}")),
        }
    }
}
