//! How a cell of our own layouts is read back: its words without what is only said of gaps, each as what it was made of.
//! What cannot be told for certain is kept as text.

use serde_json::{Map, Value};

use super::done_for::{self, CATEGORIES};
use super::gaps::is_gap;
use super::map::{ACTS_FOR, UNREAD};
use crate::model::{DpiaStatus, Fate, Period, Regime};

/// The class of a category of data.
pub(super) const CLASS: &str = "class";

/// Who runs a system.
pub(super) const OPERATOR: &str = "who runs it";

/// Who is in another country.
pub(super) const ELSEWHERE: &str = "who is elsewhere";

/// A lawful basis by the name of its provision, and not in words published.
pub(super) const BASIS: &str = "basis by its provision";

/// What stands before what is recorded for an activity and for none of its purposes.
const AS_A_WHOLE: &str = "For the activity as a whole:";

/// That a list is incomplete.
const OTHERS: &str = "The source says that there are others";

/// A value of a cell: the field that it is of, and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) path: &'static str,
    pub(super) words: String,
    /// What is said of it beside, by field.
    pub(super) also: Vec<(&'static str, String)>,
}

/// The parts of a cell of a column that holds a field.
pub(super) fn parts(path: &str, text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let text = text.trim();
    let text = text.strip_prefix(AS_A_WHOLE).unwrap_or(text).trim();
    if path == UNREAD {
        let is_gap = |line: &str| line.is_empty() || is_gap(line);
        let says = text.lines().any(|line| !is_gap(line.trim()));
        return says.then(|| part(UNREAD, text)).into_iter().collect();
    }
    // Rights that were worked out from the bases are none that were published.
    if path == "rights.right" && !text.starts_with("As published:") && text != "none" {
        return Vec::new();
    }
    // So are those that stand below that none were.
    if path == "rights.right" && text.starts_with("As published: none") {
        return vec![part(path, "none")];
    }
    if path == CATEGORIES {
        let each = done_for::told(text).into_iter();
        return each.map(|(path, words)| part(path, &words)).collect();
    }
    // What a text says in several lines is one value.
    if matches!(
        path,
        "function" | "purpose.text" | "name" | "ref" | "description"
    ) {
        let mut whole = part(path, text);
        if let Some((words, only_if)) = text
            .strip_suffix(')')
            .and_then(|it| it.rsplit_once(" (only if "))
            && path == "purpose.text"
        {
            whole.words = words.to_owned();
            whole.also.push(("purpose.only_if", only_if.to_owned()));
        }
        return vec![whole];
    }
    for line in text.lines().map(str::trim) {
        let line = line.strip_prefix(AS_A_WHOLE).unwrap_or(line).trim();
        if line.is_empty() || is_gap(line) {
            continue;
        }
        if line == OTHERS {
            let list = match path {
                "people" => "people",
                "data" => "data",
                "source.from" => "source",
                "recipient.to" => "recipient",
                "store.in" => "store",
                _ => continue,
            };
            parts.push(part("open", list));
            continue;
        }
        parts.extend(line_parts(path, line));
    }
    // Data without a remark is personal data, unless it is said of it that this is not recorded.
    let unsaid: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("Class not recorded") || line.starts_with("Class: none"))
        .collect();
    for part in parts.iter_mut().filter(|part| part.path == "data") {
        let is_unsaid = unsaid.iter().any(|line| line.contains(&part.words));
        if part.also.is_empty() && part.words != "none" && !is_unsaid {
            part.also.push((CLASS, "personal".to_owned()));
        }
    }
    parts
}

