//! A recording as it lies on the disk: pieces of [`PIECE`] bytes, each sealed by itself under the key of that recording, so
//! that any place in it can be opened without the rest.
//!
//! A piece is bound to its recording, its number, the size of the whole and whether it is the last. Pieces that were
//! swapped, altered, left out or cut off do not open: what comes out is what went in, or an error.

use futures_util::stream::{self, BoxStream, StreamExt as _};
use platform::keys::PersonKey;
use platform::objects::{Group, Put};
use platform::{App, Error, Result};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::range::Span;

/// Bytes of a piece, 1 MiB; the last one of a recording may be shorter. Unoptimised, a megabyte takes half a second to
/// seal: the tests of this crate make it small.
pub const PIECE: usize = if cfg!(test) { 4 * 1024 } else { 1024 * 1024 };

/// What the objects of recordings are called.
pub(super) const KIND: &str = "recordings";

/// The pieces of one recording.
#[derive(Clone)]
pub(super) struct Pieces {
    app: App,
    id: Uuid,
    key: PersonKey,
    size: u64,
}

/// What reading a recording from its beginning to its end showed.
pub(super) struct Whole {
    /// The SHA-256 of its bytes.
    pub(super) sha256: Vec<u8>,
    /// Its first piece.
    pub(super) first: Vec<u8>,
}

impl Pieces {
    /// The pieces of this recording, of so many bytes in all.
    pub(super) fn new(app: &App, id: Uuid, key: PersonKey, size: u64) -> Self {
        Self {
            app: app.clone(),
            id,
            key,
            size,
        }
    }

    /// How many there are.
    pub(super) fn count(&self) -> u64 {
        self.size.div_ceil(PIECE as u64)
    }

    /// How many bytes a piece has.
    pub(super) fn length(&self, number: u64) -> u64 {
        let start = number.saturating_mul(PIECE as u64);
        self.size.saturating_sub(start).min(PIECE as u64)
    }

    /// Seals and writes a piece. The same piece again is fine: a browser that was cut off does not know what arrived.
    ///
    /// # Errors
    /// `Conflict` where another piece has that number already.
    pub(super) async fn write(&self, number: u64, bytes: &[u8]) -> Result<()> {
        let sealed = self
            .key
            .seal_bytes(&self.bound(number), bytes, &*self.app.entropy);
        match self.app.objects.put(self.group(), number, sealed).await? {
            Put::New => Ok(()),
            Put::Present if self.read(number).await? == bytes => Ok(()),
            Put::Present => Err(Error::Conflict("another file is being uploaded here")),
        }
    }

    /// Reads and opens a piece.
    ///
    /// # Errors
    /// It is not there, or not as it was written.
    pub(super) async fn read(&self, number: u64) -> Result<Vec<u8>> {
        let sealed = self.app.objects.get(self.group(), number).await?;
        let bytes = self.key.open_bytes(&self.bound(number), &sealed)?;
        match bytes.len() as u64 == self.length(number) {
            true => Ok(bytes),
            false => Err(Error::internal("a piece of a recording has another length")),
        }
    }

    /// The bytes of a span, a piece at a time; a piece that cannot be opened ends it with an error.
    pub(super) fn stream(self, span: Span) -> BoxStream<'static, Result<Vec<u8>>> {
        let pieces = self;
        stream::unfold(Some(span.start), move |at| {
            let pieces = pieces.clone();
            async move {
                let at = at.filter(|at| *at < span.end)?;
                let number = at / PIECE as u64;
                let opened = pieces.read(number).await;
                let part = opened.and_then(|piece| {
                    let begins = number * PIECE as u64;
                    let from = usize::try_from(at - begins).map_err(Error::internal)?;
                    let ends = span.end.min(begins + piece.len() as u64);
                    let to = usize::try_from(ends - begins).map_err(Error::internal)?;
                    let part = piece.get(from..to).map(<[u8]>::to_vec);
                    part.ok_or_else(|| Error::internal("a span beyond its recording"))
                });
                let next = part.as_ref().ok().map(|part| at + part.len() as u64);
                Some((part, next))
            }
        })
        .boxed()
    }

    /// Reads all of it once, to be sure that it is there.
    ///
    /// # Errors
    /// A piece cannot be opened.
    pub(super) async fn read_whole(&self) -> Result<Whole> {
        let mut hash = Sha256::new();
        let mut first = Vec::new();
        for number in 0..self.count() {
            let piece = self.read(number).await?;
            hash.update(&piece);
            if number == 0 {
                first = piece;
            }
        }
        Ok(Whole {
            sha256: hash.finalize().to_vec(),
            first,
        })
    }

    fn group(&self) -> Group {
        Group {
            kind: KIND,
            id: self.id,
        }
    }

    fn bound(&self, number: u64) -> Vec<u8> {
        let is_last = u8::from(number + 1 == self.count());
        [
            b"recording".as_slice(),
            self.id.as_bytes(),
            &number.to_be_bytes(),
            &self.size.to_be_bytes(),
            &[is_last],
        ]
        .concat()
    }
}
