//! Reading a JSON export back, value by value and never as a whole, and comparing two.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fmt;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek as _, Write};

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};

use crate::model::one_line;

use super::super::proof::Proof;
use super::{Compared, NotAnExport, ReadSeek, Stated};

/// How deep values lie in one another.
const DEEPEST: usize = 32;

/// The longest text, and the most space between two values.
const LONGEST: u64 = 16 << 20;

/// The most keys of one object.
const MOST_KEYS: usize = 10_000;

/// Reads the facts of the proof, from an export or from the proof beside one.
///
/// # Errors
/// It is no export.
pub(super) fn read(file: &mut dyn ReadSeek) -> Result<Stated, NotAnExport> {
    let mut stated = Stated::default();
    let mut caption = None;
    let mut label = (String::new(), String::new());
    let mut file_name = String::new();
    walk(file, &mut |place, value| {
        let text = serde_json::from_str::<String>(value).unwrap_or_else(|_| value.to_owned());
        if let Some(table) = place.strip_suffix("/caption") {
            caption = (text == Proof::FACTS).then(|| format!("{table}/rows/"));
        } else if let Some(row) = caption
            .as_ref()
            .and_then(|rows| place.strip_prefix(rows.as_str()))
        {
            match row.split_once('/') {
                Some((row, "0")) => label = (row.to_owned(), text),
                Some((row, "1")) if row == label.0 => stated.keep(&label.1, text),
                _ => {}
            }
        } else if let Some(asked) = place.strip_prefix("/asked/") {
            stated.keep(asked, text);
        } else {
            match place {
                "/as_at" | "/register_hash" | "/by_the_register_of" => {
                    stated.keep(&place[1..], text);
                }
                "/commit/hash" => stated.keep(Proof::COMMIT, text),
                "/commit/number" => stated.keep(Proof::COMMIT_NUMBER, text),
                "/commit/at" => stated.keep(Proof::COMMITTED_AT, text),
                _ if place.starts_with("/files/") && stated.files.len() < MOST_KEYS => {
                    if place.ends_with("/file") {
                        file_name = text;
                    } else if place.ends_with("/sha256") {
                        stated.files.push((std::mem::take(&mut file_name), text));
                    }
                }
                _ => {}
            }
        }
        true
    })?;
    Ok(stated)
}

/// Compares a JSON export with the same made again; who made it is left out.
///
/// # Errors
/// One of them cannot be read.
pub(super) fn compare(
    file: &mut dyn ReadSeek,
    again: &mut dyn ReadSeek,
) -> Result<Compared, NotAnExport> {
    let unread = |error: io::Error| NotAnExport::Unreadable(error.to_string());
    // What we made ourselves is of a size that we know; what is compared with it may be of any.
    let mut ours = tempfile::tempfile().map_err(NotAnExport::Temporary)?;
    let mut out = BufWriter::new(&ours);
    let mut written = Ok(());
    walk(again, &mut |place, value| {
        written = writeln!(out, "{}\t{value}", serde_json::json!(place));
        written.is_ok()
    })?;
    written
        .and_then(|()| out.flush())
        .map_err(NotAnExport::Temporary)?;
    drop(out);
    ours.rewind().map_err(unread)?;
    let mut ours = BufReader::new(ours).lines();
    let mut compared = Compared::default();
    let mut is_program = None;
    walk(file, &mut |place, value| {
        let line = ours.next().and_then(Result::ok).unwrap_or_default();
        let (our_place, our_value) = line.split_once('\t').unwrap_or_default();
        let our_place: String = serde_json::from_str(our_place).unwrap_or_default();
        compared.n_compared += 1;
        if place != our_place {
            compared.differs(place, &shown(value), "");
            return false;
        }
        let array = place.rsplit_once('/').map(|(array, _)| array.to_owned());
        let is_of_program = place == "/program" || is_program.is_some() && is_program == array;
        if value != our_value && !is_of_program {
            compared.differs(place, &shown(value), &shown(our_value));
        }
        is_program = array.filter(|_| place.ends_with("/0") && shown(value) == Proof::PROGRAM);
        !compared.is_full()
    })?;
    if compared.differences.is_empty()
        && let Some(Ok(line)) = ours.next()
    {
        let (place, value) = line.split_once('\t').unwrap_or_default();
        compared.differs(&shown(place), "", &shown(value));
    }
    Ok(compared)
}

