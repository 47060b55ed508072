//! Documents that the register points to.

use super::record::{catalogue_record, words};
use super::{Date, PartyId, Recorded};

catalogue_record! {
    /// A contract, agreement, assessment, policy, notice, record or link.
    pub struct Document {
        kind: Recorded<DocumentKind> = "what kind of document it is",
        link: Recorded<String> = "where it is found",
        dated: Recorded<Date> = "the day it was made or signed",
        expires: Recorded<Date> = "the last day it is good for",
        parties: Recorded<Vec<PartyId>> = "who it is between",
    }
}

words! {
    /// What kind of document it is.
    pub enum DocumentKind {
        Contract = "contract", "a contract with a processor (Article 28(3))",
        SharingAgreement = "sharing-agreement", "a data sharing agreement",
        JointControllerArrangement = "joint-controller-arrangement", "an arrangement between joint controllers (Article 26)",
        Dpia = "dpia", "a data protection impact assessment (Article 35)",
        Lia = "lia", "a legitimate interests assessment",
        AppropriatePolicyDocument = "appropriate-policy-document", "an appropriate policy document (DPA 2018 Schedule 1 paragraph 39)",
        Notice = "notice", "a privacy notice (Articles 13 and 14)",
        /// A test of the protection of data transferred abroad (Article 46(6)).
        TransferTest = "transfer-test", "a test of how data sent outside the UK is protected (Article 46(6))",
        ConsentRecord = "consent-record", "a record of consent",
        BreachRecord = "breach-record", "a record of a personal data breach (Article 33(5))",
        Policy = "policy", "a retention schedule or other policy",
        Link = "link", "a related link",
    }
}

impl DocumentKind {
    /// Whether documents of this kind govern what parties do with each other's data.
    pub fn is_agreement(self) -> bool {
        matches!(
            self,
            Self::Contract | Self::SharingAgreement | Self::JointControllerArrangement
        )
    }
}
