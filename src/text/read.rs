//! Reading a folder: files to a register, and everything that is wrong with them.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Lines, Place};
use crate::model::{
    ALIKE, Date, Kind, Record, Reference, Register, Settings, check_slug, nearest, slug_of,
};
use crate::rules::Facts;

use super::check::Checker;
use super::files::{Files, files};
use super::folder::{self, Load, SourceFile};
use super::instead::new_record;
use super::io_error::in_words;
use super::layout::quoted;
use super::{source_map, syntax};

/// What a folder says.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Its sound records. Where a finding is an error, something is missing from them.
    pub register: Register,
    /// What is wrong, in the order of files and places.
    pub findings: Vec<Finding>,
}

impl Reading {
    /// Whether something stands in the way of using the register.
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }
}

/// Why a folder could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There is nothing by that name.
    #[error("there is no folder `{}`", path.display())]
    NotFound {
        /// What was asked for.
        path: PathBuf,
    },
    /// It is a file.
    #[error("`{}` is not a folder", path.display())]
    NotAFolder {
        /// What was asked for.
        path: PathBuf,
    },
    /// It is a pipe, a device or something else without an end.
    #[error("`{}` is not a file: it is a pipe, a device or the like", path.display())]
    NotAFile {
        /// What stands in the place of a file.
        path: PathBuf,
    },
    /// It is larger than anything that people write.
    #[error("`{}` is larger than {megabytes} MB, and is not read", path.display())]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// How many megabytes are read at most.
        megabytes: u64,
    },
    /// It is called like no file of a register.
    #[error("`{}` is not called like a file of a register", path.display())]
    OtherName {
        /// Which file.
        path: PathBuf,
    },
    /// The system does not let it be read.
    #[error("`{}` cannot be read: {}", path.display(), in_words(source))]
    Unreadable {
        /// What could not be read.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ReadError {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NotFound { .. } => {
                Some("name the folder that holds `parties.toml` and `activities`")
            }
            Self::NotAFolder { .. } => Some("name the folder in which the file lies"),
            Self::NotAFile { .. } => Some("move it out of the folder of the register"),
            Self::OtherName { .. } => Some(
                "call it by the id of its activity, such as `family-network.toml`, or as a catalogue, such as `parties.toml`",
            ),
            Self::TooLarge { .. } => Some("check that it is a file of a register"),
            Self::Unreadable { .. } => None,
        }
    }
}

/// Reads the register in a folder, by the law of a day.
///
/// # Errors
/// There is no such folder, or a file in it cannot be read at all. What a file says is never an error: it is a finding.
pub fn read(folder: &Path, on: Date) -> Result<Reading, ReadError> {
    let files = files(folder)?;
    let (reading, facts) = pass(&files, on, &Facts::default(), &folder::load, Seed::none())?;
    if reading.findings.is_empty() {
        return Ok(reading);
    }
    // What to do about a mistake may need a name from any file: who makes one waits a little longer.
    Ok(pass(&files, on, &facts, &folder::load, Seed::none())?.0)
}

/// Swaps each field that findings name for its line in the files of a folder.
///
/// # Errors
/// There is no such folder, or a file in it cannot be read at all.
pub fn place_in_text(folder: &Path, findings: &mut [&mut Finding]) -> Result<(), ReadError> {
    let files = files(folder)?;
    let places = findings.iter_mut().flat_map(|finding| finding.places_mut());
    source_map::to_text(places, &files, &folder::load)
}

/// What there is beside the files that are read.
pub(super) struct Seed<'a> {
    /// What is known of it.
    pub(super) facts: Facts,
    /// Whether it holds a record.
    pub(super) has: &'a dyn Fn(&Reference) -> bool,
}

impl Seed<'_> {
    /// Nothing: the files are all of the register.
    pub(super) fn none() -> Self {
        Self {
            facts: Facts::kept_where(new_record),
            has: &|_| false,
        }
    }
}