fn line_parts(path: &str, line: &str) -> Vec<Part> {
    let none = || vec![part(path, "none")];
    if line == "none" {
        return none();
    }
    // What is planned or has ended is not what is so today, and its dates have no column.
    if (line.starts_with("Planned from ") || line.starts_with("Ended ")) && line.contains(": ") {
        return vec![part(UNREAD, line)];
    }
    match path {
        "data" => data(line),
        ACTS_FOR => acted_for(line),
        "joint_controllers.party" => {
            // "; responsible for: ..." may follow either.
            let bare = line.split_once(" (contact details not recorded)");
            let bare = bare.map(|(name, rest)| (name, rest.trim_start_matches("; ")));
            match bare.or_else(|| line.split_once(": ")) {
                Some((name, rest)) if rest.is_empty() || is_gap(rest) => vec![part(path, name)],
                Some((name, rest)) => vec![part(path, name), part(UNREAD, rest)],
                None => vec![part(UNREAD, line)],
            }
        }
        "store.in" if line.starts_with("no system") => vec![part(UNREAD, line)],
        "store.in" => {
            let name = ending(line, &[" (hosted in ", " (where it is hosted"]);
            named(path, name, line)
        }
        // Measures of a system stand after its name.
        "measures" if line.contains(": ") => vec![part(UNREAD, line)],
        "measures" => named(path, line.rsplit_once(" (").map(|(name, _)| name), line),
        "rights.right" => vec![part(path, line)],
        "source.from" | "recipient.to" => end(path, line),
        ELSEWHERE => elsewhere(line),
        "purpose.basis" | "condition.article_9" => provision(path, line),
        "status" if line == "draft" || line == "active" || line == "retired" => {
            vec![part("status", line)]
        }
        "regime" if line == "UK GDPR" => vec![part("regime", Regime::General.word())],
        "regime" if line.starts_with("DPA 2018 Part 3") => {
            vec![part("regime", Regime::LawEnforcement.word())]
        }
        "dpia.status" => {
            let each = [
                DpiaStatus::NotStarted,
                DpiaStatus::InProgress,
                DpiaStatus::Complete,
                DpiaStatus::UnderReview,
            ];
            let said = line.to_lowercase();
            let mut words = each.into_iter().map(DpiaStatus::word);
            named(
                path,
                words.find(|word| word.replace('-', " ") == said),
                line,
            )
        }
        "dpia.needed" | "people" | "breaches" | "retention" => vec![part(path, line)],
        _ => vec![part(UNREAD, line)],
    }
}

fn part(path: &str, words: &str) -> Part {
    const PATHS: &[&str] = &[
        ACTS_FOR,
        BASIS,
        "breaches",
        "condition.article_9",
        "data",
        "description",
        "dpia.needed",
        "dpia.status",
        ELSEWHERE,
        "function",
        "joint_controllers.party",
        "measures",
        "name",
        OPERATOR,
        "open",
        "people",
        "purpose.basis",
        "purpose.text",
        "recipient.to",
        "ref",
        "regime",
        "retention",
        "rights.right",
        "source.from",
        "status",
        "store.in",
    ];
    let known = PATHS.iter().find(|known| **known == path);
    Part {
        path: known.copied().unwrap_or(UNREAD),
        words: words.to_owned(),
        also: Vec::new(),
    }
}

/// Somebody acted for, with how to reach them as far as that is told apart.
fn acted_for(line: &str) -> Vec<Part> {
    let silent = line.split_once(" (contact details not recorded)");
    let (name, rest) = match silent.or_else(|| line.split_once(": ")) {
        Some((name, rest)) => (name, rest.trim_start_matches("; ")),
        None => return vec![part(UNREAD, line)],
    };
    let mut one = part(ACTS_FOR, name);
    let mut left = rest;
    for (field, words) in super::whom::details(rest) {
        left = left[words.len()..].trim_start_matches("; ");
        one.also.push((field, words.to_owned()));
    }
    let is_left = !left.is_empty() && !is_gap(left);
    let rest = is_left.then(|| part(UNREAD, left));
    [one].into_iter().chain(rest).collect()
}

/// A name, where it could be told from what follows it; else the line as it is.
fn named(path: &str, name: Option<&str>, line: &str) -> Vec<Part> {
    vec![name.map_or_else(|| part(UNREAD, line), |name| part(path, name))]
}

