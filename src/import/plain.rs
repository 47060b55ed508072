//! Plain text as blocks with their lines: a line of its own that ends with a question mark or a colon, or is known as the
//! heading of a notice, heads what follows.

use super::block::{Block, BlockKind, Line, Link, Source};
use super::notice::headings;
use super::notice::topic::{self, Topic};
use super::words;

/// Reads plain text.
pub(super) fn read(text: &str) -> Source {
    let lines = || text.split(['\n', '\u{c}']);
    // What is longer than anybody wraps lines at was not wrapped: every line is as its author ended it.
    const UNWRAPPED: usize = 160;
    const WORDS: usize = 20;
    let is_unwrapped = |line: &str| {
        line.trim().chars().count() > UNWRAPPED && line.split_whitespace().count() > WORDS
    };
    let is_ended = lines().any(is_unwrapped);
    let mut source = blocks((1..).zip(lines()), is_ended, asks(lines()));
    let width = lines().map(|line| line.trim().chars().count()).max();
    let paragraphs = source.blocks.iter_mut();
    for block in paragraphs.filter(|block| block.kind == BlockKind::Paragraph) {
        end_listed(&mut block.lines, width.unwrap_or_default());
    }
    source
}

/// Ends each line of a list without bullets: below a line that ends with a colon, lines that say no sentence and break where
/// the next word would have had room.
fn end_listed(lines: &mut [Line], width: usize) {
    let Some(lead) = lines.iter().position(|line| line.text.ends_with(':')) else {
        return;
    };
    let is_broken = |pair: &[Line]| {
        let next = pair[1].text.split(' ').next().unwrap_or_default();
        pair[0].text.chars().count() + 1 + next.chars().count() <= width
    };
    let is_item =
        |line: &Line| !line.text.contains(". ") && !line.text.ends_with(['.', ',', ';', ':']);
    let listed = &lines[lead + 1..];
    if listed.len() > 1 && listed.iter().all(is_item) && listed.windows(2).all(is_broken) {
        lines[lead..]
            .iter_mut()
            .for_each(|line| line.is_ended = true);
    }
}

/// Reads lines with their numbers, of which none goes on in the next.
pub(super) fn of_lines(lines: &[(usize, String)]) -> Source {
    let texts = || lines.iter().map(|(_, line)| line.as_str());
    let numbered = lines.iter().map(|(number, line)| (*number, line.as_str()));
    blocks(numbered, true, asks(texts()))
}

/// Whether the headings of a text ask: what is short and asks nothing is then an item, though it speaks of what a heading
/// may ("Handling complaints").
fn asks<'t>(lines: impl Iterator<Item = &'t str>) -> bool {
    const LEAST: usize = 4;
    let asks = |line: &&str| line.ends_with('?') && topic::of_heading(line).is_some();
    lines.map(str::trim).filter(asks).count() >= LEAST
}

fn blocks<'t>(lines: impl Iterator<Item = (usize, &'t str)>, is_ended: bool, asks: bool) -> Source {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_after_gap = true;
    // The number of the last heading, where it bears one.
    let mut last: Option<u32> = None;
    // What it asks for.
    let mut below: Option<Topic> = None;
    let lines = lines.map(|(number, line)| (number, words::unspaced(line.trim())));
    let lines: Vec<(usize, String)> = lines.collect();
    let mut lines = lines
        .iter()
        .map(|(number, line)| (*number, line.as_str()))
        .peekable();
    while let Some((number, text)) = lines.next() {
        let next = lines.peek().map_or("", |(_, next)| *next);
        // A question over two lines heads a section as one in one line does.
        let whole = format!("{text} {next}");
        if is_after_gap
            && text.starts_with(char::is_alphanumeric)
            && !text.ends_with(ENDS)
            && next.ends_with('?')
            && !headings::is_known(next)
            && is_heading(&whole, true, true, (asks, None))
        {
            let line = |number, text: &str| Line {
                number,
                text: text.to_owned(),
                is_ended: false,
            };
            let lines = lines
                .next()
                .into_iter()
                .map(|(number, next)| line(number, next));
            below = topic::of_heading(&whole);
            blocks.push(Block {
                kind: BlockKind::Heading,
                depth: 0,
                lines: [line(number, text)].into_iter().chain(lines).collect(),
                links: Vec::new(),
            });
            is_after_gap = false;
            continue;
        }
        if text.is_empty() {
            is_after_gap = true;
            continue;
        }
        let own = numbered(text);
        let goes_on = is_after_gap && own.is_some_and(|own| own > 2 && last == Some(own - 1));
        let (kind, text) = match words::bullet(text) {
            Some(_) if goes_on => (BlockKind::Heading, text),
            // A question with a number heads a section, as does a title with one alone.
            Some(item)
                if (item.ends_with('?') || text.starts_with(|one: char| one.is_ascii_digit()))
                    && is_heading(item, is_after_gap, next.is_empty(), (asks, None)) =>
            {
                (BlockKind::Heading, text)
            }
            Some(item) => (BlockKind::Item, item),
            None if is_heading(
                text,
                is_after_gap,
                next.is_empty() || words::bullet(next).is_some(),
                (asks, below),
            ) =>
            {
                (BlockKind::Heading, text)
            }
            None => (BlockKind::Paragraph, text),
        };
        if kind == BlockKind::Heading {
            last = own.or(last);
            below = topic::of_heading(text);
        }
        let line = Line {
            number,
            text: text.to_owned(),
            is_ended,
        };
        let links = links_in(text, number);
        match blocks.last_mut() {
            Some(last)
                if kind == BlockKind::Paragraph
                    && !is_after_gap
                    && last.kind != BlockKind::Heading =>
            {
                last.lines.push(line);
                last.links.extend(links);
            }
            _ => blocks.push(Block {
                kind,
                depth: 0,
                lines: vec![line],
                links,
            }),
        }
        is_after_gap = false;
    }
    for block in &mut blocks {
        if let Some(last) = block.lines.last_mut() {
            last.is_ended = true;
        }
    }
    Source { blocks }
}

