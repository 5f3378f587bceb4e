//! The only place that knows the crate which parses PDF.

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Document, LoadOptions, Stream};
pub(super) use lopdf::{Dictionary, Object, ObjectId};

use super::super::{Error, Format, Limits};
use super::broken;

/// Nodes above a page in which its size is looked for.
const MAX_PARENTS: usize = 32;

/// A file whose objects are parsed and whose streams are still packed.
pub(super) struct File {
    document: Document,
    /// Bytes that may be unpacked.
    unpacked: usize,
}

impl File {
    pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Self, Error> {
        let head = &bytes[..bytes.len().min(1_024)];
        if !head.windows(5).any(|window| window == b"%PDF-") {
            return Err(broken("it does not begin with %PDF-"));
        }
        let unpacked = limits
            .unpacked
            .min(bytes.len().saturating_mul(limits.ratio));
        let options = LoadOptions {
            max_decompressed_size: Some(unpacked / streams(bytes)),
            ..LoadOptions::default()
        };
        match Document::load_mem_with_options(bytes, options) {
            Ok(document) if document.is_encrypted() => Err(Error::Protected {
                format: Format::Pdf,
            }),
            Ok(document) => Ok(Self { document, unpacked }),
            Err(error) => Err(named(&error, unpacked)),
        }
    }

    /// What may be unpacked of what the pages draw.
    pub(super) fn budget(&self) -> Budget {
        Budget {
            left: self.unpacked,
            limit: self.unpacked,
        }
    }

    /// The pages in their order.
    pub(super) fn pages(&self, limits: &Limits) -> Result<Vec<ObjectId>, Error> {
        let pages: Vec<_> = self.document.page_iter().take(limits.pages + 1).collect();
        if pages.len() > limits.pages {
            return Err(Error::too_large("the PDF", limits.pages, "pages"));
        }
        if pages.is_empty() {
            return Err(broken("it holds no page"));
        }
        Ok(pages)
    }

    pub(super) fn object<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Object> {
        dictionary.get_deref(key, &self.document).ok()
    }

    pub(super) fn dictionary<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Dictionary> {
        match self.object(dictionary, key)? {
            Object::Stream(stream) => Some(&stream.dict),
            object => object.as_dict().ok(),
        }
    }

    pub(super) fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document
            .dereference(object)
            .ok()
            .map(|(_, object)| object)
    }

    /// The resources of a page, its own before those it inherits.
    pub(super) fn resources(&self, page: ObjectId) -> Vec<&Dictionary> {
        let Ok((own, inherited)) = self.document.get_page_resources(page) else {
            return Vec::new();
        };
        let inherited = inherited
            .into_iter()
            .filter_map(|id| self.document.get_dictionary(id).ok());
        own.into_iter().chain(inherited).collect()
    }

    /// The part of a page that is shown, as left, lower, right and upper bound in points.
    pub(super) fn sheet(&self, page: ObjectId) -> Option<[f32; 4]> {
        let mut dictionary = self.document.get_dictionary(page).ok()?;
        for _ in 0..MAX_PARENTS {
            let found = [&b"CropBox"[..], b"MediaBox"]
                .iter()
                .find_map(|key| self.object(dictionary, key)?.as_array().ok());
            if let Some(bounds) = found {
                let bounds: Vec<f32> = bounds
                    .iter()
                    .filter_map(|bound| self.resolve(bound)?.as_float().ok())
                    .collect();
                let [a, b, c, d] = bounds[..] else {
                    return None;
                };
                return Some([a.min(c), b.min(d), a.max(c), b.max(d)]);
            }
            dictionary = self.dictionary(dictionary, b"Parent")?;
        }
        None
    }

    /// What draws a page, unpacked. A stream that cannot be unpacked draws nothing.
    pub(super) fn drawing(&self, page: ObjectId, budget: &mut Budget) -> Result<Vec<u8>, Error> {
        let mut drawing = Vec::new();
        for id in self.document.get_page_contents(page) {
            let stream = self.document.get_object(id).and_then(Object::as_stream);
            if let Ok(stream) = stream {
                drawing.extend(budget.unpack(stream)?);
                drawing.push(b'\n');
            }
        }
        Ok(drawing)
    }
}

/// What may still be unpacked.
pub(super) struct Budget {
    left: usize,
    limit: usize,
}

impl Budget {
    /// The bytes of a stream; none where they are damaged.
    pub(super) fn unpack(&mut self, stream: &Stream) -> Result<Vec<u8>, Error> {
        match stream.decompressed_content_with_limit(self.left) {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(bytes.len());
                Ok(bytes)
            }
            Err(lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => {
                Err(Error::too_large("the unpacked PDF", self.limit, "bytes"))
            }
            Err(_) => Ok(Vec::new()),
        }
    }
}

/// The operations of a drawing up to the first that cannot be read.
pub(super) fn operations(drawing: &[u8]) -> impl Iterator<Item = Operation> + '_ {
    Content::decode_iter(drawing).map_while(Result::ok)
}

/// Streams the file may have, at least one. The crate bounds each of those it unpacks while it opens a file and not
/// their sum, so that each gets its share.
fn streams(bytes: &[u8]) -> usize {
    let words = bytes.windows(6).filter(|window| *window == b"stream");
    (words.count() / 2).max(1)
}

fn named(error: &lopdf::Error, unpacked: usize) -> Error {
    match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => Error::Protected {
            format: Format::Pdf,
        },
        lopdf::Error::Decompress(DecompressError::MemoryLimitExceeded { .. }) => {
            Error::too_large("the unpacked PDF", unpacked, "bytes")
        }
        error => broken(&error.to_string()),
    }
}
