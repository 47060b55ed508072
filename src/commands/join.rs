//! A folder and the register, compared with the state that both come from: what only one of them touched is taken over,
//! and what both touched is shown side by side.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::error::Error;
use crate::model::{
    Difference, Kind, Merged, Record, Reference, differences, merge, moment_in_words, one_line,
    value_in_words,
};
use crate::store::{self, Change, Commit, Store, StoreError};
use crate::text::{self, Base, Records, Written};

use super::Run;
use super::named::Names;
use super::open::{some, typed};

/// Whom the comparison serves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// The folder is brought to the register: what the register alone has comes into the folder.
    Dump,
    /// The register is brought to the folder. Records that the folder does not hold are left alone.
    Apply,
    /// The same, and records that the folder does not hold are removed.
    Prune,
}

/// What a folder and the register make together.
#[derive(Default)]
pub(super) struct Joined {
    /// What the folder takes over from the register: absent for a record that goes.
    taken: BTreeMap<Reference, Option<Arc<Record>>>,
    /// What the folder changed and the register does not have yet.
    pub(super) own: Vec<Reference>,
    /// What both touched.
    pub(super) clashes: Vec<Clash>,
}

/// A record that the folder and the register both touched.
pub(super) struct Clash {
    record: Reference,
    /// The places at which they disagree: the folder's as `old`, the register's as `new`.
    places: Vec<Difference>,
    /// Whether only the register touched it, and the folder is not to be written.
    is_behind: bool,
    /// The last commit that changed it, where the state that both come from is known.
    commit: Option<Commit>,
}

impl Joined {
    /// The records that the folder takes over from the register.
    pub(super) fn taken(&self) -> BTreeSet<Reference> {
        self.taken.keys().cloned().collect()
    }

    /// What a folder says once it has taken over what is the register's.
    pub(super) fn after(&self, folder: &Records) -> Records {
        let mut records = folder.clone();
        for (reference, record) in &self.taken {
            match record {
                Some(record) => drop(records.insert(reference.clone(), record.clone())),
                None => drop(records.remove(reference)),
            }
        }
        records
    }
}

/// Compares a folder with the register and the state that both come from; in some records only, where only these are read.
pub(super) fn join(
    store: &Store,
    folder: &Path,
    base: Option<&Base>,
    records: &Records,
    purpose: For,
    only: Option<&Records>,
) -> Result<Joined, Error> {
    let mut joined = Joined::default();
    if purpose != For::Dump && store.head()?.is_none() {
        // There is nothing yet with which the folder could be at odds.
        return Ok(joined);
    }
    let since = Since::of(store, folder, base, purpose)?;
    for change in store.compare(records)? {
        if only.is_some_and(|only| !only.contains_key(&change.reference)) {
            continue;
        }
        joined.add(change, &since, purpose, store)?;
    }
    Ok(joined)
}

impl Joined {
    fn add(
        &mut self,
        change: store::Difference,
        since: &Since,
        purpose: For,
        store: &Store,
    ) -> Result<(), Error> {
        let (theirs, mine) = (change.old.as_deref(), change.new.as_deref());
        let known = since.base_of(&change.reference, mine, theirs);
        let stays = since.stays && purpose != For::Dump;
        if mine.is_none() && purpose == For::Apply && (stays || known != Some(None)) {
            // Removed here, or never there: it is left alone. Only what was added there meanwhile comes in.
            return Ok(());
        }
        let [base, mine_now, theirs_now] =
            [known.flatten(), mine, theirs].map(|document| document.map(tree));
        let Merged { value, clashes } = match stays {
            false => merge(base.as_ref(), mine_now.as_ref(), theirs_now.as_ref()),
            // Nothing is taken over, so that what the register changed is at odds with the folder.
            true if known == Some(theirs) => Merged {
                value: mine_now.clone(),
                clashes: Vec::new(),
            },
            true => contradicting(mine_now.as_ref(), theirs_now.as_ref()),
        };
        let reference = change.reference;
        if value != theirs_now {
            self.own.push(reference.clone());
        }
        if value != mine_now {
            let record = value
                .map(|value| Record::from_value(reference.kind, value))
                .transpose()
                .map_err(|error| {
                    let (path, what) = (store.path().to_owned(), error.to_string());
                    StoreError::Corrupt { path, what }
                })?;
            self.taken.insert(reference.clone(), record.map(Arc::new));
        }
        if !clashes.is_empty() {
            self.clashes.push(Clash {
                commit: since.commits.get(&reference).cloned(),
                record: reference,
                places: clashes,
                is_behind: known == Some(mine),
            });
        }
        Ok(())
    }
}

