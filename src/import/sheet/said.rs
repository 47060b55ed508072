//! What the words of a cell say: nothing, that there is none, that it does not apply, or something.

use super::super::{categories, words};
use crate::model::{Country, Date, fold};

/// What a cell says, before anybody asks of what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::import) enum Said<'t> {
    /// Nothing: it is not recorded.
    Nothing,
    /// That there is none.
    None,
    /// That it does not apply.
    NotApplicable,
    /// That nobody knows yet, or what a spreadsheet writes where it could not calculate.
    Unknown,
    /// Something.
    Words(&'t str),
}

impl<'t> Said<'t> {
    /// What a text says.
    pub(in crate::import) fn of(text: &'t str) -> Self {
        // No word for that is longer.
        const LONGEST: usize = 40;
        let text = text.trim();
        if text.len() > LONGEST {
            return Self::Words(text);
        }
        // Each of the words below begins with one of these.
        if !text.starts_with('#') && !words::may_begin(text, "ndtu") {
            return Self::Words(text);
        }
        let folded = fold(text);
        // What a spreadsheet writes where it could not calculate.
        const ERRORS: [&str; 7] = ["ref", "value", "name", "div 0", "null", "num", "n a"];
        if text.starts_with('#') && ERRORS.contains(&folded.as_str()) {
            return Self::Unknown;
        }
        match folded.as_str() {
            "" if text.contains('?') => Self::Unknown,
            "" | "not recorded" => Self::Nothing,
            "none" | "nil" | "none recorded" | "none held" | "nobody" | "no one" | "not shared"
            | "no sharing" => Self::None,
            "n a" | "na" | "not applicable" | "does not apply" => Self::NotApplicable,
            "tbc" | "tbd" | "to be confirmed" | "to be determined" | "unknown" | "not known"
            | "not sure" | "tba" | "to be advised" | "to be agreed" | "n k" | "nk" => Self::Unknown,
            _ => Self::Words(text),
        }
    }
}

