//! A value that is one of some words, of which all that are alike are suggested.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::{ContextKind, ContextValue};

/// One of some words, each with what it means.
#[derive(Clone)]
pub(super) struct Choice(Vec<PossibleValue>);

impl Choice {
    /// One of these.
    pub(super) fn of(words: impl IntoIterator<Item = (&'static str, &'static str)>) -> Self {
        let words = words.into_iter();
        Self(
            words
                .map(|(word, about)| PossibleValue::new(word).help(about))
                .collect(),
        )
    }
}

impl TypedValueParser for Choice {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        let parser = PossibleValuesParser::new(self.0.clone());
        parser.parse_ref(command, arg, value).map_err(|mut error| {
            // The library suggests one; what was begun may be any of several.
            let begun = value.to_string_lossy().to_lowercase();
            let words = self.0.iter().map(PossibleValue::get_name);
            let alike: Vec<String> = words
                .filter(|word| !begun.is_empty() && word.contains(&begun))
                .map(str::to_owned)
                .collect();
            if !alike.is_empty() {
                error.insert(ContextKind::SuggestedValue, ContextValue::Strings(alike));
            }
            error
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().cloned()))
    }
}
