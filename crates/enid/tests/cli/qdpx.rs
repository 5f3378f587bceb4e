//! `enid qdpx` on a project, a codebook and damaged files.

use std::path::PathBuf;

use super::Folder;

/// Two analysts, a code within a code, one text with an emoji before a coded passage, a note, a set.
const STUDY: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Night study" origin="Some program 2">
<Users><User guid="00000000-0000-4000-8000-000000000001" name="Ada"/><User guid="00000000-0000-4000-8000-000000000002"/></Users>
<CodeBook><Codes>
<Code guid="00000000-0000-4000-8000-000000000003" name="Nights" isCodable="true" color="#f00">
<Code guid="00000000-0000-4000-8000-000000000004" name="Alone" isCodable="true"><Description>Nobody else is there</Description></Code>
</Code></Codes></CodeBook>
<Sources>
<TextSource guid="00000000-0000-4000-8000-000000000005" name="M1">
<PlainTextContent>I laughed 😀 and then nobody was there.</PlainTextContent>
<PlainTextSelection guid="00000000-0000-4000-8000-000000000006" name="nobody was there" startPosition="21" endPosition="37" creatingUser="00000000-0000-4000-8000-000000000001">
<Coding guid="00000000-0000-4000-8000-000000000007" creatingUser="00000000-0000-4000-8000-000000000001"><CodeRef targetGUID="00000000-0000-4000-8000-000000000004"/></Coding>
</PlainTextSelection>
</TextSource>
</Sources>
<Notes><Note guid="00000000-0000-4000-8000-000000000008" name="First thoughts"><PlainTextContent>Quiet nights.</PlainTextContent></Note></Notes>
<Sets><Set guid="00000000-0000-4000-8000-000000000009" name="Hard"><MemberCode targetGUID="00000000-0000-4000-8000-000000000004"/></Set></Sets>
</Project>
"##;

fn folder() -> Folder {
    let loose = STUDY
        .replace("<Users>", "<Sets/><Users>")
        .replace("<Code guid", "<Code weight=\"3\" guid")
        .replace("000003\" name=\"Nights\"", "000003\"");
    let dangling = STUDY.replace(
        "<MemberCode targetGUID=\"00000000-0000-4000-8000-000000000004\"/>",
        "<MemberCode targetGUID=\"00000000-0000-4000-8000-0000000000ff\"/>",
    );
    Folder::with(&[
        ("study.qde", STUDY.as_bytes()),
        ("loose.qde", loose.as_bytes()),
        ("dangling.qde", dangling.as_bytes()),
        ("notes.txt", b"no project"),
    ])
}

#[test]
fn inspect_counts_what_a_file_says_in_the_promised_shape() {
    let found = folder().enid("qdpx inspect study.qde").json(0);
    assert_eq!(found["origin"], "Some program 2");
    let counts = [
        "users",
        "codes",
        "code_depth",
        "selections",
        "codings",
        "notes",
        "sets",
        "links",
        "variables",
        "cases",
    ];
    let counts = counts.map(|key| found[key].as_u64().unwrap());
    assert_eq!(counts, [2, 2, 2, 1, 1, 1, 1, 0, 0, 0]);
    let sources = ["text", "pdf", "picture", "audio", "video"];
    let sources = sources.map(|kind| found["sources"][kind].as_u64().unwrap());
    assert_eq!(sources, [1, 0, 0, 0, 0]);
    assert_eq!(found["offsets"][0]["source"], "M1");
    // The name of the selection settles it: the emoji is one character.
    assert_eq!(found["offsets"][0]["unit"], "code_point");
    assert_eq!(found["offsets"][0]["evidence"], "names");
    assert_eq!(found["warnings"].as_array().unwrap().len(), 0);
    assert_eq!(found["loss"].as_array().unwrap().len(), 0);
}

#[test]
fn inspect_tells_what_an_import_would_lose() {
    let found = folder()
        .enid("qdpx inspect dangling.qde --format json")
        .json(0);
    assert_eq!(found["loss"][0]["rule"], "Q19h");
    assert_eq!(found["schema"]["valid"], true);
    let text = folder().enid("qdpx inspect loose.qde --format text");
    assert_eq!(text.code, 0, "{text:?}");
    assert!(text.out.contains("\nCodes         2\n"), "{}", text.out);
    assert!(
        text.out
            .contains("\nSchema        not valid; first: <Sets>: Sets lacks Set"),
        "{}",
        text.out
    );
    assert!(text.out.contains("\nWould be lost: 2\n"), "{}", text.out);
    assert!(
        text.out.contains("Q19g  <Code>: the attribute weight"),
        "{}",
        text.out
    );
}