/// A line without the remark that it ends with.
fn ending<'l>(line: &'l str, remarks: &[&str]) -> Option<&'l str> {
    let found = remarks.iter().find_map(|remark| line.rfind(remark));
    found.map(|at| &line[..at])
}

/// A category of data, without the remarks on its class and on the flows that name it.
fn data(line: &str) -> Vec<Part> {
    if line.starts_with("None, as recorded for the activity") {
        return Vec::new();
    }
    // What only a flow names is not a part of the list.
    if line.ends_with(')') && line.rfind(" (named by F").is_some() {
        return Vec::new();
    }
    const REMARKS: [&str; 4] = [
        "special category: ",
        "criminal offence data",
        "may include: ",
        "about ",
    ];
    let found = REMARKS
        .iter()
        .filter_map(|remark| line.rfind(&format!(" ({remark}")));
    let name = &line[..found.min().unwrap_or(line.len())];
    let remarks = line[name.len()..]
        .trim_start_matches(" (")
        .trim_end_matches(')');
    let classes = remarks.split("; ").filter_map(|remark| {
        let class = remark.strip_prefix("special category: ");
        class.or_else(|| Some("criminal-offence").filter(|_| remark == "criminal offence data"))
    });
    let classes: Vec<&str> = classes.collect();
    let mut part = part("data", name);
    // One that is of several classes is of none that the cell could set alone.
    if !classes.is_empty() {
        part.also.push((CLASS, classes.join("; ")));
    }
    vec![part]
}

/// Who gives or receives. What is worked out from the register, and does not stand in a flow, is left out.
fn end(path: &str, line: &str) -> Vec<Part> {
    const WORKED_OUT: [&str; 3] = [", engaged by ", ", engaged for ", "; possible"];
    if line.starts_with("none outside the controller") || line.starts_with("no recipients") {
        return Vec::new();
    }
    let operator = line.split_once(" (").zip(line.split_once(", runs "));
    if let Some(((name, _), (_, system))) = operator
        && let Some(end) = system.find([';', ')'])
    {
        let mut part = part(OPERATOR, name);
        part.also.push((OPERATOR, system[..end].to_owned()));
        return vec![part];
    }
    if WORKED_OUT.iter().any(|way| line.contains(way)) {
        return Vec::new();
    }
    let unread = || vec![part(UNREAD, line)];
    if !line.contains(['(', ',']) {
        return vec![part(path, line)];
    }
    let Some((name, carried, rest)) = with_carried(line) else {
        return unread();
    };
    let carried = without_origins(carried);
    let [carries, through, when] = match path {
        "source.from" => ["source.carries", "source.through", "source.when"],
        _ => ["recipient.carries", "recipient.through", "recipient.when"],
    };
    let mut part = part(path, name);
    if carried != "which data: not recorded" {
        part.also.push((carries, carried));
    }
    let (field, words) = match rest.strip_prefix(", through ") {
        Some(system) => (through, system),
        None => (when, rest.strip_prefix(", ").unwrap_or(rest)),
    };
    // A role, a purpose by its number or two remarks in a row are told otherwise.
    let is_plain = !name.ends_with(')') && !words.contains(", ") && !words.contains('(');
    let is_of_none = field == through && words.starts_with("no system");
    if !is_plain || is_of_none || words.starts_with("for purpose ") || words.starts_with("from ") {
        return unread();
    }
    if !words.is_empty() {
        part.also.push((field, words.to_owned()));
    }
    vec![part]
}

/// Who is in which other country. What allows it is kept as it is, unless that only says that nothing is recorded.
fn elsewhere(line: &str) -> Vec<Part> {
    const NOT_SAID: &str = "what allows it is not recorded";
    let parts = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once(" ("));
    let Some(((country, name), allowed)) =
        parts.and_then(|(who, allowed)| Some((who.split_once(": ")?, allowed)))
    else {
        return vec![part(UNREAD, line)];
    };
    let mut found = part(ELSEWHERE, name);
    found.also.push((ELSEWHERE, country.to_owned()));
    let is_silent = allowed.split("; ").any(|one| one == NOT_SAID);
    let rest = (!is_silent).then(|| part(UNREAD, line));
    [found].into_iter().chain(rest).collect()
}

