//! A period for every table.

use std::collections::BTreeSet;

use enid::schema::classes;

use super::dump;
use crate::world::worlds;

#[tokio::test]
async fn r11_every_table_belongs_to_one_class_and_every_class_names_tables_that_are_there() {
    let mut named = BTreeSet::new();
    for class in classes() {
        for table in class.tables() {
            assert!(named.insert(table.to_owned()), "{table} is in two classes");
        }
    }
    for world in worlds().await {
        let stored: BTreeSet<String> = dump::rows(&world).await.into_keys().collect();
        let (on, without): (_, Vec<_>) =
            (world.installation.on, stored.difference(&named).collect());
        assert!(
            without.is_empty(),
            "tables on {on} without a period: {without:?}"
        );
        let gone: Vec<_> = named.difference(&stored).collect();
        assert!(gone.is_empty(), "classes name what is not there: {gone:?}");
    }
}
