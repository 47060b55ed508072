//! Reading a folder: files to a register, and everything that is wrong with them.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Place};
use crate::model::{Date, Kind, Record, Reference, Register, Settings, check_slug, slug_of};

use super::check::Checker;
use super::expected::a;
use super::folder::{self, Files, SourceFile};
use super::io_error::in_words;
use super::layout::quoted;
use super::links::{Links, Spot};
use super::nearest::{ALIKE, nearest};
use super::syntax;

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
            Self::Unreadable { .. } => None,
        }
    }
}

/// Reads the register in a folder, by the law of a day.
///
/// # Errors
/// There is no such folder, or a file in it cannot be read at all. What a file says is never an error: it is a finding.
pub fn read(folder: &Path, on: Date) -> Result<Reading, ReadError> {
    let files = folder::files(folder)?;
    let (reading, links) = pass(&files, on, &Links::default(), &folder::load)?;
    if reading.findings.is_empty() {
        return Ok(reading);
    }
    // What to do about a mistake may need a name from any file: who makes one waits a little longer.
    Ok(pass(&files, on, &links, &folder::load)?.0)
}

/// What reads a file: its text, or what is wrong with all of it.
pub(super) type Load<'a> = &'a dyn Fn(&Path) -> Result<Result<SourceFile, Finding>, ReadError>;

/// Reads all files once, with suggestions from what is known of the register.
pub(super) fn pass(
    files: &Files,
    on: Date,
    known: &Links,
    load: Load<'_>,
) -> Result<(Reading, Links), ReadError> {
    let mut reader = Reader {
        on,
        reading: Reading {
            register: Register::default(),
            findings: files.findings.clone(),
        },
        links: Links::default(),
        known,
    };
    for (id, _) in &files.activities {
        reader.links.define(&Reference::new(Kind::Activity, id));
    }
    for (kind, path) in &files.catalogues {
        match load(path)? {
            Ok(file) => reader.catalogue(*kind, &file),
            Err(finding) => {
                reader.links.broken(*kind);
                reader.reading.findings.push(finding);
            }
        }
    }
    for (id, path) in &files.activities {
        match load(path)? {
            Ok(file) => reader.activity(id.clone(), &file),
            Err(finding) => reader.reading.findings.push(finding),
        }
    }
    let Reader {
        mut reading, links, ..
    } = reader;
    reading.findings.extend(links.findings());
    Finding::sort(&mut reading.findings);
    Ok((reading, links))
}

struct Reader<'k> {
    on: Date,
    reading: Reading,
    links: Links,
    known: &'k Links,
}

