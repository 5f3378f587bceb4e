//! Legacy encodings are detected, and the guess is said (study R16).

use formats::transcript::{Error, read};

use crate::{codes, said};

/// Two cues in Chinese in the encoding the national standard GB2312 gives: 你好，今天很忙 and 我们明天再谈.
fn chinese_cues() -> Vec<u8> {
    let mut bytes = b"1\r\n00:00:01,000 --> 00:00:02,000\r\n".to_vec();
    bytes.extend(b"\xc4\xe3\xba\xc3\xa3\xac\xbd\xf1\xcc\xec\xba\xdc\xc3\xa6");
    bytes.extend(b"\r\n\r\n2\r\n00:00:09,000 --> 00:00:10,000\r\n");
    bytes.extend(b"\xce\xd2\xc3\xc7\xc3\xf7\xcc\xec\xd4\xd9\xcc\xb8\r\n");
    bytes
}

#[test]
fn a_subtitle_in_gb2312_is_read_and_the_guess_is_said() {
    let transcript = read("call.srt", &chinese_cues()).unwrap();
    assert_eq!(
        said(&transcript),
        [(None, "你好，今天很忙"), (None, "我们明天再谈")]
    );
    assert_eq!(codes(&transcript)[0], ("encoding_guessed", None));
    assert!(
        transcript.warnings[0].message.contains("GBK"),
        "{:?}",
        transcript.warnings
    );
}

#[test]
fn utf_16_with_a_mark_is_read_in_every_text_format_without_a_guess() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nZoë: Schön.\n\n2\n00:00:09,000 --> 00:00:10,000\nZoë: Ja.\n";
    let vtt = format!("WEBVTT\n\n{text}");
    let html = "<p>Zoë: Schön.<p>Zoë: Ja.";
    for (name, text) in [
        ("a.srt", text),
        ("a.vtt", &vtt),
        ("a.html", html),
        ("a.txt", "Zoë: Schön.\nZoë: Ja."),
    ] {
        for little in [true, false] {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit: u16| {
                    if little {
                        unit.to_le_bytes()
                    } else {
                        unit.to_be_bytes()
                    }
                })
                .collect();
            let transcript = read(name, &bytes).unwrap();
            assert_eq!(
                said(&transcript),
                [(Some("Zoë"), "Schön."), (Some("Zoë"), "Ja.")],
                "{name}"
            );
            assert_eq!(transcript.warnings, [], "{name}");
        }
    }
}

#[test]
fn bytes_that_fit_no_character_are_said() {
    let mut bytes = b"\xef\xbb\xbfIlse: one".to_vec();
    bytes.push(0xff);
    let transcript = read("x.txt", &bytes).unwrap();
    assert!(codes(&transcript).contains(&("characters_lost", None)));
}

#[test]
fn text_in_two_byte_units_without_a_mark_is_refused_by_name() {
    let bytes: Vec<u8> = "Ilse: hello"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read("x.txt", &bytes),
        Err(Error::NotText {
            found: "binary data"
        })
    );
}
