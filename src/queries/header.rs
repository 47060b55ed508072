//! The header of a saved question, read from the leading comments of its file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::model::Kind;

use super::{
    Parameter, ParameterType, Topic, Word, is_ordered, line_and_column, second_statement, tokens,
};

/// A saved question.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// Its name: that of its file without the ending.
    pub name: String,
    /// What it is called where it is listed.
    pub title: String,
    /// What it asks, in a sentence.
    pub question: String,
    /// For what, and by which provision.
    pub r#use: String,
    /// What it is about.
    pub topic: Topic,
    /// A command line that asks it.
    pub example: Option<String>,
    /// How its answer is shown.
    pub shown: Shown,
    /// The column of records by which people are told rows together that differ in nothing else, kind by kind.
    pub gather: Option<String>,
    /// What each row of it means, where its rows are findings: the word for a level.
    pub level: Option<&'static str>,
    /// The codes of the rules that find what it lists.
    pub rules: Vec<String>,
    /// Whether it stands in place of the one of the core pack with its name.
    pub overrides: bool,
    /// Its parameters, in the order in which they are written.
    pub parameters: Vec<Parameter>,
    /// The whole file, header and all: comments are SQL too.
    pub sql: String,
}

impl Query {
    /// Words about the question with the defaults in the places of its parameters (`{days}`).
    pub fn by_default(&self, words: &str) -> String {
        let given = self.parameters.iter();
        let given = given.filter_map(|one| Some((&one.name, one.default.as_deref()?)));
        given.fold(words.to_owned(), |words, (name, default)| {
            words.replace(&format!("{{{name}}}"), default)
        })
    }
}

/// How the answer to a saved question is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// As a table.
    #[default]
    Table,
    /// As a diagram: its columns are `from_id`, `to_id` and `label`, and `certainty` where lines differ in it.
    Graph,
    /// As a table, and its rows are findings of the checks: its columns are `record`, `field` and `message`.
    Findings,
}

/// What is wrong in the file of a saved question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {message}")]
pub struct QueryFault {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    title: Spanned<String>,
    question: Spanned<String>,
    r#use: Spanned<String>,
    #[serde(default = "own")]
    topic: Topic,
    example: Option<String>,
    #[serde(default)]
    result: Shown,
    gather: Option<String>,
    level: Option<Spanned<String>>,
    #[serde(default)]
    rules: Vec<String>,
    #[serde(default)]
    overrides: bool,
    #[serde(default)]
    params: BTreeMap<Spanned<String>, Declared>,
}

