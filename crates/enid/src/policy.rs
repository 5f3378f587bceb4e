//! The policy: who may do what. This table is the only place that decides (trust AC-1).
//!
//! A route, a job or a command names its line; what has no line is denied. `enid` shows the table to
//! auditors and the access matrix tests every cell of it.

use platform::access::{Entry, Policy, Relation, Role, ScopeKind, Who};

use Relation::{All, Own, OwnGroups, OwnSite};
use Role::{
    Administrator, Auditor, Coordinator, Facilitator, Organiser, Participant, ResearchLead,
    Researcher, Resident,
};
use ScopeKind::{Installation, Programme, Study};

/// The table.
pub const POLICY: Policy = Policy(&[
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
        action: "today.read",
        means: "See what waits in a programme",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "people.read",
        means: "See the residents of a programme and why each has a place or none",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "people.erase",
        means: "Erase a resident who is expected nowhere any more",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "sites.read",
        means: "See hospitals, rooms and facilitators",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "rotas.read",
        means: "See the rota of a hospital",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "rotas.import",
        means: "Bring in the rota of a hospital, say what was not understood, and put it in place",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "rotas.undo",
        means: "Undo the last rota that was put in place",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "rotas.codes",
        means: "See and change what the codes of a hospital mean",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "my-rota.read",
        means: "See one's own rota and whether one can come",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "my-rota.report",
        means: "Say of a week of one's own that it is as shown, or what changed",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "my-rota.calendar",
        means: "Hand in one's own calendar, and take it back",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "import.read",
        means: "See what an import needs",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "import.apply",
        means: "Check a programme folder and put it in place",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.read",
        means: "See who was asked, who would like a place and how each stands, never why somebody says no",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.open",
        means: "Open the expression of interest and set its date and places",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.invite",
        means: "Invite residents by letter",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.decide",
        means: "Decide who can have a place, and note the day of the introductory conversation",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.offer",
        means: "Offer a place",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "joining.draw",
        means: "Promise a draw of lots and make it",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "join.own",
        means: "Say yes or no to a place, take it, give it back, leave; read one's own steps",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "plan.read",
        means: "See the plan, its groups and their members",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "plan.make",
        means: "Plan anew",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "plan.mend",
        means: "Change a published plan as little as can be, saying why",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "plan.publish",
        means: "Publish a plan",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "release.read",
        means: "See where every release stands",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "release.own-site",
        means: "See the doctors of one's own hospital who are asked for",
        who: Who::Roles(Programme, &[(Coordinator, OwnSite)]),
    },
    Entry {
        action: "release.answer",
        means: "Approve, refuse or take back the release of doctors of one's own hospital, or offer something else",
        who: Who::Roles(Programme, &[(Coordinator, OwnSite)]),
    },
    Entry {
        action: "limits.state",
        means: "Say how many doctors of one's own hospital must stay and how many may go",
        who: Who::Roles(Programme, &[(Coordinator, OwnSite)]),
    },
    Entry {
        action: "release.withdraw-own",
        means: "Say that one stays at work on a date, without a reason",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "release.send",
        means: "Ask hospitals to release doctors",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "release.decide",
        means: "Pass a request on, lock what is agreed, take or leave an offer, give a release up for another",
        who: Who::Roles(Programme, &[(Organiser, All)]),
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
        action: "feeds.own",
        means: "See and renew the address of one's own calendar",
        who: Who::Roles(Programme, &[(Resident, Own), (Facilitator, OwnGroups)]),
    },
    Entry {
        action: "texts.own",
        means: "Say to which number text messages may go, and take it back",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "feeds.groups",
        means: "See and renew the addresses of calendars of groups and rooms",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "sessions.read",
        means: "See when sessions are and how many came",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "session.confirm",
        means: "Confirm a session",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "session.cancel",
        means: "Call a session off, with a code",
        who: Who::Roles(Programme, &[(Organiser, All), (Facilitator, OwnGroups)]),
    },
    Entry {
        action: "session.minutes",
        means: "Set how long a group takes for each phase",
        who: Who::Roles(Programme, &[(Organiser, All), (Facilitator, OwnGroups)]),
    },
    Entry {
        action: "leading.own",
        means: "See the next session of the groups one leads, and what waits",
        who: Who::Roles(Programme, &[(Facilitator, OwnGroups)]),
    },
    Entry {
        action: "clock.run",
        means: "Run the phase clock of a session: start, end, second case, events at the frame",
        who: Who::Roles(Programme, &[(Facilitator, OwnGroups)]),
    },
    Entry {
        action: "register.mark",
        means: "Mark the register of a session, close it, and put it right for a week",
        who: Who::Roles(Programme, &[(Organiser, All), (Facilitator, OwnGroups)]),
    },
    Entry {
        action: "my-record.own",
        means: "See one's own attendance and who looked at it",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "certificates.read",
        means: "See what the register says of each doctor and who has a certificate",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "certificates.issue",
        means: "Issue certificates at the end of a run, and corrected ones",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "certificate.own",
        means: "See one's own certificate and take it away",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "certificate.check",
        means: "Check the code of a certificate",
        who: Who::Anyone,
    },
    Entry {
        action: "groups.own",
        means: "See members and register of the groups one leads",
        who: Who::Roles(Programme, &[(Facilitator, OwnGroups)]),
    },
    Entry {
        action: "training.own",
        means: "Keep one's own log of groups, supervision and papers, and see what is still needed",
        who: Who::Roles(Programme, &[(Facilitator, Own)]),
    },
    Entry {
        action: "availability.own",
        means: "Say when and where one can lead, who supervises, and whom one must not lead",
        who: Who::Roles(Programme, &[(Facilitator, Own)]),
    },
    Entry {
        action: "conflicts.own",
        means: "Declare that one must not be in a group of a facilitator",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "facilitators.read",
        means: "See facilitators' levels, loads and training, and whether there will be enough of them",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "costs.read",
        means: "See what the sessions have cost so far, and what of it is not known",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "costs.rates",
        means: "Enter what an hour costs, and where that was taken from",
        who: Who::Roles(Programme, &[(Organiser, All)]),
    },
    Entry {
        action: "next.own",
        means: "See one's own next sessions and releases",
        who: Who::Roles(Programme, &[(Resident, Own)]),
    },
    Entry {
        action: "study.read",
        means: "See what a study holds and what is open in it",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "study.import",
        means: "Bring in a study folder in the place of what a study holds",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "setup.read",
        means: "Read how a study is laid out: stance, design, questions, cohorts and guides",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "setup.write",
        means: "Change stance and design, reword questions, set aims of cohorts, write guides",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "team.read",
        means: "See who works in a study, and what they say of themselves for the report",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "team.write",
        means: "Enter a member of the team, and change what one does",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "team.own",
        means: "Write one's own statement of position, and declare one's dual roles",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "recruitment.keep",
        means: "See how many were invited and what came of it, and enter what happened elsewhere",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "notes.write",
        means: "Write field notes, and change one's own",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "participants.read",
        means: "See the ids, dates, lengths and states of participants",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "consent.read",
        means: "See which participants have signed what, and the versions of the wording",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "consent.ask",
        means: "Write a version of the wording, and invite participants by letter",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "consent.withdraw",
        means: "Enter a withdrawal that came by letter",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "consent.own",
        means: "Read what a study asks, agree to each thing or not, change it, withdraw",
        who: Who::Roles(Study, &[(Participant, Own)]),
    },
    Entry {
        action: "consent.letter",
        means: "Send an invitation to an interview, with the link that belongs to it",
        who: Who::System,
    },
    Entry {
        action: "links.fresh",
        means: "Send a fresh link in the place of a worn one, to the address on file",
        who: Who::System,
    },
    Entry {
        action: "my-interview.read",
        means: "See what a study has noted about one's own interview",
        who: Who::Roles(Study, &[(Participant, Own)]),
    },
    Entry {
        action: "documents.read",
        means: "Read transcripts and field notes",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "transcripts.import",
        means: "Bring in transcripts and say who speaks in them, as an interviewer, a checker or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "transcripts.check",
        means: "Hear, check and correct a transcript, as its checker or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "codes.read",
        means: "Read the codebook",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "themes.read",
        means: "Read themes and their quotes",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "questions.read",
        means: "See which question is answered in which theme",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "write-up.read",
        means: "Look at Table 1 in summary, Table 2, the matrix and the theme overview, and take them away",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "participant-table.read",
        means: "Look at the table with a row a participant, and take it away",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
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
        means: "Make a study and bring its files in",
        who: Who::Operator,
    },
    Entry {
        action: "audit.verify",
        means: "Walk the chains of the audit record",
        who: Who::Operator,
    },
]);
