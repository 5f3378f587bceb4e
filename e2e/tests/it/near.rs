//! A published plan whose first session is about to begin.

use platform::App;
use platform::access::Scope;
use platform::audit::Event;
use platform::clock::Instant;
use uuid::Uuid;

/// Plans and publishes; then moves the first session to a quarter of an hour from now and locks its releases. Gives the
/// session and somebody who leads its group.
pub async fn first_session(app: &App, scope: &Scope) -> (Uuid, Uuid) {
    let event = |action| Event {
        chain: scope.slug.clone(),
        actor: None,
        action,
        subject: String::new(),
        detail: String::new(),
    };
    programme::planning::make(app, scope.id, event("plan.make"))
        .await
        .expect("the region can be planned");
    let plan = programme::planning::publish_newest(app, scope.id, event("plan.publish"))
        .await
        .expect("the plan holds");
    let sessions = programme::sessions::all(app, plan.id)
        .await
        .expect("sessions can be read");
    let first = sessions.first().expect("the plan has sessions");
    let group = &plan.document.groups[first.group - 1];
    let facilitator = group.facilitators[0].parse().expect("an identifier");
    let starts = Instant::from_jiff(jiff::Timestamp::now()).plus_seconds(15 * 60);
    let ends = starts.plus_seconds(first.minutes() * 60);
    let tx = app.db.write().await.expect("the database can be written");
    for sql in [
        format!(
            "UPDATE sessions SET starts_at = {}, ends_at = {} WHERE id = X'{}'",
            starts.0,
            ends.0,
            first.id.simple()
        ),
        "UPDATE releases SET state = 'locked'".to_owned(),
    ] {
        sea_orm::ConnectionTrait::execute_unprepared(tx.connection(), &sql)
            .await
            .expect("the session can be moved");
    }
    tx.commit(app, event("test"))
        .await
        .expect("the move is kept");
    (first.id, facilitator)
}
