//! From the words of notices to codes of law. Each of these is our interpretation of words that name no provision.

use crate::model::fold;

use super::super::words;
use super::{Provision, pattern};

/// Words for the points of Article 6(1).
const BASES: &[(&str, &str)] = &[
    (
        "6/1/e",
        "public task|official capacity|official function|task in the public interest|\
         task carried out in the public interest|task we carry out in the public interest|\
         performed in the public interest|official authority",
    ),
    (
        "",
        "substantial public interest|public interest in the area of public health",
    ),
    ("6/1/e", "public interest|public duty|statutory function"),
    (
        "6/1/c",
        "legal obligation|legally obliged|required by law|statutory obligation|statutory duty|\
         statutory duties|statutory requirement|legal duty|legal requirement|comply with the law|\
         required to by law|law requires",
    ),
    ("6/1/b", "contract"),
    ("6/1/a", "consent"),
    ("6/1/d", "vital interest"),
    ("6/1/ea", "recognised legitimate interest"),
    ("6/1/f", "legitimate interest"),
];

/// Words for the points of Article 9(2).
const CONDITIONS: &[(&str, &str)] = &[
    ("9/2/a", "explicit consent"),
    ("9/2/b", "employment social security"),
    ("9/2/g", "safeguarding of children"),
    (
        "9/2/b",
        "employment and social security|social security and social protection|\
         social security or social protection|social protection law",
    ),
    ("9/2/c", "vital interest"),
    (
        "9/2/e",
        "manifestly made public|made your information publicly available|made public by",
    ),
    ("9/2/f", "legal claim|legal proceedings|legal cases"),
    ("9/2/g", "substantial public interest"),
    (
        "9/2/h",
        "health and social care|health or social care|provision of social care|provision of health|\
         medical diagnosis|preventive or occupational medicine",
    ),
    ("9/2/i", "public health"),
    ("9/2/j", "archiving"),
    ("9/2/d", "not for profit"),
];

/// Words for kinds of data that the law sets apart.
const CLASSES: &[(&str, &str)] = &[
    ("health", "health|medical|disabilit"),
    ("racial-or-ethnic-origin", "racial|ethnic"),
    ("political-opinions", "political"),
    (
        "religious-or-philosophical-beliefs",
        "religio|philosophical",
    ),
    ("trade-union-membership", "trade union"),
    ("genetic", "genetic"),
    ("biometric", "biometric"),
    ("sexual-orientation", "sexual orientation"),
    ("sex-life", "sex life|sexual life"),
    ("criminal-offence", "offence|criminal|conviction"),
];

/// Words for rights.
const RIGHTS: &[(&str, &str)] = &[
    ("13", "informed"),
    ("15", "access|copy of"),
    ("16", "rectif|put right|accurate|correct"),
    ("17", "erase|erasure|forgotten|delete"),
    ("18", "restrict|limit"),
    ("20", "portab"),
    ("21", "object"),
    ("7/3", "withdraw"),
    (
        "15",
        "see the information|see your information|see your records",
    ),
    ("22C", "automated decision"),
    (
        "dpa2018:s165",
        "complaint to the information commission|complain to the information commission|\
         complain to the ico",
    ),
];

// The name of an enactment, whose words say nothing of a provision: the "Consumer Contracts Regulations".
pattern!(
    NAMED,
    r"(?-i:\b[A-Z][\w’']*(?:,? (?:and|of|for|in|to|the|&|[A-Z][\w’']*|\([A-Z][^()]*\)))*? (?:Acts?|Regulations|Order|Rules|Code)\b)"
);

pattern!(CONTRACTORS, r"\b(?:sub)?-?contract(?:or|ed)\w*");