impl Reader<'_> {
    /// Reads a file of keyed tables.
    fn catalogue(&mut self, kind: Kind, file: &SourceFile) {
        let any = Reference::new(kind, "a-short-name");
        let checker = Checker::new(file, self.on, any, self.known);
        let (table, syntax) = syntax::parse(file, &checker);
        if !syntax.is_empty() {
            self.links.broken(kind);
        }
        let lines: Vec<Option<usize>> = syntax.iter().map(line).collect();
        let mut findings = Vec::new();
        for (key, value) in &table {
            let id = key.get_ref().as_ref();
            if let Some(finding) = key_of(kind, id, value) {
                findings.push(finding.at(file.place(key.span())));
                if check_slug(id).is_ok() {
                    // It is there, if not as it should be: mentions of it are not at fault.
                    self.links.define(&Reference::new(kind, id));
                }
            } else if let DeValue::Table(table) = value.get_ref() {
                let id = if kind == Kind::Settings {
                    Settings::ID
                } else {
                    id
                };
                let record = Reference::new(kind, id);
                self.links.define(&record);
                self.record(record, file, table, key.span(), &lines, &mut findings);
            }
        }
        self.keep(syntax, findings);
    }

    /// Reads the file of one activity.
    fn activity(&mut self, id: String, file: &SourceFile) {
        let record = Reference::new(Kind::Activity, id);
        let checker = Checker::new(file, self.on, record.clone(), self.known);
        let (table, syntax) = syntax::parse(file, &checker);
        let start = file.text.len() - file.text.trim_start().len();
        let first = file.text[start..].lines().next().unwrap_or_default();
        let at = start..start + first.len();
        let lines: Vec<Option<usize>> = syntax.iter().map(line).collect();
        let mut findings = Vec::new();
        self.record(record, file, &table, at, &lines, &mut findings);
        self.keep(syntax, findings);
    }

    fn record(
        &mut self,
        record: Reference,
        file: &SourceFile,
        table: &DeTable<'_>,
        at: std::ops::Range<usize>,
        syntax: &[Option<usize>],
        findings: &mut Vec<Finding>,
    ) {
        self.names(&record, file, table, at.clone());
        let mut checker = Checker::new(file, self.on, record, self.known);
        let document = checker.record(table, at.clone());
        if checker.record.kind == Kind::Activity {
            checker.inside(table);
        }
        let Checker {
            record,
            findings: mut found,
            mut mentions,
            ..
        } = checker;
        // What is left of a line that is no TOML mentions nothing for sure.
        if !syntax.is_empty() {
            mentions.retain(|mention| {
                !syntax.contains(&Some(mention.file.place(mention.span.clone()).line()))
            });
        }
        // What cannot be an id is reported with the mentions, and leaves a gap in the record.
        let is_whole = syntax.is_empty()
            && mentions
                .iter()
                .all(|mention| check_slug(&mention.id).is_ok());
        self.links.mention(&record, mentions);
        if let Err(error) = self.lower(&record, document)
            && is_whole
            && !found.iter().any(Finding::is_error)
        {
            // The checker should have said what is wrong; that it did not is no reason to lose the record in silence.
            let message = format!(
                "the {} `{}` cannot be kept: {error}",
                record.kind, record.id
            );
            found.push(Finding::error("TEXT-not-understood", message).at(file.place(at)));
        }
        findings.append(&mut found);
    }

    fn lower(&mut self, record: &Reference, document: Value) -> Result<(), String> {
        let sound = Record::from_value(record.kind, document).map_err(|error| error.to_string())?;
        self.reading
            .register
            .insert(&record.id, sound)
            .map_err(|error| error.to_string())
    }

    /// Notes what a record is called.
    fn names(
        &mut self,
        record: &Reference,
        file: &SourceFile,
        table: &DeTable<'_>,
        at: std::ops::Range<usize>,
    ) {
        if matches!(record.kind, Kind::Settings | Kind::Approval) {
            return;
        }
        self.links.call(record, &record.id, Spot::new(file, at));
        let mut call = |value: &Spanned<DeValue<'_>>| {
            if let Some(text) = value.get_ref().as_str() {
                self.links.call(record, text, Spot::new(file, value.span()));
            }
        };
        if let Some(name) = table.get("name") {
            call(name);
        }
        let aliases = table.get("aliases").map(Spanned::get_ref);
        if let Some(DeValue::Array(aliases)) = aliases {
            aliases.iter().for_each(call);
        }
    }

    /// Keeps findings; those that only follow from an error of syntax are left out.
    fn keep(&mut self, syntax: Vec<Finding>, mut findings: Vec<Finding>) {
        if !syntax.is_empty() {
            let lines: Vec<Option<usize>> = syntax.iter().map(line).collect();
            findings.retain(|finding| {
                !matches!(finding.code, "TEXT-missing-field" | "TEXT-says-nothing")
                    && !lines.contains(&line(finding))
            });
        }
        self.reading.findings.extend(syntax);
        self.reading.findings.extend(findings);
    }
}

fn line(finding: &Finding) -> Option<usize> {
    finding.place.as_ref().map(Place::line)
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
            a(kind)
        ),
        Some(text) if check_slug(key).is_ok() => {
            format!("write `[{key}]`, and below it `name = {}`", quoted(text))
        }
        _ => format!("leave it out: {} begins with its id in brackets", a(kind)),
    }
}
