//! What is typed after the name of a saved question, understood and resolved.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::published::{Narrowing, RETIRED};
use crate::queries::{Parameter, Query, Typed, Value};
use crate::store::Store;

/// The values of a question's parameters.
pub(super) struct Given {
    /// The values, by the names of parameters with the colon.
    pub(super) values: BTreeMap<String, Value>,
    /// To what the tables are narrowed that the question declares.
    pub(super) narrowing: BTreeMap<String, Narrowing>,
    /// The question as it can be asked again, with ids.
    pub(super) question: String,
    /// What it is asked about, parameter by parameter, with names.
    pub(super) with: Vec<(String, String)>,
}

/// What was typed, by parameter, checked as far as is possible without a register.
pub(super) fn pairs(
    query: &Query,
    typed: &[String],
    example: &dyn Fn() -> String,
) -> Result<BTreeMap<String, Option<Typed>>, Error> {
    let mut given: BTreeMap<&str, &str> = BTreeMap::new();
    for typed in typed {
        // Where there is one thing to be named, the name alone will do.
        let alone = || Some((only(query)?, typed.as_str()));
        let Some((name, value)) = typed.split_once('=').or_else(alone) else {
            let query = &query.name;
            return Err(
                Error::that(format!("expected `name=value`, found `{typed}`")).hinted(format!(
                    "write `name=value`; `ropa query {query} --show` shows the parameters"
                )),
            );
        };
        let name = name.trim();
        if !query
            .parameters
            .iter()
            .any(|parameter| parameter.name == name)
        {
            let known: Vec<String> = query.parameters.iter().map(described).collect();
            return Err(
                Error::that(format!("`{}` has no parameter `{name}`", query.name)).hinted(
                    match known.as_slice() {
                        [] => "it takes no parameters".to_owned(),
                        known => format!("it takes {}", known.join(", ")),
                    },
                ),
            );
        }
        if given.insert(name, value).is_some() {
            return Err(Error::that(format!("`{name}` is given twice")));
        }
    }
    let mut understood = BTreeMap::new();
    for parameter in &query.parameters {
        let text = given
            .get(parameter.name.as_str())
            .copied()
            .or(parameter.default.as_deref());
        let value = match text {
            Some(text) => {
                let wrong = |message| Error::that(format!("`{}`: {message}", parameter.name));
                Some(parameter.read(text).map_err(wrong)?)
            }
            None if parameter.is_optional => None,
            None => {
                let (needs, Parameter { name, help, .. }) = (&query.name, parameter);
                return Err(
                    Error::that(format!("`{needs}` needs a value for `{name}`: {help}"))
                        .hinted(format!("for example: {}", example())),
                );
            }
        };
        understood.insert(parameter.name.clone(), value);
    }
    Ok(understood)
}

/// The name of the one parameter that a question has, or of the one that has to be given.
fn only(query: &Query) -> Option<&str> {
    let needed = |one: &&Parameter| one.default.is_none() && !one.is_optional;
    let needed: Vec<&Parameter> = query.parameters.iter().filter(needed).collect();
    match (query.parameters.as_slice(), needed.as_slice()) {
        ([one], _) => Some(&one.name),
        (_, [one]) => Some(&one.name),
        _ => None,
    }
}

/// A parameter with its type, in a few words.
fn described(parameter: &Parameter) -> String {
    format!("`{}` ({})", parameter.name, parameter.kind)
}

/// A command line that asks a question.
pub(super) fn example(query: &Query) -> String {
    query.example.clone().unwrap_or_else(|| {
        let pairs = query
            .parameters
            .iter()
            .filter(|parameter| parameter.default.is_none() && !parameter.is_optional)
            .map(|parameter| format!(" {}=...", parameter.name));
        format!("ropa query {}{}", query.name, pairs.collect::<String>())
    })
}

/// Resolves names, and binds ids.
pub(super) fn resolve(
    store: &Store,
    query: &Query,
    mut typed: BTreeMap<String, Option<Typed>>,
    retired: bool,
) -> Result<Given, Error> {
    let mut given = Given {
        values: BTreeMap::new(),
        narrowing: BTreeMap::new(),
        question: format!("query {}", query.name),
        with: Vec::new(),
    };
    for parameter in &query.parameters {
        let value = match typed.remove(&parameter.name).flatten() {
            None => Value::Null,
            Some(Typed::Value(value)) => {
                let shown = value.shown();
                given.say(parameter, &shown, &shown);
                value
            }
            Some(Typed::Named(kind, text)) => {
                let reference = store.resolve(&text, &[kind])?;
                for table in &parameter.narrows {
                    let narrowing = given.narrowing.entry(table.clone()).or_default();
                    narrowing.to(&reference);
                }
                let name = store.name_shown(&reference)?;
                let name = name.as_deref().unwrap_or(&reference.id);
                given.say(parameter, &reference.to_string(), name);
                Value::Text(reference.id)
            }
        };
        given.values.insert(format!(":{}", parameter.name), value);
    }
    if retired {
        given.values.insert(RETIRED.to_owned(), Value::Integer(1));
        given.question.push_str(" --retired");
    }
    Ok(given)
}

impl Given {
    fn say(&mut self, parameter: &Parameter, value: &str, name: &str) {
        self.with.push((parameter.name.clone(), name.to_owned()));
        let is_word = !value.is_empty()
            && value
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '/'));
        let pair = if is_word {
            format!(" {}={value}", parameter.name)
        } else {
            format!(" \"{}={value}\"", parameter.name)
        };
        self.question.push_str(&pair);
    }
}
