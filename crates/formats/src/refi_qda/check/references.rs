//! Which attributes refer to something, and to what.

use super::super::names::{Attribute as A, Element as E};
use super::super::registry::{Kind, Wanted};

type Reference = (A, Wanted);

const USERS: &[Reference] = &[
    (A::CreatingUser, Wanted::Kind(Kind::User)),
    (A::ModifyingUser, Wanted::Kind(Kind::User)),
];

/// The attributes of an element that refer, each with what it may lead to.
pub(super) fn references(element: E) -> &'static [Reference] {
    match element {
        E::Project => &[
            (A::CreatingUserGuid, Wanted::Kind(Kind::User)),
            (A::ModifyingUserGuid, Wanted::Kind(Kind::User)),
        ],
        E::CodeRef => &[(A::TargetGuid, Wanted::CodeOrCase)],
        E::VariableRef => &[(A::TargetGuid, Wanted::Kind(Kind::Variable))],
        E::SourceRef | E::MemberSource => &[(A::TargetGuid, Wanted::Kind(Kind::Source))],
        E::SelectionRef => &[(A::TargetGuid, Wanted::Kind(Kind::Selection))],
        E::NoteRef | E::MemberNote => &[(A::TargetGuid, Wanted::Kind(Kind::Note))],
        E::MemberCode => &[
            (A::TargetGuid, Wanted::Kind(Kind::Code)),
            (A::Guid, Wanted::Kind(Kind::Code)),
        ],
        E::Link => &[
            (A::OriginGuid, Wanted::Anything),
            (A::TargetGuid, Wanted::Anything),
        ],
        E::Vertex => &[(A::RepresentedGuid, Wanted::Anything)],
        E::Edge => &[
            (A::RepresentedGuid, Wanted::Anything),
            (A::SourceVertex, Wanted::Kind(Kind::Vertex)),
            (A::TargetVertex, Wanted::Kind(Kind::Vertex)),
        ],
        E::TranscriptSelection => &[
            (A::FromSyncPoint, Wanted::Kind(Kind::SyncPoint)),
            (A::ToSyncPoint, Wanted::Kind(Kind::SyncPoint)),
            (A::CreatingUser, Wanted::Kind(Kind::User)),
            (A::ModifyingUser, Wanted::Kind(Kind::User)),
        ],
        _ => USERS,
    }
}