/// A line as the name of an end, the data in brackets behind it, and what follows.
fn with_carried(line: &str) -> Option<(&str, &str, &str)> {
    let (mut depth, mut open, mut last) = (0_usize, 0, None);
    for (at, one) in line.char_indices() {
        match one {
            '(' => {
                if depth == 0 {
                    open = at;
                }
                depth += 1;
            }
            ')' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    last = Some((open, at));
                }
            }
            _ => {}
        }
    }
    let (open, close) = last?;
    let name = line[..open].strip_suffix(' ')?;
    Some((name, &line[open + 1..close], &line[close + 1..]))
}

/// Names of categories without what they are made from, which the catalogue says.
fn without_origins(carried: &str) -> String {
    let mut kept = carried.to_owned();
    while let Some(at) = kept.find(" (made from ") {
        let mut depth = 0_usize;
        let end = kept[at..].char_indices().find(|(_, one)| {
            depth = match one {
                '(' => depth + 1,
                ')' => depth.saturating_sub(1),
                _ => depth,
            };
            *one == ')' && depth == 0
        });
        let Some((end, _)) = end else {
            break;
        };
        kept.replace_range(at..=at + end, "");
    }
    kept
}

/// A provision in the words published; a basis that was not published by its own name.
fn provision(path: &str, line: &str) -> Vec<Part> {
    if let Some((_, rest)) = line.split_once("as published: “") {
        let mut part = part(path, rest.split('”').next().unwrap_or(rest));
        let data = rest.rsplit_once("; for ").map(|(_, data)| data.to_owned());
        let data = data.filter(|data| path == "condition.article_9" && !data.contains(';'));
        part.also.extend(data.map(|data| ("condition.data", data)));
        return vec![part];
    }
    let article = line.find("(Article 6(1)(").map(|at| &line[at + 1..]);
    let article = article.and_then(|rest| rest.split("))").next());
    match article {
        Some(article) if path == "purpose.basis" => vec![part(BASIS, &format!("{article})"))],
        _ => vec![part(UNREAD, line)],
    }
}