/// What a folder and the register say that come from no state both know: the folder's, and all that differs.
fn contradicting(mine: Option<&Value>, theirs: Option<&Value>) -> Merged {
    let (value, old, new) = (mine.cloned(), mine.cloned(), theirs.cloned());
    let clashes = match (mine, theirs) {
        (Some(_), Some(_)) => differences(mine, theirs),
        _ => vec![Difference {
            place: String::new(),
            old,
            new,
        }],
    };
    Merged { value, clashes }
}

fn tree(document: &str) -> Value {
    serde_json::from_str(document).unwrap_or_default()
}

/// What changed in the register since the states that a folder may come from.
struct Since {
    from: From,
    /// Whether the folder is somebody's own, and not written from the register: then nothing is written into it.
    stays: bool,
    /// The last commit that changed each record.
    commits: BTreeMap<Reference, Commit>,
    /// The files that were put into the register alone since.
    alone: Vec<Alone>,
}

/// A file that is the same as a commit of its own.
struct Alone {
    kind: Kind,
    /// The one record that it holds; nothing for all of the kind.
    id: Option<String>,
    /// The documents of the records that changed since, as they were then.
    then: BTreeMap<Reference, Option<String>>,
}

impl Alone {
    fn holds(&self, record: &Reference) -> bool {
        self.kind == record.kind && self.id.as_ref().is_none_or(|id| *id == record.id)
    }
}

/// What a folder comes from.
enum From {
    /// The documents of the records that changed since, as they were then: of the state that was being written when a run
    /// was cut off, where there is one, and of the one before; nothing for a folder that held nothing.
    States(Vec<Option<BTreeMap<Reference, Option<String>>>>),
    /// It does not say: it may be behind in the records that changed since they came in, and in no others.
    Unsaid(BTreeSet<Reference>),
    /// It does not say, and is written over where it is taken for the register's.
    Nothing,
}

impl Since {
    fn of(store: &Store, folder: &Path, base: Option<&Base>, purpose: For) -> Result<Self, Error> {
        let mut since = Self {
            from: From::Nothing,
            stays: base.is_none_or(|base| base.is_applied || base.commit.is_none()),
            commits: BTreeMap::new(),
            alone: Vec::new(),
        };
        let Some(head) = store.head()? else {
            return Ok(since);
        };
        for (kind, id, hash) in base.into_iter().flat_map(Base::alone) {
            if let Ok(commit) = store.commit_of_hash(hash) {
                let changed = store.differences(commit.seq, head.seq)?.into_iter();
                since.alone.push(Alone {
                    kind,
                    id: id.map(str::to_owned),
                    then: changed
                        .map(|change| (change.reference, change.old))
                        .collect(),
                });
            }
        }
        let known = |hash: Option<&String>| match hash.map(|hash| store.commit_of_hash(hash)) {
            Some(Err(StoreError::NoSuchCommit { .. })) | None => Ok(None),
            Some(found) => found.map(Some),
        };
        let unfinished = known(base.and_then(|base| base.unfinished.as_ref()))?;
        // Where the commit was made that was about to be, it was made of the folder as it is.
        let commit = match known(base.and_then(|base| base.then.as_ref()))? {
            Some(then) => Some(then),
            None => known(base.and_then(|base| base.commit.as_ref()))?,
        };
        let says = |base: &Base| base.commit.is_some() && !base.is_applied;
        if commit.is_none() && purpose != For::Dump {
            if base.is_some_and(says) {
                return Err(Error::that(format!(
                    "`{}` was dumped from another register, or from a state that this one never had",
                    folder.display()
                ))
                .hinted("name the register it came from with `-r`, or give `--force` to go on all the same"));
            }
            since.from = From::Unsaid(store.changed_at_all()?);
            return Ok(since);
        }
        let was_empty = unfinished.is_some() && commit.is_none();
        let mut states = Vec::new();
        for state in [unfinished, commit].into_iter().flatten() {
            let changed = store.differences(state.seq, head.seq)?.into_iter();
            let then = changed.map(|change| (change.reference, change.old));
            states.push(Some(then.collect()));
            since.commits = store.changed_since(&state.hash)?;
        }
        states.extend(was_empty.then_some(None));
        if !states.is_empty() {
            since.from = From::States(states);
        }
        Ok(since)
    }

    /// What a record was when the folder was written: absent where it was not there, and nothing where that is not known.
    fn base_of<'d>(
        &'d self,
        record: &Reference,
        mine: Option<&str>,
        theirs: Option<&'d str>,
    ) -> Option<Option<&'d str>> {
        if let Some(alone) = self.alone.iter().find(|alone| alone.holds(record)) {
            return Some(alone.then.get(record).map_or(theirs, Option::as_deref));
        }
        match &self.from {
            From::Nothing => None,
            From::Unsaid(changed) => (!changed.contains(record)).then_some(theirs),
            From::States(states) => {
                let mut base = None;
                for then in states {
                    base = then
                        .as_ref()
                        .and_then(|then| then.get(record).map_or(theirs, Option::as_deref));
                    if base == mine {
                        break;
                    }
                }
                Some(base)
            }
        }
    }
}

