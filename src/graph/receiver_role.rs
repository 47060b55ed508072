//! The roles in which a party can receive data.

use serde::{Deserialize, Serialize};

use crate::model::listed;

listed! {
    /// In which role a party receives data.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    pub enum ReceiverRole {
        /// It gets data as a recipient (Article 4(1)(9)).
        Recipient: "recipient";
        /// It decides with the controller (Article 26).
        JointController: "joint-controller";
        /// It acts for the controller (Article 28).
        Processor: "processor";
        /// A processor engages it (Article 28(2) and (4)).
        SubProcessor: "sub-processor";
        /// It is one legal person with the controller.
        Internal: "internal";
    }
    /// The role's word.
    word = 0;
}

impl ReceiverRole {
    /// Whether a party in this role acts for another (Article 28).
    pub fn is_processor(self) -> bool {
        matches!(self, Self::Processor | Self::SubProcessor)
    }
}
