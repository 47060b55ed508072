//! Keys that are no fields: what they were meant to be, and where they belong.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::Finding;
use crate::model::{ALIKE, Field, Fields, Kind, Shape, fold, nearest, one_of};

use super::check::{Checker, Level};

impl Checker<'_> {
    /// Says that a table has no such field, and which one its value fits.
    pub(super) fn unknown_key(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        table: &DeTable<'_>,
        level: Level,
    ) -> Finding {
        let finding = Finding::error(
            "TEXT-unknown-key",
            format!("{} has no field `{key}`", level.name(self.record.kind)),
        );
        finding.hint(self.meant_key(key, value, table, level))
    }

    fn meant_key(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        table: &DeTable<'_>,
        level: Level,
    ) -> String {
        let fields = || level.fields.iter().copied().flatten();
        let is_free = |field: &&Field| !table.contains_key(field.name);
        let near = nearest(key, fields().map(|field| field.name), ALIKE);
        let words = near.into_iter().chain(other_words(key).iter().copied());
        let mut meant: Vec<&Field> = Vec::new();
        for word in words {
            let field = fields().find(|field| field.name == word);
            meant.extend(field.filter(|field| meant.iter().all(|known| known.name != field.name)));
        }
        // What a figure says is better kept as one, where a field takes it so.
        let is_figure =
            |field: &Field| matches!(field.shape, Shape::Period | Shape::Date | Shape::Count);
        meant.sort_by_key(|field| !is_figure(field));
        let fits: Vec<&str> = meant
            .iter()
            .filter(|field| is_free(field) && self.accepts(field, value))
            .map(|field| field.name)
            .collect();
        if !fits.is_empty() {
            let figure = meant
                .iter()
                .filter(|field| is_free(field) && is_figure(field));
            let line = figure.filter(|field| !fits.contains(&field.name));
            return match line.filter_map(|field| self.as_line(field, value)).next() {
                Some(line) => format!("{line}, or did you mean {}?", one_of(fits)),
                None => format!("did you mean {}?", one_of(fits)),
            };
        }
        if let Some(home) = self.home(key, value, level) {
            return home;
        }
        let free = meant.iter().filter(|field| is_free(field));
        if let Some(line) = free.filter_map(|field| self.as_line(field, value)).next() {
            return line;
        }
        if let Some(there) = meant.iter().find(|field| !is_free(field)) {
            return format!("leave it out: `{}` is there already", there.name);
        }
        let free = fields().filter(is_free).map(|field| field.name);
        format!("it may have {}", one_of(free))
    }

    /// The line that says the same in another field.
    fn as_line(&self, field: &Field, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let values = self.fitting(field, field.shape, value.get_ref(), &value.span());
        (!values.is_empty()).then(|| Self::write(field, &values))
    }

    /// Where a key belongs that is a field of another level of the same record.
    fn home(&self, key: &str, value: &Spanned<DeValue<'_>>, level: Level) -> Option<String> {
        let kind = self.record.kind;
        let own = || kind.fields().iter().copied().flatten();
        let above = own().find(|field| field.name == key);
        if level.field.is_some() && above.is_some_and(|field| self.accepts(field, value)) {
            let place = match kind {
                Kind::Activity => "the activity itself, above its first `[table]`",
                _ => "the record itself, above its first `[[table]]`",
            };
            return Some(format!("`{key}` belongs to {place}"));
        }
        let path = match kind {
            Kind::Activity => String::new(),
            Kind::Settings => "settings.".to_owned(),
            _ => format!("{}.", self.record.id),
        };
        let homes = |key: &str| {
            let mut homes = Vec::new();
            self.homes_of(key, value, kind.fields(), &path, &mut homes);
            homes
        };
        let own = homes(key);
        if !own.is_empty() {
            let own = one_of(own.iter().map(String::as_str));
            return Some(format!("`{key}` belongs in {own}"));
        }
        // What people call it, where that can be one thing only.
        other_words(key)
            .iter()
            .find_map(|word| match homes(word).as_slice() {
                [home] => Some(format!("did you mean `{word}`, which belongs in `{home}`?")),
                _ => None,
            })
    }

    fn homes_of(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
        fields: Fields,
        path: &str,
        homes: &mut Vec<String>,
    ) {
        for field in fields.iter().copied().flatten() {
            let (inner, shown) = match field.shape {
                Shape::Table(inner) => (inner, format!("[{path}{}]", field.name)),
                Shape::Tables(inner) => (inner, format!("[[{path}{}]]", field.name)),
                _ => continue,
            };
            let mut names = inner.iter().copied().flatten();
            if names.any(|field| field.name == key && self.accepts(field, value)) {
                homes.push(shown);
            }
            let path = format!("{path}{}.", field.name);
            self.homes_of(key, value, inner, &path, homes);
        }
    }
}

