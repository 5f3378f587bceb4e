//! Tables from CSV and spreadsheets, with the place of every cell.