/// The marks that a sentence or an item ends with, and no heading.
const ENDS: [char; 5] = ['.', ',', ';', ':', '?'];

/// Whether a line heads what follows: after a gap, and where it is short before one too; below a heading that asks for
/// names, a name is one of these, and where headings ask, what asks nothing heads only what ends a notice.
fn is_heading(
    text: &str,
    is_after_gap: bool,
    is_before_gap: bool,
    (asks, below): (bool, Option<Topic>),
) -> bool {
    const MOST: usize = 220;
    const FEW: usize = 9;
    // What the question about the service is followed by answers it.
    if asks && below == Some(Topic::Service) && !text.ends_with(['?', ':']) {
        return false;
    }
    let Some(topic) = topic::of_heading(text) else {
        return is_after_gap && text.ends_with('?') && text.chars().count() <= MOST;
    };
    // "Contact details of the data protection officer" is nobody's name.
    let asks_how = words::begins(
        &text.to_lowercase(),
        "contact details |contacting |how to contact ",
    );
    let is_short = is_before_gap
        && (asks_how || below.is_none_or(|below| !below.lists_names(topic)))
        && (!asks || topic.ends_a_notice(text, below))
        && !text.ends_with(ENDS)
        && !text.contains(": ")
        && text.split_whitespace().count() <= FEW
        && !headings::is_told(text);
    let heads = headings::is_known(text) || is_short;
    let complains = matches!(topic, Topic::Concerns | Topic::Regulator) && text.ends_with(':');
    text.chars().count() <= MOST && (text.ends_with('?') || is_after_gap && heads || complains)
}

/// The number of a line that could head a section as others with numbers do: "5. Storing pupil data".
fn numbered(text: &str) -> Option<u32> {
    const FEW: usize = 9;
    let (number, rest) = text.split_once(". ")?;
    let is_title = rest.starts_with(char::is_uppercase)
        && !rest.ends_with(ENDS)
        && rest.split_whitespace().count() <= FEW
        && !headings::is_told(rest);
    number.parse().ok().filter(|_| is_title)
}

/// The addresses on the web in a text.
fn links_in(text: &str, number: usize) -> Vec<Link> {
    let each = text.split_whitespace().map(words::address_in);
    each.flatten()
        .map(|target| Link {
            number,
            text: target.to_owned(),
            target: target.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_break_early_below_a_colon_are_a_list() {
        let ended = |text: &str| -> Vec<bool> {
            let lines = read(text).blocks.into_iter().flat_map(|block| block.lines);
            lines.map(|line| line.is_ended).collect()
        };
        let listed = "This includes:\nname\ncar registration (if you park)\nphotograph\n\nThe longest line of this text by far, with room for more.";
        assert_eq!(ended(listed), [true; 5]);
        // What is filled to its width goes on.
        let filled = "We need this to:\nhelp you with what you\nasked us about today";
        assert_eq!(ended(filled), [false, false, true]);
    }

    #[test]
    fn headings_items_and_paragraphs_are_told_apart() {
        let source = read(
            "What is it?\nAbout us.\n\n- One\n• Two\n\nHow long will your data be kept?\n6 years\nor more\n",
        );
        let said: Vec<(BlockKind, usize, String)> = source
            .blocks
            .iter()
            .map(|block| (block.kind, block.number(), block.text()))
            .collect();
        use BlockKind::{Heading, Item, Paragraph};
        let numbered = "1. Who we are\nUs.\n\n2. How we use data\n1. One\n\n3. Storing it\nSafely.";
        let headings = read(numbered).blocks.into_iter();
        let headings = headings.filter(|block| block.kind == Heading);
        assert_eq!(headings.count(), 3);
        assert_eq!(
            said,
            [
                (Heading, 1, "What is it?".to_owned()),
                (Paragraph, 2, "About us.".to_owned()),
                (Item, 4, "One".to_owned()),
                (Item, 5, "Two".to_owned()),
                (Heading, 7, "How long will your data be kept?".to_owned()),
                (Paragraph, 8, "6 years or more".to_owned()),
            ]
        );
    }
}