/// A value as it is told.
fn shown(value: &str) -> String {
    match value {
        "null" => "null (not recorded)".to_owned(),
        value => serde_json::from_str(value).unwrap_or_else(|_| value.to_owned()),
    }
}

/// Hands over each value that holds no other, with its place, for as long as more are wanted.
fn walk(
    file: &mut dyn ReadSeek,
    take: &mut dyn FnMut(&str, &str) -> bool,
) -> Result<(), NotAnExport> {
    let unreadable = |error: &dyn fmt::Display| NotAnExport::Unreadable(error.to_string());
    file.rewind().map_err(|error| unreadable(&error))?;
    let since = Cell::new(0);
    let bounded = Bounded {
        inner: BufReader::new(file),
        since: &since,
    };
    let mut read = serde_json::Deserializer::from_reader(bounded);
    let mut walk = Walk {
        place: String::new(),
        depth: 0,
        since: &since,
        is_enough: false,
        take,
    };
    let walked = walk.deserialize(&mut read).and_then(|()| read.end());
    match walked {
        Err(error) if !walk.is_enough => Err(unreadable(&error)),
        _ => Ok(()),
    }
}

/// What reads, and gives up where a text or the space between two values is too long.
struct Bounded<'r, R> {
    inner: R,
    since: &'r Cell<u64>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        self.since.set(self.since.get() + n as u64);
        if self.since.get() > LONGEST {
            return Err(io::Error::other("a text in it is too long"));
        }
        Ok(n)
    }
}

/// The walk through a document.
struct Walk<'w> {
    place: String,
    depth: usize,
    since: &'w Cell<u64>,
    is_enough: bool,
    take: &'w mut dyn FnMut(&str, &str) -> bool,
}

impl Walk<'_> {
    fn leaf<E: serde::de::Error>(&mut self, value: &str) -> Result<(), E> {
        self.since.set(0);
        if (self.take)(&self.place, value) {
            return Ok(());
        }
        self.is_enough = true;
        Err(E::custom("enough is known"))
    }

    /// Goes one deeper.
    fn enter<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(E::custom("its values lie too deep in one another"));
        }
        Ok(())
    }

    /// Leaves what it went into.
    fn leave<E: serde::de::Error>(&mut self, is_empty: bool, empty: &str) -> Result<(), E> {
        self.depth -= 1;
        if is_empty { self.leaf(empty) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for &mut Walk<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walk<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        self.leaf("null")
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        self.leaf(&value.to_string())
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        self.leaf(&value.to_string())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        self.leaf(&value.to_string())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        self.leaf(&value.to_string())
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        self.leaf(&serde_json::json!(value).to_string())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.enter()?;
        let length = self.place.len();
        let mut index = 0_u64;
        loop {
            self.place.push_str(&format!("/{index}"));
            let more = list.next_element_seed(&mut *self)?;
            self.place.truncate(length);
            if more.is_none() {
                break;
            }
            index += 1;
        }
        self.leave(index == 0, "[]")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        self.enter()?;
        let length = self.place.len();
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            self.place.push('/');
            self.place.push_str(&key);
            if !keys.insert(key) || keys.len() > MOST_KEYS {
                let what = if keys.len() > MOST_KEYS {
                    "has too many keys"
                } else {
                    "is there twice"
                };
                let place = one_line(&self.place);
                return Err(A::Error::custom(format!("`{place}` {what}")));
            }
            map.next_value_seed(&mut *self)?;
            self.place.truncate(length);
        }
        self.leave(keys.is_empty(), "{}")
    }
}
