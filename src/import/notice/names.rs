//! How notices name organisations: by what they are to the council, and for whom they act.

use super::super::{bodies, words};
use super::pattern;

// "Our supplier, A Ltd" is A Ltd; "our legal advisers" are who they are.
pattern!(
    OUR,
    r"\bour (?:[a-z-]+ ){0,2}?(?:supplier|contractor|partner|provider|processor|printer|insurer)s?,? ((?-i:[A-Z]))"
);

// "A Ltd, who run the service for us": it has the data in its keeping. Who only provides something may not.
pattern!(
    ACTS,
    r"\b(?:who|which|that) (?:also )?(?:host|run|operate|manage|maintain)s? (?:the|our) (?:[\w-]+ ){0,3}?(?:system|software|database|platform|portal|website)s? (?:(?:that|which|(?:through|in|on|with|by) which|where) )?we (?-i:[a-z])|\b(?:who|which|that) (?:also |will |only )?(?:keep|record|host|process|run|manage|store|hold|operate|administer|maintain|print|produce|issue|send|post|scan|transcribe)(?:s|es)?\b[^;]*\b(?:for us|for the council|on our behalf|on behalf of (?:us|the council))\b"
);

/// Where words begin that say of the name before them that it acts for the controller.
pub(super) fn acts_at(list: &str) -> Option<usize> {
    ACTS.find(list).map(|found| found.start())
}

/// Whether words say that somebody acts for the controller, and so is more than a recipient.
pub(super) fn speaks_of_processors(text: &str) -> bool {
    const SAYS: &str = "processor|process data|process it|our instructions|under contract to us";
    ACTS.is_match(text) || words::has(&text.to_lowercase(), SAYS)
}

/// A list of names without what they are to us: "our supplier, A Ltd, and our printers, B Ltd".
pub(super) fn without_roles(list: &str) -> String {
    OUR.replace_all(list, "$1").into_owned()
}

// "(our payroll provider)" says what somebody is to us, and "(DfE)" how they are called.
pattern!(
    REMARK,
    r"^(.*[^ ]) \((?:our|who|which|as|under|where we|for example|such as|e\.g\.) (?:[^()]|\([^()]*\))*\)$"
);

// "ParentPay Ltd - online payments" says what for.
pattern!(
    WHAT_FOR,
    r"^((?-i:[A-Z]).*\b(?:ltd|limited|plc|llp|cic|inc)\.?) [–—-] (?-i:[a-z]).*$"
);

// A company by its form, as "Chipside Limited (MiPermit)".
pattern!(
    COMPANY,
    r"^(?-i:[A-Z])[^.;:]*\b(?:ltd|limited|plc|llp|cic)\.?(?: \([^()]*\))?$"
);

/// Whether words are the name of a company.
pub(super) fn is_company(text: &str) -> bool {
    COMPANY.is_match(text)
}

// "The Portfolio Holder for Culture, Leisure and Road Safety": one person, for all of that.
pattern!(
    POST,
    r"^(?:the |our |your )?(?:[\w’-]+ ){0,3}(?:portfolio holder|(?:cabinet|lead|executive) member|minister|secretary of state) (?:for|of) (?-i:[A-Z])"
);
pattern!(
    BODY,
    r"\b(?:council|agency|authority|services?|boards?|trusts?|police|commission|office|department|ombudsman|ltd|limited|committee|officers?|members?|councillors?|holder|minister|parliament)\b"
);

/// Whether a list is one post, with all that it is for.
pub(super) fn is_one_post(list: &str) -> bool {
    let names = words::listed(list);
    let is_of_post = |name: &String| {
        name.starts_with(char::is_uppercase) && !bodies::is_known(name) && !BODY.is_match(name)
    };
    POST.is_match(list) && names.iter().skip(1).all(is_of_post)
}

// "Members that may be near or be affected": what is joined is of the clause.
pattern!(
    IN_CLAUSE,
    r"( (?:that|who|which) [^,;()]*?) (or|and) (be|have|are|has|is|were|need|want|wish|live|work|use) "
);