/// Reads all files once, with suggestions from what is known of the register.
pub(super) fn pass(
    files: &Files,
    on: Date,
    known: &Facts,
    load: Load<'_>,
    seed: Seed<'_>,
) -> Result<(Reading, Facts), ReadError> {
    let mut reader = Reader {
        on,
        register: Register::default(),
        facts: seed.facts,
        known,
        syntax: Vec::new(),
        findings: Vec::new(),
    };
    for (id, _) in &files.activities {
        reader.facts.define(&Reference::new(Kind::Activity, id));
    }
    for (kind, path) in &files.catalogues {
        match load(path)? {
            Ok(file) => reader.catalogue(*kind, &file),
            Err(finding) => {
                reader.facts.incomplete(*kind);
                reader.findings.push(finding);
            }
        }
    }
    for (id, path) in &files.activities {
        match load(path)? {
            Ok(file) => reader.activity(id.clone(), &file),
            Err(finding) => reader.findings.push(finding),
        }
    }
    let Reader {
        register,
        mut facts,
        syntax,
        mut findings,
        ..
    } = reader;
    let Ok(()) = facts.resolve(|record| Ok::<_, Infallible>((seed.has)(record)));
    let mut broken = facts.findings();
    source_map::to_text(broken.iter_mut().flat_map(Finding::places_mut), files, load)?;
    findings.extend(broken);
    leave_out_what_follows(&syntax, &mut findings);
    findings.extend(syntax);
    findings.extend(files.findings.iter().cloned());
    Finding::sort(&mut findings);
    let reading = Reading { register, findings };
    Ok((reading, facts))
}

/// Leaves out findings that only follow from errors of syntax.
fn leave_out_what_follows(syntax: &[Finding], findings: &mut Vec<Finding>) {
    let mut counted = Lines::default();
    let mut line = |finding: &Finding| -> Option<(String, usize)> {
        let passage = finding.place.as_ref().and_then(Place::text)?;
        Some((passage.file.clone(), counted.of(passage)))
    };
    let lines: BTreeSet<_> = syntax.iter().filter_map(&mut line).collect();
    let files: BTreeSet<String> = lines.iter().map(|(file, _)| file.clone()).collect();
    if lines.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let Some((file, line)) = line(finding) else {
            return true;
        };
        let may_follow = matches!(finding.code, "TEXT-missing-field" | "TEXT-says-nothing");
        !(may_follow && files.contains(&file) || lines.contains(&(file, line)))
    });
}

