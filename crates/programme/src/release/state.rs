//! Where a release stands, and the words for it.

use crate::words::words;

words! {
    /// Where a release stands (programme 7.1).
    State accepts "draft, requested, alternative_offered, escalated, approved, approved_with_cover, refused, locked, withdrawn_safety, withdrawn_rule, cancelled, taken, not_taken" {
        /// Not sent yet.
        Draft = "draft",
        /// Sent to the site.
        Requested = "requested",
        /// The site offers other hours or another person.
        AlternativeOffered = "alternative_offered",
        /// Passed on to the tutor or director.
        Escalated = "escalated",
        /// Agreed.
        Approved = "approved",
        /// Agreed, and somebody covers.
        ApprovedWithCover = "approved_with_cover",
        /// Not agreed.
        Refused = "refused",
        /// Agreed and fixed.
        Locked = "locked",
        /// Taken back by the site for safety.
        WithdrawnSafety = "withdrawn_safety",
        /// Taken back by Enid because a rule says no.
        WithdrawnRule = "withdrawn_rule",
        /// Called off.
        Cancelled = "cancelled",
        /// The doctor came.
        Taken = "taken",
        /// The doctor did not come.
        NotTaken = "not_taken",
    }
}

words! {
    /// Why a site cannot let somebody go (programme 7.1, RE7).
    RefusalCode accepts "staffing, rest, exam_or_leave, not_ours, other" {
        /// Too few would stay.
        Staffing = "staffing",
        /// The doctor's rest.
        Rest = "rest",
        /// An examination or leave.
        ExamOrLeave = "exam_or_leave",
        /// The doctor does not work there.
        NotOurs = "not_ours",
        /// Anything else; nobody asks what.
        Other = "other",
    }
}

impl State {
    /// Whether the site has agreed.
    pub fn is_agreed(self) -> bool {
        matches!(
            self,
            Self::Approved | Self::ApprovedWithCover | Self::Locked
        )
    }

    /// Whether an answer is awaited: of the site, its tutor or director, or of the organiser to an offer.
    pub fn awaits_answer(self) -> bool {
        matches!(
            self,
            Self::Requested | Self::AlternativeOffered | Self::Escalated
        )
    }

    /// Whether it can still come about.
    pub fn is_open(self) -> bool {
        self == Self::Draft || self.awaits_answer() || self.is_agreed()
    }

    /// Whether a hospital or a register had the last word, and it holds for the session.
    pub fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::WithdrawnSafety | Self::Taken | Self::NotTaken
        )
    }

    /// The kind and the icon of its mark.
    pub(crate) fn mark(self) -> (&'static str, &'static str) {
        match self {
            Self::Draft => ("unknown", "note"),
            Self::Requested | Self::AlternativeOffered | Self::Escalated => ("wait", "clock"),
            Self::Approved | Self::ApprovedWithCover | Self::Taken => ("ok", "check"),
            Self::Locked => ("ok", "lock"),
            Self::Refused | Self::NotTaken => ("no", "cross"),
            Self::WithdrawnSafety => ("no", "stop"),
            Self::WithdrawnRule => ("unknown", "undo"),
            Self::Cancelled => ("unknown", "cross"),
        }
    }
}

impl std::fmt::Display for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Draft => "Draft",
            Self::Requested => "Asked",
            Self::AlternativeOffered => "Other date offered",
            Self::Escalated => "Passed on",
            Self::Approved => "Approved",
            Self::ApprovedWithCover => "Approved with cover",
            Self::Refused => "Refused",
            Self::Locked => "Locked",
            Self::WithdrawnSafety => "Withdrawn for safety",
            Self::WithdrawnRule => "Taken back by Enid (a rule)",
            Self::Cancelled => "Cancelled",
            Self::Taken => "Taken",
            Self::NotTaken => "Not taken",
        })
    }
}

impl RefusalCode {
    /// As pages say it.
    pub fn sentence_part(self) -> &'static str {
        match self {
            Self::Staffing => "staffing",
            Self::Rest => "rest",
            Self::ExamOrLeave => "examination or leave",
            Self::NotOurs => "not our doctor",
            Self::Other => "another reason",
        }
    }

    /// As a choice on a form.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Staffing => "Staffing",
            Self::Rest => "Rest",
            Self::ExamOrLeave => "Examination or leave",
            Self::NotOurs => "Not our doctor",
            Self::Other => "Other",
        }
    }
}
