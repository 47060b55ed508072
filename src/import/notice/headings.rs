//! Headings that nothing sets apart from the lines around them, as in the text of a page without its marks.

use super::super::block::{Block, BlockKind, Line, Source};
use super::super::words;
use super::topic::{self, Topic};
use super::{codes, names, parts, pattern};

pattern!(
    ASKS,
    r"^(?:what|who|whose|why|how|where|when|which|do (?:i|you|we)|will|is there|are any|automated)\b"
);
// What a heading is called that asks nothing.
pattern!(
    NAMES,
    r"^(?:the |our |your |relevant )?(?:purposes?(?:$| (?:of|for|and) (?:the |this |our |which |which we |which the council )?(?:process|collect|us|law|legal))|reasons? (?:we|for (?:this|the |our |using|us |process|collect|hold))|legal|lawful|statutory|legislation|basis|categor(?:y|ies) of|types? of|kinds? of|personal (?:data|information)\b|special (?:categor|types?)|sensitive|sources? of|recipients?$|retention|(?:information|data) (?:shar|we|that we|held|requirement|collect|controller|process)|sharing(?:$| (?:and|or|of|with|your|our|the|this|it|personal|data|information)\b)|(?:suppliers|companies|organisations|processors) (?:who|that|which) process|gdpr condition|conditions?|consequences|profiling|transfers?|international|overseas|data subjects?$|withdraw(?:ing|al)\b|contacts?(?: details)?$|contact(?:ing)? us$|(?:shared|disclosed) (?:with|to)$|kept(?: for)?$|storage$|deletion$|our data protection officer$|data protection officer$|(?:agencies|organisations|bodies|companies|partners|people|those) (?:that |who |whom )?(?:we|the council) )"
);

// "We collect the following information", which heads what it leads to where no colon ends it.
pattern!(
    COLLECTS,
    r"^we (?:may |will )?(?:collect|hold|process) the following (?:personal )?(?:information|data)$"
);

// "We may also receive personal information about you from others", with or without a colon.
pattern!(
    RECEIVES,
    r"^we may also (?:receive|get|obtain|collect) (?:personal )?(?:information|data) about you from others$"
);

// What says more of a name in a heading: "the information we may collect".
pattern!(
    WE_DO,
    r" (?:that )?(?:we|you|the council|i)(?: (?:may|might|will|can|could|have|need to|must))* (?:collect|hold|use|need|process|share|have|receive|keep|obtain|get|store|provide|record)\b(?: (?:and|or|,) (?:collect|hold|use|share|process|store|keep)\b)*(?: from)?"
);

// "The information we collect about you is used to"
pattern!(
    IS_USED,
    r"\b(?:is|are|be)(?: only| also| then)? (?:used|needed|required|processed|held|kept|collected|shared)(?: to| for| in order to| with)?$"
);

/// A source in which the lines that head what follows them are headings.
pub(super) fn set_apart(source: &Source) -> Source {
    let mut blocks: Vec<Block> = Vec::new();
    for (at, block) in source.blocks.iter().enumerate() {
        let next = source.blocks.get(at + 1);
        // Questions that stand one below the other with no answer are what a notice says that it tells.
        let asks_beside = at > 0 && asks(&source.blocks[at - 1]);
        if block.kind == BlockKind::Heading
            || block.lines.iter().any(|line| line.text.contains('\t'))
        {
            blocks.push(block.clone());
            continue;
        }
        let mut open = Block {
            lines: Vec::new(),
            ..block.clone()
        };
        for (n, line) in block.lines.iter().enumerate() {
            let text = line.text.trim();
            let after = match block.lines.get(n + 1) {
                Some(line) => Some((line.text.trim(), false)),
                // What ends a page stands alone.
                None if next.is_none() => Some(("", true)),
                None => next
                    .filter(|next| next.kind != BlockKind::Heading)
                    .and_then(|next| {
                        Some((
                            next.lines.first()?.text.trim(),
                            next.kind == BlockKind::Item,
                        ))
                    }),
            };
            let is_ended = open.lines.last().is_some_and(|line| line.is_ended);
            let before = open.lines.last().map(|line: &Line| line.text.trim());
            let is_item = block.kind == BlockKind::Item && n == 0;
            let heads = match before {
                _ if is_item => {
                    // "What services were provided" may be data, and the last of a page heads nothing.
                    let is_of_service = topic::of_heading(text) == Some(Topic::Service);
                    let may_head = text.ends_with('?') || !is_of_service && next.is_some();
                    asks(block) && may_head && !(asks_beside || next.is_some_and(asks))
                }
                Some(before) => {
                    (is_ended || ends(before, open.kind))
                        && (is_known(text) || is_unknown(text, before, open.kind, after))
                }
                None => {
                    is_known(text)
                        || blocks.last().is_some_and(|last| {
                            let before = last.text();
                            last.kind != BlockKind::Heading
                                && is_unknown(text, &before, last.kind, after)
                        })
                }
            };
            // What stands alone under a heading is what that says, and heads nothing; so does what a service is called.
            let answers = blocks.last().is_some_and(|last| {
                last.kind == BlockKind::Heading
                    && topic::of_heading(&last.text()) == Some(Topic::Service)
            });
            let answers = answers && before.is_none() && !text.ends_with('?');
            let heads = heads && after.is_some() && !answers;
            let anew =
                before.filter(|before| block.kind == BlockKind::Item && begins_anew(before, text));
            if !heads && anew.is_none() {
                open.lines.push(line.clone());
                continue;
            }
            let rest = Block {
                kind: BlockKind::Paragraph,
                depth: 0,
                lines: Vec::new(),
                links: Vec::new(),
            };
            let before = std::mem::replace(&mut open, rest);
            open.links.clone_from(&before.links);
            blocks.extend(Some(before).filter(|block| !block.lines.is_empty()));
            if !heads {
                open.lines.push(line.clone());
                continue;
            }
            blocks.push(Block {
                kind: BlockKind::Heading,
                depth: 0,
                lines: vec![line.clone()],
                links: Vec::new(),
            });
        }
        blocks.extend(Some(open).filter(|block| !block.lines.is_empty()));
    }
    Source { blocks }
}

