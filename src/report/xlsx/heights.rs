//! How tall a row is by the texts in it.

/// The tallest that Excel lets a row be, in points.
const TALLEST: f64 = 409.0;

/// How tall a row of texts of some widths is, in points. It is said in the file, since not every
/// program works it out.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, u16)>) -> f64 {
    const LINE: f64 = 12.0;
    let mut n_lines = 1;
    for (text, width) in texts {
        n_lines = n_lines.max(n_lines_of(text, usize::from(width)));
        if n_lines == MOST_LINES {
            break;
        }
    }
    let n_lines = f64::from(u32::try_from(n_lines).unwrap_or(u32::MAX));
    (n_lines * LINE + 3.0).min(TALLEST)
}

/// So many lines fill the tallest row: no more are counted.
const MOST_LINES: usize = 34;

/// About how many lines a text has in a column, as far as that makes a row taller.
fn n_lines_of(text: &str, width: usize) -> usize {
    // The letters of the text are narrower than those by which Excel counts.
    let width = (width + width / 4).max(1);
    let mut n_lines = 0;
    for line in text.split('\n') {
        n_lines += 1;
        let mut used = 0;
        for word in line.split(' ') {
            let length = match word.is_ascii() {
                true => word.len(),
                false => word.chars().count(),
            };
            if used > 0 && used + 1 + length > width {
                n_lines += 1;
                used = 0;
            } else if used > 0 {
                used += 1;
            }
            used += length;
            n_lines += used / (width + 1);
            used %= width + 1;
            if n_lines >= MOST_LINES {
                return MOST_LINES;
            }
        }
    }
    n_lines
}
