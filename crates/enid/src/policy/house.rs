//! What no programme and no study is asked for: signing in, the installation, the program itself and its operator.

use platform::access::{Entry, Relation, Role, ScopeKind, Who};

use Relation::All;
use Role::{Administrator, Auditor};
use ScopeKind::Installation;

/// The lines.
pub(super) const HOUSE: &[Entry] = &[
    Entry {
        action: "static.read",
        means: "Get the stylesheet, the icons and the scripts",
        who: Who::Anyone,
    },
    Entry {
        action: "design.read",
        means: "See the parts of which pages are built, in the demo",
        who: Who::Anyone,
    },
    Entry {
        action: "sign-in.begin",
        means: "Sign in with a password or a link",
        who: Who::Anyone,
    },
    Entry {
        action: "sign-in.end",
        means: "Sign out",
        who: Who::SignedIn,
    },
    Entry {
        action: "home.read",
        means: "See the list of one's own programmes and studies",
        who: Who::SignedIn,
    },
    Entry {
        action: "help.read",
        means: "Read the help and how data are treated",
        who: Who::Anyone,
    },
    Entry {
        action: "state.read",
        means: "See versions, migrations and counts of the installation, without content",
        who: Who::Roles(Installation, &[(Administrator, All)]),
    },
    Entry {
        action: "accounts.read",
        means: "See who has an account and which roles",
        who: Who::Roles(Installation, &[(Administrator, All)]),
    },
    Entry {
        action: "accounts.change",
        means: "Disable an account and end its sign-ins",
        who: Who::Roles(Installation, &[(Administrator, All)]),
    },
    Entry {
        action: "record.read",
        means: "Read the audit record and check its chains",
        who: Who::Roles(Installation, &[(Auditor, All)]),
    },
    Entry {
        action: "policy.read",
        means: "Read this table",
        who: Who::Roles(Installation, &[(Auditor, All), (Administrator, All)]),
    },
    Entry {
        action: "release.clock",
        means: "Remind, pass on and lock in time, and take back what a rest rule forbids on new facts",
        who: Who::System,
    },
    Entry {
        action: "release.letters",
        means: "Write to hospitals, doctors, facilitators and organisers about releases",
        who: Who::System,
    },
    Entry {
        action: "feeds.read",
        means: "Fetch a calendar by its secret address",
        who: Who::Anyone,
    },
    Entry {
        action: "certificate.check",
        means: "Check the code of a certificate",
        who: Who::Anyone,
    },
    Entry {
        action: "consent.letter",
        means: "Send an invitation to an interview, with the link that belongs to it",
        who: Who::System,
    },
    Entry {
        action: "words.letter",
        means: "Ask a participant about words of theirs that are to be printed, with the link that belongs to it",
        who: Who::System,
    },
    Entry {
        action: "links.fresh",
        means: "Send a fresh link in the place of a worn one, to the address on file",
        who: Who::System,
    },
    Entry {
        action: "recordings.abandon",
        means: "Forget an upload that was broken off for a day",
        who: Who::System,
    },
    Entry {
        action: "recordings.tidy",
        means: "Remove from the store what belongs to no recording any more",
        who: Who::System,
    },
    Entry {
        action: "interviews.letter",
        means: "Tell participant and interviewer of an appointment, each without the other's address",
        who: Who::System,
    },
    Entry {
        action: "sign-in.letter",
        means: "Send the link that somebody asked for on the sign-in page",
        who: Who::System,
    },
    Entry {
        action: "joining.letter",
        means: "Send an invitation or an offer, with the link that belongs to it",
        who: Who::System,
    },
    Entry {
        action: "retention.run",
        means: "Remove what is over its period, once a day",
        who: Who::System,
    },
    Entry {
        action: "retention",
        means: "See and remove what is over its period, and put a programme or study under a legal hold",
        who: Who::Operator,
    },
    Entry {
        action: "serve",
        means: "Run the server on a data folder",
        who: Who::Operator,
    },
    Entry {
        action: "migrate",
        means: "Bring a data folder to this program's schema",
        who: Who::Operator,
    },
    Entry {
        action: "user",
        means: "Add and disable accounts, grant roles, print links",
        who: Who::Operator,
    },
    Entry {
        action: "demo",
        means: "Fill a new data folder with an invented region and serve it",
        who: Who::Operator,
    },
    Entry {
        action: "study",
        means: "Make a study, bring its files in, and join its archives",
        who: Who::Operator,
    },
    Entry {
        action: "audit.verify",
        means: "Walk the chains of the audit record",
        who: Who::Operator,
    },
];
