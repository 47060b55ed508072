//! stub.
use super::{Holds, Layout, Side};
use crate::report::article30::{Asked, Progress};
use crate::report::document::Section;
use crate::report::proof::Tally;
use crate::store::Store;
pub(super) static LAYOUT: Layout = Layout {
    name: "full",
    about: "everything",
    title: "x",
    foreword: &[],
    sheet: "x",
    holds: Holds::Everything,
    role: Side::Any,
    public: &[],
};
pub(in crate::report) fn sections<'a>(
    _store: &'a Store,
    _asked: &'a Asked,
    _tally: &Tally,
    _progress: Progress<'a>,
) -> Vec<Section<'a>> {
    Vec::new()
}
