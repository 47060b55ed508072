//! Documents that the register points to.

use super::record::{catalogue_record, record, words};
use super::{Date, DocumentId, PartyId, Recorded};

catalogue_record! {
    /// A contract, agreement, assessment, policy, notice, record or link.
    pub struct Document: super::DocumentId {
        kind: Recorded<DocumentKind> = "what kind of document it is",
        link: Recorded<String> = "where it is found",
        dated: Recorded<Date> = "the day it was made or signed",
        expires: Recorded<Date> = "the last day it is good for",
        parties: Recorded<Vec<PartyId>> = "who it is between",
        signed: Recorded<Vec<Signature>> = "who signed it, and when",
        under: Recorded<DocumentId> = "the framework or agreement above it, under which it is made",
        review: Recorded<Date> = "the day by which it is to be reviewed",
        covers: Recorded<Vec<NoticeElement>> = "what a notice tells people (Articles 13 and 14)",
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

record! {
    /// That one party signed a document.
    pub struct Signature {
        party: PartyId as required "who signed",
        date: Recorded<Date> = "the day it signed",
    }
}

words! {
    /// What a notice tells people: an element of Articles 13 and 14.
    pub enum NoticeElement {
        Controller = "controller", "who the controller is (Articles 13(1)(a) and 14(1)(a))",
        Dpo = "dpo", "how to reach the data protection officer (Articles 13(1)(b) and 14(1)(b))",
        Purposes = "purposes", "what data is used for (Articles 13(1)(c) and 14(1)(c))",
        Basis = "basis", "the lawful basis (Articles 13(1)(c) and 14(1)(c))",
        Interests = "interests", "the legitimate interests pursued (Articles 13(1)(d) and 14(2)(b))",
        Data = "data", "the categories of data that come from others (Article 14(1)(d))",
        Recipients = "recipients", "who receives data (Articles 13(1)(e) and 14(1)(e))",
        Transfers = "transfers", "what leaves the UK, and what protects it (Articles 13(1)(f) and 14(1)(f))",
        Retention = "retention", "how long data is kept (Articles 13(2)(a) and 14(2)(a))",
        Rights = "rights", "the rights that people have (Articles 13(2)(b) and 14(2)(c))",
        Withdrawal = "withdrawal", "that consent can be withdrawn (Articles 13(2)(c) and 14(2)(d))",
        Complaint = "complaint", "that people can complain to the controller (Articles 13(2)(ca) and 14(2)(da))",
        Regulator = "regulator", "that people can complain to the regulator (Articles 13(2)(d) and 14(2)(e))",
        IfNotProvided = "if-not-provided", "what happens if data is not given (Article 13(2)(e))",
        Sources = "sources", "where data from others comes from (Article 14(2)(f))",
        Decisions = "decisions", "automated decisions (Articles 13(2)(f) and 14(2)(g))",
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