/// The topic of a question whose header names none.
fn own() -> Topic {
    Topic::Own
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Declared {
    r#type: Spanned<String>,
    default: Option<Spanned<Plain>>,
    #[serde(default)]
    optional: bool,
    least: Option<i64>,
    help: Spanned<String>,
    #[serde(default)]
    narrows: Vec<String>,
}

/// A default, as plain TOML.
#[derive(Deserialize)]
#[serde(untagged)]
enum Plain {
    Text(String),
    Flag(bool),
    Whole(i64),
    Number(f64),
    Day(toml::value::Datetime),
}

impl Plain {
    fn typed(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// The leading comment lines without their dashes, and where each of their lines begins in the file.
struct Comment {
    toml: String,
    /// For each line: its start in the TOML, and the start of the same text in the file.
    lines: Vec<(usize, usize)>,
}

impl Comment {
    fn of(text: &str) -> Self {
        let mut comment = Self {
            toml: String::new(),
            lines: Vec::new(),
        };
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let Some(inside) = line.strip_prefix("--") else {
                break;
            };
            let inside = inside.strip_prefix(' ').unwrap_or(inside);
            let start = at + line.len() - inside.len();
            comment.lines.push((comment.toml.len(), start));
            comment.toml.push_str(inside);
            at += line.len();
        }
        comment
    }

    /// The place in the file of a place in the TOML.
    fn in_file(&self, at: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= at);
        match after.checked_sub(1).and_then(|line| self.lines.get(line)) {
            Some((in_toml, in_file)) => in_file + (at - in_toml),
            None => 0,
        }
    }
}

/// Reads a saved question from its file.
///
/// # Errors
/// Its header is not as it should be, or it does not go with the SQL.
pub fn parse(name: &str, text: &str) -> Result<Query, QueryFault> {
    let comment = Comment::of(text);
    let fault = |at: usize, message: String, hint: Option<&str>| {
        let (line, column) = line_and_column(text, at);
        QueryFault {
            line,
            column,
            message,
            hint: hint.map(str::to_owned),
        }
    };
    let in_header = |span: Range<usize>, message: String, hint: Option<&str>| {
        fault(comment.in_file(span.start), message, hint)
    };
    if comment.lines.is_empty() {
        return Err(fault(
            0,
            "it has no header".to_owned(),
            Some(
                "begin the file with `-- title = \"...\"`, `-- question = \"...\"` and `-- use = \"...\"`",
            ),
        ));
    }
    let header: Header = toml::from_str(&comment.toml).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', "; ");
        in_header(span, message, None)
    })?;
    for (field, value) in [
        ("title", &header.title),
        ("question", &header.question),
        ("use", &header.r#use),
    ] {
        if value.get_ref().trim().is_empty() {
            return Err(in_header(value.span(), format!("`{field}` is empty"), None));
        }
    }
    let level = level(&header).map_err(|(span, message, hint)| in_header(span, message, hint))?;
    let mut declared: Vec<(Spanned<String>, Declared)> = header.params.into_iter().collect();
    declared.sort_by_key(|(name, _)| name.span().start);
    let mut parameters = Vec::new();
    for (name, declared) in &declared {
        parameters.push(
            parameter(name, declared)
                .map_err(|(span, message, hint)| in_header(span, message, hint))?,
        );
    }
    let open = declared
        .iter()
        .find(|(_, declared)| declared.default.is_none() && !declared.optional);
    if let (Some(_), Some((name, _))) = (level, open) {
        let message = format!("`:{}` has no default", name.get_ref());
        return Err(in_header(
            name.span(),
            message,
            Some("give it a `default`: a check is asked without anything typed"),
        ));
    }
    if let Some(at) = second_statement(text) {
        return Err(fault(
            at,
            "a second statement begins here".to_owned(),
            Some("write one SELECT"),
        ));
    }
    let mut used = Vec::new();
    for token in tokens(text) {
        let Word::Parameter(written) = token.word else {
            continue;
        };
        let name = written.strip_prefix(':').unwrap_or_default();
        if name.is_empty() {
            let message = format!("`{written}` has no name");
            return Err(fault(
                token.at,
                message,
                Some("write parameters as `:name`"),
            ));
        }
        if !GIVEN.contains(&name) && !parameters.iter().any(|parameter| parameter.name == name) {
            let message = format!("`:{name}` is not declared");
            let hint = format!("add `-- [params.{name}]` with its `type` and `help` to the header");
            return Err(fault(token.at, message, Some(&hint)));
        }
        used.push(name);
    }
    if let Some((name, _)) = declared
        .iter()
        .find(|(name, _)| !used.contains(&name.get_ref().as_str()))
    {
        let message = format!("`:{}` is declared and not used", name.get_ref());
        return Err(in_header(
            name.span(),
            message,
            Some("use it in the SQL, or take it out"),
        ));
    }
    if !is_ordered(text) {
        let end = text.trim_end().len();
        return Err(fault(
            end,
            "its rows come in no order".to_owned(),
            Some("end it with an ORDER BY, so that the same register gives the same bytes"),
        ));
    }
    Ok(Query {
        name: name.to_owned(),
        title: header.title.into_inner(),
        question: header.question.into_inner(),
        r#use: header.r#use.into_inner(),
        topic: header.topic,
        example: header.example,
        shown: header.result,
        gather: header.gather,
        level,
        rules: header.rules,
        overrides: header.overrides,
        parameters,
        sql: text.to_owned(),
    })
}

/// The levels of findings.
const LEVELS: [&str; 3] = ["required", "expected", "tidy"];

