//! Somebody named with an address in one cell: `Northmere NHS Trust, The Hospital, NM1 1AA, dpo@nhs.example`.

use super::super::ImportError;
use super::super::bodies::{is_british, is_of_its_own};
use super::super::proposal::Outcome;
use super::super::two::ends_as_body;
use super::map::{PROCESSOR, field};
use super::nameless::is_name;
use super::rows::{Rows, Taken};
use crate::model::{Kind, fold};

/// What a cell says of somebody and how to reach them.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Addressed {
    /// Nothing of how to reach anybody.
    Not,
    /// That of several, or of nobody who is named.
    Unclear,
    /// Who it is, and the fields of a party with what they say.
    One(String, Vec<(&'static str, String)>),
}

impl Rows<'_> {
    /// Takes somebody who is named with an address; of several at once it is not told which is whose.
    pub(super) fn reached_at(
        &mut self,
        path: &str,
        cell: &Taken<'_>,
    ) -> Result<Outcome, ImportError> {
        let Addressed::One(name, details) = addressed(cell.words, cell.heading) else {
            return self.keep(cell);
        };
        let named = cell.saying(&name);
        self.hears_words(path, &name);
        let outcome = match (path, field(path)) {
            (PROCESSOR, _) => self.processor(&named)?,
            (_, Some(field)) => {
                let list = path.split('.').next().unwrap_or(path);
                self.lead(list, field, false, &named)?
            }
            _ => return self.keep(cell),
        };
        let Some(party) = self.names.known(Kind::Party, &name)? else {
            return Ok(outcome);
        };
        let mut left = Vec::new();
        for (detail, words) in details {
            match self.names.field(&party, detail)? {
                Some(there) if there == words.as_str() => {}
                Some(_) => left.push(format!("{name}: {words}")),
                None => {
                    let document = self.names.document(&party)?;
                    document.insert(detail.to_owned(), words.into());
                }
            }
        }
        self.leave(&left, cell)?;
        Ok(outcome)
    }
}

/// Whom words name below a heading, and how to reach them.
pub(super) fn addressed(words: &str, heading: &str) -> Addressed {
    let parts = words.split(['\n', ',', ';']).map(str::trim);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let mut places = Vec::new();
    let (mut email, mut phone) = (Vec::new(), Vec::new());
    for part in &parts {
        let bare = part.split_once(": ").map_or(*part, |(_, bare)| bare);
        if bare.contains('@') && !bare.contains(' ') {
            email.push(bare);
        } else if is_phone(bare) {
            phone.push(bare);
        } else {
            places.push(*part);
        }
    }
    let n_codes = places
        .iter()
        .filter(|part| ends_with_postcode(part))
        .count();
    let is_reached = email.len() + phone.len() + n_codes > 0;
    let [name, address @ ..] = &places[..] else {
        return match is_reached {
            true => Addressed::Unclear,
            false => Addressed::Not,
        };
    };
    // Below "Name and contact details", what follows a name after commas says where that is, unless it names others.
    let is_place = |part: &&str| {
        is_name(part) && !is_british(part) && !is_of_its_own(part) && !ends_as_body(part)
    };
    let asks_where = fold(heading).contains("contact details")
        && !words.trim().contains(['\n', ';'])
        && !address.is_empty()
        && address.iter().all(is_place);
    if !is_reached && !asks_where {
        return Addressed::Not;
    }
    // "Barnardo's, Action for Children" may be two.
    let is_there = is_reached || address.iter().any(|part| says_place(part));
    let is_clear = email.len() < 2 && phone.len() < 2 && n_codes < 2 && is_there;
    let is_named = is_name(name) && !name.contains(|one: char| one.is_ascii_digit());
    // What follows a name and is no address may be who answers there.
    if !is_clear || !is_named || !address.is_empty() && n_codes == 0 && !asks_where {
        return Addressed::Unclear;
    }
    let address = address.join(", ");
    let details = [
        (
            "address",
            Some(address.as_str()).filter(|it| !it.is_empty()),
        ),
        ("email", email.first().copied()),
        ("phone", phone.first().copied()),
    ];
    let details = details.into_iter();
    let details = details.filter_map(|(field, words)| Some((field, words?.to_owned())));
    Addressed::One((*name).to_owned(), details.collect())
}

