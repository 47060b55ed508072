//! Canonical JSON (RFC 8785), fast for what records are made of.
//!
//! Records have ASCII keys and small whole numbers, so all that canonical form asks for beyond what
//! `serde_json` writes is sorted keys: the members of an object are put in order, in place, when it
//! ends. Whatever else comes up is left to `serde_json_canonicalizer`, which knows all of the RFC
//! and is what the tests compare with.

use std::cell::RefCell;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

/// A value as canonical JSON.
pub(in super::super) fn canonical(value: &impl Serialize) -> String {
    // Records hold no floats, maps with other keys than texts, or anything else that JSON lacks.
    in_place(value)
        .unwrap_or_else(|| serde_json_canonicalizer::to_string(value).unwrap_or_default())
}

/// The value with its keys sorted; nothing where it has more in it than keys to be sorted.
fn in_place(value: &impl Serialize) -> Option<String> {
    let text = RefCell::new(Vec::new());
    let mut serializer = Serializer::with_formatter(
        Shared(&text),
        Sorting {
            text: &text,
            members: Vec::new(),
            objects: Vec::new(),
            spare: Vec::new(),
        },
    );
    value.serialize(&mut serializer).ok()?;
    String::from_utf8(text.into_inner()).ok()
}

/// Whole numbers up to this are written alike by all who read JSON.
const SAFE: i128 = 1 << 53;

struct Shared<'t>(&'t RefCell<Vec<u8>>);

impl Write for Shared<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A member of an object: where its key begins, and where its value ends.
#[derive(Clone, Copy)]
struct Member {
    begin: usize,
    colon: usize,
    end: usize,
}

/// Writes members without commas, and puts them in order when their object ends.
struct Sorting<'t> {
    text: &'t RefCell<Vec<u8>>,
    /// The members of all objects that are open, the outermost first.
    members: Vec<Member>,
    /// How many of the members belong to the objects outside each that is open.
    objects: Vec<usize>,
    spare: Vec<u8>,
}

impl Sorting<'_> {
    fn len(&self) -> usize {
        self.text.borrow().len()
    }
}

fn left_to_others() -> io::Error {
    io::Error::other("not for sorting in place")
}

macro_rules! whole_numbers {
    ($($method:ident: $number:ty,)*) => {$(
        fn $method<W: ?Sized + Write>(&mut self, writer: &mut W, value: $number) -> io::Result<()> {
            if (0..=SAFE).contains(&i128::from(value)) {
                write!(writer, "{value}")
            } else {
                Err(left_to_others())
            }
        }
    )*};
}

impl Formatter for Sorting<'_> {
    whole_numbers! {
        write_i8: i8,
        write_i16: i16,
        write_i32: i32,
        write_i64: i64,
        write_u8: u8,
        write_u16: u16,
        write_u32: u32,
        write_u64: u64,
    }

    fn write_i128<W: ?Sized + Write>(&mut self, _: &mut W, _: i128) -> io::Result<()> {
        Err(left_to_others())
    }

    fn write_u128<W: ?Sized + Write>(&mut self, _: &mut W, _: u128) -> io::Result<()> {
        Err(left_to_others())
    }

    fn write_f32<W: ?Sized + Write>(&mut self, _: &mut W, _: f32) -> io::Result<()> {
        Err(left_to_others())
    }

    fn write_f64<W: ?Sized + Write>(&mut self, _: &mut W, _: f64) -> io::Result<()> {
        Err(left_to_others())
    }

    fn write_number_str<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        Err(left_to_others())
    }

    fn write_raw_fragment<W: ?Sized + Write>(&mut self, _: &mut W, _: &str) -> io::Result<()> {
        Err(left_to_others())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.objects.push(self.members.len());
        writer.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, _: &mut W, _: bool) -> io::Result<()> {
        let begin = self.len();
        self.members.push(Member {
            begin,
            colon: begin,
            end: begin,
        });
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        let colon = self.len();
        if let Some(member) = self.members.last_mut() {
            member.colon = colon;
            // Keys sort by their UTF-16, unescaped: for plain ASCII, by their bytes.
            let plain = |byte: &u8| byte.is_ascii() && *byte != b'\\';
            if !self.text.borrow()[member.begin..colon].iter().all(plain) {
                return Err(left_to_others());
            }
        }
        writer.write_all(b":")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let end = self.len();
        if let Some(member) = self.members.last_mut() {
            member.end = end;
        }
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        let first = self.objects.pop().unwrap_or_default();
        let mut text = self.text.borrow_mut();
        let members = &mut self.members[first..];
        if let Some(begin) = members.first().map(|member| member.begin) {
            // With its quotes off, a key sorts before those that it begins.
            let key = |member: &Member| &text[member.begin + 1..member.colon - 1];
            members.sort_by(|one, other| key(one).cmp(key(other)));
            if members
                .windows(2)
                .any(|pair| key(&pair[0]) == key(&pair[1]))
            {
                return Err(left_to_others());
            }
            self.spare.clear();
            for (position, member) in members.iter().enumerate() {
                if position > 0 {
                    self.spare.push(b',');
                }
                self.spare
                    .extend_from_slice(&text[member.begin..member.end]);
            }
            text.truncate(begin);
            text.extend_from_slice(&self.spare);
        }
        text.push(b'}');
        self.members.truncate(first);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn by_the_rfc(value: &Value) -> String {
        serde_json_canonicalizer::to_string(value).unwrap()
    }

    #[test]
    fn plain_values_are_sorted_in_place() {
        for value in [
            json!({}),
            json!([]),
            json!({ "b": { "d": [], "c": {} }, "a": [{ "z": 1, "y": [2, { "x": null }] }, true] }),
            json!({ "ab": 1, "a": 2, "a-b": 3, "a_b": 4, "aB": 5, "": 6 }),
            json!({ "text": "quote \" backslash \\ \u{8}\u{c}\n\r\t\u{7} é € 𝄞 \u{2028} </script>" }),
            json!({ "n": 0, "large": 9_007_199_254_740_992_u64 }),
        ] {
            assert_eq!(in_place(&value).unwrap(), by_the_rfc(&value));
        }
    }

    #[test]
    fn all_else_is_left_to_the_whole_of_the_rfc() {
        for value in [
            json!({ "é": 1, "z": 2 }),
            json!({ "a\nb": 1, "a": 2 }),
            json!(0.1),
            json!(-1),
            json!(9_007_199_254_740_993_u64),
        ] {
            assert_eq!(in_place(&value), None, "{value}");
            assert_eq!(canonical(&value), by_the_rfc(&value));
        }
    }

    #[test]
    fn records_are_sorted_in_place() {
        let register = super::super::super::sample::register();
        let mut n_records = 0;
        for (reference, record) in register.into_records() {
            let value = serde_json::to_value(&record).unwrap();
            assert_eq!(
                in_place(&record).unwrap(),
                by_the_rfc(&value),
                "{reference}"
            );
            n_records += 1;
        }
        assert!(n_records > 0);
    }
}
