//! The starter catalogue: categories and bodies that councils' notices name, offered for a register and never put there
//! unasked. Its files are in `starter/`, with their sources, and in the program.

use crate::model::Register;

use super::example::{EXAMPLE_DAY, embedded};

macro_rules! file {
    ($path:literal) => {
        ($path, include_str!(concat!("starter/", $path)))
    };
}

/// The files of the starter catalogue, as those of a register.
static STARTER: &[(&str, &str)] = &[
    file!("parties.toml"),
    file!("data.toml"),
    file!("people.toml"),
];

/// The starter catalogue, as a register.
pub fn starter() -> Register {
    embedded(STARTER, EXAMPLE_DAY).register
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_starter_catalogue_reads_without_a_finding_and_names_nothing_twice() {
        let reading = embedded(STARTER, EXAMPLE_DAY);
        assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
        let register = reading.register;
        assert!(
            register.data.len() > 50 && register.people.len() > 30 && register.parties.len() > 100
        );
        assert!(crate::rules::sound(&register).is_empty());
        let forces = register.parties.values().filter(|party| {
            party
                .part_of
                .as_ref()
                .is_some_and(|whole| whole.as_str() == "police-forces")
        });
        assert_eq!(forces.count(), 44);
    }
}