/// Words that people use for fields, beyond what is merely misspelt; the likeliest first.
pub fn other_words(key: &str) -> &'static [&'static str] {
    match key {
        "title" | "called" => &["name"],
        "notes" | "comment" | "comments" | "remark" | "remarks" => &["note"],
        "also" | "also_known_as" | "synonyms" | "alias" => &["aliases"],
        "subjects" | "data_subjects" | "who" | "individuals" => &["people"],
        "security" => &["measures"],
        "legal_basis" | "lawful_basis" => &["basis"],
        "service" | "department" | "team" | "directorate" => &["function", "owner"],
        "sub_processor" | "subprocessors" | "subprocessor" => &["sub_processors"],
        "url" | "website" => &["web", "link"],
        "supplier" | "provider" | "vendor" | "processor" => &["operator", "party", "as"],
        "signed" | "date" => &["dated", "on"],
        "text" | "words" | "description" | "what" | "details" => {
            &["text", "what", "description", "words", "criteria", "period"]
        }
        "retention" | "how_long" | "duration" | "kept" => &["period", "criteria"],
        "data" | "categories" | "category" => &["carries", "data"],
        "recipient" | "receiver" | "who_gets_it" => &["to"],
        "source" | "sender" => &["from"],
        "system" | "where" => &["in", "through"],
        "start" | "starts" | "since" => &["begins"],
        "end" | "until" | "stops" => &["ends"],
        "role" | "acts_as" | "capacity" => &["as"],
        "contract" => &["agreement"],
        "limit" | "in_limit" | "certified" => &["within_limit"],
        _ => &[],
    }
}

/// The longest of some words with which what was written ends, as `processing contract` does with `contract`: what stands
/// before it only says which. Where that denies it, none is meant.
pub(super) fn word_at_end<'w>(
    text: &str,
    words: impl IntoIterator<Item = &'w str>,
) -> Option<&'w str> {
    const DENY: [&str; 6] = ["former", "formerly", "never", "no", "non", "not"];
    let spaced = |text: &str| format!(" {}", fold(text).replace('-', " "));
    let written = spaced(text);
    let is_denied = written.split(' ').any(|word| DENY.contains(&word));
    let within = words
        .into_iter()
        .filter(|word| !is_denied && written.ends_with(&spaced(word)));
    within.max_by_key(|word| word.len())
}

/// The words of ours that people call otherwise; a field has one of them.
pub(super) fn words_called(text: &str) -> &'static [&'static str] {
    match &*fold(text) {
        "council" | "local authority" | "public body" | "nhs" | "school" => &["public-authority"],
        "police" => &["public-authority", "law-enforcement"],
        "company" | "business" | "firm" | "supplier" | "charity" => &["organisation"],
        "individual" => &["person"],
        "live" | "current" => &["active"],
        "in use" | "implemented" | "yes" => &["active", "in-place"],
        "ongoing" | "underway" | "under way" | "started" => &["active", "in-progress"],
        "not active" | "no longer active" | "closed" | "archived" | "ended" | "ceased"
        | "stopped" | "inactive" => &["retired"],
        "pending" | "proposed" | "not yet" => &["draft", "planned", "not-started"],
        "removed" => &["withdrawn"],
        "done" | "finished" | "completed" => &["complete", "in-place"],
        "destroy" | "erase" | "shred" | "dispose" | "disposal" => &["delete"],
        "permanent preservation" | "preserve" => &["archive"],
        "dpa" | "processing agreement" | "data processing agreement" => &["contract"],
        "dsa" | "isa" | "mou" | "information sharing agreement" | "protocol" => {
            &["sharing-agreement"]
        }
        "privacy notice" | "privacy policy" | "fair processing notice" => &["notice"],
        "impact assessment" | "data protection impact assessment" => &["dpia"],
        "legitimate interests assessment" | "legitimate interest assessment" => &["lia"],
        "tra" | "transfer risk assessment" => &["transfer-test"],
        "apd" | "appropriate policy" => &["appropriate-policy-document"],
        "gdpr" | "uk gdpr" => &["general"],
        "part 3" | "part 3 dpa" => &["law-enforcement"],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::word_at_end;

    #[test]
    fn a_word_at_the_end_is_meant_and_the_longest_first() {
        let words = [
            "contract",
            "sharing-agreement",
            "policy",
            "agreement",
            "public",
            "active",
        ];
        for (written, meant) in [
            ("processing-contract", Some("contract")),
            ("Data sharing agreement", Some("sharing-agreement")),
            ("contracts", None),
            ("policyholder", None),
            ("public company", None),
            ("no longer active", None),
        ] {
            assert_eq!(word_at_end(written, words), meant, "{written}");
        }
    }
}
