//! Whether what an `and` joins is two things, and not one with an `and` in its name.

use super::{among, bodies};

/// Whether what stands on both sides of an `and` is two things: "your family and your social workers" is, and the
/// "Department for Work and Pensions" is not. Alone, two names without an article may be one.
pub(super) fn are_two(first: &str, second: &str, is_list: bool) -> bool {
    // What stands in brackets says more of the second.
    let second = second.split(" (").next().unwrap_or_default();
    const ARTICLES: [&str; 9] = [
        "your", "the", "our", "other", "any", "a", "an", "their", "local",
    ];
    // "Details of previous and current employment" is one, since the first lacks its noun.
    const LACKS_NOUN: &str = "previous|current|past|present|former|future|physical|mental|personal|local|national|internal|external|public|private|\
         paper|electronic|home|maiden|actual|potential|existing|new|prospective|temporary|casual|social|medical|legal|clinical|\
         financial|educational|religious|cultural|voluntary|statutory|charitable";
    let last = first.trim().rsplit(' ').next().unwrap_or_default();
    if among::is_one_of(last, LACKS_NOUN) {
        return false;
    }
    let is_of = first.contains(" for ") || first.contains(" of ");
    let begins = second.split(' ').next().unwrap_or_default().to_lowercase();
    // "GP details" begins with letters, and is no name for that.
    let is_of_letters = second.split_once(' ').is_some_and(|(first, rest)| {
        first.chars().all(char::is_uppercase) && rest.starts_with(char::is_lowercase)
    });
    let is_name = second.starts_with(char::is_uppercase) && !is_of_letters;
    // Some are a body of their own whatever stands beside them, but for the Police and Crime Commissioner.
    const BODIES: &str = "ofsted|police|the police|dwp|hmrc|dvla|cafcass";
    if among::are(second.trim(), BODIES)
        || among::are(first.trim(), BODIES)
            && !among::begins(&second.trim().to_lowercase(), "crime ")
    {
        return true;
    }
    if are_two_bodies(first.trim(), second.trim()) {
        return true;
    }
    // "Social care and organisations contracted to it": what says more of itself is one alone.
    const WHO: &str =
        "organisations|companies|agencies|bodies|people|individuals|professionals|anyone|those";
    let bare = ["external ", "relevant ", "partner "]
        .iter()
        .find_map(|which| second.trim().strip_prefix(which));
    let who = bare.and_then(|bare| bare.split(' ').next());
    if among::is_one_of(who.unwrap_or(&begins), WHO) && second.split(' ').count() > 2 {
        return true;
    }
    // "A of B & C and D Agency" has its own joining word already.
    if is_list {
        !(is_of && is_name) || first.contains(" & ")
    } else {
        ARTICLES.contains(&begins.as_str())
            || is_body(first) && is_body(second)
            || are_some(first) && is_body(second)
            || are_each(first, second)
    }
}

/// Whether one of two names is that of a body of its own, and the other that of another or of many: "Cabinet Office and National
/// Fraud Initiative", "Public Health England and health practitioners".
fn are_two_bodies(first: &str, second: &str) -> bool {
    // What begins the name of an office of the police or of the court is no name alone.
    const GOES_ON: &str = "Crime |Fire ";
    if among::begins(second, GOES_ON) {
        return false;
    }
    is_own(first) && (is_own(second) || is_proper(second))
        || is_proper(first) && bodies::is_known(second) && is_own(second)
        || (is_own(first) || are_letters_of_a_body(first))
            && second.starts_with(char::is_lowercase)
            && are_many(second)
}

/// Whether words are the whole name of one body: it is known by that, or ends with what it is or where it is of.
fn is_own(text: &str) -> bool {
    const COUNTRIES: &str = "england|wales|scotland|uk|britain|ireland";
    let is_name =
        is_proper(text) || text.len() > 2 && text.chars().nth(1).is_some_and(char::is_uppercase);
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_of_a_country = among::are(last, COUNTRIES) && !text.contains(" of ");
    is_name && (bodies::is_known(text) || ends_as_body(text) || is_proper(text) && is_of_a_country)
}

