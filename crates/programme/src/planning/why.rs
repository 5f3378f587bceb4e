//! Why a published plan is changed (programme M1).

use crate::words::words;

words! {
    /// Why a published plan is changed.
    Why accepts "rota_change, refusal, leaver, facilitator, room, other" {
        /// A rota is another one now.
        RotaChange = "rota_change",
        /// A hospital cannot let somebody go.
        Refusal = "refusal",
        /// Somebody has left, or joined.
        Leaver = "leaver",
        /// A facilitator cannot come as planned.
        Facilitator = "facilitator",
        /// A room is not free as planned.
        Room = "room",
        /// Something else.
        Other = "other",
    }
}

impl Why {
    /// What a form and a list call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::RotaChange => "A rota has changed",
            Self::Refusal => "A hospital has refused a release",
            Self::Leaver => "Somebody has left or joined",
            Self::Facilitator => "A facilitator cannot come as planned",
            Self::Room => "A room is not free as planned",
            Self::Other => "Something else",
        }
    }
}
