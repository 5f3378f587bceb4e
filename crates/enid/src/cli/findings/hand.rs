//! Who acts on the command line: a member of a study's team, or whoever holds the data folder.

use anyhow::{Result, anyhow, bail};
use platform::App;
use platform::access::{self, Hand, Role, Scope, ScopeKind, Viewer};
use study::team::{self, Member};

use super::Of;
use crate::policy::POLICY;

/// The study of this short name.
async fn study_of(app: &App, slug: &str) -> Result<Scope> {
    match access::find_scope(app, slug).await? {
        Some(scope) if scope.kind == ScopeKind::Study => Ok(scope),
        Some(_) => bail!("\"{slug}\" is the short name of something that is no study"),
        None => bail!("there is no study \"{slug}\" in this data folder; --data names another"),
    }
}

/// Whoever acts in a study by a line of the policy: the account of a member with what the policy gives it, or what it gives a
/// research lead.
pub(in crate::cli) async fn hand(app: &App, of: &Of, action: &'static str) -> Result<Viewer> {
    let scope = study_of(app, &of.study).await?;
    let hand = match &of.member {
        Some(handle) => of_member(app, &scope, handle).await?,
        None => Hand {
            account: None,
            grants: Vec::new(),
        },
    };
    let roles: Vec<Role> = match &of.member {
        Some(_) => {
            let here = hand
                .grants
                .iter()
                .filter(|grant| grant.scope.id == scope.id);
            here.map(|grant| grant.role).collect()
        }
        None => vec![Role::ResearchLead],
    };
    let who = of.member.as_deref().unwrap_or("a research lead");
    let reached = POLICY.relations(action, scope.kind, roles);
    let relations = reached.ok_or_else(|| {
        let line = POLICY.entry(action);
        let means = line.map_or(action, |line| line.means);
        anyhow!("{who} may not do this here: {means}")
    })?;
    Ok(Viewer::by_hand(hand, scope, relations))
}

async fn of_member(app: &App, scope: &Scope, handle: &str) -> Result<Hand> {
    let members = team::all(app.db.read(), scope.id).await?;
    let Some(member) = members.iter().find(|one| one.handle == handle) else {
        let known: Vec<&str> = members.iter().map(|one| one.handle.as_str()).collect();
        bail!(
            "--as {handle}: nobody in the team is called so; the team: {}",
            known.join(", ")
        );
    };
    account_of(app, scope, member).await?.ok_or_else(|| {
        anyhow!(
            "--as {handle}: this member has no account that can sign in, so nobody acts as them"
        )
    })
}

/// The account of a member, if it can still sign in.
async fn account_of(app: &App, scope: &Scope, member: &Member) -> Result<Option<Hand>> {
    for role in [Role::Researcher, Role::ResearchLead] {
        for grant in access::holders(app, scope.id, role).await? {
            if grant.subject != Some(member.id) {
                continue;
            }
            let account = access::find(app, grant.account).await?;
            if let Some(account) = account.filter(|account| account.live) {
                return Ok(Some(Hand {
                    grants: access::grants_of(app, account.id).await?,
                    account: Some((account.id, account.name)),
                }));
            }
        }
    }
    Ok(None)
}
