//! The items and sentences of a section.

use super::super::block::{Block, BlockKind, Line, Link};
use super::super::words;
use super::pattern;
use crate::model::fold;

/// A sentence or an item of a section.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) line: usize,
    /// Whether it is one of a list, in a line of its own or with a bullet.
    pub(super) is_item: bool,
    /// Whether it has a bullet or a number of its own.
    pub(super) is_bullet: bool,
    pub(super) links: Vec<Link>,
}

/// The parts of a block.
pub(super) fn parts_of(block: &Block) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut goes_on = false;
    let mut before = "";
    let width = |line: &Line| line.text.trim().chars().count();
    let widest = block.lines.iter().map(width).max().unwrap_or_default();
    let is_prose = block
        .lines
        .iter()
        .any(|line| line.text.trim_end().ends_with('.'));
    for line in &block.lines {
        let text = line.text.trim();
        let is_new = words::unnumbered(text).len() < text.len();
        match found.last_mut() {
            Some(last)
                if goes_on
                    && !is_new
                    && (block.kind == BlockKind::Item
                        || continues(before, text, if is_prose { widest } else { 0 })) =>
            {
                last.text.push(' ');
                last.text.push_str(text);
            }
            _ => found.push(Part {
                text: words::unjoined(words::unnumbered(text)).to_owned(),
                line: line.number,
                is_item: true,
                is_bullet: block.kind == BlockKind::Item || is_new,
                links: Vec::new(),
            }),
        }
        goes_on = !line.is_ended;
        before = text;
    }
    let mut parts: Vec<Part> = Vec::new();
    for part in found {
        let sentences = words::sentences(&part.text);
        let is_item = block.kind == BlockKind::Item || sentences.len() == 1;
        let whole = if block.kind == BlockKind::Item {
            vec![part.text.as_str()]
        } else {
            sentences
        };
        parts.extend(whole.into_iter().map(|text| Part {
            text: text.to_owned(),
            line: part.line,
            is_item,
            is_bullet: part.is_bullet,
            links: Vec::new(),
        }));
    }
    for link in &block.links {
        let holds = |part: &&mut Part| part.text.contains(link.text.trim());
        if let Some(part) = parts.iter_mut().find(holds) {
            part.links.push(link.clone());
        }
    }
    parts
}

/// Whether a line goes on in the next.
fn continues(line: &str, next: &str, widest: usize) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let is_open = line.ends_with(',')
        || matches!(
            last,
            "and" | "or" | "of" | "the" | "to" | "for" | "with" | "a" | "in"
        );
    let is_unclosed = line.matches('(').count() > line.matches(')').count();
    // A line that was wrapped had no room for the next word, in a text no wider than people wrap it; any other ended where
    // its author meant it to.
    let width = line.chars().count();
    let next_word = next.split(' ').next().unwrap_or_default().chars().count();
    let is_wrapped = width > 60 && (60..=100).contains(&widest) && width + 1 + next_word > widest;
    // What ends with an address has said what it says.
    let is_address = last.contains('@') || words::address_in(last).is_some();
    let is_sentence = is_wrapped && !line.ends_with(['.', '?', '!', ':']) && !is_address;
    // Two lines that begin alike are two items.
    let begins = |text: &'_ str| text.split(' ').next().map(str::to_lowercase);
    let is_sentence = is_sentence && begins(line) != begins(next);
    is_open || is_unclosed || next.starts_with(char::is_lowercase) || is_sentence
}

/// Whether a part only leads to what follows it.
pub(super) fn leads(part: &Part) -> bool {
    let text = part.text.trim_end();
    // "The information will be used;", and not "the help that you need to;".
    let is_open = |text: &str| {
        let last = text.rsplit(' ').next().unwrap_or_default();
        words::is_one_of(last, "for|order|used|include|includes|including|are")
    };
    text.ends_with([':', '–'])
        || text.ends_with(":-")
        || text.strip_suffix(';').is_some_and(is_open) && !text.starts_with("How ")
        || {
            let lower = text.to_lowercase();
            !lower.contains(": ") && (lower.contains("the following") || lower.ends_with("such as"))
        }
}

/// Whether words end where what they lead to has to follow.
pub(super) fn ends_open(text: &str) -> bool {
    const ENDS: &str = "for|to|with|from|include|includes|including|about|are|legislation";
    let last = text.trim_end().rsplit(' ').next().unwrap_or_default();
    words::is_one_of(last, ENDS)
}

// "... delivers the check"
pattern!(
    DOES,
    r" (?:assist|carri|check|collect|deliver|give|help|host|maintain|produce|provide|run|send|support|train)e?s (?:the|our|your|their|an?|it|this) "
);

/// What leads to words that only say more of a name.
const RELATIVES: &str =
    " unless | whose | that | who | which | whether | if | where | when | what | how | you ";

