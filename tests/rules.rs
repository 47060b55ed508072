//! What must hold holds in the worked example and in every register under test.

use std::fs;
use std::path::{Path, PathBuf};

use ropa::model::Date;
use ropa::{rules, text};

#[test]
fn no_rule_fires_on_the_worked_example_or_on_a_fixture() {
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
    for folder in registers {
        let reading = text::read(&folder, Date::constant(2026, 11, 27)).unwrap();
        assert!(!reading.register.activities.is_empty());
        assert_eq!(rules::sound(&reading.register), [], "{}", folder.display());
    }
}
