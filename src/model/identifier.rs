//! Numbers and codes by which others know a party, each checked for the form that its register publishes.

use super::listed;
use super::record::record;
use super::{Recorded, Shape};

record! {
    /// The numbers and codes by which public registers know a party.
    #[derive(Default)]
    pub struct Identifiers {
        ico: Recorded<String> where [Shape::Identifier(Scheme::Ico)] =
            "registration number in the ICO's register of fee payers",
        companies_house "companies-house": Recorded<String> where [Shape::Identifier(Scheme::CompaniesHouse)] =
            "company number at Companies House",
        charity: Recorded<String> where [Shape::Identifier(Scheme::Charity)] =
            "charity number in England and Wales, Scotland or Northern Ireland",
        ods: Recorded<String> where [Shape::Identifier(Scheme::Ods)] =
            "code of the NHS Organisation Data Service",
        gss: Recorded<String> where [Shape::Identifier(Scheme::Gss)] =
            "code of its area in the Government Statistical Service's list",
    }
}

listed! {
    /// Who gives out an identifier, which says the form that it has.
    ///
    /// The forms are those published by: the ICO's register of fee payers (ico.org.uk): Z and 7 digits, then ZA, ZB
    /// and so on and 6 digits, and C and 7 digits for those who registered from 2025; Companies House, *Uniform
    /// Resource Identifiers Customer Guide*, and HMRC, *COTAX Manual* COM40010 (8 digits, or 2 letters and up to six
    /// letters and digits); the Charity Commission (a linked charity has a dash and a number after that of the main
    /// one), OSCR and the Charity Commission for Northern Ireland in their registers; the NHS Data Model and
    /// Dictionary, *Organisation code* (up to 8 characters) and *Organisation site code* (up to 9), coding frames; the
    /// Office for National Statistics, *Coding and naming policy for UK statistical geographies*.
    pub enum Scheme {
        Ico: "ico", "an ICO registration number", "Z, a letter or digit, and 6 digits; or C and 7 digits";
        CompaniesHouse: "companies-house", "a company number", "8 digits, or 2 letters and 6 digits";
        Charity: "charity", "a charity number",
            "6 or 7 digits in England and Wales, for a linked charity with a dash and a number, SC and 6 digits in Scotland, NIC and 6 digits in Northern Ireland";
        Ods: "ods", "an ODS code", "3 to 9 letters and digits";
        Gss: "gss", "a GSS code", "a letter and 8 digits";
    }
    /// Its key in text and JSON.
    word = 0;
    /// What is to be written, in a sentence.
    one = 1;
    /// The form that it has.
    form = 2;
}

impl Scheme {
    /// What it is, without an article: `company number`.
    pub fn noun(self) -> &'static str {
        self.one().split_once(' ').map_or("", |(_, noun)| noun)
    }

    /// The identifier that a text means, in the form that its register gives it: capitals, no spaces, and the leading
    /// zeros that a spreadsheet drops. Nothing where the text cannot be one.
    pub fn read(self, text: &str) -> Option<String> {
        let mut code: String = text
            .chars()
            .filter(|character| !character.is_whitespace())
            .collect();
        code.make_ascii_uppercase();
        // Only the number of a linked charity has a dash that is its own.
        let starts_with_digit = code.starts_with(|character: char| character.is_ascii_digit());
        if self != Self::Charity || !starts_with_digit {
            code = code.replace('-', "");
        }
        let letters = code.find(|character: char| !character.is_ascii_uppercase());
        let (prefix, digits) = code.split_at(letters.unwrap_or(code.len()));
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let length = match (self, prefix) {
            (Self::CompaniesHouse, "") => 8,
            (Self::CompaniesHouse | Self::Charity, "SC") | (Self::CompaniesHouse, "NI" | "OC") => 6,
            _ => 0,
        };
        if is_number && (4..length).contains(&digits.len()) {
            code = format!("{prefix}{digits:0>length$}");
        }
        self.has_form(code.as_bytes()).then_some(code)
    }

    /// One of the form that it has, or another.
    pub fn example(self, other: bool) -> &'static str {
        let [one, another] = match self {
            Self::Ico => ["ZA123456", "Z1234567"],
            Self::CompaniesHouse => ["01234567", "SC123456"],
            Self::Charity => ["1234567", "SC012345"],
            Self::Ods => ["RDE", "F81001"],
            Self::Gss => ["E10000012", "W06000015"],
        };
        if other { another } else { one }
    }

    fn has_form(self, code: &[u8]) -> bool {
        let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
        let letters = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_uppercase);
        let either = |bytes: &[u8]| {
            bytes
                .iter()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
        };
        match (self, code) {
            // The last digit of an older number may be a check sign.
            (Self::Ico, [b'Z', second, middle @ .., last]) => {
                code.len() == 8
                    && either(&[*second])
                    && digits(middle)
                    && (last.is_ascii_digit() || *last == b'X')
            }
            // Registered societies have letters at their end, and old companies of Northern Ireland `R` alone.
            (Self::Ico, [b'C', rest @ ..]) => rest.len() == 7 && digits(rest),
            (
                Self::CompaniesHouse,
                [b'I' | b'S' | b'N', b'P', rest @ ..] | [b'R', b'S', rest @ ..],
            ) => rest.len() == 6 && either(rest),
            (Self::CompaniesHouse, [b'R', rest @ ..]) if rest.len() == 7 && digits(rest) => true,
            (Self::CompaniesHouse, [start @ .., _, _, _, _, _, _]) => {
                let [_, _, middle @ .., last] = code else {
                    return false;
                };
                start.len() == 2
                    && (digits(code) || letters(start) && digits(middle) && either(&[*last]))
            }
            (Self::Charity, [b'S', b'C', rest @ ..] | [b'N', b'I', b'C', rest @ ..]) => {
                rest.len() == 6 && digits(rest)
            }
            (Self::Charity, code) => {
                let mut parts = code.split(|byte| *byte == b'-');
                let main = parts.next().unwrap_or_default();
                let linked = parts.next();
                matches!(main.len(), 6 | 7)
                    && digits(main)
                    && linked.is_none_or(|one| matches!(one.len(), 1..=3) && digits(one))
                    && parts.next().is_none()
            }
            (Self::Ods, code) => (3..=9).contains(&code.len()) && either(code),
            (Self::Gss, [first, rest @ ..]) => {
                rest.len() == 8 && first.is_ascii_uppercase() && digits(rest)
            }
            _ => false,
        }
    }
}

