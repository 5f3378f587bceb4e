//! Small sound files of each kind, all of them invented.

use std::io::{Cursor, Write as _};

use formats::study_archive::{Archive, LeftOut, Part, StudyName, write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::made;

pub fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Stored as they are, so that a change reaches the reader of what is inside.
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub fn manuscripts() -> Vec<(&'static str, Vec<u8>)> {
    let plain = "Holding the door\n\nMethods\n\nNine nurses were inter-\nviewed (n = 9).\n\n> \u{201c}We waited \u{2014} for long.\u{201d} (K1)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let page = "<html><head><title>t</title></head><body><h1>Holding</h1><p>Nine <q>nurses</q> &amp; <del>ten</del> more.</p>\
                <table><tr><td>1</td><td>2</td></tr></table><blockquote>We waited.</blockquote></body></html>";
    let word = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>\
                <w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Holding</w:t></w:r></w:p>\
                <w:p><w:r><w:t xml:space=\"preserve\">Nine </w:t></w:r><w:r><w:tab/><w:t>nurses</w:t></w:r></w:p>\
                <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
    let open = "<o:d xmlns:o=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><text:h text:outline-level=\"1\">Holding</text:h>\
                <text:p>Nine<text:s text:c=\"3\"/>nurses<text:tab/></text:p></o:d>";
    let rich = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}\\pard Holding\\par \\pard Nine \\u8220?nurses\\u8221? \\'e9\\par\
                \\trowd\\cellx100\\intbl 1\\cell\\row}";
    let pdf = "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n\
               2 0 obj << /Type /Pages /Count 1 /Kids [3 0 R] >> endobj\n\
               3 0 obj << /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /Font << /F 4 0 R >> >> >> endobj\n\
               4 0 obj << /Type /Font /Subtype /Type1 /Encoding /WinAnsiEncoding >> endobj\n\
               5 0 obj << /Length 62 >>\nstream\nBT /F 10 Tf 50 700 Td (Nine nurses) Tj 0 -14 Td (waited) Tj ET  \nendstream endobj\n\
               trailer << /Size 6 /Root 1 0 R >>\n%%EOF";
    let kind: &[u8] = b"application/vnd.oasis.opendocument.text";
    vec![
        ("m.txt", plain.into()),
        ("m.md", plain.into()),
        ("m.html", page.into()),
        ("m.docx", zipped(&[("word/document.xml", word.as_bytes())])),
        (
            "m.odt",
            zipped(&[("mimetype", kind), ("content.xml", open.as_bytes())]),
        ),
        ("m.rtf", rich.into()),
        ("m.pdf", pdf.into()),
    ]
}

