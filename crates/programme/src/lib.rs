//! Running a Balint group programme: people, sites, rotas, plans, releases, sessions.