#[test]
fn validate_ends_with_0_for_a_valid_file_and_with_1_and_places_for_another() {
    let folder = folder();
    let said = folder.enid("qdpx validate study.qde");
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
    assert_eq!(
        said.out,
        "study.qde: valid as a project of REFI-QDA 1.0; 21 elements, no errors, no warnings\n"
    );
    let said = folder.enid("qdpx validate loose.qde");
    assert_eq!(said.code, 1, "{said:?}");
    assert!(
        said.out
            .starts_with("loose.qde: the XML:3:1: error: <Sets>: Sets lacks Set\n"),
        "{}",
        said.out
    );
    assert!(
        said.out.ends_with("5 errors, no warnings\n"),
        "{}",
        said.out
    );
    let found = folder.enid("qdpx validate loose.qde --format json").json(1);
    assert_eq!(
        (&found["valid"], &found["kind"]),
        (&false.into(), &"project".into())
    );
    assert_eq!(found["errors"][1]["line"], 3);
}

#[test]
fn what_the_schema_lets_pass_is_an_error_where_that_is_asked_for() {
    let folder = folder();
    let said = folder.enid("qdpx validate dangling.qde");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(
        said.out
            .contains(": warning: <MemberCode>: it refers to 00000000-"),
        "{}",
        said.out
    );
    assert_eq!(folder.enid("qdpx validate dangling.qde --strict").code, 1);
}

