//! Transfers out of the United Kingdom: routes, safeguards and derogations of Chapter V UK GDPR.

use serde::Deserialize;

use super::vocabulary::{Entry, entries};

entries! {
    ROUTES: TransferRoute = "transfer-route";
    TRANSFER_ROUTE = "transfer-route", "routes for transfers";
    /// Returns the transfer route with this code, in force or not.
    fn transfer_route;
}

entries! {
    SAFEGUARDS: Safeguard = "safeguard";
    SAFEGUARD = "safeguard", "safeguards for transfers";
    /// Returns the safeguard with this code, in force or not.
    fn safeguard;
}

entries! {
    DEROGATIONS: Derogation = "derogation";
    DEROGATION = "derogation", "derogations for transfers";
    /// Returns the derogation with this code, in force or not.
    fn derogation;
}

/// A route for a transfer: a point of Article 44A(2) UK GDPR, or what stood before it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransferRoute {
    /// Code (`44A/2/b`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// The vocabulary that says more about it: `approved-country`, `safeguard` or `derogation`.
    pub vocabulary: Option<String>,
}

/// An appropriate safeguard of Article 46 UK GDPR, or an instrument that is one.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Safeguard {
    /// Code (`46/2/d`, `idta`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// The point that a named instrument belongs to.
    pub under: Option<String>,
    /// Whether it is for public bodies, or persons exercising public functions (Article 46(8)(b)).
    #[serde(default)]
    pub public_bodies: bool,
    /// Whether the Information Commission's authorisation is needed for it (Article 46(3)).
    #[serde(default)]
    pub authorisation: bool,
}

/// A derogation for specific situations: Article 49(1) UK GDPR.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Derogation {
    /// Code (`49/1/d`), title, dates and source.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether it is closed to public authorities in the exercise of their public powers (Article 49(3)).
    #[serde(default)]
    pub closed_to_public_authorities: bool,
    /// Whether the assessment and the safeguards must be documented in the record (Articles 49(6) and 30(1)(e)).
    #[serde(default)]
    pub safeguards_in_record: bool,
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;
    use super::*;

    #[test]
    fn routes_name_vocabularies_that_exist() {
        for route in ROUTES.iter() {
            if let Some(name) = &route.vocabulary {
                assert!(
                    vocabulary(name).is_some(),
                    "{} names {name}",
                    route.entry.code
                );
            }
        }
        assert_eq!(
            transfer_route("44A/2/b").unwrap().vocabulary.as_deref(),
            Some("safeguard")
        );
    }

    #[test]
    fn named_instruments_belong_to_a_point() {
        for code in ["idta", "addendum", "eu-clauses"] {
            let under = safeguard(code).unwrap().under.as_deref().unwrap();
            assert!(safeguard(under).is_some(), "{code} is under {under}");
        }
    }

    #[test]
    fn the_regulator_authorises_what_article_46_3_names() {
        let authorised: Vec<_> = SAFEGUARDS
            .iter()
            .filter(|s| s.authorisation)
            .map(|safeguard| safeguard.entry.code.as_str())
            .collect();
        assert_eq!(authorised, ["46/3/a", "46/3/b"]);
    }

    #[test]
    fn four_derogations_are_closed_to_public_authorities() {
        let closed: Vec<_> = DEROGATIONS
            .iter()
            .filter(|derogation| derogation.closed_to_public_authorities)
            .map(|derogation| derogation.entry.code.as_str())
            .collect();
        assert_eq!(
            closed,
            ["49/1/a", "49/1/b", "49/1/c", "49/1/second-subparagraph"]
        );
        assert!(
            derogation("49/1/second-subparagraph")
                .unwrap()
                .safeguards_in_record
        );
        assert!(!derogation("49/1/a").unwrap().safeguards_in_record);
    }
}