/// Whether an item asks what a section of a notice answers.
fn asks(block: &Block) -> bool {
    let text = block.text();
    let text = words::unjoined(&text).trim_end_matches([';', ',', '.']);
    block.kind == BlockKind::Item && block.lines.len() == 1 && ASKS.is_match(text) && is_known(text)
}

/// Whether a line after an item begins a paragraph, and does not go on in the item.
fn begins_anew(before: &str, text: &str) -> bool {
    const NARROW: usize = 60;
    const SENTENCE: usize = 5;
    let is_sentence = (text.ends_with(['.', ':']) || text.contains(". "))
        && text.split_whitespace().count() >= SENTENCE;
    let text = text.trim_end_matches([' ', ':', '.']);
    let is_wide = before.chars().count() > NARROW;
    text.starts_with(char::is_uppercase)
        && (before.ends_with(['.', '?', '!', ';', ':', ')'])
            || !is_wide
            || is_sentence
                && text
                    .split_once(' ')
                    .is_some_and(|(_, rest)| parts::has_verb(rest)))
}

/// Whether a line is the end of what it says.
fn ends(line: &str, kind: BlockKind) -> bool {
    const SHORT: usize = 60;
    let line = line.trim_end_matches(['"', '”', '’', '\'']);
    line.ends_with(['.', '?', '!', ':', ';', ')'])
        || kind == BlockKind::Item
        || line.chars().count() < SHORT
        || topic::of_label(line).is_some()
}

/// Whether a line is a heading whose topic is known, and no sentence or item.
pub(in crate::import) fn is_known(text: &str) -> bool {
    const MOST: usize = 16;
    let bare = words::unnumbered(text);
    let bare = bare.trim_start_matches(|one: char| one.is_ascii_digit() || one == ' ');
    let meant = bare.strip_suffix(')').and_then(|bare| bare.rfind("? ("));
    let bare = meant.map_or(bare, |at| &bare[..=at]);
    let label = bare.trim_end_matches(':');
    // What names a provision says it, and heads nothing.
    if bare.starts_with("Article ")
        && (codes::basis(bare).is_named || codes::condition(bare).is_named)
    {
        return false;
    }
    if RECEIVES.is_match(label) {
        return true;
    }
    let asks = ASKS.is_match(bare);
    let Some(topic) = topic::of_heading(text) else {
        let is_question = asks && bare.ends_with('?') && bare.split_whitespace().count() <= MOST;
        return is_question && bare.starts_with(char::is_uppercase);
    };
    if topic == Topic::Links && bare.len() > label.len() && topic::heads_alone(topic, bare) {
        return true;
    }
    if !bare.starts_with(char::is_uppercase)
        || bare.ends_with(['.', ',', ';'])
        || label.contains(": ")
        || label.contains(" – ")
        || label.contains("? ")
        || bare.split_whitespace().count() > MOST
    {
        return false;
    }
    // "Information collected by us" heads what that is.
    let of_us = [" by us", " by the council", " by the service"];
    let by_us = of_us.iter().find_map(|by| label.strip_suffix(by));
    let is_title =
        NAMES.is_match(bare) && !by_us.unwrap_or(label).contains(" by ") && !is_told(label)
            || COLLECTS.is_match(bare);
    // A label above a list leads to it, unless it stands for a section.
    match bare.len() > label.len() {
        true => {
            (asks && !goes_on(label) || is_title)
                && bare.split(' ').count() <= 9
                && topic != Topic::Regulator
        }
        false => bare.ends_with('?') || asks && !goes_on(label) || is_title,
    }
}

/// Whether a line that asks goes on to tell.
fn goes_on(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains(", we ") || lower.contains(", you ")
}

/// Whether words tell something, and do not only name it: "the data we will collect" names it.
pub(in crate::import) fn is_told(text: &str) -> bool {
    IS_USED.is_match(text) || parts::has_verb(&WE_DO.replace_all(text, " "))
}

/// Whether a short line between two sentences or lists heads the second, though what it is about is not known.
fn is_unknown(text: &str, before: &str, kind: BlockKind, after: Option<(&str, bool)>) -> bool {
    const MOST: usize = 10;
    const LONGEST: usize = 70;
    const SENTENCE: usize = 8;
    let is_sentence =
        |text: &str| text.ends_with(['.', ':']) && text.split_whitespace().count() >= SENTENCE;
    let is_after = kind == BlockKind::Item && !before.ends_with(':')
        || is_sentence(before) && !before.ends_with(':')
        || before.ends_with('.') && after.is_some_and(|(after, _)| is_sentence(after));
    let Some((after, is_item)) =
        after.filter(|(after, _)| !after.is_empty() || kind != BlockKind::Item)
    else {
        return false;
    };
    is_after
        && (is_item
            || after.starts_with(char::is_uppercase)
                && (is_sentence(after) || after.ends_with(':') && after.contains(' ')))
        && text.starts_with(char::is_uppercase)
        && text.ends_with(|one: char| one.is_alphanumeric() || one == ')' || one == '?')
        && text.chars().count() <= LONGEST
        && text.chars().filter(|one| one.is_alphabetic()).count() > 4
        && text.split_whitespace().count() <= MOST
        && !is_told(text)
        && !names::is_company(text)
        && !codes::is_enactment(text)
        && !text.contains(['@', ',', ':', ';'])
}
