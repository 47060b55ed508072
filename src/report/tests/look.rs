//! Look.
#[test]
#[ignore]
fn look() {
    for format in crate::report::FORMATS {
        let bytes = super::specimen::written(
            format,
            &mut super::specimen::document(&super::specimen::hostile()),
        );
        std::fs::write(format!("/tmp/look/hostile.{}", format.endings[0]), bytes).unwrap();
    }
}
