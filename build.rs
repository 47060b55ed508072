//! Writes the data files of the law as JSON. They are kept as TOML, which people read and comment, and which is ten times
//! the work to read: a short question spent a twentieth of its time on the list of countries. A file that is no TOML stops
//! the build.
//!
//! Writes the countries of ISO 3166 as text too: the library that knows them hands them over as one value of 44 KB, and its
//! look-ups are tables of addresses that every start of the program would make.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use celes::LookupTable as _;

/// Where the data files lie, one for each vocabulary.
const DATA: &str = "src/law/data";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DATA}");
    println!("cargo::rerun-if-changed=build.rs");
    let folder = env::var_os("OUT_DIR").ok_or("cargo names no folder to write to")?;
    for file in fs::read_dir(DATA)? {
        let file = file?.path();
        let said = |error: &dyn Error| format!("{}: {error}", file.display());
        let text = fs::read_to_string(&file).map_err(|error| said(&error))?;
        let data: toml::Table = toml::from_str(&text).map_err(|error| said(&error))?;
        let name = file.file_stem().ok_or("a data file has a name")?;
        let written = Path::new(&folder).join(name).with_extension("json");
        fs::write(written, serde_json::to_vec(&plain(data.into()))?)?;
    }
    fs::write(Path::new(&folder).join("countries.tsv"), countries())?;
    Ok(())
}

/// The countries by code, a line each: the code of two letters, of three, of digits, the name, and other names.
fn countries() -> String {
    let mut lines = celes::Country::get_countries().map(|country| {
        let aliases = country.aliases.iter();
        let mut values = vec![
            country.alpha2,
            country.alpha3,
            country.code,
            country.long_name,
        ];
        values.extend(aliases);
        values.join("\t") + "\n"
    });
    lines.sort_unstable();
    lines.concat()
}

/// A value as JSON has it: a day is the text that it is written as.
fn plain(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(is_so) => is_so.into(),
        toml::Value::Datetime(day) => day.to_string().into(),
        toml::Value::Array(values) => values.into_iter().map(plain).collect(),
        toml::Value::Table(fields) => {
            let fields = fields.into_iter();
            fields.map(|(key, value)| (key, plain(value))).collect()
        }
    }
}
