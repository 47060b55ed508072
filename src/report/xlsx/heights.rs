//! How tall a row is by the texts in it.

/// The tallest that Excel lets a row be, in points.
const TALLEST: f64 = 409.0;

/// How tall a row of texts of some widths is, in points. It is said in the file, since not every
/// program works it out.
pub(super) fn height<'t>(texts: impl Iterator<Item = (&'t str, u16)>) -> f64 {
    const LINE: f64 = 12.0;
    let n_lines = texts
        .map(|(text, width)| n_lines(text, usize::from(width)))
        .max()
        .unwrap_or(1);
    let n_lines = f64::from(u32::try_from(n_lines).unwrap_or(u32::MAX));
    (n_lines * LINE + 3.0).min(TALLEST)
}

/// About how many lines a text has in a column.
fn n_lines(text: &str, width: usize) -> usize {
    // The letters of the text are narrower than those by which Excel counts.
    let width = (width + width / 4).max(1);
    text.split('\n')
        .map(|line| {
            let mut n_lines = 1;
            let mut used = 0;
            for word in line.split(' ') {
                let length = word.chars().count();
                if used > 0 && used + 1 + length > width {
                    n_lines += 1;
                    used = 0;
                } else if used > 0 {
                    used += 1;
                }
                used += length;
                n_lines += used / (width + 1);
                used %= width + 1;
            }
            n_lines
        })
        .sum()
}
