//! Folding names, so that one thing is found however it is written.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name without case, accents and punctuation, its words parted by single spaces.
///
/// `"Children’s  Social-Care"` and `"childrens social care"` fold alike. Apostrophes vanish;
/// all else that is not a letter or digit parts words.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        // Most names are, and are not decomposed.
        name.chars()
            .for_each(|character| put(&mut folded, character));
    } else {
        let decomposed = name.nfkd().filter(|it| !is_combining_mark(*it));
        decomposed.for_each(|character| put(&mut folded, character));
    }
    if folded.ends_with(' ') {
        folded.pop();
    }
    folded
}

fn put(folded: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        folded.push(character.to_ascii_lowercase());
    } else if character.is_alphanumeric() {
        folded.extend(character.to_lowercase());
    } else if !matches!(character, '\'' | '’' | '‘' | '`' | '.')
        && !folded.is_empty()
        && !folded.ends_with(' ')
    {
        folded.push(' ');
    }
}

/// The steps of a path such as a business function, from broad to narrow, each folded:
/// `Children and Families / Family Solutions`.
pub fn path_steps(path: &str) -> Vec<String> {
    let steps = path.split('/').map(|step| fold(step.trim()));
    steps.filter(|step| !step.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn case_accents_and_punctuation_are_folded() {
        assert_eq!(fold("  NHS–Number "), "nhs number");
        assert_eq!(fold("Tŷ Gobaith"), fold("TY GOBAITH"));
        assert_eq!(
            fold("Children’s Social-Care"),
            fold("childrens social care")
        );
        assert_eq!(fold("Servelec (Mosaic)"), "servelec mosaic");
        assert_eq!(fold("G.P.s"), "gps");
        assert_eq!(fold("…"), "");
    }
}
