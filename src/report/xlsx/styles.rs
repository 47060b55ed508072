//! How the cells of a workbook look.

use rust_xlsxwriter::{Color, Format as Style, FormatAlign, FormatBorder};
/// The looks of cells, by what stands in them.
pub(super) struct Styles {
    pub(super) title: Style,
    pub(super) words: Style,
    pub(super) label: Style,
    pub(super) value: Style,
    pub(super) group: Style,
    pub(super) required: Style,
    pub(super) optional: Style,
    pub(super) provision: Style,
    pub(super) cell: Style,
    pub(super) faint: Style,
    pub(super) link: Style,
}

impl Styles {
    pub(super) fn new() -> Self {
        let plain = || Style::new().set_font_name("Arial").set_font_size(9);
        let cell = || {
            plain()
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(Color::RGB(0x00C0_C6CE))
        };
        let heading = || cell().set_bold().set_align(FormatAlign::VerticalCenter);
        Self {
            title: plain().set_font_size(16).set_bold(),
            words: plain().set_font_size(10),
            label: plain()
                .set_bold()
                .set_font_size(10)
                .set_align(FormatAlign::Top),
            value: plain()
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::Top),
            group: heading()
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(0x0031_3F55)),
            required: heading().set_background_color(Color::RGB(0x00D5_E8D4)),
            optional: heading().set_background_color(Color::RGB(0x00DA_E8FC)),
            provision: cell()
                .set_italic()
                .set_font_size(8)
                .set_background_color(Color::RGB(0x00F3_F4F6)),
            cell: cell(),
            faint: cell().set_italic().set_font_color(Color::RGB(0x006B_7280)),
            link: plain()
                .set_font_size(10)
                .set_font_color(Color::RGB(0x001D_4ED8))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
        }
    }
}
