//! Who may do what in a programme.

use platform::access::{Entry, Relation, Role, ScopeKind, Who};

use Relation::{All, Own, OwnGroups, OwnSite};
use Role::{Coordinator, Facilitator, Organiser, Resident};
use ScopeKind::Programme;

/// The lines.
pub(super) const PROGRAMME: &[Entry] = &[
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
];