/// Whether words are a name of several words, each of which begins large.
fn is_proper(text: &str) -> bool {
    let mut words = text
        .split(' ')
        .filter(|word| !among::is_one_of(word, "of|for|the|in|and|&"));
    text.contains(' ') && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether words are letters that a body is called by, and none of the things and systems that are called by letters as well.
fn are_letters_of_a_body(text: &str) -> bool {
    const THINGS: &str = "CCTV|ANPR|SEND|SEN|EHCP|EHC|GDPR|ICT|LGBT|LGBTQ|PPE|STEM|ESOL|VAT|MOT|GIS|GPS|EYFS|HIV|DNA|ASB|DOB|FOI|SAR|PIN|URN|UPN";
    text.len() > 2
        && text.bytes().all(|one| one.is_ascii_uppercase())
        && !among::is_one_of(text, THINGS)
}

/// Whether both of two names are of many, or of one whom the reader knows as theirs.
pub(super) fn are_each(first: &str, second: &str) -> bool {
    if may_share_its_first(first, second) {
        return false;
    }
    are_plural(first, second)
        || among::are(first, "police|the police") && are_many(second)
        || (are_many(first) || is_one_of_yours(first))
            && (are_many(second) || is_one_of_yours(&format!("your {second}")))
}

/// Whether words are of many of a kind, and no name: "local authorities".
fn are_some(text: &str) -> bool {
    let last = text.trim().rsplit(' ').next().unwrap_or_default();
    are_many(text.trim()) && last.starts_with(char::is_lowercase)
}

/// Whether words are the whole name of a body: they end with what it is, or are its letters.
fn is_body(text: &str) -> bool {
    let are_letters = text.len() > 2 && text.bytes().all(|one| one.is_ascii_uppercase());
    are_letters || text.starts_with(char::is_uppercase) && ends_as_body(text)
}

/// Whether words end with what a body is called: "the probation service".
pub(super) fn ends_as_body(text: &str) -> bool {
    const BODIES: &str = "police|constabulary|agency|council|authority|service|trust|tribunal|commission|ombudsman|\
         office|inspectorate|board|hub|direct|team|unit|department|centre|court|panel|limited|ltd|plc|llp";
    let last = text.rsplit_once(' ').map(|(_, last)| last.to_lowercase());
    last.is_some_and(|last| among::is_one_of(&last, BODIES))
}

/// Whether words are one whom the reader knows as theirs, beside whom others are named: "your GP and district nurses".
pub(super) fn is_one_of_yours(text: &str) -> bool {
    const ONE: &str = "gp|doctor|dentist|school|college|nursery|university|employer|landlord|solicitor|surgery|hospital|bank|insurer|carer|family|\
         social worker|health visitor|midwife|consultant|agent|representative|advocate|pharmacist|optician";
    let text = text.to_lowercase();
    ["your ", "a ", "the "]
        .iter()
        .filter_map(|article| text.strip_prefix(article))
        .any(|one| among::is_one_of(one, ONE))
}

/// Whether the second of two may be told by the first word of the first: in "health agencies and providers" both may be of
/// health.
fn may_share_its_first(first: &str, second: &str) -> bool {
    const ANY: &str = "providers|agencies|services|partners|professionals|organisations|bodies|authorities|departments|teams|\
         companies|contractors|suppliers|advisers|advisors|practitioners|workers|institutions|groups|officers|staff|managers";
    let second = second.split(" (").next().unwrap_or_default();
    first.trim().contains(' ') && among::is_one_of(second.trim(), ANY)
}

/// Whether what stands on both sides of an `and` is of many, so that the first lacks no noun of the second: "witnesses and
/// victims". What begins large may be a name of both, and of "medical records and reports" both may be medical.
pub(super) fn are_plural(first: &str, second: &str) -> bool {
    const MOST: usize = 3;
    const LACKS: &str = "reports|records|notes|preferences|letters|documents|forms|plans|needs|assessments|details|numbers|accounts|\
         statements|certificates|yours|ours|others|theirs";
    const ONE: [&str; 5] = ["ss", "us", "is", "'s", "’s"];
    const MANY: &str = "children|people|staff|women|men|adults";
    let is_plural = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or_default();
        let is_one = last.len() < 4 || ONE.iter().any(|end| last.ends_with(end));
        last.ends_with('s') && !is_one && text.split_whitespace().count() <= MOST
    };
    let (first, second) = (first.trim(), second.trim());
    if may_share_its_first(first, second) {
        return false;
    }
    // "Children and parents" are two; "children and adult services" may be one.
    let is_of_many = among::are(first, MANY) && !second.contains(' ');
    let is_staff = among::is_one_of(second, "staff|children|women|men");
    // "Elected members and MPs"
    let are_lettered = second
        .strip_suffix('s')
        .is_some_and(|one| one.len() > 1 && one.bytes().all(|one| one.is_ascii_uppercase()));
    (second.starts_with(char::is_lowercase) || are_lettered)
        && !among::is_one_of(second, LACKS)
        && !among::begins(second, "their |its ")
        && !among::has(first, " of | for | providing | delivering | offering |'|’")
        && (is_plural(first) || is_of_many || among::are(first, "ombudsmen|midwives"))
        && (is_plural(second) || is_staff || are_lettered)
}

/// Whether words end with what many are called, and so name all of these: "social workers", "local schools".
pub(super) fn are_many(text: &str) -> bool {
    const MANY: &str = "schools|colleges|authorities|officers|nurseries|academies|universities|hospitals|gps|doctors|nurses|teachers|workers|visitors|\
         midwives|councils|courts|tribunals|solicitors|barristers|insurers|employers|landlords|associations|charities|\
         contractors|suppliers|auditors|regulators|therapists|psychologists|paediatricians|dentists|pharmacies|pharmacists|\
         counsellors|coroners|neighbours|witnesses|banks|surgeries|clinics|interpreters|translators|bailiffs|advocates|\
         volunteers|childminders|architects|surveyors|inspectors|companies|hotels|adjusters|agents|\
         agencies|bodies|friends|relatives|professionals|practitioners|trusts|boards|forces|providers|organisations";
    let last = text.rsplit(' ').next().unwrap_or_default();
    text.split(' ').count() <= 4 && among::are(last, MANY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_bodies_are_told_from_one_with_an_and_in_its_name() {
        let two = |text: &str| {
            let (first, second) = text.rsplit_once(" and ").unwrap();
            are_two(first, second, false)
        };
        for text in [
            "Cabinet Office and National Fraud Initiative",
            "Public Health England and health practitioners",
            "PHE and health practitioners",
            "Pupils and staff",
            "Elected members and MPs (as your representative)",
            "Social care and police",
            "HMRC and Companies House",
            "Ombudsmen and regulatory bodies",
        ] {
            assert!(two(text), "{text}");
        }
        for text in [
            "Department for Work and Pensions",
            "Health and Safety Executive",
            "Children and Families",
            "Police and Crime Commissioner",
            "Metropolitan Police and Crime Commissioner",
            "CCTV and alarm contractors",
            "Education and social work teams",
            "Trading Standards and Environmental Health",
            "Law enforcement agencies and bodies (including those abroad)",
            "Financial organisations and advisors",
            "Royal Borough of Kensington and Chelsea",
        ] {
            assert!(!two(text), "{text}");
        }
    }
}
