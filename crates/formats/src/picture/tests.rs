use super::*;

const MAP: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\" font-family=\"system-ui, sans-serif\" \
    font-size=\"20\"><rect width=\"40\" height=\"30\" fill=\"#ffffff\"/><text x=\"4\" y=\"22\" fill=\"#000000\">W</text></svg>";

/// The pixels of a picture, and its texts by their keywords.
fn read(bytes: &[u8]) -> (u32, u32, Vec<u8>, Vec<(String, String)>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    let info = reader.info();
    let texts = info.utf8_text.iter();
    let texts = texts.map(|text| (text.keyword.clone(), text.get_text().unwrap()));
    (info.width, info.height, pixels, texts.collect())
}

#[test]
fn a_drawing_becomes_a_picture_twice_as_large_with_its_words_drawn_and_its_text_in_the_file() {
    let bytes = png(MAP, ("A map", "It says “W”.")).unwrap();
    let (width, height, pixels, texts) = read(&bytes);
    assert_eq!((width, height), (80, 60));
    let dark = pixels.chunks(4).filter(|pixel| pixel[0] < 60).count();
    assert!(
        dark > 40,
        "a letter is drawn without any font of the machine: {dark}"
    );
    assert!(pixels.chunks(4).all(|pixel| pixel[3] == 255));
    let text = |keyword: &str, text: &str| (keyword.to_owned(), text.to_owned());
    assert_eq!(
        texts,
        [text("Title", "A map"), text("Description", "It says “W”.")]
    );
    assert_eq!(png(MAP, ("A map", "It says “W”.")).unwrap(), bytes);
}

#[test]
fn a_drawing_as_long_as_a_street_is_drawn_smaller_and_what_is_none_is_refused() {
    let long = MAP.replacen("height=\"30\"", "height=\"900000\"", 1);
    let (width, height, ..) = read(&png(&long, ("", "")).unwrap());
    assert!(width * height <= 16_100_000, "{width} {height}");
    for none in [
        "",
        "<p/>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"0\"/>",
    ] {
        assert!(
            matches!(png(none, ("", "")), Err(Error::Drawing { .. })),
            "{none}"
        );
    }
}

#[test]
fn no_file_of_the_machine_comes_into_a_picture() {
    let with = MAP.replace(
        "<text",
        "<image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/><text",
    );
    assert_eq!(png(&with, ("", "")).unwrap(), png(MAP, ("", "")).unwrap());
}
