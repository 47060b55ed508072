//! The words of SQL, as far as is needed to say what a question has in it.
//!
//! This decides nothing about safety: what may run is for the database to say. It finds parameters,
//! a second statement and the last ORDER BY, with their places.

/// One word of SQL and where it begins, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token<'s> {
    /// What it is.
    pub word: Word<'s>,
    /// Where it begins.
    pub at: usize,
}

/// What a word of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word<'s> {
    /// A name or keyword without quotes.
    Plain(&'s str),
    /// Text in single quotes, without them.
    Text(&'s str),
    /// A name in other quotes.
    Quoted,
    /// A parameter, with the character before its name.
    Parameter(&'s str),
    /// A number.
    Number,
    /// Any other character.
    Mark(char),
}

/// The words of SQL, comments left out.
pub fn tokens(sql: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = sql[at..].chars().next() {
        let rest = &sql[at..];
        let (word, length) = match first {
            _ if first.is_whitespace() => (None, first.len_utf8()),
            '-' if rest.starts_with("--") => (None, rest.find('\n').unwrap_or(rest.len())),
            '/' if rest.starts_with("/*") => {
                (None, rest[2..].find("*/").map_or(rest.len(), |end| end + 4))
            }
            '\'' => {
                let length = quoted(rest, '\'');
                let inside = rest[1..length].strip_suffix('\'');
                (Some(Word::Text(inside.unwrap_or(&rest[1..length]))), length)
            }
            '"' | '`' => (Some(Word::Quoted), quoted(rest, first)),
            '[' => (
                Some(Word::Quoted),
                rest.find(']').map_or(rest.len(), |end| end + 1),
            ),
            ':' | '@' | '$' | '?' => {
                let length = 1 + run(&rest[1..], is_in_name);
                let word = if length == 1 && first != '?' {
                    Word::Mark(first)
                } else {
                    Word::Parameter(&rest[..length])
                };
                (Some(word), length)
            }
            _ if first.is_ascii_digit() => {
                (Some(Word::Number), run(rest, |c| is_in_name(c) || c == '.'))
            }
            _ if is_in_name(first) => {
                let length = run(rest, is_in_name);
                (Some(Word::Plain(&rest[..length])), length)
            }
            _ => (Some(Word::Mark(first)), first.len_utf8()),
        };
        tokens.extend(word.map(|word| Token { word, at }));
        at += length;
    }
    tokens
}

fn is_in_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || !character.is_ascii()
}

/// How many bytes at the beginning are of such characters.
fn run(text: &str, is_wanted: impl Fn(char) -> bool) -> usize {
    text.find(|character| !is_wanted(character))
        .unwrap_or(text.len())
}

/// The length of a text in quotes, which stand twice inside it.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character == quote {
            match characters.peek() {
                Some((_, next)) if *next == quote => drop(characters.next()),
                _ => return at + 1,
            }
        }
    }
    text.len()
}

/// The line and column, from 1 and in characters, of a place in a text.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    (line, before[start..].chars().count() + 1)
}

/// Where a second statement begins, if there is one.
pub fn second_statement(sql: &str) -> Option<usize> {
    let tokens = tokens(sql);
    let end = tokens
        .iter()
        .position(|token| token.word == Word::Mark(';'))?;
    tokens[end..]
        .iter()
        .find(|token| token.word != Word::Mark(';'))
        .map(|token| token.at)
}

/// Whether the rows of a question come in an order: whether its last words order the whole of it.
pub fn is_ordered(sql: &str) -> bool {
    let mut depth = 0_i32;
    let mut is_ordered = false;
    let mut before = "";
    for token in tokens(sql) {
        match token.word {
            Word::Mark('(') => depth += 1,
            Word::Mark(')') => depth -= 1,
            Word::Plain(word) if depth == 0 => {
                if before.eq_ignore_ascii_case("ORDER") && word.eq_ignore_ascii_case("BY") {
                    is_ordered = true;
                }
                if word.eq_ignore_ascii_case("SELECT") {
                    is_ordered = false;
                }
                before = word;
                continue;
            }
            _ => {}
        }
        before = "";
    }
    is_ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(sql: &str) -> Vec<&str> {
        let words = tokens(sql).into_iter();
        words
            .filter_map(|token| match token.word {
                Word::Parameter(name) => Some(name),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn parameters_are_found_outside_texts_names_and_comments() {
        let sql =
            "SELECT ':a', \":b\", [:c], `:d` -- :e\n/* :f */, :g || '''' || ':h', x::y, ?1, @z";
        assert_eq!(parameters(sql), [":g", ":y", "?1", "@z"]);
        assert_eq!(parameters("SELECT 'open :a"), [""; 0]);
    }

    #[test]
    fn a_second_statement_is_found_and_a_comment_is_none() {
        for sql in [
            "SELECT 1",
            "SELECT 1;",
            "SELECT 1; -- done\n;",
            "SELECT ';'",
            "-- a;b\nSELECT 1 /* ; x */",
        ] {
            assert_eq!(second_statement(sql), None, "{sql}");
        }
        assert_eq!(second_statement("SELECT 1; DROP TABLE x"), Some(10));
    }

    #[test]
    fn only_the_order_of_the_whole_counts() {
        assert!(is_ordered("SELECT a FROM b ORDER BY a"));
        assert!(is_ordered(
            "WITH x AS (SELECT 1) SELECT * FROM x UNION SELECT 2 order  by 1 LIMIT 3"
        ));
        assert!(!is_ordered("SELECT a FROM (SELECT a FROM b ORDER BY a)"));
        assert!(!is_ordered("SELECT 'ORDER BY'"));
        assert!(!is_ordered("SELECT row_number() OVER (ORDER BY a) FROM b"));
        assert!(!is_ordered("SELECT a -- ORDER BY a"));
    }

    #[test]
    fn places_are_in_lines_and_characters() {
        assert_eq!(line_and_column("Tŷ\nab", 4), (2, 1));
        assert_eq!(line_and_column("Tŷ x", 4), (1, 4));
    }
}
