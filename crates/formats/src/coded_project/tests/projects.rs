//! Small projects that SQLite wrote, in the tables of the two programs.

use super::super::{Coding, Error, On, Program, Project, read};
use crate::cost::Cost;
use crate::sqlite::tests::made::file;

/// The tables of Taguette with an invented project.
const TAGUETTE: &str = "
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200), description TEXT, project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER NOT NULL, project_id INTEGER, path VARCHAR(200), description TEXT, CONSTRAINT pk PRIMARY KEY (id));
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
CREATE TABLE commands (id INTEGER PRIMARY KEY, date DATETIME, user_login VARCHAR(30), project_id INTEGER, document_id INTEGER, payload TEXT);
INSERT INTO projects VALUES (4, 'Waiting rooms', 'Interviews of spring');
INSERT INTO documents VALUES (2, 'K1.odt', 'the first', 4, '<p>Well… it rained.</p><p>We waited &amp; we waited.</p>');
INSERT INTO tags VALUES (1, 4, 'work.night', 'At night'), (2, 4, 'work', ''), (3, 4, 'No. 3', ''), (9, 5, 'elsewhere', '');
INSERT INTO highlights VALUES (1, 2, 8, 17, '<p>it rained</p>'), (2, 2, 11, 29, '<p>rained.</p><p>We waited &amp;</p>'),
 (3, 2, 0, 4, '<p>it rained.</p>'), (4, 2, 18, 20, '<p>We</p>'), (5, 2, 0, 4, '<p>waited</p>'), (6, 2, 0, 4, '<p>Well</p>');
INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 3), (3, 2), (5, 2), (6, 77);
INSERT INTO commands VALUES (1, '2031-03-04 10:31:00.250000', 'kim', 4, 2, '{\"type\": \"highlight_add\", \"highlight_id\": 1}'),
 (2, '2031-03-05 09:00:00', 'lee', 4, 2, '{\"type\": \"highlight_add\", \"highlight_id\": 1}'), (3, 'soon', 'kim', 4, 2, 'no json'),
 (4, '2031-03-06 09:00:00', 'kim', 4, 2, '{\"type\": \"highlight_add\", \"highlight_id\": 2}');
";

fn words(project: &Project, coding: &Coding) -> String {
    let text = project.texts[coding.text].paragraphs.join("\n");
    let text: Vec<char> = text.chars().collect();
    text[coding.start as usize..coding.end as usize]
        .iter()
        .collect()
}

/// Code, words, coder and time of each coding.
fn told(project: &Project) -> Vec<String> {
    let one = |coding: &Coding| {
        format!(
            "{} | {} | {} | {}",
            project.codes[coding.code].path.join(" > "),
            words(project, coding).replace('\n', "/"),
            project.coders[coding.coder].as_deref().unwrap_or("?"),
            coding
                .at
                .map_or_else(|| "?".to_owned(), |at| at.to_string())
        )
    };
    project.codings.iter().map(one).collect()
}

fn left(project: &Project) -> Vec<&str> {
    project.left.iter().map(|left| left.what.as_str()).collect()
}

#[test]
fn a_taguette_project_is_read_with_who_coded_and_when() {
    let project = read(&file(TAGUETTE), None, &Cost::default()).unwrap();
    assert_eq!(project.program, Program::Taguette);
    assert_eq!(
        project.texts[0].paragraphs,
        ["Well… it rained.", "We waited & we waited."]
    );
    assert_eq!(
        told(&project),
        [
            "work | it rained. | ? | ?",
            "work > night | it rained | lee | 2031-03-05T09:00:00Z",
            "work | it rained | lee | 2031-03-05T09:00:00Z",
            "No. 3 | rained./We waited & | kim | 2031-03-06T09:00:00Z",
        ]
    );
    let definitions = project.codes.iter().map(|code| code.definition.as_str());
    assert_eq!(definitions.collect::<Vec<_>>(), ["", "At night", ""]);
    assert_eq!(left(&project), ["1 highlight"]);
    assert!(
        project.notes[0].starts_with("1 highlight stood where"),
        "{:?}",
        project.notes
    );
    let memos = project
        .memos
        .iter()
        .map(|memo| (memo.on, memo.text.as_str()));
    let bare = "Highlighted in Taguette without a tag.";
    let expected = [
        (On::Project, "Interviews of spring"),
        (On::Text(0), "the first"),
        (On::Passage(0, 0, 4), bare),
        (On::Passage(0, 17, 19), bare),
    ];
    assert_eq!(memos.collect::<Vec<_>>(), expected);
}

#[test]
fn of_several_projects_one_is_named() {
    let two = format!("{TAGUETTE} INSERT INTO projects VALUES (5, 'Corridors', '');");
    let two = file(&two);
    let error = read(&two, None, &Cost::default()).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("name one of: Waiting rooms, Corridors"),
        "{error}"
    );
    assert_eq!(
        read(&two, Some("Waiting rooms"), &Cost::default())
            .unwrap()
            .codings
            .len(),
        4
    );
    let other = read(&two, Some("Corridors"), &Cost::default()).unwrap();
    assert_eq!(
        (other.texts.len(), other.codes.len(), other.codings.len()),
        (0, 1, 0)
    );
    assert!(matches!(
        read(&two, Some("corridors"), &Cost::default()),
        Err(Error::Several { .. })
    ));
    let none = file(&format!("{TAGUETTE} DELETE FROM projects;"));
    assert_eq!(read(&none, None, &Cost::default()), Err(Error::Empty));
}

