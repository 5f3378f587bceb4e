//! Who may do what in a study.

use platform::access::{Entry, Relation, Role, ScopeKind, Who};

use Relation::{All, Own};
use Role::{Participant, ResearchLead, Researcher};
use ScopeKind::Study;

/// The lines.
pub(super) const STUDY: &[Entry] = &[
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
        action: "study.export",
        means: "Take a study out as a project for other programs, as far as one may read it",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "study.archive",
        means: "Take a study away whole, as an archive from which another Enid has it again",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
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
        action: "recordings.read",
        means: "See which recordings there are, how long they stay, and why one went",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "recordings.upload",
        means: "Hand in the recording of an interview, where the participant has agreed",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "recordings.play",
        means: "Hear a recording, with a row of the record for each time it is opened",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "recordings.remove",
        means: "Remove a recording before its time, with a reason",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "interviewers.read",
        means: "See who interviews whom, the proposal, and what is in the way",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "interviewers.match",
        means: "Accept the proposal, match by hand, against a rule with a reason, free a pair, bring a file in",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "acquaintance.own",
        means: "Say which interviewers one knows, and how, and at which times one could be interviewed",
        who: Who::Roles(Study, &[(Participant, Own)]),
    },
    Entry {
        action: "my-interviews.own",
        means: "See the participants one interviews by id and cohort, decline, make appointments, say when one can, enter what was held",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "my-interview.change",
        means: "Ask for another time for one's own interview, or call it off",
        who: Who::Roles(Study, &[(Participant, Own)]),
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
        action: "replacements.decide",
        means: "Read what was said in transcripts that one checks, decide what is replaced, and make the text for analysis",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, All)]),
    },
    Entry {
        action: "names.keep",
        means: "See and change the sealed list of names and places of a study",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "map.open",
        means: "Open the sealed map of a transcript, with a reason, the passphrase or the recovery code, and after proving again who one is",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "map.key",
        means: "Set the passphrase of the sealed maps, and change it with itself or the recovery code",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "anchoring.decide",
        means: "Decide about quotes whose words were changed by a newer text",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "codes.read",
        means: "Read the codebook",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "codes.write",
        means: "Change the codebook, and take changes back, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "codings.read",
        means: "Read what is coded in documents, but for layers of blind passes",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "codings.write",
        means: "Code documents in one's own layer, begin and close blind passes, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "conversation.read",
        means: "See where analysts coded a document differently, and what was said about it",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "conversation.write",
        means: "Note what was said about a passage and what came of it, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "saturation.read",
        means: "See the new codes of each interview, voices behind themes, and where the study stands on saturation",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "saturation.write",
        means: "Write where the study stands on saturation, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "agreement.read",
        means: "See how far analysts agree, where the design of the study is not reflexive",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "search.read",
        means: "Search what was said and coded, and count what meets what, but for layers of blind passes",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "trail.read",
        means: "Read what was changed in an analysis, by whom and why",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "trail.write",
        means: "Add a reason to a change, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "memos.read",
        means: "Read memos, statements of position and what is written for the team in journals, search them, and take them away",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "memos.write",
        means: "Write memos, and change and remove one's own, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "journal.own",
        means: "Write in one's own journal, for oneself alone, for the team, or to be published; say what one is not to be asked about any more",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "phases.read",
        means: "See in which phases the analysts work and have worked",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "phases.state",
        means: "State in which phases one works, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "reading.read",
        means: "See how far each member has read, and which stretches nobody has coded",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "reading.own",
        means: "Note how far one has read a document",
        who: Who::Roles(Study, &[(Researcher, Own), (ResearchLead, Own)]),
    },
    Entry {
        action: "themes.read",
        means: "Read themes and their quotes",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "themes.write",
        means: "Work on themes, and take changes back, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "quotes.read",
        means: "Read quotes, where they stand and what they answer",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "quotes.write",
        means: "Make quotes, place them and change them, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "narratives.read",
        means: "Read what is written about each theme",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "narratives.write",
        means: "Write about themes, and move quotes in it, as an analyst or the research lead",
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
        action: "reporting-audit.read",
        means: "See how a manuscript stands against the study, and take that away, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "reporting-audit.write",
        means: "Bring in a manuscript to be audited, take it away, set findings aside and take them up again, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "checklists.read",
        means: "See checklists of the report and the methods paragraph, and take them away, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "checklists.write",
        means: "Answer items of checklists, bring lists in, and take that back, as an analyst or the research lead",
        who: Who::Roles(Study, &[(Researcher, All), (ResearchLead, All)]),
    },
    Entry {
        action: "releases.read",
        means: "See what was released of a study, with its report, and take it away",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "releases.prepare",
        means: "Prepare a release, coarsen what is in it, and take it back",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "releases.ask",
        means: "Ask whoever is quoted before a release prints it, and enter what they said elsewhere",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "my-words.own",
        means: "Read words of one's own that are to be printed, and say yes or no to each",
        who: Who::Roles(Study, &[(Participant, Own)]),
    },
    Entry {
        action: "releases.approve",
        means: "Approve a release with a reason, as a named member of the team",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
    Entry {
        action: "participant-table.read",
        means: "Look at the table with a row a participant, and take it away",
        who: Who::Roles(Study, &[(ResearchLead, All)]),
    },
];