struct Reader<'k> {
    on: Date,
    register: Register,
    facts: Facts,
    known: &'k Facts,
    /// Errors of syntax.
    syntax: Vec<Finding>,
    /// All other findings.
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// Reads a file of keyed tables.
    fn catalogue(&mut self, kind: Kind, file: &SourceFile) {
        let any = Reference::new(kind, "a-short-name");
        let checker = Checker::new(file, self.on, any, self.known);
        let (table, syntax) = syntax::parse(file, &checker);
        if !syntax.is_empty() {
            self.facts.incomplete(kind);
        }
        let is_whole = syntax.is_empty();
        self.syntax.extend(syntax);
        for (key, value) in &table {
            let id = key.get_ref().as_ref();
            if let Some(finding) = key_of(kind, id, value) {
                self.findings.push(finding.at(file.passage(key.span())));
                if check_slug(id).is_ok() {
                    // It is there, if not as it should be: mentions of it are not at fault.
                    self.facts.define(&Reference::new(kind, id));
                }
            } else if let DeValue::Table(table) = value.get_ref() {
                let id = if kind == Kind::Settings {
                    Settings::ID
                } else {
                    id
                };
                self.record(Reference::new(kind, id), file, table, key.span(), is_whole);
            }
        }
    }

    /// Reads the file of one activity.
    fn activity(&mut self, id: String, file: &SourceFile) {
        let record = Reference::new(Kind::Activity, id);
        let checker = Checker::new(file, self.on, record.clone(), self.known);
        let (table, syntax) = syntax::parse(file, &checker);
        let is_whole = syntax.is_empty();
        self.syntax.extend(syntax);
        self.record(record, file, &table, file.first_line(), is_whole);
    }

    fn record(
        &mut self,
        record: Reference,
        file: &SourceFile,
        table: &DeTable<'_>,
        at: Range<usize>,
        is_whole: bool,
    ) {
        let mut checker = Checker::new(file, self.on, record, self.known);
        let document = checker.record(table, at.clone());
        let Checker {
            record,
            findings,
            said,
            ..
        } = checker;
        let is_sound = is_whole && !findings.iter().any(Finding::is_error);
        self.findings.extend(findings);
        self.facts.add(said);
        if let Err(error) = self.lower(&record, document)
            && is_sound
        {
            // The checker should have said what is wrong; that it did not is no reason to lose the record in silence.
            let message = format!(
                "the {} `{}` cannot be kept: {error}",
                record.kind, record.id
            );
            let finding = Finding::error("TEXT-not-understood", message);
            self.findings.push(finding.at(file.passage(at)));
        }
    }

    fn lower(&mut self, record: &Reference, document: Value) -> Result<(), String> {
        let sound = Record::from_value(record.kind, document).map_err(|error| error.to_string())?;
        self.register
            .insert(&record.id, sound)
            .map_err(|error| error.to_string())
    }
}

/// What is wrong with a key of a file of keyed tables.
fn key_of(kind: Kind, id: &str, value: &Spanned<DeValue<'_>>) -> Option<Finding> {
    if kind == Kind::Settings && id != "settings" {
        let finding = Finding::error(
            "TEXT-unknown-key",
            format!("`register.toml` has no table `{id}`"),
        );
        return Some(match nearest(id, ["settings"], ALIKE) {
            Some(_) => finding.hint("did you mean `[settings]`?"),
            None => finding.hint("it has one table, `[settings]`"),
        });
    }
    if !value.get_ref().is_table() {
        let fields = kind.fields().iter().copied().flatten();
        let message = if fields.into_iter().any(|field| field.name == id) {
            format!("`{id}` stands outside any table")
        } else {
            format!("`{id}` is not a table")
        };
        let finding = Finding::error("TEXT-wrong-type", message);
        return Some(if kind == Kind::Settings {
            finding.hint("the settings begin with `[settings]`")
        } else if value.get_ref().is_array() {
            finding.hint(format!("write `[{id}]`, with one bracket"))
        } else {
            finding.hint(table_above(kind, id, value))
        });
    }
    let error = check_slug(id).err().filter(|_| kind != Kind::Settings)?;
    let meant = slug_of(id);
    let finding = Finding::error("TEXT-bad-id", error.to_string());
    Some(if check_slug(&meant).is_ok() {
        finding.hint(format!("write `[{meant}]`"))
    } else {
        finding.hint("write an id in brackets, such as `[a-short-name]`")
    })
}

/// What to do about a value that stands in no table.
fn table_above(kind: Kind, key: &str, value: &Spanned<DeValue<'_>>) -> String {
    let text = value.get_ref().as_str();
    let id = match text.map(slug_of) {
        Some(id) if key == "name" && check_slug(&id).is_ok() => id,
        _ => "a-short-name".to_owned(),
    };
    let is_field = kind
        .fields()
        .iter()
        .copied()
        .flatten()
        .any(|field| field.name == key);
    match text {
        _ if is_field => format!(
            "write `[{id}]` on the line above it: {} begins with its id in brackets",
            kind.one()
        ),
        Some(text) if check_slug(key).is_ok() => {
            format!("write `[{key}]`, and below it `name = {}`", quoted(text))
        }
        _ => format!(
            "leave it out: {} begins with its id in brackets",
            kind.one()
        ),
    }
}