/// The names of a list, of which a clause that says more of one is a part.
pub(super) fn listed(list: &str) -> Vec<String> {
    if is_one_post(list) {
        return vec![list.to_owned()];
    }
    let held = IN_CLAUSE.replace_all(list, "$1\u{a0}$2\u{a0}$3 ");
    let names = words::listed(&held).into_iter();
    names.map(|name| name.replace('\u{a0}', " ")).collect()
}

/// How somebody is called, without an article, "your", or what they are to us.
pub(super) fn name(text: &str) -> String {
    let text = without_roles(words::trimmed(words::unjoined(text)));
    let mut text = REMARK
        .captures(&text)
        .and_then(|found| found.get(1))
        .map_or(&*text, |name| name.as_str());
    let named = WHAT_FOR.captures(text).and_then(|found| found.get(1));
    text = named.map_or(text, |name| name.as_str());
    if !text.contains(" - ") && !text.contains(" – ") {
        text = text.strip_suffix(" only").unwrap_or(text);
    }
    if words::begins(
        text,
        "to the |to our |to your |to other |to any |To the |To our |To your |To other |To any ",
    ) {
        text = &text["to ".len()..];
    }
    for article in [
        "with ", "With ", "or ", "and ", "from ", "From ", "your ", "Your ", "our ", "Our ",
        "the ", "The ", "any ", "a ", "an ",
    ] {
        let is_of_both = article.eq_ignore_ascii_case("our ") && text.ends_with(" yours");
        if !is_of_both {
            text = text.strip_prefix(article).unwrap_or(text);
        }
    }
    // "A previous landlord", unlike "A Better Start".
    let bare = ["A ", "An ", "Any "]
        .iter()
        .find_map(|one| text.strip_prefix(one));
    let text = bare
        .filter(|bare| bare.starts_with(char::is_lowercase))
        .unwrap_or(text);
    words::capitalised(text)
}

// What ends an address in the UK.
pattern!(POSTCODE, r"(?-i:\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)");
/// A name without its article and without what stands in brackets after it, as "the Council" and numbers do.
pub(super) fn party(text: &str) -> String {
    let text = words::trimmed(text);
    let text = text
        .strip_prefix("the ")
        .or(text.strip_prefix("The "))
        .unwrap_or(text);
    // For whom they act is not what they are called.
    let text = [
        " on our behalf",
        " on behalf of us",
        " on behalf of the council",
        " for us",
        " under contract",
    ]
    .iter()
    .fold(text, |text, acts| text.strip_suffix(acts).unwrap_or(text));
    // Nor is where they are.
    let text = match text.split_once(", ") {
        Some((name, address)) if POSTCODE.is_match(address) => name,
        _ => text,
    };
    let bracket = text.find(" (").filter(|at| {
        let inside = text[*at..].to_lowercase();
        ["the ", "“", "\"", "'", "‘", "registration", "ico "]
            .iter()
            .any(|one| inside.contains(one))
    });
    words::trimmed(bracket.map_or(text, |at| &text[..at])).to_owned()
}

/// Whether words name somebody, and are no sentence of their own.
pub(super) fn is_somebody(text: &str) -> bool {
    const MOST: usize = 10;
    const VERBS: &str = " we | is | are | can | will | be | may | have | provides | who| which | that | as | to support | if | when ";
    const NOBODY: &str = "for |we |is |are |may |might |can |could |will |would |must |should |have |has |do |does |a data |and |a number of|various|several |some |a range of|each|these |your |the information|the data|the details|personal ";
    let lower = text.to_lowercase();
    text.split_whitespace().count() <= MOST
        && !words::is_one_of(
            &lower,
            "we|it|they|you|this|our|following|the following|also|both|all|council|the council|suppliers|contractors|companies|organisations|providers|partners|others",
        )
        && !text.contains('@')
        && !text.ends_with(" and")
        && !words::begins(&lower, NOBODY)
        && !words::has(text, VERBS)
}
