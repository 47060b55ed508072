//! Decisions as a file that can be edited and given back: TOML, each with where it comes from and a place for its answer.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::ImportError;
use super::decision::{Answer, Choice, Decision};

/// What stands at the head of the file.
const HEAD: &str = "\
# What has to be decided before everything is imported. Write each answer between the quotes: a choice as it is written,
# several as [\"one\", \"another\"], or your own words where there is nothing to choose from. What is left empty stays
# open. Then give the file back to the command that wrote it.

";

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    decision: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default)]
    file: String,
    #[serde(default)]
    #[allow(dead_code, reason = "for whoever answers")]
    at: String,
    #[serde(default)]
    words: String,
    asks: String,
    #[serde(default)]
    #[allow(dead_code, reason = "for whoever answers")]
    question: String,
    #[serde(default)]
    #[allow(dead_code, reason = "for whoever answers")]
    choices: Vec<String>,
    answer: Spanned<Texts>,
}

/// One answer, or several.
#[derive(Deserialize, Serialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Several(Vec<String>),
}

#[derive(Serialize)]
struct Written<'d> {
    decision: Vec<Shown<'d>>,
}

#[derive(Serialize)]
struct Shown<'d> {
    file: &'d str,
    #[serde(skip_serializing_if = "String::is_empty")]
    at: String,
    words: &'d str,
    asks: &'d str,
    #[serde(skip_serializing_if = "str::is_empty")]
    question: &'d str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
    answer: Texts,
}

/// The answers in a file; none where it is not there yet.
///
/// # Errors
/// It cannot be read, or is not a file of decisions.
pub fn read(path: &Path) -> Result<Vec<Answer>, ImportError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => {
            let path = path.to_owned();
            return Err(ImportError::Unreadable { path, source });
        }
    };
    let line = |at: usize| text.get(..at).unwrap_or(&text).matches('\n').count() + 1;
    let file: File = toml::from_str(&text).map_err(|error| ImportError::NotDecisions {
        path: path.to_owned(),
        line: line(error.span().map_or(0, |span| span.start)),
        why: error.message().to_owned(),
    })?;
    let answers = file.decision.into_iter().map(|entry| {
        let at = line(entry.answer.span().start);
        let texts = match entry.answer.into_inner() {
            Texts::One(text) => vec![text],
            Texts::Several(texts) => texts,
        };
        Answer {
            asks: entry.asks,
            file: Some(entry.file).filter(|file| !file.is_empty()),
            words: entry.words,
            texts: texts
                .into_iter()
                .filter(|text| !text.trim().is_empty())
                .collect(),
            from: Some((path.to_owned(), at)),
        }
    });
    Ok(answers.filter(|answer| !answer.texts.is_empty()).collect())
}

/// Decisions as text: those asked now with what was answered, then what was answered to others before.
///
/// # Errors
/// The words make no text of this form.
pub fn written(decisions: &[Decision], before: &[Answer]) -> Result<String, ImportError> {
    let texts = |texts: &[String]| match texts {
        [] => Texts::One(String::new()),
        [one] => Texts::One(one.clone()),
        several => Texts::Several(several.to_vec()),
    };
    let asked = decisions.iter().map(|one| Shown {
        file: &one.file,
        at: one.at.to_string(),
        words: &one.words,
        asks: &one.asks,
        question: &one.question,
        choices: one.choices().iter().map(Choice::to_string).collect(),
        answer: texts(&one.answer),
    });
    let is_asked = |answer: &Answer| decisions.iter().any(|one| one.is_answered_by(answer));
    let others = before.iter().filter(|answer| !is_asked(answer));
    let others = others.map(|answer| Shown {
        file: answer.file.as_deref().unwrap_or_default(),
        at: String::new(),
        words: &answer.words,
        asks: &answer.asks,
        question: "",
        choices: Vec::new(),
        answer: texts(&answer.texts),
    });
    let decision = asked.chain(others).collect();
    let text = toml::to_string(&Written { decision });
    let text = text.map_err(|error| ImportError::NotARecord {
        record: "file of decisions".to_owned(),
        why: error.to_string(),
    })?;
    Ok(format!("{HEAD}{text}"))
}
