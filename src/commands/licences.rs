//! `ropa --licences`: what the program is made of, and under which licences.

use std::io;

use flate2::read::GzDecoder;

use crate::error::Error;
use crate::ui::Ui;

/// Every licence and notice, written by `.ci/notices`.
const NOTICES: &[u8] = include_bytes!("../../licences/NOTICES.txt.gz");

pub(super) fn show(ui: &mut Ui) -> Result<(), Error> {
    let mut notices = GzDecoder::new(NOTICES);
    ui.data_by(|out| io::copy(&mut notices, out).map(drop))
        .map_err(Error::Output)
}