/// The values in a cell: a line, a bullet, what a semicolon or one of other marks separates, and of names in a sentence
/// each.
pub(super) fn values(text: &str, separators: &[String], are_names: bool) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    for separator in ["\n", ";", "|", "•", "·", "▪", "●"]
        .into_iter()
        .chain(separators.iter().map(String::as_str))
    {
        parts = parts
            .iter()
            .flat_map(|part| outside_brackets(part, separator))
            .collect();
    }
    let mut found: Vec<String> = Vec::new();
    for part in &parts {
        let part = part.trim();
        let part = words::bullet(part).unwrap_or(part);
        let several = if are_names && !has_sentences(part) {
            rejoined(words::listed(part))
        } else {
            vec![words::trimmed(part).to_owned()]
        };
        for one in several {
            if !one.is_empty() && !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// Whether a text is of sentences, whose commas separate no names.
fn has_sentences(text: &str) -> bool {
    const MOST_IN_A_NAME: usize = 8;
    let mut sentences = text.split(". ");
    text.contains(". ") && sentences.any(|one| one.split(' ').count() > MOST_IN_A_NAME)
}

/// Names of a list, with the word that only says that there is more put back to what it is of: "bank statements and
/// details".
fn rejoined(names: Vec<String>) -> Vec<String> {
    const OF_ANOTHER: [&str; 4] = ["details", "information", "data", "records"];
    let mut rejoined: Vec<String> = Vec::new();
    for name in names {
        match rejoined
            .last_mut()
            .filter(|_| OF_ANOTHER.contains(&name.as_str()))
        {
            Some(last) => *last = format!("{last} and {name}"),
            None => rejoined.push(name),
        }
    }
    rejoined
}

/// The parts of a text between separators that are not in brackets; one inside an address separates nothing.
fn outside_brackets(text: &str, separator: &str) -> Vec<String> {
    if !text.contains(separator) {
        return vec![text.to_owned()];
    }
    let word = |text: &str| text.rsplit(char::is_whitespace).next().map_or(0, str::len);
    let in_brackets = brackets(text);
    let (mut parts, mut begin) = (Vec::new(), 0);
    for (at, _) in text.match_indices(separator) {
        let is_inside = in_brackets.iter().any(|span| span.contains(&at));
        let ahead = text[at..].split(char::is_whitespace).next();
        let around = &text[at - word(&text[begin..at])..at + ahead.map_or(0, str::len)];
        if !is_inside && words::address_in(around).is_none() {
            parts.push(text[begin..at].to_owned());
            begin = at + separator.len();
        }
    }
    parts.push(text[begin..].to_owned());
    parts
}

/// What stands in brackets, the outermost; one that nothing closes is none.
fn brackets(text: &str) -> Vec<std::ops::Range<usize>> {
    let (mut open, mut spans) = (Vec::new(), Vec::new());
    for (at, mark) in text.match_indices(['(', ')']) {
        if mark == "(" {
            open.push(at);
        } else if let Some(first) = open.pop() {
            spans.retain(|span: &std::ops::Range<usize>| span.start < first);
            spans.push(first..at);
        }
    }
    spans
}

/// A name without a remark in brackets that only says how, when or as what.
pub(super) fn unremarked(text: &str) -> &str {
    const REMARKS: [&str; 17] = [
        "via",
        "by",
        "through",
        "if",
        "when",
        "where",
        "only",
        "for",
        "as",
        "processor",
        "our processor",
        "data processor",
        "under",
        "who",
        "password",
        "encrypted",
        "secure",
    ];
    let Some((name, remark)) = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("))
    else {
        return text;
    };
    let remark = fold(remark);
    let is_remark = REMARKS.iter().any(|begin| {
        remark
            .strip_prefix(begin)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    if is_remark { name.trim() } else { text }
}

/// A name without the words that only say which way, or as what: "To clerk", "From parents", "Hosted by Northgate".
pub(super) fn end_named(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_suffix(" only").unwrap_or(text);
    const WAYS: [&str; 9] = [
        "To ",
        "From ",
        "to ",
        "from ",
        "Hosted by ",
        "Provided by ",
        "Supplied by ",
        "Third party: ",
        "Supplier: ",
    ];
    let bare = WAYS.iter().find_map(|way| text.strip_prefix(way));
    let bare = bare.map(|bare| bare.strip_prefix("the ").unwrap_or(bare));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(text)
}

/// What a cell calls its activity, and the data that it lists in brackets: "Enquiries (name, address)". Without brackets
/// it is both.
pub(super) fn name_and_data(text: &str) -> (&str, &str) {
    let parts = text
        .trim()
        .strip_suffix(')')
        .and_then(|text| text.split_once(" ("));
    let parts = parts.filter(|(name, within)| !name.is_empty() && !within.contains('('));
    parts.unwrap_or((text, text))
}

/// The same, where what is in brackets is a list of data or of examples, and no part of the name: "Pupil records (name,
/// address)", unlike "Registers (2019)".
pub(super) fn lists_data(text: &str) -> bool {
    let (name, within) = name_and_data(text);
    let is_list = || {
        words::listed(within).len() > 1
            || categories::is_known(within)
            || categories::led(within).is_some()
    };
    name.len() < text.len() && is_list()
}

/// Whom a cell speaks of, and which data of each: "Residents: name, address". Nothing where a line of it says only one.
pub(super) fn people_and_data(text: &str) -> Option<(String, String)> {
    const MOST: usize = 8;
    let each = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            let (people, data) = line.split_once(": ")?;
            let are_both = people.split(' ').count() <= MOST && !data.trim().is_empty();
            are_both.then_some((people.trim(), data.trim()))
        });
    let each: Vec<(&str, &str)> = each.collect::<Option<_>>()?;
    let people: Vec<&str> = each.iter().map(|(people, _)| *people).collect();
    let data: Vec<&str> = each.iter().map(|(_, data)| *data).collect();
    (!each.is_empty()).then(|| (people.join("\n"), data.join("\n")))
}

/// Ends of a name that say when.
const ON_CONDITION: [&str; 16] = [
    " on request",
    " upon request",
    " as required",
    " as necessary",
    " where required",
    " where necessary",
    " if required",
    " if necessary",
    " where applicable",
    " where appropriate",
    " where disclosed",
    " where provided",
    " where relevant",
    " if applicable",
    " if provided",
    " if relevant",
];

/// A name without the words at its end that say only whether there is any: "Health information where disclosed".
pub(super) fn whenever(text: &str) -> &str {
    let bare = ON_CONDITION
        .iter()
        .find_map(|asked| text.strip_suffix(asked));
    bare.filter(|bare| !bare.is_empty()).unwrap_or(text)
}

/// Names, each with the condition that a comma separates from it: "Police, on request".
pub(super) fn with_conditions(names: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let is_condition = ON_CONDITION
            .iter()
            .any(|one| one.trim().eq_ignore_ascii_case(name));
        match found.last_mut().filter(|_| is_condition) {
            Some(last) => *last = format!("{last} {}", name.to_lowercase()),
            None => found.push(name.clone()),
        }
    }
    found
}

/// A name, and after it when that is so: `landlords where the rent is paid to them`.
pub(super) fn on_condition(text: &str) -> (&str, Option<&str>) {
    for asked in ON_CONDITION {
        if let Some(name) = text.strip_suffix(asked).filter(|name| !name.is_empty()) {
            return (name, Some(asked.trim()));
        }
    }
    // "As and when required" is when, and of whom it does not say.
    let at = [" where ", " when ", " if "]
        .iter()
        .filter(|_| !text.to_lowercase().starts_with("as and when"))
        .filter_map(|word| text.find(word))
        .min();
    let parts = at.map(|at| (&text[..at], text[at..].trim()));
    let sound = parts.filter(|(name, when)| name.split(' ').count() <= 6 && when.contains(' '));
    sound.map_or((text, None), |(name, when)| (name, Some(when)))
}

/// Those whom one condition is said of: "social care and police if there is a concern".
pub(super) fn each_on_condition(text: &str) -> Vec<String> {
    let (names, when) = on_condition(text);
    let each = words::listed(names);
    match when {
        Some(when) if each.len() > 1 => {
            let each = each.iter().map(|name| format!("{name} {when}"));
            each.collect()
        }
        _ => vec![text.to_owned()],
    }
}

/// A day in the British order, with two digits for the year: `13.02.25`.
pub(super) fn british(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).map(str::trim).collect();
    let [day, month, year] = parts[..] else {
        return None;
    };
    let number = |text: &str| text.parse().ok().filter(|_| text.len() <= 2);
    let year = number(year).filter(|_| year.len() == 2)?;
    Date::new(2000 + i16::from(year), number(month)?, number(day)?).ok()
}

/// The last day of a month that words name with its year, by which something is due: `Sept 2027`, `09/2027`.
pub(super) fn by_end_of(text: &str) -> Option<Date> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let folded = fold(text);
    let parts: Vec<&str> = folded.split(' ').collect();
    let is_year = |text: &str| text.len() == 4 && text.starts_with("20");
    let (month, year) = match parts[..] {
        [month, year] if is_year(year) => (month, year),
        [year, month] if is_year(year) => (month, year),
        _ => return None,
    };
    let by_name = || {
        MONTHS
            .iter()
            .position(|name| month.len() >= 3 && name.starts_with(month))
            .map(|at| at + 1)
    };
    let number = || month.parse().ok().filter(|_| month.len() <= 2);
    let number = number().or_else(by_name)?;
    let first = Date::new(year.parse().ok()?, i8::try_from(number).ok()?, 1).ok()?;
    Some(first.last_of_month())
}