/// Whether a register has the state that a folder comes from.
pub(super) fn is_of(store: &Store, base: &Base) -> bool {
    let hashes = [&base.then, &base.commit].into_iter().flatten();
    hashes
        .into_iter()
        .any(|hash| store.commit_of_hash(hash).is_ok())
}

/// Writes into a folder what it takes over from the register, which it says it is the same as from then on. A run that is
/// cut off meanwhile leaves a folder that says so, and of which the next dump makes the rest.
pub(super) fn write(
    folder: &Path,
    base: Option<&Base>,
    head: Option<&Commit>,
    records: &Records,
    joined: &Joined,
) -> Result<Written, Error> {
    let taken = joined.taken();
    let head = head.map(|head| head.hash.as_str());
    text::sweep(folder)?;
    if !taken.is_empty() {
        let mut mark = Base::of(base.and_then(|base| base.commit.as_deref()));
        mark.then = base.and_then(|base| base.then.clone());
        mark.unfinished = Some(head.unwrap_or_default().to_owned());
        mark.write(folder)?;
    }
    let written = text::update(folder, &joined.after(records), &taken)?;
    Base::finish(folder, head)?;
    Ok(written)
}

/// How many places are shown before the rest is counted.
const SHOWN: usize = 100;

/// What both touched, side by side.
pub(super) fn side_by_side(names: &Names<'_>, clashes: &[Clash]) -> Result<String, Error> {
    let mut text = String::new();
    let n_places: usize = clashes.iter().map(|clash| clash.places.len()).sum();
    let mut n_shown = 0;
    for clash in clashes {
        if n_shown >= SHOWN {
            break;
        }
        text.push_str(&format!("{}\n", clash.record));
        for difference in clash.places.iter().take(SHOWN - n_shown) {
            n_shown += 1;
            let mut difference = difference.clone();
            names.put_in(clash.record.kind, &mut difference)?;
            if !difference.place.is_empty() {
                text.push_str(&format!("  {}\n", one_line(&difference.place)));
            }
            let by = clash.commit.as_ref().map_or_else(String::new, |commit| {
                let author = one_line(&commit.author);
                format!(" ({author}, {})", moment_in_words(commit.at))
            });
            let [folder, register] = [&difference.old, &difference.new]
                .map(|value| cut(shown(value.as_ref(), difference.place.is_empty())));
            text.push_str(&format!("    in the folder:   {folder}\n"));
            text.push_str(&format!("    in the register: {register}{by}\n"));
        }
    }
    if n_places > n_shown {
        text.push_str(&format!("and {} more\n", n_places - n_shown));
    }
    Ok(text)
}

/// The beginning of what is too long to be read side by side.
fn cut(text: String) -> String {
    const LONGEST: usize = 400;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{} ...", &text[..end]),
        None => text,
    }
}

fn shown(value: Option<&Value>, is_whole: bool) -> String {
    match value {
        None if is_whole => "not there".to_owned(),
        None => "not recorded".to_owned(),
        Some(Value::Object(record)) if is_whole => {
            record.get("name").and_then(Value::as_str).map_or_else(
                || "there".to_owned(),
                |name| format!("there: {}", value_in_words(&Value::from(name))),
            )
        }
        Some(value) => value_in_words(value),
    }
}

/// Shows what both touched, and says what to do about it.
pub(super) fn refused(
    run: &mut Run,
    names: &Names<'_>,
    (folder, clashes): (&Path, &[Clash]),
    hint: &'static str,
) -> Error {
    match side_by_side(names, clashes) {
        Ok(shown) => run.ui.say_laid_out(&shown),
        Err(error) => return error,
    }
    let records: Vec<String> = clashes
        .iter()
        .map(|clash| clash.record.to_string())
        .collect();
    let (path, records) = (folder.display(), some(&records));
    if clashes.iter().all(|clash| clash.is_behind) {
        Error::that(format!("the register changed since `{path}` was applied: {records}")).hinted(format!(
            "bring the folder up to date with `ropa dump {}`, or give `--force` to overwrite the register",
            typed(folder)
        ))
    } else {
        Error::that(format!(
            "`{path}` and the register say different things of {records}"
        ))
        .hinted(hint)
    }
}

/// What a change of a record is, field by field.
pub(super) fn changed(change: &Change) -> Vec<Difference> {
    let [old, new] =
        [change.old.as_deref(), change.new_document()].map(|document| document.map(tree));
    differences(old.as_ref(), new.as_ref())
}
