//! SVG as PNG, drawn by resvg with the fonts inside the program.
//!
//! The renderer is given no file, no image and no font of the machine, and the picture no time and no name of a program: the
//! same drawing gives the same bytes.

use std::panic::catch_unwind;
use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{ImageHrefResolver, Options, Tree};

use super::Error;
use crate::fonts::FONTS;

/// Pixels of the picture for one of the drawing, so that it is sharp in print.
const SCALE: f32 = 2.0;
/// Most pixels of a picture, which is 64 MB while it is drawn; a larger drawing is drawn smaller.
const MOST: f32 = 16_000_000.0;
/// What text is set in that asks for a font which is not in the program.
const FAMILY: &str = "Libertinus Serif";

static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut database = Database::new();
    // One file of fonts can hold several.
    let files = (0..).map_while(|index| FONTS.font(index));
    for font in files.filter(|font| font.index() == 0) {
        database.load_font_source(Source::Binary(Arc::new(font.data().clone())));
    }
    database.set_sans_serif_family(FAMILY);
    database.set_serif_family(FAMILY);
    Arc::new(database)
});

/// Draws an SVG as PNG, twice as large, with its title and what it says to whoever does not see it in the file (as `Title` and
/// `Description`).
///
/// # Errors
/// `Drawing` for a text that is no SVG, or one without a size.
pub fn png(svg: &str, (title, description): (&str, &str)) -> Result<Vec<u8>, Error> {
    // The renderer is large and not ours; where a drawing makes it stop short, only this picture fails.
    let pixels = catch_unwind(|| drawn(svg));
    let pixels = pixels.unwrap_or_else(|_| Err(failed(&"the renderer stopped")))?;
    packed(&pixels, (title, description)).map_err(|error| failed(&error))
}

fn drawn(svg: &str) -> Result<Pixmap, Error> {
    let options = Options {
        font_family: FAMILY.to_owned(),
        fontdb: Arc::clone(&DATABASE),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| failed(&error))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SCALE.min((MOST / (width * height)).sqrt());
    let whole = |length: f32| (length * scale).floor().max(1.0) as u32;
    let pixmap = Pixmap::new(whole(width), whole(height));
    let mut pixmap = pixmap.ok_or_else(|| failed(&"it is too large"))?;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    Ok(pixmap)
}

fn packed(
    pixels: &Pixmap,
    (title, description): (&str, &str),
) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    for (keyword, text) in [("Title", title), ("Description", description)] {
        encoder.add_itxt_chunk(keyword.to_owned(), text.to_owned())?;
    }
    let plain = pixels.clone().take_demultiplied();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&plain)?;
    writer.finish()?;
    Ok(bytes)
}

fn failed(what: &dyn std::fmt::Display) -> Error {
    Error::Drawing {
        what: what.to_string(),
    }
}
