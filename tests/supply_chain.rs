//! What the program is made of is what `deny.toml` accepts and the notices in the program name.

use std::collections::BTreeSet;

use crate::harness::{Folder, page};

/// The packages of Cargo.lock: name, version, and whether it came from crates.io with a checksum.
fn locked() -> Vec<(String, String, bool)> {
    let lock: toml::Table = page("Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let text = |package: &toml::Value, key: &str| {
        let value = package.get(key).and_then(toml::Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    packages
        .iter()
        .map(|package| {
            let is_sound = text(package, "source")
                == "registry+https://github.com/rust-lang/crates.io-index"
                && text(package, "checksum").len() == 64;
            (text(package, "name"), text(package, "version"), is_sound)
        })
        .collect()
}

#[test]
fn every_library_comes_from_the_registry_with_a_checksum() {
    let locked = locked();
    assert!(locked.len() > 300);
    let others: Vec<_> = locked.iter().filter(|(_, _, is_sound)| !is_sound).collect();
    assert_eq!(others.len(), 1, "{others:?}");
    assert_eq!(others[0].0, "ropa");
}

#[test]
fn what_is_accepted_against_an_advisory_is_still_there() {
    let text = page("deny.toml");
    let rules: toml::Table = text.parse().unwrap();
    let accepted = rules["advisories"]["ignore"].as_array().unwrap();
    let lines = text.lines();
    let crates: Vec<&str> = lines
        .filter_map(|line| line.trim().strip_prefix("# crate: "))
        .collect();
    assert_eq!(
        crates.len(),
        accepted.len(),
        "a line `# crate: NAME VERSION` above each"
    );
    for advisory in accepted {
        assert!(advisory["id"].as_str().unwrap().starts_with("RUSTSEC-"));
        assert!(advisory["reason"].as_str().unwrap().len() > 20);
    }
    let locked = locked().into_iter();
    let locked: BTreeSet<String> = locked
        .map(|(name, version, _)| format!("{name} {version}"))
        .collect();
    for accepted in crates {
        assert!(
            locked.contains(accepted),
            "`{accepted}` is not in Cargo.lock: look at its advisory again"
        );
    }
}

#[test]
fn the_program_shows_the_notices_of_all_libraries_in_it() {
    let folder = Folder::empty();
    let shown = folder.stdout("ropa --licences");
    for words in [
        "What is not ours",
        "Eclipse Public License",
        "SIL Open Font License",
        "Apache License",
        "Permission is hereby granted",
    ] {
        assert!(shown.contains(words), "{words}");
    }
    let locked = locked();
    let all: BTreeSet<String> = locked
        .iter()
        .map(|(name, version, _)| format!("{name} {version}"))
        .collect();
    // Each library is told as a line with its name and version, and one with its licence.
    let lines: Vec<&str> = shown.lines().collect();
    let told: BTreeSet<&str> = lines
        .windows(2)
        .filter(|pair| pair[1].starts_with("  licence: "))
        .map(|pair| pair[0])
        .collect();
    assert!(told.len() > 300, "{}", told.len());
    for library in &told {
        assert!(
            all.contains(*library),
            "{library} is not in Cargo.lock: run .ci/notices"
        );
    }
    let manifest: toml::Table = page("Cargo.toml").parse().unwrap();
    for name in manifest["dependencies"].as_table().unwrap().keys() {
        let versions = locked.iter().filter(|(locked, _, _)| locked == name);
        let mut lines = versions.map(|(name, version, _)| format!("{name} {version}"));
        assert!(
            lines.any(|line| told.contains(line.as_str())),
            "{name}: run .ci/notices"
        );
    }
    folder.run("ropa --licences list").stops(2);
    folder.run("ropa --plain").stops(2);
}
