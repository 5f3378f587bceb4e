//! Bytes of any kind: an answer or a named error, never a panic.

use std::io::{Cursor, Write as _};

use formats::transcript::{Limits, read, vtt};
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::shared;

fn fragments() -> impl Strategy<Value = String> {
    let pieces = [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "00:01.000 --> 00:02.000",
        " --> ",
        "00:0",
        "<v Ilse>",
        "</v>",
        "<",
        ">",
        "&",
        "&#x;",
        "&#99999999;",
        "Ilse: ",
        "Otto   0:05",
        "NOTE ",
        "STYLE",
        "12",
        ":",
        "é☕",
        "\t",
        "-->\n",
        "99999999999999999999:00.0",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..40)
        .prop_map(|pieces| pieces.concat())
}

fn xml_fragments() -> impl Strategy<Value = String> {
    let pieces = [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "<w:tc>",
        "<w:txbxContent>",
        "</w:txbxContent>",
        "<w:del>",
        "</w:del>",
        "<w:tab/>",
        "<w:sym w:char=\"F0B7\"/>",
        "<w:br",
        "Ilse: hi",
        "&amp;",
        "&x;",
        "&#0;",
        "<![CDATA[x]]>",
        "<!-- c -->",
        "<?pi?>",
        "<!DOCTYPE x>",
        "</w:tc>",
        "</w:tbl>",
        "\"",
        "xmlns:w=\"urn:x\"",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..30)
        .prop_map(|pieces| pieces.concat())
}

fn document(body: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default())
        .unwrap();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    write!(
        zip,
        "<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>"
    )
    .unwrap();
    zip.finish().unwrap().into_inner()
}

proptest! {
    #[test]
    fn any_bytes_are_answered_in_every_format(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for name in ["x.vtt", "x.docx", "x.txt", "x", "x.srt"] {
            let _ = read(name, &bytes);
        }
        let mut signed = b"WEBVTT\n\n".to_vec();
        signed.extend(&bytes);
        let _ = read("x.vtt", &signed);
        let mut packed = b"PK\x03\x04".to_vec();
        packed.extend(&bytes);
        let _ = read("x.docx", &packed);
    }

    #[test]
    fn any_mixture_of_cue_and_text_syntax_is_answered(text in fragments()) {
        let _ = read("x.txt", text.as_bytes());
        let _ = read("x.vtt", format!("WEBVTT\n\n{text}").as_bytes());
        let _ = vtt::cues(&text, &Limits::default());
    }

    #[test]
    fn any_mixture_of_word_markup_is_answered(body in xml_fragments()) {
        let _ = read("x.docx", &document(&body));
    }
}

#[test]
fn a_damaged_real_document_is_answered() {
    let Some(folder) = shared("corpora/docx/mammoth") else {
        return;
    };
    let whole = std::fs::read(folder.join("footnotes.docx")).unwrap();
    for step in 0..200 {
        let at = step * whole.len() / 200;
        let _ = read("x.docx", &whole[..at]);
        let mut flipped = whole.clone();
        flipped[at] ^= 0x55;
        let _ = read("x.docx", &flipped);
    }
}
