//! The lawful bases on which a step rests.

use serde::Serialize;

use crate::model::{Activity, Flow, LawCode, ReadAs, Recorded};

use super::serving::purposes_served;

/// A lawful basis, as published and as coded, and the purposes that rest on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The basis in the words published.
    pub published: Recorded<String>,
    /// The basis as a code of Article 6(1), or for law enforcement of section 35(2).
    pub code: Recorded<LawCode>,
    /// Whose reading the code is.
    pub read_as: Option<ReadAs>,
    /// The purposes that rest on it.
    pub purposes: Vec<String>,
    /// Whether it is one under Part 3 of the Data Protection Act 2018, and not under the UK GDPR.
    #[serde(skip)]
    pub is_part_3: bool,
}

impl Basis {
    /// Whether a basis is recorded, as published or as coded.
    pub fn is_recorded(&self) -> bool {
        self.published.value().is_some() || self.code.value().is_some()
    }
}

/// The bases of the purposes that flows serve, or of all purposes of their activity where they name none.
pub(super) fn bases(activity: &Activity, flows: &[&Flow]) -> Vec<Basis> {
    let mut bases: Vec<Basis> = Vec::new();
    for purpose in purposes_served(activity, flows) {
        let same = |basis: &&mut Basis| {
            (&basis.published, &basis.code, basis.read_as)
                == (&purpose.basis_published, &purpose.basis, purpose.read_as)
        };
        match bases.iter_mut().find(same) {
            Some(basis) => basis.purposes.push(purpose.text.clone()),
            None => bases.push(Basis {
                published: purpose.basis_published.clone(),
                code: purpose.basis.clone(),
                read_as: purpose.read_as,
                purposes: vec![purpose.text.clone()],
                is_part_3: activity.is_law_enforcement(),
            }),
        }
    }
    bases
}
