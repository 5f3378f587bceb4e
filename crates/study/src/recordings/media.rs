//! What kind of sound or film a file is, by its first bytes; what it is called and what a browser says of it count for
//! nothing (trust INP-2).

/// The kinds that are taken. A browser plays each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// RIFF WAVE.
    Wav,
    /// MPEG audio, layer III.
    Mp3,
    /// MPEG-4 that says it is sound only.
    M4a,
    /// MPEG-4, with or without a picture.
    Mp4,
    /// Ogg: Opus or Vorbis.
    Ogg,
    /// WebM, with or without a picture.
    Webm,
    /// FLAC.
    Flac,
}

/// What a person is told to hand in.
pub const ACCEPTED: &str = "WAV, MP3, M4A, MP4, OGG, WebM or FLAC";

/// The main brands of MPEG-4 files with sound or film; pictures have others.
const BRANDS: [&[u8; 4]; 11] = [
    b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ",
    b"3gp5",
];

impl Media {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::Wav,
        Self::Mp3,
        Self::M4a,
        Self::Mp4,
        Self::Ogg,
        Self::Webm,
        Self::Flac,
    ];

    /// The kind of a file that begins with these bytes; none where it is no sound and no film that is taken.
    pub fn of(head: &[u8]) -> Option<Self> {
        let at = |from: usize, bytes: &[u8]| head.get(from..from + bytes.len()) == Some(bytes);
        let brand = head.get(8..12).unwrap_or_default();
        if at(0, b"RIFF") && at(8, b"WAVE") {
            Some(Self::Wav)
        } else if at(0, b"ID3") || is_mpeg_frame(head) {
            Some(Self::Mp3)
        } else if at(4, b"ftypM4A ") || at(4, b"ftypM4B ") {
            Some(Self::M4a)
        } else if at(4, b"ftyp") && BRANDS.iter().any(|known| brand == *known) {
            Some(Self::Mp4)
        } else if at(0, b"OggS") {
            Some(Self::Ogg)
        } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) && is_webm(head) {
            Some(Self::Webm)
        } else if at(0, b"fLaC") {
            Some(Self::Flac)
        } else {
            None
        }
    }

    /// The word that is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Mp4 => "mp4",
            Self::Ogg => "ogg",
            Self::Webm => "webm",
            Self::Flac => "flac",
        }
    }

    /// The kind of a stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// As what it is sent to the player.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Mp4 => "video/mp4",
            Self::Ogg => "audio/ogg",
            Self::Webm => "video/webm",
            Self::Flac => "audio/flac",
        }
    }

    /// Whether there may be a picture.
    pub fn may_show(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm)
    }

    /// How long it plays, in milliseconds, where its beginning says so: WAV does.
    pub fn length_ms(self, head: &[u8], size: u64) -> Option<u64> {
        match self {
            Self::Wav => wav_length(head, size),
            _ => None,
        }
    }
}

/// A frame of layer III begins with eleven bits set; the version and the rates must be ones that exist.
fn is_mpeg_frame(head: &[u8]) -> bool {
    let &[first, second, third, ..] = head else {
        return false;
    };
    let version = (second >> 3) & 3;
    let layer = (second >> 1) & 3;
    let rate = third >> 4;
    first == 0xff && second >> 5 == 7 && version != 1 && layer == 1 && rate != 0 && rate != 15
}

/// The kind of document stands in the first few elements of the file.
fn is_webm(head: &[u8]) -> bool {
    let beginning = head.get(..64).unwrap_or(head);
    beginning.windows(4).any(|word| word == b"webm")
}

fn wav_length(head: &[u8], size: u64) -> Option<u64> {
    let number = |at: usize| -> Option<u64> {
        let bytes = head.get(at..at.checked_add(4)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?).into())
    };
    let mut at: usize = 12;
    let mut bytes_a_second = None;
    loop {
        let name = head.get(at..at.checked_add(4)?)?;
        let length = number(at + 4)?;
        match name {
            b"fmt " => bytes_a_second = Some(number(at + 16)?),
            b"data" => {
                // A file that was written while it was recorded says nothing or too much.
                let rest = size.saturating_sub(at as u64 + 8);
                let bytes = if length == 0 { rest } else { length.min(rest) };
                return bytes.checked_mul(1000)?.checked_div(bytes_a_second?);
            }
            _ => {}
        }
        let padded = usize::try_from(length + length % 2).ok()?;
        at = at.checked_add(8)?.checked_add(padded)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wav(seconds: u32) -> Vec<u8> {
        let mut file = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
        file.extend(16u32.to_le_bytes());
        file.extend([1, 0, 1, 0]);
        file.extend(8000u32.to_le_bytes());
        file.extend(16000u32.to_le_bytes());
        file.extend([2, 0, 16, 0]);
        file.extend(b"LIST\x03\0\0\0abc\0data");
        file.extend((16000 * seconds).to_le_bytes());
        file
    }

    #[test]
    fn a_file_is_known_by_its_first_bytes() {
        for (head, media) in [
            (wav(1).as_slice(), Media::Wav),
            (b"ID3\x04", Media::Mp3),
            (b"\xff\xfb\x90\x64", Media::Mp3),
            (b"\0\0\0\x20ftypM4A \0\0", Media::M4a),
            (b"\0\0\0\x20ftypisom\0\0", Media::Mp4),
            (b"OggS\0", Media::Ogg),
            (
                b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm",
                Media::Webm,
            ),
            (b"fLaC\0", Media::Flac),
        ] {
            assert_eq!(Media::of(head), Some(media), "{head:?}");
            assert_eq!(Media::parse(media.word()), Some(media));
        }
    }

    #[test]
    fn what_is_no_sound_and_no_film_is_known_as_none() {
        for head in [
            b"".as_slice(),
            b"RIFF\0\0\0\0AVI ",
            b"<html><script>",
            b"PK\x03\x04",
            b"%PDF-1.7",
            b"\x89PNG\r\n",
            b"\0\0\0\x20ftypheic",
            b"\0\0\0\x20ftypavif",
            b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
            b"\xff\xd8\xff\xe0",
            b"\xff\xfe<\0h\0",
            b"\xff\xff\xff\xff",
        ] {
            assert_eq!(Media::of(head), None, "{head:?}");
        }
    }

    #[test]
    fn a_wav_says_how_long_it_plays() {
        let file = wav(90);
        let size = file.len() as u64 + 90 * 16000;
        assert_eq!(Media::Wav.length_ms(&file, size), Some(90_000));
        // One that claims more than there is plays as long as it is.
        assert_eq!(Media::Wav.length_ms(&file, size - 80 * 16000), Some(10_000));
        assert_eq!(Media::Wav.length_ms(&file[..20], size), None);
        assert_eq!(Media::Mp3.length_ms(&file, size), None);
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(head: Vec<u8>, size: u64) {
            let _ = Media::of(&head);
            let riff = [b"RIFF\0\0\0\0WAVE".as_slice(), &head].concat();
            let _ = Media::Wav.length_ms(&riff, size);
        }
    }
}