/// Whether words say yes or no, and nothing else.
pub(super) fn yes_or_no(text: &str) -> Option<bool> {
    if text.len() > 20 || !words::may_begin(text, "ytrnf") {
        return None;
    }
    match fold(text).as_str() {
        "yes" | "y" | "true" | "required" => Some(true),
        "no" | "n" | "false" | "not required" => Some(false),
        _ => None,
    }
}

/// What follows a yes that is not all: `Y - health` and `Yes (health)` say health.
pub(super) fn after_yes(text: &str) -> &str {
    let at = text.find(|one: char| !one.is_alphabetic());
    let (yes, rest) = text.split_at(at.unwrap_or(text.len()));
    if yes_or_no(yes) != Some(true)
        || !rest
            .trim_start()
            .starts_with(['-', '–', '—', ':', ',', ';', '('])
    {
        return text;
    }
    let rest = rest.trim_matches([' ', '-', '–', '—', ':', ',', ';']);
    let within = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let rest = within
        .filter(|within| !within.contains(['(', ')']))
        .unwrap_or(rest);
    if rest.is_empty() { text } else { rest }
}

/// A name, and the country that stands in brackets after it: `MyHR Ltd (Ireland)`. `(IT)` and `(pr)` are no countries.
pub(super) fn in_country(text: &str) -> (&str, Option<Country>) {
    let parts = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    let Some((name, within)) = parts else {
        return (text, None);
    };
    let is_name = within.chars().count() > 3 || matches!(within, "UK" | "US" | "USA");
    let country = Country::from_words(within).ok();
    match country.filter(|_| is_name && within.starts_with(char::is_uppercase)) {
        Some(country) => (name.trim(), Some(country)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_yes_is_what_is_said() {
        for (text, said) in [
            (
                "Y - health (medical certificate)",
                "health (medical certificate)",
            ),
            ("Yes (ethnicity)", "ethnicity"),
            ("Yes: Stopford (RegDiary)", "Stopford (RegDiary)"),
            ("Yes", "Yes"),
            ("Yes -", "Yes -"),
            ("Year of birth", "Year of birth"),
            ("No - not needed", "No - not needed"),
        ] {
            assert_eq!(after_yes(text), said, "{text}");
        }
    }

    #[test]
    fn a_country_in_brackets_is_where_somebody_is() {
        for (text, name, country) in [
            ("MyHR Ltd (USA)", "MyHR Ltd", Some("US")),
            (
                "Amazon Web Services (Ireland)",
                "Amazon Web Services",
                Some("IE"),
            ),
            ("Helpdesk (IT)", "Helpdesk (IT)", None),
            ("Docman (PCTI Solutions)", "Docman (PCTI Solutions)", None),
            ("Police (in Turkey)", "Police (in Turkey)", None),
        ] {
            let (found, found_in) = in_country(text);
            let found_in = found_in.as_ref().map(Country::as_str);
            assert_eq!((found, found_in), (name, country), "{text}");
        }
    }

    #[test]
    fn none_not_applicable_and_nothing_are_three_things() {
        for (text, said) in [
            ("", Said::Nothing),
            (" - ", Said::Nothing),
            ("–", Said::Nothing),
            ("Nil", Said::None),
            ("None.", Said::None),
            ("N/A", Said::NotApplicable),
            ("n/a", Said::NotApplicable),
            ("Not applicable", Said::NotApplicable),
            ("TBC", Said::Unknown),
            ("?", Said::Unknown),
            ("#REF!", Said::Unknown),
            ("Name", Said::Words("Name")),
            (" Payroll ", Said::Words("Payroll")),
        ] {
            assert_eq!(Said::of(text), said, "{text}");
        }
    }

    #[test]
    fn the_values_in_a_cell_are_told_apart() {
        let names = |text: &str| values(text, &[], true).join(" | ");
        assert_eq!(
            names("Name; address\nDate of birth"),
            "Name | address | Date of birth"
        );
        assert_eq!(names("• Staff\n• Councillors"), "Staff | Councillors");
        assert_eq!(
            names("Name, address (home, work) and bank details"),
            "Name | address (home, work) | bank details"
        );
        assert_eq!(
            names("Name, bank statements and details"),
            "Name | bank statements and details"
        );
        let prose =
            "A copy without names goes to members of the public, when asked. Some is not shared";
        assert_eq!(names(prose), prose);
        assert_eq!(values("a, b; c", &[], false), ["a, b", "c"]);
        assert_eq!(
            values("Resident/councillor", &["/".to_owned()], true),
            ["Resident", "councillor"]
        );
        assert_eq!(
            values("https://a.uk/b/c", &["/".to_owned()], true),
            ["https://a.uk/b/c"]
        );
    }

    #[test]
    fn a_day_with_two_digits_for_the_year_is_in_the_british_order() {
        let day = |text: &str| british(text).map(|day| day.to_string());
        assert_eq!(day("13.02.25").as_deref(), Some("2025-02-13"));
        assert_eq!(day("3/4/26").as_deref(), Some("2026-04-03"));
        for odd in ["04/25/25", "13.02.2025", "13.02", "1-2-3-4", "a/b/26"] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }

    #[test]
    fn what_is_due_in_a_month_is_due_by_its_end() {
        let day = |text: &str| by_end_of(text).map(|day| day.to_string());
        for text in [
            "Sept 2027",
            "September 2027",
            "09/2027",
            "2027-09",
            "sep-2027",
        ] {
            assert_eq!(day(text).as_deref(), Some("2027-09-30"), "{text}");
        }
        assert_eq!(day("Feb 2028").as_deref(), Some("2028-02-29"));
        for odd in [
            "Spring 2027",
            "2027",
            "13/2027",
            "Sept 27",
            "1 Sept 2027",
            "Se 2027",
        ] {
            assert_eq!(day(odd), None, "{odd}");
        }
    }

    #[test]
    fn people_and_their_data_are_told_apart_where_a_cell_has_both() {
        let both =
            |text: &str| people_and_data(text).map(|(people, data)| format!("{people} | {data}"));
        assert_eq!(
            both("Residents: name, address\nStaff: role").as_deref(),
            Some("Residents\nStaff | name, address\nrole")
        );
        assert_eq!(both("Residents: name\nStaff"), None);
        assert_eq!(both("Residents and staff"), None);
    }

    #[test]
    fn the_way_is_no_part_of_a_name() {
        for (text, name) in [
            ("To the clerk", "clerk"),
            ("From parents", "parents"),
            ("Clerk only", "Clerk"),
            ("Tomorrow's Women", "Tomorrow's Women"),
            ("To ", "To"),
        ] {
            assert_eq!(end_named(text), name);
        }
    }

    #[test]
    fn on_request_is_when_and_no_part_of_a_name() {
        assert_eq!(
            on_condition("Police on request"),
            ("Police", Some("on request"))
        );
        assert_eq!(on_condition("Requests team"), ("Requests team", None));
        let police = ["Police".to_owned(), "on request".to_owned()];
        assert_eq!(with_conditions(&police), ["Police on request"]);
    }

    #[test]
    fn a_remark_is_no_part_of_a_name() {
        assert_eq!(unremarked("DWP (via secure link)"), "DWP");
        assert_eq!(unremarked("Capita (processor)"), "Capita");
        assert_eq!(unremarked("NHS (GPs)"), "NHS (GPs)");
        assert_eq!(unremarked("Forum (Asylum)"), "Forum (Asylum)");
    }
}