impl Identifiers {
    /// What is recorded, each with who gives it out, in the order of the fields.
    pub fn each(&self) -> [(Scheme, &Recorded<String>); 5] {
        [
            (Scheme::Ico, &self.ico),
            (Scheme::CompaniesHouse, &self.companies_house),
            (Scheme::Charity, &self.charity),
            (Scheme::Ods, &self.ods),
            (Scheme::Gss, &self.gss),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_read_as_people_write_it() {
        for (scheme, text, read) in [
            (Scheme::Ico, "za 123456", "ZA123456"),
            (Scheme::Ico, "Z578909X", "Z578909X"),
            (Scheme::Ico, "Z1234567", "Z1234567"),
            (Scheme::Ico, "zb 987654", "ZB987654"),
            (Scheme::Ico, "C1889388", "C1889388"),
            (Scheme::CompaniesHouse, "1234567", "01234567"),
            (Scheme::CompaniesHouse, "sc 12345", "SC012345"),
            (Scheme::CompaniesHouse, "OC301234", "OC301234"),
            (Scheme::CompaniesHouse, "NI12345", "NI012345"),
            (Scheme::CompaniesHouse, "LP012345", "LP012345"),
            (Scheme::CompaniesHouse, "FC012345", "FC012345"),
            (Scheme::CompaniesHouse, "RC000123", "RC000123"),
            (Scheme::CompaniesHouse, "CE012345", "CE012345"),
            (Scheme::CompaniesHouse, "RS007123", "RS007123"),
            (Scheme::CompaniesHouse, "IP12345R", "IP12345R"),
            (Scheme::CompaniesHouse, "SP1234RS", "SP1234RS"),
            (Scheme::CompaniesHouse, "R0000123", "R0000123"),
            (Scheme::Charity, "1234567", "1234567"),
            (Scheme::Charity, "1089464-1", "1089464-1"),
            (Scheme::Charity, "SC 012345", "SC012345"),
            (Scheme::Charity, "SC-12345", "SC012345"),
            (Scheme::Charity, "nic100123", "NIC100123"),
            (Scheme::Ods, "f81001", "F81001"),
            (Scheme::Ods, "RDE01", "RDE01"),
            (Scheme::Ods, "F81001001", "F81001001"),
            (Scheme::Gss, "e10000012", "E10000012"),
        ] {
            assert_eq!(scheme.read(text).as_deref(), Some(read), "{text}");
            assert_eq!(scheme.read(read).as_deref(), Some(read), "{read}");
        }
        for (scheme, text) in [
            (Scheme::Ico, "A1234567"),
            (Scheme::Ico, "ZA12345"),
            (Scheme::Ico, "C188938"),
            (Scheme::Ico, "CA123456"),
            (Scheme::CompaniesHouse, "123"),
            (Scheme::CompaniesHouse, "123456789"),
            (Scheme::CompaniesHouse, "S1234567"),
            (Scheme::CompaniesHouse, "company 1234567"),
            (Scheme::Charity, "12345"),
            (Scheme::Charity, "12345678"),
            (Scheme::Charity, "NI100123"),
            (Scheme::Charity, "1089464-"),
            (Scheme::Charity, "1089464-1-1"),
            (Scheme::Ods, "AB"),
            (Scheme::Ods, "RDE0000000"),
            (Scheme::Ods, "R/DE"),
            (Scheme::Gss, "E1000001"),
            (Scheme::Gss, "10000012E"),
            (Scheme::Gss, ""),
        ] {
            assert_eq!(scheme.read(text), None, "{text}");
        }
    }
}
