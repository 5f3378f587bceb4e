//! What of a study goes into its archive (`analysis::archive` writes it), column by column, and what stays out and why. A test walks the
//! tables that are kept with a study and finds each one here or in the list of what stays out.

use platform::storage::tables::Of::{Row, Whole};
use platform::storage::tables::Table;

/// What stays out: tables, or columns as `table.column`, and why.
pub type LeftOut = (&'static [&'static str], &'static str);

const fn table(name: &'static str, columns: &'static str) -> Table {
    Table {
        name,
        columns,
        of: Whole("study"),
    }
}

/// The tables of a study's material, in an order in which nothing refers to what comes later.
pub const TABLES: &[Table] = &[
    table("cohorts", "id:id* study:id position:int name:text"),
    table(
        "participants",
        "id:id* study:id cohort:id position:int handle:text gender:text? interview_date:text? length_seconds:int? \
         length_precision:text? status:text",
    ),
    table(
        "research_questions",
        "id:id* study:id position:int label:text wording:text",
    ),
    table(
        "documents",
        "id:id* study:id position:int handle:text kind:text title:text participant:id? author:text? author_role:text? dated:text? \
         source_hash:bytes",
    ),
    Table {
        name: "turns",
        columns: "document:id* position:int* role:text label:text? start_ms:int? end_ms:int? text:text",
        of: Row("document", "documents", "id"),
    },
    table(
        "consent_versions",
        "id:id* study:id number:int information:text uses:text affects:text rule:text freeze_on:text? made_at:int \
         made_by:nobody?",
    ),
    table(
        "consents",
        "id:id* study:id participant:id version:id granted:text signed_at:int",
    ),
    table(
        "withdrawals",
        "id:id* study:id participant:id version:id? scope:text removed:int entered_by:text withdrawn_at:int",
    ),
    table(
        "recording_withdrawals",
        "id:id* study:id participant:id version:id? removed:int entered_by:text withdrawn_at:int",
    ),
    table(
        "team_members",
        "id:id* study:id position:int handle:text interviews:int checks:int analyses:int room:int participant:id?",
    ),
    table(
        "dual_roles",
        "id:id* study:id member:id kind:text holds:int explanation:text support:text declared_at:int",
    ),
    table(
        "positionalities",
        "id:id* study:id member:id number:int background:text training:text to_programme:text to_participants:text made_at:int",
    ),
    table(
        "study_designs",
        "id:id* study:id number:int ontology:text orientation:text theory:text reasoning:text design:text period_start:text? \
         period_end:text? ethics:text freeze_on:text? why:text made_at:int made_by:id?",
    ),
    table(
        "question_wordings",
        "id:id* study:id label:text number:int wording:text why:text source:text made_at:int made_by:id?",
    ),
    table("question_cohorts", "study:id* label:text* cohort:text*"),
    table(
        "cohort_aims",
        "study:id* cohort:text* target:int? public_label:text",
    ),
    table(
        "guide_versions",
        "id:id* study:id cohort:text number:int made_at:int made_by:id? used:int",
    ),
    Table {
        name: "guide_questions",
        columns: "version:id* position:int* question:text prompts:text",
        of: Row("version", "guide_versions", "id"),
    },
    table(
        "recruitment_log",
        "id:id* study:id cohort:text kind:text method:text people:int participant:id? reason:text happened_on:text entered_at:int \
         entered_by:id?",
    ),
    table(
        "written_notes",
        "document:id* study:id member:id participant:id",
    ),
    Table {
        name: "note_versions",
        columns: "document:id* number:int* title:text dated:text text:text made_at:int",
        of: Row("document", "written_notes", "document"),
    },
    table(
        "acquaintances",
        "id:id* study:id participant:id interviewer:id number:int relation:text declared_by:text declared_at:int",
    ),
    table(
        "matches",
        "id:id* study:id participant:id interviewer:id breach:text? reason:text? matched_at:int ended_at:int? ended_by:text?",
    ),
    table(
        "interviews",
        "id:id* study:id participant:id interviewer:id number:int state:text planned_start:int? planned_minutes:int? zone:text mode:text \
         joining:none sequence:int changed_at:int asked_at:int? started_at:int? length_seconds:int? length_precision:text? \
         place_kind:text? others_present:text? guide_version:id? repeat_of:id?",
    ),
    table("usual_times", "person:id* study:id times:text"),
    table(
        "transcripts",
        "document:id* study:id person:key ending:text imported_at:int checker:id? version:int checked_at:int? locked_at:int? \
         read_version:int? length_ms:int?",
    ),
    Table {
        name: "listened",
        columns: "document:id* member:id* start_ms:int* end_ms:int",
        of: Row("document", "transcripts", "document"),
    },
    Table {
        name: "accuracy_checks",
        columns: "id:id* document:id member:id? made_at:int outcome:text version:int listened_ms:int length_ms:int?",
        of: Row("document", "transcripts", "document"),
    },
    Table {
        name: "replacement_sets",
        columns: "document:id* version:int",
        of: Row("document", "transcripts", "document"),
    },
    Table {
        name: "replacements",
        columns: "id:id* document:id act:id turn:int start_at:int end_at:int category:text kind:text surrogate:text state:text \
                  member:id? decided_at:int",
        of: Row("document", "transcripts", "document"),
    },
    table(
        "journal_entries",
        "id:id* study:id member:id dated:text visibility:text about:id? text:text written_at:int",
    ),
    table("dismissed_prompts", "member:id* prompt:text* study:id"),
    table(
        "read_to",
        "member:id* document:id* study:id turn:int at:int",
    ),
];

/// What of a study's material stays out.
pub const LEFT_OUT: &[LeftOut] = &[
    (
        &["participant_contacts"],
        "Who a participant is stays where it is, sealed under a key of that Enid",
    ),
    (
        &[
            "sealed_maps",
            "sealed_originals",
            "map_openings",
            "map_keys",
            "name_lists",
            "listed_terms",
        ],
        "What was taken out of transcripts, its keys and the list of names stay sealed where they are",
    ),
    (
        &[
            "incoming_transcripts",
            "transcript_files",
            "spoken_versions",
            "corrections",
        ],
        "What was said before names were taken out stays sealed where it is; the texts that analysts read are here",
    ),
    (
        &["recordings", "recording_uploads"],
        "Recordings stay where they are, sealed under keys of their own",
    ),
    (
        &["private_entries", "journal_keys"],
        "Private entries of a journal are for their author alone",
    ),
    (
        &["manuscripts"],
        "The manuscript is sealed, and whoever wrote it has the file",
    ),
    (
        &["consent_versions.made_by"],
        "Whose account wrote a consent text is of that Enid",
    ),
    (
        &["interviews.joining"],
        "How somebody joins an interview may be their address or their number",
    ),
    (
        &["transcripts.person"],
        "A key leads nowhere elsewhere; another is drawn",
    ),
    (
        &["turn_words", "text_numbers"],
        "The index of words is made anew from the texts",
    ),
];