/// The tables of QualCoder with an invented project.
const QUALCODER: &str = "
CREATE TABLE project (databaseversion text, date text, memo text, about text);
CREATE TABLE source (id integer primary key, name text, fulltext text, mediapath text, memo text, owner text, date text, unique(name));
CREATE TABLE code_cat (catid integer primary key, name text, owner text, date text, memo text, supercatid integer, unique(name));
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, owner text, date text, color text, unique(name));
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text,
 date text, memo text, avid integer, important integer);
CREATE TABLE annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, owner text, date text);
CREATE TABLE journal (jid integer primary key, name text, jentry text, date text, owner text);
CREATE TABLE cases (caseid integer primary key, name text, memo text, owner text, date text);
CREATE TABLE code_av (avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer);
INSERT INTO project VALUES ('v11', '2031-03-04 10:00:00', 'All of spring', 'QualCoder');
INSERT INTO source VALUES (1, 'K1.txt', 'Well 🦉 it rained.' || char(10) || char(10) || 'We waited.', null, 'long', 'kim', ''),
 (2, 'K1.mp3', null, '/audio/K1.mp3', '', 'kim', '');
INSERT INTO code_cat VALUES (1, 'Work', 'kim', '', '', 2), (2, 'Life', 'kim', '', 'all of it', null), (3, 'A', 'kim', '', '', 4), (4, 'B', 'kim', '', '', 3);
INSERT INTO code_name VALUES (7, 'Night', 'At night', 1, 'kim', '', '#FF0000'), (8, 'Life', '', null, 'kim', '', null);
INSERT INTO code_text VALUES (1, 7, 1, 'it rained', 7, 16, 'kim', '2031-03-04 10:31:00', 'why?', null, 1),
 (2, 8, 1, 'rained. We', 10, 21, 'lee', '2031-03-04 10:32:00', '', null, null), (3, 8, 1, 'waited', 23, 29, 'lee', '', '', null, null),
 (4, 8, 1, 'snow', 0, 4, 'lee', '', '', null, null), (5, 99, 1, 'Well', 0, 4, 'lee', '', '', null, null),
 (6, 7, 55, 'gone', 0, 4, 'lee', '', '', null, null);
INSERT INTO annotation VALUES (1, 1, 0, 4, 'hesitates', 'lee', ''), (2, 9, 0, 4, 'gone', 'lee', '');
INSERT INTO journal VALUES (1, 'Monday', 'I doubt it.', '', 'kim');
INSERT INTO cases VALUES (1, 'K1', '', 'kim', '');
INSERT INTO code_av VALUES (1, 2, 0, 1000, 7);
";

#[test]
fn a_qualcoder_project_is_read_with_its_categories_notes_and_coders() {
    let project = read(&file(QUALCODER), None, &Cost::default()).unwrap();
    assert_eq!(project.program, Program::QualCoder);
    assert_eq!(project.texts.len(), 1);
    let paths: Vec<String> = project
        .codes
        .iter()
        .map(|code| code.path.join(" > "))
        .collect();
    assert_eq!(
        paths,
        [
            "Life",
            "Life > Work",
            "B",
            "B > A",
            "Life > Work > Night",
            "Life (2)"
        ]
    );
    assert_eq!(
        told(&project),
        [
            "Life > Work > Night | it rained | kim | 2031-03-04T10:31:00Z",
            "Life (2) | rained./We | lee | 2031-03-04T10:32:00Z",
            "Life (2) | waited | lee | ?",
        ]
    );
    let memos = project
        .memos
        .iter()
        .map(|memo| (memo.on, memo.text.as_str()));
    let expected = [
        (On::Project, "All of spring"),
        (On::Text(0), "long"),
        (On::Coding(0), "why?"),
        (On::Passage(0, 0, 4), "hesitates"),
        (On::Project, "Monday\n\nI doubt it."),
    ];
    assert_eq!(memos.collect::<Vec<_>>(), expected);
    assert_eq!(
        left(&project),
        [
            "1 colour of a code",
            "3 codings of text",
            "1 annotation",
            "1 source without text",
            "1 mark of importance",
            "1 coding of a recording",
            "1 case",
        ]
    );
    assert!(project.left.iter().all(|left| !left.why.is_empty()));
}

#[test]
fn a_file_of_neither_program_is_refused() {
    let error = read(
        &file("CREATE TABLE code_text (cid);"),
        None,
        &Cost::default(),
    )
    .unwrap_err();
    assert_eq!(error, Error::Unknown);
    assert!(matches!(
        read(b"no file", None, &Cost::default()),
        Err(Error::File(_))
    ));
}

#[test]
fn q32_a_project_that_costs_too_much_time_or_memory_is_given_up() {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    use crate::cost::{Clock, Overrun};
    for sql in [TAGUETTE, QUALCODER] {
        let bytes = file(sql);
        let memory = Cost {
            memory: bytes.len() as u64 + 100,
            ..Cost::default()
        };
        let limit = memory.memory;
        let read = |cost: &Cost| super::super::read(&bytes, None, cost).unwrap_err();
        assert_eq!(read(&memory), Overrun::Memory { limit }.into());
        for seconds in [1, 2] {
            let looks = AtomicU64::new(0);
            let time = Cost {
                time: Duration::from_secs(seconds),
                clock: Clock::new(move || {
                    Duration::from_secs(looks.fetch_add(1, Ordering::Relaxed))
                }),
                ..Cost::default()
            };
            let limit = time.time;
            assert_eq!(read(&time), Overrun::Time { limit }.into(), "{seconds}");
        }
    }
}