/// What the rows of a question mean, which says so where they are findings and nowhere else.
fn level(header: &Header) -> Result<Option<&'static str>, Wrong> {
    const WORDS: &str = "write `level = \"required\"`, `\"expected\"` or `\"tidy\"`";
    match (header.result, &header.level) {
        (Shown::Findings, Some(word)) => {
            let known = LEVELS.into_iter().find(|level| *level == word.get_ref());
            known.map(Some).ok_or_else(|| {
                let message = format!("`{}` is not a level of findings", word.get_ref());
                (word.span(), message, Some(WORDS))
            })
        }
        (Shown::Findings, None) => {
            let message = "its rows are findings, and it does not say of which level".to_owned();
            Err((header.title.span(), message, Some(WORDS)))
        }
        (_, Some(word)) => {
            let message = "only a question whose rows are findings has a level".to_owned();
            Err((
                word.span(),
                message,
                Some("add `result = \"findings\"`, or take `level` out"),
            ))
        }
        (_, None) => Ok(None),
    }
}

/// The parameters that always have a value: the day that is asked about, that of the register, and
/// whether retired activities count.
const GIVEN: [&str; 3] = ["on", "as_at", "retired"];

/// What is wrong with a parameter: where in the header, what, and what to do.
type Wrong = (Range<usize>, String, Option<&'static str>);

fn parameter(name: &Spanned<String>, declared: &Declared) -> Result<Parameter, Wrong> {
    let word = name.get_ref();
    let is_name = word.starts_with(|first: char| first.is_ascii_lowercase())
        && word
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_name {
        let message = format!("`{word}` cannot be the name of a parameter");
        return Err((
            name.span(),
            message,
            Some("write it in small letters, digits and `_`"),
        ));
    }
    if GIVEN.contains(&word.as_str()) {
        let message = format!("`:{word}` always has a value and is not declared");
        return Err((name.span(), message, Some("take it out of the header")));
    }
    let Some(kind) = ParameterType::from_word(declared.r#type.get_ref()) else {
        let message = format!(
            "`{}` is not a type of parameter: use {}",
            declared.r#type.get_ref(),
            ParameterType::WORDS
        );
        return Err((declared.r#type.span(), message, None));
    };
    if declared.help.get_ref().trim().is_empty() {
        return Err((declared.help.span(), "`help` is empty".to_owned(), None));
    }
    if let Some(default) = &declared.default {
        kind.read(&default.get_ref().typed())
            .map_err(|message| (default.span(), message, None))?;
    }
    let can_narrow = matches!(
        kind,
        ParameterType::Record(Kind::Data | Kind::Party | Kind::People | Kind::Activity)
    );
    if !declared.narrows.is_empty() && !can_narrow {
        let message = "only a parameter of type data, party, people or activity can narrow a table"
            .to_owned();
        return Err((declared.r#type.span(), message, None));
    }
    Ok(Parameter {
        name: word.clone(),
        kind,
        default: declared
            .default
            .as_ref()
            .map(|default| default.get_ref().typed()),
        is_optional: declared.optional,
        least: declared.least,
        help: declared.help.get_ref().clone(),
        narrows: declared.narrows.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "-- title = \"T\"\n-- question = \"Q?\"\n-- use = \"U\"\n";

    fn fault(text: &str) -> String {
        let fault = parse("x", text).unwrap_err();
        match &fault.hint {
            Some(hint) => format!("{fault}; {hint}"),
            None => fault.to_string(),
        }
    }

    #[test]
    fn a_header_is_read_with_its_parameters_in_order() {
        let text = format!(
            "{HEAD}-- result = \"graph\"\n-- [params.until]\n-- type = \"date\"\n-- default = 2026-04-01\n-- help = \"last day\"\n\
             -- [params.days]\n-- type = \"integer\"\n-- default = 90\n-- help = \"how many\"\n\
             SELECT id FROM party WHERE :days AND :until AND :as_at ORDER BY id;\n"
        );
        let query = parse("x", &text).unwrap();
        assert_eq!((query.title.as_str(), query.shown), ("T", Shown::Graph));
        let parameters: Vec<(&str, Option<&str>)> = query
            .parameters
            .iter()
            .map(|parameter| (parameter.name.as_str(), parameter.default.as_deref()))
            .collect();
        assert_eq!(
            parameters,
            [("until", Some("2026-04-01")), ("days", Some("90"))]
        );
        assert_eq!(query.sql, text);
    }

    #[test]
    fn every_fault_has_its_line_and_column() {
        let days = "-- [params.days]\n-- type = \"integer\"\n-- help = \"how many\"\n";
        assert!(fault("SELECT 1 ORDER BY 1").starts_with("line 1, column 1: it has no header"));
        assert_eq!(
            fault("-- title = \"T\"\n-- question = \"Q\"\n-- use = \" \"\nSELECT 1 ORDER BY 1"),
            "line 3, column 10: `use` is empty"
        );
        assert_eq!(
            fault(&format!("{HEAD}-- tittle = 1\nSELECT 1 ORDER BY 1")),
            "line 4, column 4: unknown field `tittle`, expected one of `title`, `question`, `use`, `topic`, `example`, `result`, `gather`, `level`, `rules`, `overrides`, `params`"
        );
        assert!(
            fault(&format!("{HEAD}--oops\nSELECT 1 ORDER BY 1")).starts_with("line 4, column 7: "),
            "{}",
            fault(&format!("{HEAD}--oops\nSELECT 1 ORDER BY 1"))
        );
        assert_eq!(
            fault(&format!("{HEAD}SELECT 1\n WHERE :days ORDER BY 1")),
            "line 5, column 8: `:days` is not declared; add `-- [params.days]` with its `type` and `help` to the header"
        );
        assert_eq!(
            fault(&format!("{HEAD}{days}SELECT 1 ORDER BY 1")),
            "line 4, column 12: `:days` is declared and not used; use it in the SQL, or take it out"
        );
        assert_eq!(
            fault(&format!(
                "{HEAD}{}SELECT :days ORDER BY 1",
                days.replace("integer", "int")
            )),
            "line 5, column 11: `int` is not a type of parameter: use text, integer, number, date, boolean, choice(a, b), code(vocabulary), data, party, system, people, activity or country"
        );
        assert_eq!(
            fault(&format!(
                "{HEAD}{days}-- default = \"soon\"\nSELECT :days ORDER BY 1"
            )),
            "line 7, column 14: `soon` is not a whole number"
        );
        assert_eq!(
            fault(&format!(
                "{HEAD}{days}-- narrows = [\"receives\"]\nSELECT :days ORDER BY 1"
            )),
            "line 5, column 11: only a parameter of type data, party, people or activity can narrow a table"
        );
        assert_eq!(
            fault(&format!(
                "{HEAD}{}SELECT :as_at ORDER BY 1",
                days.replace("days", "as_at")
            )),
            "line 4, column 12: `:as_at` always has a value and is not declared; take it out of the header"
        );
        let findings = "-- result = \"findings\"\n";
        assert!(
            fault(&format!("{HEAD}{findings}SELECT 1 ORDER BY 1")).starts_with(
                "line 1, column 12: its rows are findings, and it does not say of which level"
            )
        );
        assert_eq!(
            fault(&format!(
                "{HEAD}{findings}-- level = \"grave\"\nSELECT 1 ORDER BY 1"
            )),
            "line 5, column 12: `grave` is not a level of findings; write `level = \"required\"`, `\"expected\"` or `\"tidy\"`"
        );
        assert!(
            fault(&format!("{HEAD}-- level = \"tidy\"\nSELECT 1 ORDER BY 1")).starts_with(
                "line 4, column 12: only a question whose rows are findings has a level"
            )
        );
        assert!(
            fault(&format!(
                "{HEAD}{findings}-- level = \"tidy\"\n{days}SELECT :days ORDER BY 1"
            ))
            .starts_with("line 6, column 12: `:days` has no default")
        );
        assert!(fault(&format!("{HEAD}SELECT ?1 ORDER BY 1")).contains("`?1` has no name"));
        assert!(
            fault(&format!("{HEAD}SELECT 1"))
                .starts_with("line 4, column 9: its rows come in no order")
        );
        assert!(
            fault(&format!("{HEAD}SELECT 1 ORDER BY 1; SELECT 2"))
                .starts_with("line 4, column 22: a second statement")
        );
    }
}
