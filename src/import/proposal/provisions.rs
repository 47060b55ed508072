//! On which basis and under which condition data is used.

use serde_json::{Map, Value, json};

use crate::model::{Kind, Reference};

use super::super::ImportError;
use super::super::notice::{Provision, Statement};
use super::entry::{Entry, Took};
use super::{Outcome, items, push, same};

impl Entry<'_, '_> {
    pub(super) fn condition(&mut self, provision: &Provision, statement: &Statement) -> Took {
        if self.is_published("condition", "published", &provision.published)? {
            return Ok(Outcome::Known);
        }
        let mut special = Vec::new();
        for (id, is_special) in self.data.clone() {
            let class = self
                .names
                .field(&Reference::new(Kind::Data, id.clone()), "class")?;
            let is_offence = class
                .as_ref()
                .is_some_and(|class| class == "criminal-offence");
            if is_special && !is_offence {
                special.push(id);
            }
        }
        let mut condition = Map::new();
        if !special.is_empty() {
            condition.insert("data".to_owned(), json!(special));
        }
        condition.insert("published".to_owned(), provision.published.clone().into());
        self.read(&mut condition, "article_9", provision, statement);
        condition.insert("evidence".to_owned(), statement.words.clone().into());
        push(self.document()?, "condition", Value::Object(condition));
        Ok(Outcome::New(format!("condition: {}", provision.published)))
    }

    /// Puts the code of a provision beside its words, where they mean one.
    pub(super) fn read(
        &mut self,
        into: &mut Map<String, Value>,
        field: &str,
        provision: &Provision,
        statement: &Statement,
    ) {
        if let [code] = provision.codes[..] {
            into.insert(field.to_owned(), code.into());
            let whose = if provision.is_named {
                "published"
            } else {
                "ours"
            };
            into.insert("read_as".to_owned(), whose.into());
        } else {
            let question = if provision.codes.is_empty() {
                "which provision this is the words do not say"
            } else {
                "the words name several provisions: which is meant for what has to be recorded"
            };
            let choices = provision.codes.iter().map(|code| (*code).to_owned());
            self.ask(statement, question, choices.collect());
        }
    }

    /// Whether an item of a list was published in these words.
    pub(super) fn is_published(
        &mut self,
        list: &str,
        field: &str,
        words: &str,
    ) -> Result<bool, ImportError> {
        let document = self.document()?;
        let is_it = |one: &Value| {
            let said = one.get(field).and_then(Value::as_str);
            said.is_some_and(|said| same(said, words))
        };
        Ok(items(document, list).iter().any(is_it))
    }

    /// One basis is that of all purposes that have none; which of several is whose the notice does not say.
    pub(super) fn apply_bases(&mut self) -> Result<(), ImportError> {
        let bases = std::mem::take(&mut self.bases);
        let [(provision, statement)] = &bases[..] else {
            for (_, statement) in &bases {
                if self.evidence("purpose", statement)? {
                    continue;
                }
                self.ask(
                    statement,
                    "which purpose rests on this basis the notice does not say",
                    Vec::new(),
                );
            }
            return Ok(());
        };
        if self.is_published("purpose", "basis_published", &provision.published)? {
            return Ok(());
        }
        let mut fields = Map::new();
        fields.insert(
            "basis_published".to_owned(),
            provision.published.clone().into(),
        );
        self.read(&mut fields, "basis", provision, statement);
        let document = self.document()?;
        let mut n_purposes = 0;
        if let Some(Value::Array(purposes)) = document.get_mut("purpose") {
            for purpose in purposes.iter_mut().filter_map(Value::as_object_mut) {
                if !purpose.contains_key("basis_published") && !purpose.contains_key("basis") {
                    purpose.extend(fields.clone());
                    n_purposes += 1;
                }
            }
        }
        if n_purposes > 0 {
            self.evidence("purpose", statement)?;
        }
        Ok(())
    }
}
