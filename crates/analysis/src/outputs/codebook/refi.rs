//! The codebook for other programs of analysis: `.qdc` of REFI-QDA.

use super::super::digest::Digest;
use super::Row;
use formats::refi_qda::model::{self, Project};
use formats::refi_qda::{Error, Form, NoMedia, Settings, write_whole};
use std::io::Cursor;
use uuid::Uuid;

/// The codebook as `.qdc`. Codes out of use are in it too, since codings may stand under them, and say so; an empty codebook is
/// none in the standard, and nothing is written for it.
///
/// Identifiers follow from what the file says and not from those of the study, so that two files cannot be joined by them
/// (study P14), and the same codebook gives the same bytes.
pub(in crate::outputs) fn qdc(rows: &[Row]) -> Result<Option<Vec<u8>>, Error> {
    if rows.is_empty() {
        return Ok(None);
    }
    let mut digest = Digest::new("codebook.qdc");
    for row in rows {
        for text in row.path.iter().map(String::as_str) {
            digest.add(text);
        }
        digest.add(&row.definition);
        digest.add(&row.standing());
        digest.add(&row.kind());
    }
    let mut rest = rows;
    let project = Project {
        codes: below(&mut rest, 1, &digest),
        ..Project::default()
    };
    let settings = Settings {
        form: Form::Codebook,
        origin: format!("Enid {}", env!("CARGO_PKG_VERSION")),
        ..Settings::default()
    };
    let written = write_whole(Cursor::new(Vec::new()), &settings, &project, &mut NoMedia)?;
    Ok(Some(written.0.into_inner()))
}

/// The codes of one depth from the beginning of the rest, each with those below it.
fn below(rest: &mut &[Row], depth: usize, digest: &Digest) -> Vec<model::Code> {
    let mut found = Vec::new();
    while let Some((row, after)) = rest.split_first() {
        if row.path.len() < depth {
            break;
        }
        *rest = after;
        let children = below(rest, depth + 1, digest);
        let said = [row.definition.clone(), row.standing(), row.kind()];
        let said: Vec<String> = said.into_iter().filter(|text| !text.is_empty()).collect();
        found.push(model::Code {
            guid: guid(digest, &row.number),
            name: row.name().to_owned(),
            codable: true,
            colour: row.colour.map(|colour| {
                let [red, green, blue] = colour.on_light();
                model::Colour(red, green, blue)
            }),
            description: (!said.is_empty()).then(|| said.join("\n")),
            note_refs: Vec::new(),
            children,
        });
    }
    found
}

/// An identifier that only this place of this codebook has.
fn guid(digest: &Digest, number: &str) -> Uuid {
    let mut own = digest.clone();
    own.add(number);
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&own.bytes()[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}