/// Whether a part of an address says what kind of place it is: "12 Mill Lane", "The Lodge".
fn says_place(text: &str) -> bool {
    const PLACES: &str = "road|street|lane|avenue|house|lodge|hall|building|buildings|square|close|drive|floor|suite|\
         terrace|crescent|row|quay|wharf|estate|box";
    let folded = fold(text);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    text.starts_with(|one: char| one.is_ascii_digit()) || PLACES.split('|').any(|one| one == last)
}

fn is_phone(text: &str) -> bool {
    let n_digits = text.chars().filter(char::is_ascii_digit).count();
    n_digits >= 9
        && text
            .chars()
            .all(|one| one.is_ascii_digit() || " +()-".contains(one))
}

/// Whether a text ends with a postcode of the United Kingdom: "Northmere NM1 1AA".
fn ends_with_postcode(text: &str) -> bool {
    let mut words = text.rsplit(' ');
    let (Some(inward), Some(outward)) = (words.next(), words.next()) else {
        return false;
    };
    let is_upper = |one: char| one.is_ascii_uppercase();
    let is_inward = inward.len() == 3
        && inward.starts_with(|one: char| one.is_ascii_digit())
        && inward[1..].chars().all(is_upper);
    let is_outward = (2..=4).contains(&outward.len())
        && outward.starts_with(is_upper)
        && outward
            .chars()
            .all(|one| is_upper(one) || one.is_ascii_digit())
        && outward.contains(|one: char| one.is_ascii_digit());
    is_inward && is_outward
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_and_its_address_are_told_apart() {
        let below = |heading: &str, words: &str| super::addressed(words, heading);
        let addressed = |words: &str| below("Joint controllers", words);
        const CONTACT: &str = "Name and contact details of joint controller";
        assert_eq!(
            below(CONTACT, "Northmere Partnership, The Lodge, Northmere"),
            Addressed::One(
                "Northmere Partnership".to_owned(),
                vec![("address", "The Lodge, Northmere".to_owned())]
            )
        );
        assert_eq!(
            below(CONTACT, "Barnardo's, Action for Children"),
            Addressed::Unclear
        );
        for several in [
            "Eastvale Council, Westmarch Council",
            "HMRC",
            "The Trust; The Lodge",
        ] {
            assert_eq!(below(CONTACT, several), Addressed::Not, "{several}");
        }
        let trust = addressed(
            "Northmere NHS Trust, The Hospital, Northmere NM1 1AA, dpo@nhs.example, 01632 960001",
        );
        let details = vec![
            ("address", "The Hospital, Northmere NM1 1AA".to_owned()),
            ("email", "dpo@nhs.example".to_owned()),
            ("phone", "01632 960001".to_owned()),
        ];
        assert_eq!(
            trust,
            Addressed::One("Northmere NHS Trust".to_owned(), details)
        );
        assert_eq!(
            addressed("Eastvale Council\nEmail: info@eastvale.example"),
            Addressed::One(
                "Eastvale Council".to_owned(),
                vec![("email", "info@eastvale.example".to_owned())]
            )
        );
        for several in [
            "Eastvale Council, a@eastvale.example; Westmarch Council, b@westmarch.example",
            "dpo@nhs.example",
            "Eastvale Council, The Monitoring Officer, a@eastvale.example",
        ] {
            assert_eq!(addressed(several), Addressed::Unclear, "{several}");
        }
        for plain in [
            "Eastvale Council, Westmarch Council",
            "Civica UK Ltd",
            "Vodafone 360",
        ] {
            assert_eq!(addressed(plain), Addressed::Not, "{plain}");
        }
    }
}
