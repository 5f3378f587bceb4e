mod properties;
mod rules;
mod vectors;

use crate::Pack;

#[test]
fn every_shipped_pack_can_be_read_and_names_itself() {
    for name in Pack::NAMES {
        let pack = Pack::named(name).unwrap();
        assert_eq!(pack.id, name);
        assert!(!pack.source.is_empty());
    }
    assert_eq!(Pack::named("scotland"), None);
}