const TAGUETTE: &str = "
CREATE TABLE projects (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, description TEXT NOT NULL);
CREATE TABLE documents (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200), description TEXT, project_id INTEGER, contents TEXT);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, project_id INTEGER, path VARCHAR(200), description TEXT);
CREATE TABLE highlights (id INTEGER NOT NULL PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER, snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (4, 'Doors', 'Begun in spring');
INSERT INTO documents VALUES (2, 'K1.odt', 'first', 4, '<p>Well… it rained.</p><p>We <b>waited</b> &amp; waited.</p>');
INSERT INTO tags VALUES (1, 4, 'work.night', 'At night'), (2, 4, 'work', '');
INSERT INTO highlights VALUES (1, 2, 8, 17, '<p>it rained</p>'), (2, 2, 0, 4, '<p>waited</p>');
INSERT INTO highlight_tags VALUES (1, 1), (1, 2), (2, 2);
";

const QUALCODER: &str = "
CREATE TABLE project (databaseversion text, memo text);
CREATE TABLE source (id integer primary key, name text, fulltext text, memo text, owner text);
CREATE TABLE code_cat (catid integer primary key, name text, memo text, supercatid integer);
CREATE TABLE code_name (cid integer primary key, name text, memo text, catid integer, color text);
CREATE TABLE code_text (ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, owner text, date text, memo text, important integer);
INSERT INTO project VALUES ('v1', 'Doors');
INSERT INTO source VALUES (1, 'K1.txt', 'Well, it rained.' || char(10) || 'We waited.', '', 'kim');
INSERT INTO code_cat VALUES (1, 'work', '', NULL), (2, 'night', '', 1);
INSERT INTO code_name VALUES (1, 'rain', 'Wet', 2, '#ff0000');
INSERT INTO code_text VALUES (1, 1, 1, 'it rained', 6, 15, 'kim', '2031-03-04 10:31:00', 'why', 1);
";

pub fn databases() -> Vec<Vec<u8>> {
    [TAGUETTE, QUALCODER].map(database).to_vec()
}

fn database(sql: &str) -> Vec<u8> {
    made::file(&format!("PRAGMA page_size = 512; {sql}"))
}

pub fn archive() -> Archive {
    let study = StudyName {
        id: uuid::Uuid::from_u128(7),
        slug: "doors".to_owned(),
        name: "Doors".to_owned(),
        made_at: 1_930_000_000_000_000,
        beside: [("language".to_owned(), "en".into())].into(),
    };
    let left_out = vec![LeftOut {
        what: vec!["keys".to_owned()],
        why: "Nobody needs it".to_owned(),
        beside: Default::default(),
    }];
    let part = |name: &str, text: &str| Part {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    };
    let parts = vec![
        part("events.jsonl", "{\"at\":1,\"hash\":\"00\"}\n"),
        part(
            "state/codes.jsonl",
            "{\"id\":1,\"name\":\"rain\"}\n{\"id\":2}\n",
        ),
        part("layers/1.txt", "Well\nWe waited 🚪\n"),
    ];
    Archive::of((study, 1, "Enid 0.0.0"), left_out, parts)
}

pub fn written(archive: &Archive) -> Vec<u8> {
    write(Cursor::new(Vec::new()), archive)
        .unwrap()
        .into_inner()
}

/// A project with something of most elements, and the text that it lies beside.
pub fn project() -> (Vec<u8>, Vec<u8>) {
    let id = |number: u32| format!("00000000-0000-4000-8000-{number:012}");
    let coding = |at: u32| {
        format!(
            "<Coding guid=\"{}\" creatingUser=\"{}\" creationDateTime=\"2031-03-04T10:31:00Z\"><CodeRef targetGUID=\"{}\"/></Coding>",
            id(at),
            id(1),
            id(2)
        )
    };
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"Doors\" origin=\"QualCoder\">\
         <Users><User guid=\"{u}\" name=\"Ada\"/></Users><CodeBook><Codes><Code guid=\"{c}\" name=\"rain\" isCodable=\"true\" color=\"#ff0000\">\
         <Description>Wet</Description><Code guid=\"{c2}\" name=\"hail\" isCodable=\"false\"/></Code></Codes><Sets><Set guid=\"{s}\" name=\"w\">\
         <MemberCode targetGUID=\"{c}\"/></Set></Sets></CodeBook><Variables><Variable guid=\"{v}\" name=\"age\" typeOfVariable=\"Integer\"/></Variables>\
         <Cases><Case guid=\"{k}\" name=\"K1\"><VariableValue><VariableRef targetGUID=\"{v}\"/><IntegerValue>41</IntegerValue></VariableValue>\
         <SourceRef targetGUID=\"{t}\"/></Case></Cases><Sources><TextSource guid=\"{t}\" name=\"K1\" plainTextPath=\"internal://t.txt\">\
         <PlainTextSelection guid=\"{p}\" name=\"it rained\" startPosition=\"6\" endPosition=\"15\">{one}</PlainTextSelection>\
         <PlainTextSelection guid=\"{p2}\" name=\"waited\" startPosition=\"20\" endPosition=\"26\"><Description>why</Description>{two}\
         <NoteRef targetGUID=\"{n}\"/></PlainTextSelection></TextSource>\
         <AudioSource guid=\"{a}\" name=\"sound\" path=\"internal://a.mp3\"><Transcript guid=\"{tr}\" name=\"said\"><PlainTextContent>Well\nyes</PlainTextContent>\
         <SyncPoint guid=\"{y}\" timeStamp=\"0\" position=\"0\"/><SyncPoint guid=\"{y2}\" timeStamp=\"900\" position=\"4\"/>\
         <TranscriptSelection guid=\"{ts}\" fromSyncPoint=\"{y}\" toSyncPoint=\"{y2}\"/></Transcript></AudioSource></Sources>\
         <Notes><Note guid=\"{n}\" name=\"memo\"><PlainTextContent>Rain &amp; hail</PlainTextContent></Note></Notes>\
         <Links><Link guid=\"{l}\" direction=\"OneWay\" originGUID=\"{c}\" targetGUID=\"{n}\"/></Links>\
         <Graphs><Graph guid=\"{g}\" name=\"map\"><Vertex guid=\"{x}\" representedGUID=\"{c}\" firstX=\"1\" firstY=\"2\"/>\
         <Vertex guid=\"{x2}\" firstX=\"3\" firstY=\"4\"/><Edge guid=\"{e}\" sourceVertex=\"{x}\" targetVertex=\"{x2}\"/></Graph></Graphs></Project>",
        u = id(1),
        c = id(2),
        c2 = id(3),
        s = id(4),
        v = id(5),
        k = id(6),
        t = id(7),
        p = id(8),
        p2 = id(9),
        n = id(10),
        a = id(11),
        tr = id(12),
        y = id(13),
        y2 = id(14),
        ts = id(15),
        l = id(16),
        g = id(17),
        x = id(18),
        x2 = id(19),
        e = id(20),
        one = coding(30),
        two = coding(31),
    );
    let text = "Well, it rained.\nWe waited 🚪 long.\r\n";
    (xml.into_bytes(), text.as_bytes().to_vec())
}

pub fn packed(xml: &[u8], text: &[u8]) -> Vec<u8> {
    zipped(&[("project.qde", xml), ("sources/t.txt", text)])
}
