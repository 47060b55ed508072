//! Rules find the same in a register as in the text it was read from.

use std::fs;
use std::path::{Path, PathBuf};

use ropa::finding::Finding;
use ropa::model::Date;
use ropa::{rules, text};

#[test]
fn a_register_is_as_sound_as_its_text() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let inside = |folder: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(root.join(folder)).unwrap();
        entries.map(|entry| entry.unwrap().path()).collect()
    };
    let mut registers = vec![root.join("register")];
    for folder in [
        "tests/fixtures",
        "tests/fixtures/cases",
        "tests/fixtures/attack",
    ] {
        let found = inside(folder).into_iter();
        registers.extend(found.filter(|path| path.join("activities").is_dir()));
    }
    assert!(registers.len() > 50, "{registers:?}");
    let mut n_sound = 0;
    for folder in registers {
        let reading = text::read(&folder, Date::constant(2026, 11, 27)).unwrap();
        assert!(!reading.register.activities.is_empty());
        let mut sound = rules::sound(&reading.register);
        // What cannot be read is not in the register, so that a field may be missing there that its text has.
        let has_errors = reading.findings.iter().any(Finding::is_error);
        sound.retain(|finding| !has_errors || finding.code != "TEXT-missing-field");
        // What cannot be read is not in the register, so that its text has errors that this has not.
        let mut errors: Vec<&str> = codes(&reading.findings);
        for code in codes(&sound) {
            let at = errors.iter().position(|error| *error == code);
            errors.remove(at.unwrap_or_else(|| panic!("{}: {sound:?}", folder.display())));
        }
        n_sound += usize::from(sound.is_empty());
    }
    assert!(n_sound > 50, "{n_sound}");
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let errors = findings.iter().filter(|finding| finding.is_error());
    errors.map(|error| error.code).collect()
}
