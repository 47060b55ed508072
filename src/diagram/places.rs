//! Countries in words.

use crate::graph::Whereabouts;
use crate::model::{Country, and};

/// The countries that are recorded, each once, in the order of their names.
pub(super) fn countries(whereabouts: &Whereabouts) -> Vec<Country> {
    let mut countries: Vec<Country> = whereabouts
        .value()
        .into_iter()
        .flatten()
        .map(|located| located.country)
        .collect();
    countries.sort_by(|a, b| (a.name(), a).cmp(&(b.name(), b)));
    countries.dedup();
    countries
}

/// Whether any of the countries recorded is not the United Kingdom.
pub(super) fn is_abroad(whereabouts: &Whereabouts) -> bool {
    countries(whereabouts)
        .iter()
        .any(|country| !country.is_uk())
}

/// What a boundary says of where those in it are, if any of it is outside the UK: all of it.
pub(super) fn outside(whereabouts: &Whereabouts) -> Option<String> {
    let countries = countries(whereabouts);
    let (here, abroad): (Vec<Country>, Vec<Country>) =
        countries.into_iter().partition(Country::is_uk);
    let begins = if here.is_empty() {
        "outside the UK"
    } else {
        "in the UK and outside it"
    };
    match abroad.as_slice() {
        [] => None,
        [Country::OutsideUk] => Some(format!("{begins} (country not recorded)")),
        _ => Some(format!("{begins}: {}", named_or_not(&abroad))),
    }
}

/// `Ireland and United States of America`; `Ireland and a country not recorded`.
pub(super) fn named_or_not(countries: &[Country]) -> String {
    let mut names: Vec<&str> = named(countries).map(Country::name).collect();
    match (names.is_empty(), countries.contains(&Country::OutsideUk)) {
        (true, _) => names.push("country not recorded"),
        (false, true) => names.push("a country not recorded"),
        (false, false) => {}
    }
    and(&names)
}

/// `in Ireland and the United Kingdom`; `in a country not recorded outside the UK`. Without brackets, in which it stands.
pub(super) fn within(countries: &[Country]) -> String {
    let unnamed = "a country not recorded outside the UK";
    let mut names: Vec<String> = named(countries).map(Country::name_in_sentence).collect();
    if countries.contains(&Country::OutsideUk) {
        names.push(unnamed.to_owned());
    }
    format!("in {}", and(&names))
}

fn named(countries: &[Country]) -> impl Iterator<Item = &Country> {
    let countries = countries.iter();
    countries.filter(|country| **country != Country::OutsideUk)
}

#[cfg(test)]
mod tests {
    use crate::graph::{CountryOf, Located};
    use crate::model::Recorded;

    use super::*;

    fn places(codes: &[&str]) -> Whereabouts {
        let located = codes.iter().map(|code| Located {
            country: code.parse().unwrap(),
            of: CountryOf::Party,
        });
        Recorded::Value(located.collect())
    }

    #[test]
    fn all_countries_are_named() {
        for (codes, title, hosted) in [
            (&["GB"][..], None, "in the United Kingdom"),
            (
                &["GB", "IE"],
                Some("in the UK and outside it: Ireland"),
                "in Ireland and the United Kingdom",
            ),
            (
                &["US", "IE", "US"],
                Some("outside the UK: Ireland and United States of America"),
                "in Ireland and the United States of America",
            ),
            (
                &["outside-uk"],
                Some("outside the UK (country not recorded)"),
                "in a country not recorded outside the UK",
            ),
            (
                &["FR", "outside-uk"],
                Some("outside the UK: France and a country not recorded"),
                "in France and a country not recorded outside the UK",
            ),
        ] {
            let whereabouts = places(codes);
            assert_eq!(outside(&whereabouts).as_deref(), title);
            assert_eq!(within(&countries(&whereabouts)), hosted);
        }
        assert_eq!(outside(&Recorded::NotRecorded), None);
    }
}