#[test]
fn a_project_goes_through_every_form_and_comes_back_the_same() {
    let folder = folder();
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    for (from, to) in [
        ("study.qde", "a.qdpx"),
        ("a.qdpx", "b.qdpx"),
        ("a.qdpx", "nvivo.qdpx --profile nvivo"),
        ("nvivo.qdpx", "c.qdpx"),
        ("c.qdpx", "d.qde"),
        ("d.qde", "e.qde"),
    ] {
        let said = folder.enid(&format!("qdpx convert {from} {to}"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{said:?}");
        let name = to.split(' ').next().unwrap();
        let said = folder.enid(&format!("qdpx validate {name} --strict"));
        assert_eq!(said.code, 0, "{said:?}");
    }
    assert_eq!(read("a.qdpx"), read("b.qdpx"), "the same bytes");
    assert_eq!(read("d.qde"), read("e.qde"), "the same bytes");
    let xml = String::from_utf8(read("d.qde")).unwrap();
    for kept in [
        "name=\"Night study\" origin=\"Enid ",
        "name=\"nobody was there\" startPosition=\"21\" endPosition=\"37\"",
        "<Description>Nobody else is there</Description>",
        "color=\"#ff0000\"",
        "<PlainTextContent>Quiet nights.</PlainTextContent>",
    ] {
        assert!(xml.contains(kept), "{xml} lacks {kept}");
    }
}

#[test]
fn a_codebook_says_what_it_leaves_out() {
    let folder = folder();
    let told = folder
        .enid("qdpx convert study.qde codes.qdc --format json")
        .json(0);
    let counts = &told["written"]["counts"];
    assert_eq!(
        (&counts["Code"]["written"], &counts["Coding"]["dropped"]),
        (&2.into(), &1.into())
    );
    let found = folder.enid("qdpx inspect codes.qdc").json(0);
    assert_eq!(
        (&found["kind"], &found["codes"], &found["sets"]),
        (&"codebook".into(), &2.into(), &1.into())
    );
    assert_eq!(folder.enid("qdpx validate codes.qdc --strict").code, 0);
    // Back in a project it is called by its file.
    assert_eq!(folder.enid("qdpx convert codes.qdc back.qde").code, 0);
    let xml = std::fs::read_to_string(folder.path().join("back.qde")).unwrap();
    assert!(xml.contains(" name=\"codes\" "), "{xml}");
}

#[test]
fn what_cannot_be_done_is_said_in_one_line_and_leaves_nothing() {
    let folder = folder();
    let names = folder.names();
    folder
        .enid("qdpx inspect notes.txt")
        .refused(&["notes.txt", "send the .qdpx"]);
    folder
        .enid("qdpx validate gone.qdpx")
        .refused(&["gone.qdpx: cannot be read"]);
    folder
        .enid("qdpx convert notes.txt out.qdpx")
        .refused(&["notes.txt"]);
    folder
        .enid("qdpx convert study.qde out.zip")
        .refused(&["out.zip", "let it end in .qdpx"]);
    folder
        .enid("qdpx convert study.qde out.qdc --profile nvivo")
        .refused(&["only a .qdpx"]);
    folder
        .enid("qdpx convert study.qde gone/out.qde")
        .refused(&["gone/out.qde: cannot be written"]);
    assert_eq!(folder.names(), names);
}

#[test]
fn damaged_files_are_read_or_refused_in_one_line_and_leave_nothing_behind() {
    let folder = folder();
    assert_eq!(folder.enid("qdpx convert study.qde study.qdpx").code, 0);
    let whole = std::fs::read(folder.path().join("study.qdpx")).unwrap();
    let mut damaged: Vec<Vec<u8>> = (1..8)
        .map(|part| whole[..whole.len() * part / 8].to_vec())
        .collect();
    damaged.extend((0..24).map(|step| {
        let mut flipped = whole.clone();
        let at = whole.len() * step / 24;
        flipped[at] ^= 0x55;
        flipped
    }));
    let mut refused = 0;
    for bytes in damaged {
        std::fs::write(folder.path().join("damaged.qdpx"), bytes).unwrap();
        for command in [
            "inspect damaged.qdpx",
            "validate damaged.qdpx",
            "convert damaged.qdpx out.qdpx",
        ] {
            let said = folder.enid(&format!("qdpx {command}"));
            if said.code == 2 {
                refused += 1;
                said.refused(&["damaged.qdpx"]);
                assert!(!folder.names().contains(&"out.qdpx".to_owned()));
            } else {
                assert_eq!(said.err, "", "{command}");
                let _ = std::fs::remove_file(folder.path().join("out.qdpx"));
            }
        }
    }
    assert!(refused > 40, "{refused}");
    assert_eq!(folder.names().len(), 6);
}

#[test]
fn projects_of_other_programs_are_told_checked_and_converted() {
    let root = std::env::var_os("ENID_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let folder = folder();
    for (name, codes, codings, valid) in [
        ("nvivo-win-12.6_oltas0517.qdpx", 152, 303, 0),
        ("nvivo-mac-15_nvivo_project.qdpx", 262, 0, 0),
        ("atlasti-8.4-mac_TestProject.qdpx", 14, 16, 0),
        ("atlasti-23-win_target-atlas-project.qdpx", 3, 0, 0),
        ("maxqda-24_with_generated_codes.qde", 343, 0, 1),
        ("portableqda_REFI-QDA-1-5.qdc", 6, 0, 1),
        ("portableqda_portableQDA_Atlasti.qdc", 5, 0, 1),
    ] {
        let Ok(bytes) = std::fs::read(root.join("refi").join(name)) else {
            println!("skipped: shared data not found");
            return;
        };
        std::fs::write(folder.path().join(name), bytes).unwrap();
        let found = folder.enid(&format!("qdpx inspect {name}")).json(0);
        assert_eq!(
            (found["codes"].as_u64(), found["codings"].as_u64()),
            (Some(codes), Some(codings))
        );
        assert_eq!(
            folder.enid(&format!("qdpx validate {name}")).code,
            valid,
            "{name}"
        );
        for out in ["out.qdpx", "out.qde", "out.qdc"] {
            assert_eq!(
                folder.enid(&format!("qdpx convert {name} {out}")).code,
                0,
                "{name}"
            );
            assert_eq!(
                folder.enid(&format!("qdpx validate {out}")).code,
                0,
                "{name} {out}"
            );
        }
        let kept = folder.enid("qdpx inspect out.qdpx").json(0);
        assert_eq!(
            (kept["codes"].as_u64(), kept["codings"].as_u64()),
            (Some(codes), Some(codings))
        );
    }
}
