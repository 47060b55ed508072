//! The worked example of the repository, as every view shows it.

use std::path::Path;

use crate::graph::{Certainty, Wanted};
use crate::model::{DataId, Kind, Reference, Register, SystemId};
use crate::text;

use super::super::{Direction, FORMATS, format, text as words};
use super::{draw, sought, today, view};

fn register() -> Register {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("register");
    text::read(&folder, today()).unwrap().register
}

fn activity() -> Reference {
    Reference::new(Kind::Activity, "family-group-conference")
}

#[test]
fn one_activity_in_words() {
    let about = sought("Family Group Conference", &[activity()]);
    let diagram = draw(&register(), view("activity"), &about).unwrap();
    insta::assert_snapshot!(words(&diagram), @"");
}