/// Whether words are a clause of their own: "they use servers in Germany", "assessors assess your mobility".
pub(super) fn is_clause(text: &str) -> bool {
    const BEFORE: &str = "of|in|to|with|from|and|or|at|for|by|on|about|near|both|including|especially|e.g.|eg|not|like|as|than|such|who|that|where|when|if|outside|inside|through|via|under|over|between|within|all|&|also|only";
    let text = words::outside_of_brackets(text);
    if words::begins(
        &text,
        "They |It |He |She |We |This |These |they |it |he |she |we ",
    ) {
        return true;
    }
    let text = text.to_lowercase();
    // "Contractors who empty your bin" only says more of a name.
    let until = RELATIVES.split('|').chain([" to "]);
    let until = until.filter_map(|word| text.find(word)).min();
    let words: Vec<&str> = text[..until.unwrap_or(text.len())]
        .split_whitespace()
        .collect();
    words.windows(3).any(|three| {
        let is_whose = matches!(three[1], "your" | "our" | "their");
        let is_end = three[0].ends_with([',', ';', ':', '-', '–', '(', '/', '’', '\'']);
        is_whose && !is_end && !words::is_one_of(three[0], BEFORE)
    })
}

/// Whether words have a verb of their own, before one that only says more of a name: "agencies that have to know".
pub(super) fn has_verb(text: &str) -> bool {
    const VERBS: &str = " we | is | are | was | will | may | can | could | should | must | not | has | have | be | do | does | collect \
        | carries | collects | handles | holds | hosts | keeps | manages | operates | provides | receives | takes \
        | supplies our | supplies the | supplies and ";
    let text = format!(" {} ", words::outside_of_brackets(text).to_lowercase());
    let relative = RELATIVES
        .split('|')
        .filter_map(|word| text[1..].find(word))
        .min();
    let until = relative.map_or(text.len(), |at| at + 2);
    words::has(&text[..until], VERBS) || DOES.is_match(&text[..until])
}

/// Whether words name what is passed on, and nobody: "information about attendance".
pub(super) fn is_of_data(name: &str) -> bool {
    let name = name.to_lowercase();
    let bare = [
        "any ", "all ", "some ", "the ", "this ", "that ", "your ", "other ",
    ]
    .iter()
    .find_map(|which| {
        name.strip_prefix(which)
            .filter(|bare| bare.starts_with("personal "))
    });
    words::begins(
        bare.unwrap_or(&name),
        "use of |uses of |personal data|personal information|the information|the data|information about|information on|details of|details about|data about|data on|records of|your information|your data|your details",
    )
}

/// Whether a part tells something in a sentence of its own, and is no item of a list.
pub(super) fn is_told(part: &Part) -> bool {
    const FEW: usize = 6;
    !part.is_bullet && part.text.split_whitespace().count() >= FEW && has_verb(&part.text)
}

/// Whether an item speaks in a sentence of its own: "you may tell us of others".
pub(super) fn speaks(text: &str) -> bool {
    let lower = text.trim_start_matches('(').to_lowercase();
    // "However, if you do not tell us, we cannot help."
    let lower = ["however, ", "but ", "also, ", "therefore, "]
        .iter()
        .find_map(|adverb| lower.strip_prefix(adverb).map(str::to_owned))
        .unwrap_or(lower);
    let text = &*lower;
    // "This privacy notice supports ours" speaks of itself.
    if words::begins(&lower, "this privacy |this notice |this policy |this page ") {
        return true;
    }
    words::begins(&lower, "if |you |we |it is |it’s |it's |they |there ")
        && has_verb(text.split_once(' ').map_or("", |(_, rest)| rest))
}

/// Whether words say that there is none: for the reader of the register to settle, since it is said of one heading only.
pub(super) fn says_nothing(part: &Part) -> bool {
    let text = fold(&part.text);
    matches!(
        text.as_str(),
        "" | "none"
            | "n a"
            | "not applicable"
            | "no"
            | "yes"
            | "no one"
            | "nobody"
            | "nil"
            | "nothing"
            | "tbc"
            | "to be confirmed"
    )
}

/// Whether a part is a sentence with a subject of its own, and no item of a list.
pub(super) fn is_sentence(part: &Part) -> bool {
    const SUBJECTS: &str = "we |our |this |for example, |for instance, |for clarity, |the information |if |you |your data |your information |your personal |please |\
         in order |to |where |when |once |it ";
    // "Our legal advisers." ends a list, and says nothing of them.
    const VERBS: &str = " is | are | will | may | can | has | have | do ";
    let text = part.text.to_lowercase();
    let is_item = text.starts_with("our ") && !words::has(&text, VERBS);
    part.text.ends_with('.') && !is_item && words::begins(&text, SUBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_no_name() {
        for clause in [
            "Expert assessors (Able2 Ltd) assess your mobility for us",
            "They use servers in Germany",
            "Payment firms hold our money",
        ] {
            assert!(is_clause(clause), "{clause}");
        }
        for name in [
            "Members of your family",
            "Your child’s school",
            "Contractors who empty your bins",
            "Organisations that need to see your licence",
            "IT suppliers (A Ltd and B)",
            "Schools, your employer and your landlord",
        ] {
            assert!(!is_clause(name), "{name}");
        }
    }
}
