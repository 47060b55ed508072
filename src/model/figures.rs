//! Numbers that are written in words.

/// Numbers up to nineteen, each in the place of its value.
const UNITS: &str = "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|\
     fifteen|sixteen|seventeen|eighteen|nineteen";

/// Tens, from twenty.
const TENS: &str = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety";

/// A text in lower case with its numbers in figures: `25 years` of "Twenty-five years", `1 year` of "a year".
pub(super) fn in_figures(text: &str) -> String {
    let text = text.to_lowercase();
    let mut words: Vec<String> = Vec::new();
    // Of the number that the words before make, and whether another unit may follow.
    let mut before: Option<(usize, bool)> = None;
    for word in text.split_whitespace().flat_map(joined) {
        let (value, is_tens) = match (before, value(word)) {
            // "Seventy five" is a sum, and "one hundred" is not.
            (Some((tens, true)), Some((units @ 1..10, _))) => (tens + units, false),
            (Some((1, _)), Some((100, _))) => (100, false),
            (None, Some(number)) => number,
            _ => {
                words.extend(before.take().map(|(number, _)| number.to_string()));
                let Some(number) = value(word) else {
                    words.push(word.to_owned());
                    continue;
                };
                number
            }
        };
        before = Some((value, is_tens));
    }
    words.extend(before.map(|(number, _)| number.to_string()));
    words.join(" ")
}

/// The words that a hyphen joins, as in "twenty-five"; what else has one is a word of its own.
fn joined(word: &str) -> impl Iterator<Item = &str> {
    let is_joined = word
        .split('-')
        .all(|part| part.chars().all(char::is_alphabetic) && !part.is_empty());
    word.split(move |sign| is_joined && sign == '-')
}

/// The value of a word for a number, and whether it is one of tens that a unit may follow.
fn value(word: &str) -> Option<(usize, bool)> {
    let place = |words: &str| words.split('|').position(|one| one == word);
    match word {
        "a" | "an" => Some((1, false)),
        "hundred" => Some((100, false)),
        _ => place(UNITS)
            .map(|units| (units, false))
            .or_else(|| Some(((place(TENS)? + 2) * 10, true))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_where_they_are_words() {
        for (text, figures) in [
            ("Twenty-five years", "25 years"),
            ("a year", "1 year"),
            ("one hundred years", "100 years"),
            ("a hundred years", "100 years"),
            ("seventy years", "70 years"),
            ("two years six months", "2 years 6 months"),
            ("two three years", "2 3 years"),
            ("-2 years", "-2 years"),
            ("6-12 months", "6-12 months"),
            ("until it is over", "until it is over"),
        ] {
            assert_eq!(in_figures(text), figures, "{text}");
        }
    }
}
