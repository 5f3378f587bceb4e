use jiff::Timestamp;

/// One entry of a feed or of a mailed invitation. The same entry always gives the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What calendar programs know the entry by; it stays the same over every change.
    pub uid: String,
    /// Starts at 0 and grows with every change.
    pub sequence: u32,
    /// When the entry became what it says now.
    pub stamp: Timestamp,
    /// When it starts, in the years 0 to 9999; parts of a second are left out.
    pub starts: Timestamp,
    /// When it ends; the end does not belong to it.
    pub ends: Timestamp,
    /// How sure it is.
    pub status: Status,
    /// Its title, which every shared calendar shows: neutral, as "Protected teaching" (programme G10).
    pub summary: String,
    /// Where it takes place.
    pub location: Option<String>,
    /// What is said about it.
    pub description: Option<String>,
    /// Who invites. A calendar program takes an invitation only with one.
    pub organiser: Option<Organiser>,
    /// The e-mail address of the one person invited. Written in invitations only: a feed names nobody.
    pub attendee: Option<String>,
}

/// Who invites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    /// The name shown.
    pub name: String,
    /// The e-mail address.
    pub address: String,
}

/// How sure an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Asked for, not agreed.
    Tentative,
    /// Agreed.
    Confirmed,
    /// Called off; stays in a feed so that programs take it out.
    Cancelled,
}

/// What a calendar program is to do with the entries (RFC 5546).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show them: a feed or a file to import.
    Publish,
    /// Take them in or change them: a mailed invitation.
    Request,
    /// Take them out: a mailed cancellation. Every entry counts as cancelled, whatever its status says.
    Cancel,
}
