//! Bodies that are known for who they are: those of the starter catalogue, and what its name shows to be one of the state.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::model::{Country, fold};

/// The names of those in the starter catalogue, folded.
static KNOWN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let starter = crate::text::starter();
    let names = starter.parties.values().flat_map(|party| {
        let aliases = party.aliases.iter().map(String::as_str);
        std::iter::once(party.name.as_str())
            .chain(aliases)
            .map(fold)
            .collect::<Vec<_>>()
    });
    names.collect()
});

/// Whether a name is that of a body or a class of bodies that everyone knows: HMRC, GPs, the police.
pub(super) fn is_known(name: &str) -> bool {
    let folded = fold(name);
    KNOWN.contains(folded.strip_prefix("the ").unwrap_or(&folded))
}

/// Whether a name is that of a body in the United Kingdom.
pub(super) fn is_british(name: &str) -> bool {
    const WORDS: [&str; 9] = [
        "nhs",
        "council",
        "councils",
        "police",
        "constabulary",
        "hmrc",
        "coroner",
        "ofsted",
        "gp",
    ];
    let folded = fold(name);
    is_known(name) || folded.split(' ').any(|word| WORDS.contains(&word))
}

/// Whether a name ends with what the law of the UK has a company called.
pub(super) fn is_british_company(name: &str) -> bool {
    const FORMS: [&str; 6] = ["ltd", "limited", "plc", "llp", "cic", "cio"];
    let folded = fold(name);
    FORMS.contains(&folded.rsplit(' ').next().unwrap_or_default())
}

/// Whether a name ends with what the law of a country has a company called, and that of few others.
pub(super) fn is_company_of(name: &str, country: &Country) -> bool {
    let forms = match country.as_str() {
        "US" => "inc|incorporated|llc|corp|corporation",
        "DE" | "AT" | "CH" => "gmbh|ag",
        "NL" => "bv",
        "FR" => "sas|sarl",
        "IE" => "dac|uc",
        "SE" => "ab",
        "DK" => "aps",
        "FI" => "oy|oyj",
        "IT" => "srl|spa",
        _ => return false,
    };
    let folded = fold(name);
    let last = folded.rsplit_once(' ').map(|(_, last)| last);
    last.is_some_and(|last| forms.split('|').any(|form| form == last))
}

/// Whether a name is that of somebody of its own, whoever keeps the register: a company by what the law has it called, or a
/// body of the catalogue.
pub(super) fn is_of_its_own(name: &str) -> bool {
    const FORMS: [&str; 8] = ["ltd", "limited", "plc", "llp", "cic", "inc", "llc", "gmbh"];
    let folded = fold(name);
    let last = folded.rsplit_once(' ').map(|(_, last)| last);
    last.is_some_and(|last| FORMS.contains(&last)) || is_known(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_known_by_their_names() {
        assert!(is_british_company("Permitwise Ltd") && !is_british_company("Postbird Inc"));
        let country = |words| Country::from_words(words).unwrap();
        assert!(is_company_of("Postbird Inc", &country("USA")));
        assert!(!is_company_of("Postbird Inc", &country("Ireland")));
        assert!(!is_company_of("Postbird", &country("USA")));
        assert!(is_known("HMRC") && is_known("Age UK") && !is_known("Civica"));
        assert!(is_british("Northmere NHS Trust") && is_british("Essex Police"));
        assert!(!is_british("Granicus LLC") && !is_british("Quarry Analytics Inc"));
        assert!(is_of_its_own("Vaxwell Ltd") && is_of_its_own("HMRC"));
        assert!(!is_of_its_own("Public Health") && !is_of_its_own("Limited"));
    }
}
