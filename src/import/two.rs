//! Whether what an `and` joins is two things, and not one with an `and` in its name.

use super::among;

/// Whether what stands on both sides of an `and` is two things: "your family and your social workers" is, and the
/// "Department for Work and Pensions" is not. Alone, two names without an article may be one.
pub(super) fn are_two(first: &str, second: &str, is_list: bool) -> bool {
    const ARTICLES: [&str; 9] = [
        "your", "the", "our", "other", "any", "a", "an", "their", "local",
    ];
    // "Details of previous and current employment" is one, since the first lacks its noun.
    const LACKS_NOUN: &str = "previous|current|past|present|former|future|physical|mental|personal|local|national|internal|external|public|private|\
         paper|electronic|home|maiden|actual|potential|existing|new";
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
         companies|contractors|suppliers";
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
    second.starts_with(char::is_lowercase)
        && !among::is_one_of(second, LACKS)
        && !among::begins(second, "their |its ")
        && !among::has(first, " of | for | providing | delivering | offering |'|’")
        && (is_plural(first) || is_of_many)
        && is_plural(second)
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