fn found(text: &str, among: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    let text = fold(text);
    let mut codes: Vec<&'static str> = Vec::new();
    let mut rest = text.clone();
    let each = among
        .iter()
        .flat_map(|(code, words)| words.split('|').map(move |words| (words, *code)));
    for (words, code) in each {
        // What one entry has taken, as "recognised legitimate interest", no later one takes again.
        if rest.contains(words) {
            rest = rest.replace(words, "\u{1}");
            if !code.is_empty() && !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

// A letter alone may be the article "a": it is a point only in brackets, or before a mark or the end.
pattern!(
    ARTICLE_6,
    r"(?:\b(?:art\.?|articles?|gdpr) ?6 ?(?:[[:alpha:] ]{0,30}\(section 1, ?|part |(?:,? ?para(?:graph)? ?)?[.(,]? ?1 ?[).,]*,? ?)?|\b6 ?\(1\) ?)(?:\(\s?(ea|[a-f])\s?(?:(?:&|and|or|,) ?([a-f]) ?)?\)|(ea|[b-f])\b|(a)(?: ?[-–:,;)]|$))(?: ?(?:&|and|or|,) ?\((ea|[a-f])\))?(?: ?(?:&|and|or|,) ?\((ea|[a-f])\))?"
);
pattern!(
    ARTICLE_9,
    r"(?:\b(?:art\.?|articles?|gdpr) ?9 ?(?:[[:alpha:] ]{0,60}\(section 2, ?|part |(?:,? ?para(?:graph)? ?)?[.(,]? ?2 ?[).,]*,? ?)?|\b9 ?\(2\) ?)(?:\(\s?([a-j])\s?(?:(?:&|and|or|,) ?([a-j]) ?)?\)|([b-j])\b|(a)(?: ?[-–:,;)]|$))(?: ?(?:&|and|or|,) ?\(([a-j])\))?(?: ?(?:&|and|or|,) ?\(([a-j])\))?"
);

/// A lawful basis that words name: the point of Article 6 where they name one, else as they are understood.
fn provision(
    published: &str,
    among: &[(&'static str, &'static str)],
    (article, point): (&regex::Regex, &str),
) -> Provision {
    let mut named: Vec<&'static str> = Vec::new();
    for found in article.captures_iter(published) {
        for letter in found.iter().skip(1).flatten() {
            let code = format!("{point}{}", letter.as_str().to_lowercase());
            let known = among
                .iter()
                .map(|(known, _)| *known)
                .find(|known| *known == code);
            named.extend(known.filter(|known| !named.contains(known)));
        }
    }
    let is_named = !named.is_empty();
    Provision {
        published: published.to_owned(),
        codes: if is_named {
            named
        } else {
            found(
                &NAMED.replace_all(published, " ").replace('&', "and"),
                among,
            )
        },
        is_named,
    }
}

/// The lawful basis that words name.
pub(in crate::import) fn basis(published: &str) -> Provision {
    let provision = provision(published, BASES, (&ARTICLE_6, "6/1/"));
    // Contractors are no contract.
    if provision.is_named || !CONTRACTORS.is_match(published) {
        return provision;
    }
    Provision {
        codes: found(
            &NAMED.replace_all(&CONTRACTORS.replace_all(published, " "), " "),
            BASES,
        ),
        ..provision
    }
}

/// The condition for special kinds of data that words name.
pub(in crate::import) fn condition(published: &str) -> Provision {
    provision(published, CONDITIONS, (&ARTICLE_9, "9/2/"))
}

/// Words that name several provisions, taken apart so that each names one; as they are where that is not possible.
pub(super) fn each(published: &str, read: fn(&str) -> Provision) -> Vec<Provision> {
    if let Some(each) = quoted(published) {
        return each.iter().map(|one| read(one)).collect();
    }
    let whole = read(published);
    if whole.codes.len() < 2 {
        return vec![whole];
    }
    let held = words::held_together(published);
    let read = |text: &str| read(&words::shown(text));
    let mut groups: Vec<String> = Vec::new();
    let mut rest = held.as_str();
    let mut before = "";
    while !rest.is_empty() {
        let cut = [", and ", ", ", "; ", " and ", " or ", " & "]
            .iter()
            .filter_map(|mark| Some((rest.find(mark)?, *mark)));
        let (piece, mark, after) = match cut.min_by_key(|(at, mark)| (*at, usize::MAX - mark.len()))
        {
            Some((at, mark)) => (&rest[..at], mark, &rest[at + mark.len()..]),
            None => (rest, "", ""),
        };
        let lower = piece.trim().to_lowercase();
        let begins = [
            "for ",
            "to ",
            "necessary ",
            "the establishment",
            "under ",
            "that ",
            "where you ",
            "where the ",
            "where a ",
            "if you ",
            "if the ",
            "when you ",
        ]
        .iter()
        .any(|one| lower.starts_with(one));
        match groups.last_mut() {
            Some(group)
                if read(group).codes.is_empty()
                    || lower.starts_with("under ") && read(piece).codes.is_empty()
                    || !begins
                        && read(&format!("{group}{before}{piece}")).codes == read(group).codes =>
            {
                group.push_str(before);
                group.push_str(piece);
            }
            _ => groups.push(piece.to_owned()),
        }
        before = mark;
        rest = after;
    }
    // "Public task where you live here" ends with what names none.
    if let Some(last) = groups.pop_if(|last| read(last).codes.is_empty())
        && let Some(group) = groups.last_mut()
    {
        *group = format!("{group}, {last}");
    }
    let each: Vec<Provision> = groups
        .iter()
        .map(|group| {
            group
                .trim_end_matches([' ', ','])
                .trim_start_matches("and ")
        })
        .map(|group| read(words::trimmed(group.trim_end_matches(" and"))))
        .collect();
    if each.iter().all(|one| one.codes.len() == 1) {
        each
    } else {
        vec![whole]
    }
}

/// The words of a list whose items each stand in marks of quotation, with what is said of each in brackets. Those at the
/// ends may be gone; nothing where anything but what joins them stands between.
fn quoted(published: &str) -> Option<Vec<String>> {
    const MARKS: [char; 6] = ['‘', '’', '“', '”', '"', '\''];
    if !published.contains(MARKS) {
        return None;
    }
    let is_joint = |word: &str| words::is_one_of(word, "and|or|&|,|;|/");
    let ends = [("", ""), ("“", ""), ("", "”"), ("“", "”")];
    ends.into_iter().find_map(|(begin, end)| {
        let whole = format!("{begin}{published}{end}");
        let between = QUOTED.replace_all(&whole, " ").replace([',', ';'], " ");
        let each = QUOTED.captures_iter(&whole);
        let each: Vec<String> = each
            .map(|one| format!("{}{}", one[1].trim(), &one[2]))
            .collect();
        (!each.is_empty() && between.split_whitespace().all(is_joint)).then_some(each)
    })
}

/// Whether words cite an enactment and no more.
pub(super) fn is_enactment(text: &str) -> bool {
    const VERBS: [&str; 5] = [" is ", " are ", " we ", " under the ", " to "];
    let text = text.trim();
    let padded = format!(" {text} ").to_lowercase();
    ENACTMENT.is_match(text) && !VERBS.iter().any(|verb| padded.contains(verb))
}

pattern!(
    QUOTED,
    r#"[‘’“”"']([^‘’“”"']{3,120})[‘’“”"']((?: \([^()]*\))?)"#
);

pattern!(
    ENACTMENT,
    r"^(?:the |section \d+[a-z]?(?: ?\(\w+\))* (?:of )?(?:the )?|regulation \d+ of (?:the )?)?[A-Z](?:[\w'’,()&/ -]|\betc\.)*\b(?:act|regulations|order|rules|code|directive|measure)s?(?: \([^)]*\))*(?: of)? (?:1[89]|20)\d\d(?:,? ?\(?(?:as amended|s\.? ?\d.*|sections? \d.*|part \d.*|schedule \d.*|and (?:associated|related) .*|\(?[A-Z]+\))\)?)*$"
);

/// The classes of data that a name speaks of, as codes.
pub(in crate::import) fn classes(name: &str) -> Vec<&'static str> {
    found(name, CLASSES)
}

/// The right that words name, where they name one.
pub(in crate::import) fn right(words: &str) -> Option<&'static str> {
    let codes = found(words, RIGHTS);
    (codes.len() == 1).then(|| codes[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_law() {
        for (vocabulary, table) in [
            ("lawful-basis", BASES),
            ("special-condition", CONDITIONS),
            ("data-class", CLASSES),
            ("right", RIGHTS),
        ] {
            let vocabulary = crate::law::vocabulary(vocabulary).unwrap();
            for (code, words) in table {
                assert!(
                    code.is_empty() || vocabulary.entry(code).is_some(),
                    "{code}"
                );
                assert!(words.split('|').all(|words| fold(words) == words));
            }
        }
    }

    #[test]
    fn words_that_mean_two_things_are_not_settled() {
        assert_eq!(
            basis("necessary for a task in the public interest").codes,
            ["6/1/e"]
        );
        assert_eq!(
            basis("a legal obligation and a task in the public interest").codes,
            ["6/1/e", "6/1/c"]
        );
        assert_eq!(basis("contractors").codes, [] as [&str; 0]);
        assert_eq!(basis("a contract with contractors").codes, ["6/1/b"]);
        assert_eq!(basis("contract and consent").codes, ["6/1/b", "6/1/a"]);
        assert_eq!(basis("The Children Act 1989").codes, [] as [&str; 0]);
        assert_eq!(basis("recognised legitimate interest").codes, ["6/1/ea"]);
        assert!(basis("Article 6(1)(e): public task").is_named);
        assert_eq!(condition("Health and Social care support").codes, ["9/2/h"]);
        assert_eq!(
            classes("Criminal proceedings, outcomes and sentences"),
            ["criminal-offence"]
        );
        assert_eq!(
            right("Your Right for us to Rectify your personal data"),
            Some("16")
        );
    }

    #[test]
    fn words_that_name_several_provisions_are_taken_apart() {
        let each_of = |text: &str, read| {
            let each = each(text, read).into_iter();
            let said = each.map(|one| format!("{}={}", one.published, one.codes.join("+")));
            said.collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            each_of(
                "legal obligation and for a task in the public interest",
                basis
            ),
            "legal obligation=6/1/c | for a task in the public interest=6/1/e"
        );
        let one =
            "a task carried out in the public interest or in the exercise of official authority";
        assert_eq!(each_of(one, basis), format!("{one}=6/1/e"));
        assert_eq!(
            each_of(
                "substantial public interest and employment, social security and social protection law",
                condition
            ),
            "substantial public interest=9/2/g | employment, social security and social protection law=9/2/b"
        );
        assert_eq!(
            each_of(
                "under Health and Social Care, substantial public interest and for the establishment or defence of legal claims",
                condition
            ),
            "under Health and Social Care=9/2/h | substantial public interest=9/2/g | for the establishment or defence of legal claims=9/2/f"
        );
    }

    #[test]
    fn points_and_enactments_are_read_as_they_are_cited() {
        for (text, code) in [
            ("Article 6.1 c", "6/1/c"),
            ("Article 6(1) a legal obligation", "6/1/c"),
            ("Art. 6(1)(b)", "6/1/b"),
            ("Article 6(1)(a): consent", "6/1/a"),
        ] {
            assert_eq!(basis(text).codes, [code], "{text}");
        }
        assert_eq!(
            basis("GDPR Article 6(1) (b) & (e)").codes,
            ["6/1/b", "6/1/e"]
        );
        assert_eq!(
            condition("Article 9.2 g - Substantial public interest").codes,
            ["9/2/g"]
        );
        assert!(is_enactment("Road Traffic Regulation Act 1984 s.32"));
        assert!(is_enactment("The Equality Act 2010"));
        assert!(!is_enactment("This is supported by the Care Act 2014"));
        assert!(!is_enactment(
            "Deciding under the Equality Act 2010 who may park"
        ));
    }
}
