//! Reading a programme folder (programme section 6).

mod arbitrary;
mod clean;
mod codes_of_cells;
mod codes_of_facts;
mod folder;
mod shifts;