/// What a rule of time limits says, field by field; nothing where it says what only the register knows.
pub(super) fn rule(line: &str) -> Option<Map<String, Value>> {
    let mut rule = Map::new();
    let rest = line.strip_prefix("All data: ");
    if rest.is_some() {
        rule.insert("data".to_owned(), "all".into());
    }
    for words in rest.unwrap_or(line).split("; ") {
        let (field, value) = if words == "kept permanently" {
            ("period", Period::PERMANENT.to_owned())
        } else if let Some(kept) = words.strip_prefix("kept for ") {
            // Records written before said "from".
            let places = [" after ", " from "].map(|word| Some((kept.find(word)?, word.len())));
            let (period, trigger) = match places.into_iter().flatten().min() {
                Some((place, length)) => (&kept[..place], &kept[place + length..]),
                None => (kept, ""),
            };
            if !trigger.is_empty() {
                rule.insert("trigger".to_owned(), trigger.into());
            }
            let period = Period::from_words(&period.replace(" and ", " ")).ok()?;
            ("period", period.as_str().to_owned())
        } else if let Some(stop) = words.strip_prefix("use stops ") {
            ("stop_using", stop.to_owned())
        } else if let Some(then) = words.strip_prefix("then ") {
            let fates = [
                Fate::Delete,
                Fate::ReviewThenDelete,
                Fate::Anonymise,
                Fate::Archive,
            ];
            let fate = fates.into_iter().find(|fate| fate.phrase() == then)?;
            ("then", fate.word().to_owned())
        } else if let Some(authority) = words.strip_prefix("authority: ") {
            ("authority", authority.to_owned())
        } else if words.starts_with("not recorded: ") {
            continue;
        } else {
            return None;
        };
        rule.insert(field.to_owned(), value.into());
    }
    Some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(path: &str, text: &str) -> Vec<String> {
        let parts = parts(path, text);
        parts
            .iter()
            .map(|part| format!("{}={}", part.path, part.words))
            .collect()
    }

    #[test]
    fn what_we_wrote_is_read_back_without_what_is_said_of_gaps() {
        assert_eq!(
            said(
                "data",
                "For the activity as a whole:\nNHS Number\nHealth (special category: data concerning health)\nNot recorded whether it may include special category or offence data: NHS Number"
            ),
            ["data=NHS Number", "data=Health"]
        );
        let class = |text: &str| {
            parts("data", text)[0]
                .also
                .first()
                .map(|(_, class)| class.clone())
        };
        assert_eq!(class("Name").as_deref(), Some("personal"));
        assert_eq!(class("Name\nClass not recorded: Name"), None);
        assert_eq!(
            class("Cases (criminal offence data)").as_deref(),
            Some("criminal-offence")
        );
        assert_eq!(
            said(
                "recipient.to",
                "The source says that there are others\nPolice (which data: not recorded)\nServelec (processor, runs Mosaic; possible: not recorded which data)\nGPs (NHS Number), through Integrated care record system\nNot recorded: whom Servelec engages"
            ),
            [
                "open=recipient",
                "recipient.to=Police",
                "who runs it=Servelec",
                "recipient.to=GPs"
            ]
        );
        let line = "GPs (NHS Number), through Integrated care record system";
        assert_eq!(
            parts("recipient.to", line)[0].also,
            [
                ("recipient.carries", "NHS Number".to_owned()),
                (
                    "recipient.through",
                    "Integrated care record system".to_owned()
                )
            ]
        );
        for odd in [
            "Textline (processor) (all data)",
            "Bank (Name), for purpose 2",
            "Bank (Name), through Post, when asked",
        ] {
            assert_eq!(said("recipient.to", odd), [format!("unread={odd}")]);
        }
        assert_eq!(
            said(
                "purpose.basis",
                "Public task (Article 6(1)(e)), our interpretation; as published: “a task in the public interest”; not recorded: enactments"
            ),
            ["purpose.basis=a task in the public interest"]
        );
        assert_eq!(
            said("store.in", "Mosaic (where it is hosted is not recorded)"),
            ["store.in=Mosaic"]
        );
        assert_eq!(
            said(
                "joint_controllers.party",
                "Northmere Trust (contact details not recorded); not recorded: responsible for"
            ),
            ["joint_controllers.party=Northmere Trust"]
        );
        let planned = "Planned from 1 April 2028: Mosaic (hosted in Ireland)";
        assert_eq!(said("store.in", planned), [format!("{UNREAD}={planned}")]);
        assert_eq!(
            said("purpose.basis", "Consent (Article 6(1)(a))"),
            ["basis by its provision=Article 6(1)(a)"]
        );
        let rule = rule(
            "All data: kept for 1 year and 6 months from the last visit; then deleted; not recorded: authority",
        );
        assert_eq!(
            serde_json::json!(rule),
            serde_json::json!({ "data": "all", "period": "P1Y6M", "trigger": "the last visit", "then": "delete" })
        );
        let rule = super::rule("kept for 25 years after 1 year from birth").unwrap();
        assert_eq!(rule["trigger"], "1 year from birth");
        let rule = super::rule("kept for 25 years from 1 year after birth").unwrap();
        assert_eq!(rule["trigger"], "1 year after birth");
        assert_eq!(super::rule("Name: kept for 1 year; none: authority"), None);
        assert_eq!(said("people", "not recorded"), [] as [String; 0]);
        assert_eq!(said("recipient.to", "none"), ["recipient.to=none"]);
    }
}
