//! What the words for a provision cite beside it: the enactments behind a basis, the paragraph of Schedule 1 behind a
//! condition.

use crate::law;

use super::super::words;
use super::pattern;

pattern!(
    CITED,
    r"(?-i)(?:\b[Ss]ections? \d+[A-Z]?(?:\(\w+\))*(?:(?:, | and |, and )\d+[A-Z]?(?:\(\w+\))*)* of (?:the )?)?\b[A-Z][\w'’-]*(?:,? (?:and|of|the|for|to|in|on|at|by|with|etc\.?|[A-Z][\w'’-]*|\([A-Z][^()]*\)))*? (?:Acts?|Regulations?|Order|Rules|Measure)(?: \([^()]*\))?(?: of)?,? (?:1[89]|20)\d\d\b(?:,? (?:s\.? ?|sections? )\d+[A-Z]*(?:\(\w+\))*(?:(?:, | and |, and )\d+[A-Z]*(?:\(\w+\))*\b)*)?"
);
pattern!(JOINED, r"^.*\b(?:and|under|in|by|with) the ");
pattern!(SECTION, r"^sections? ");
pattern!(
    PARAGRAPH,
    r"\bsch(?:edule|\.)? ?1\b[^.;]{0,60}?\bpara(?:graph|\.)? ?(\d+)\b"
);
pattern!(PARAGRAPHS, r"\bpara(?:graph|s|\.)?s? ?\d+");

/// The law of data protection itself: a basis of Article 6(3) is laid down elsewhere.
const ITSELF: &[&str] = &["Data Protection Act", "Data (Use and Access) Act"];

/// The enactments that words cite, as they cite them.
pub(in crate::import) fn enactments(published: &str) -> Vec<String> {
    let mut cited: Vec<String> = Vec::new();
    for found in CITED.find_iter(published) {
        let whole = found.as_str();
        let name = match SECTION.is_match(whole) {
            true => whole,
            // "Contract and the Care Act 2014", "Under the Care Act 2014".
            false => JOINED
                .find(whole)
                .map_or(whole, |joined| &whole[joined.end()..]),
        };
        let name = name.strip_prefix("The ").unwrap_or(name).to_owned();
        if !ITSELF.iter().any(|own| name.contains(own)) && !cited.contains(&name) {
            cited.push(name);
        }
    }
    cited
}

/// The paragraph of Schedule 1 to the Data Protection Act 2018 that words cite, where it is one alone.
pub(in crate::import) fn paragraph(published: &str) -> Option<String> {
    let found = PARAGRAPH.captures(published)?;
    let code = format!("sch1/para{}", &found[1]);
    let is_alone = PARAGRAPHS.find_iter(published).count() == 1;
    let is_known = law::vocabulary("schedule-1").is_some_and(|all| all.entry(&code).is_some());
    (is_alone && is_known).then_some(code)
}

pattern!(
    GIVEN_BY,
    r"^(?:the |under the )?((?:(?:sections?|regulations?|parts?|schedule) [\w ,()]+? of (?:the )?)?(?-i:[A-Z])[\w'’,() -]*? (?:acts?|regulations|order|rules) (?:19|20)\d\d) (?:gives?|requires?|obliges?|allows?|empowers?|places?|puts?|sets out|says) (?:us|the council|that we|these|this|duties|a duty|our|what we|how we)\b[^;]*$"
);

/// Whether an item begins with an enactment: "Care Act 2014, Care and Support Statutory Guidance".
pub(super) fn begins_as_enactment(text: &str) -> bool {
    let text = text.trim_start_matches("The ").trim_start_matches("the ");
    let cited = enactments(text);
    cited
        .first()
        .is_some_and(|first| text.starts_with(&**first))
}

/// The enactments of an item: one, or each of those that it joins.
pub(super) fn each_enactment(text: &str) -> Vec<String> {
    let led = ["Under the ", "under the ", "Under ", "under "];
    let text = led
        .iter()
        .find_map(|led| text.strip_prefix(led))
        .unwrap_or(text);
    let cited = enactments(text);
    let rest = cited
        .iter()
        .fold(text.to_owned(), |rest, one| rest.replace(one, " "));
    let is_joint = |word: &str| words::is_one_of(&word.to_lowercase(), "and|&|,|the");
    if cited.len() > 1 && rest.split_whitespace().all(is_joint) {
        return cited;
    }
    vec![text.to_owned()]
}

/// The enactment that a sentence says requires or allows it: "The Food Safety Act 1990 gives us these duties."
pub(super) fn given_by(text: &str) -> Option<String> {
    let found = GIVEN_BY.captures(text)?;
    let name = words::trimmed(&found[1]);
    let cited = enactments(name);
    matches!(&cited[..], [one] if one.eq_ignore_ascii_case(name)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enactments_are_found_as_they_are_cited() {
        for (words, cited) in [
            (
                "a task in the public interest – under the Chronically Sick and Disabled Persons Act 1970 and the \
                 Disabled Persons (Badges for Motor Vehicles) (England) Regulations 2000",
                &[
                    "Chronically Sick and Disabled Persons Act 1970",
                    "Disabled Persons (Badges for Motor Vehicles) (England) Regulations 2000",
                ][..],
            ),
            (
                "Health and Safety at Work etc. Act 1974",
                &["Health and Safety at Work etc. Act 1974"],
            ),
            (
                "legal obligation under section 47 of the Children Act 1989, and the Care Act 2014 s.9",
                &["section 47 of the Children Act 1989", "Care Act 2014 s.9"],
            ),
            (
                "Under the Localism Act 2011 and Article 6(1)(e) as laid down in section 8 of the Data Protection Act 2018",
                &["Localism Act 2011"],
            ),
            ("The Equality Act 2010", &["Equality Act 2010"]),
            (
                "our duty (Education Act 1996, sections 508B and 508C)",
                &["Education Act 1996, sections 508B and 508C"],
            ),
            ("Contract and the Housing Act 1996", &["Housing Act 1996"]),
            ("an act of 2014, or the rules of 2015", &[]),
            ("Public task", &[]),
        ] {
            assert_eq!(enactments(words), cited, "{words}");
        }
    }

    #[test]
    fn a_paragraph_is_taken_where_it_is_one_alone() {
        let one = "substantial public interest (Schedule 1, Part 2, paragraph 6 of the Data Protection Act 2018)";
        assert_eq!(paragraph(one).as_deref(), Some("sch1/para6"));
        assert_eq!(
            paragraph("DPA 2018 Sch. 1 para 18").as_deref(),
            Some("sch1/para18")
        );
        for not in [
            "Schedule 1, paragraphs 6 and 18",
            "Schedule 1 paragraph 6 or paragraph 18",
            "Schedule 1 paragraph 99",
            "Schedule 8 paragraph 1",
        ] {
            assert_eq!(paragraph(not), None, "{not}");
        }
    }
}
