//! The roles that a site has: those of every site, and its own (O11).

use parlor_domain::text::Name;
use parlor_wire::console::{GivenRole, KeepRole, OWN_ROLE, OWN_ROLES, OwnRole, Permission, Role, Site, fill};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::api::{post, remove, segment};
use crate::errand::use_errand;
use crate::parts::confirm::Confirm;
use crate::parts::roles::allowed;
use crate::parts::state::Fault;
use crate::parts::table::Table;
use crate::parts::text::said;

/// Which roles.
#[derive(PartialEq, Properties)]
pub(crate) struct RolesProps {
    /// The site.
    pub(crate) site: Site,
    /// The roles that it has made itself.
    pub(crate) own: Vec<OwnRole>,
    /// The roles that whoever looks may give, and so may change.
    pub(crate) may_give: Vec<GivenRole>,
    /// The roles of whoever looks, which only others change.
    pub(crate) held: Vec<GivenRole>,
    /// Hears in words what was changed; nothing: it is to be looked at anew.
    pub(crate) told: Callback<AttrValue>,
}

/// What is being asked before it is done.
#[derive(Clone, PartialEq)]
enum Asking {
    Nothing,
    /// A role, made or changed from what it was.
    Role {
        former: Option<OwnRole>,
        name: String,
        permissions: Vec<Permission>,
    },
    Removal(OwnRole),
}

/// The site's roles, to be made and changed, and what those of every site allow.
#[component]
pub(crate) fn Roles(props: &RolesProps) -> Html {
    let (errand, asking) = (use_errand(), use_state(|| Asking::Nothing));
    let ask = {
        let asking = asking.setter();
        Callback::from(move |what: Asking| asking.set(what))
    };
    {
        // Most are refused because somebody else was faster.
        let told = props.told.clone();
        use_effect_with(errand.failure().is_some(), move |refused| {
            if *refused {
                told.emit(AttrValue::default());
            }
        });
    }
    // What was refused is there again, to be put right.
    let refused = use_state(|| None::<Asking>);
    let new = {
        let again = (*refused).clone().filter(|_| errand.failure().is_some());
        let empty = Asking::Role { former: None, name: String::new(), permissions: Vec::new() };
        ask.reform(move |_: MouseEvent| again.clone().unwrap_or_else(|| empty.clone()))
    };
    let keep = {
        let (errand, told, path) = (errand.clone(), props.told.clone(), fill(OWN_ROLES, &[&props.site.key]));
        let refused = refused.setter();
        Callback::from(move |body: KeepRole| {
            let (name, permissions) = (body.role.name.to_string(), body.role.permissions.clone());
            refused.set(body.former.is_none().then_some(Asking::Role { former: None, name, permissions }));
            let (path, told) = (path.clone(), told.clone());
            let news = format!("The role {} is saved.", body.role.name);
            errand.tell(post(&path, &body), move || told.emit(news.into()));
        })
    };
    let remove = {
        let (errand, told, site) = (errand.clone(), props.told.clone(), props.site.key.clone());
        Callback::from(move |role: OwnRole| {
            let (path, told) = (fill(OWN_ROLE, &[&site, &segment(role.name.as_str())]), told.clone());
            let news = format!("The role {} is deleted.", role.name);
            errand.tell(remove(&path), move || told.emit(news.into()));
        })
    };
    html! {
        <section class="users" aria-labelledby="roles-title">
            <div class="titled">
                <h2 id="roles-title">{ "Roles" }</h2>
                <button type="button" onclick={new} aria-busy={errand.busy().then_some("true")}>{ "New role…" }</button>
            </div>
            if let Some(failure) = errand.failure() {
                <Fault {failure} />
            }
            if !props.own.is_empty() {
                <Table label="Roles of this site" columns={vec!["Role", "What it allows", "Change"]}>
                    <tbody>{ for props.own.iter().map(|role| row(props, role, &ask)) }</tbody>
                </Table>
            }
            <details class="definitions">
                <summary>{ "What the roles of every site allow" }</summary>
                <dl>{ for Role::ALL.iter().map(|role| html! { <div><dt>{ role.title() }</dt><dd>{ allowed(role.permissions()) }</dd></div> }) }</dl>
            </details>
            { question(props, &asking, &ask, &keep, &remove) }
        </section>
    }
}

fn row(props: &RolesProps, role: &OwnRole, ask: &Callback<Asking>) -> Html {
    let given = GivenRole::Own(role.name.clone());
    let is_held = props.held.contains(&given);
    let (one, other) = (role.clone(), role.clone());
    let change = ask.reform(move |_: MouseEvent| Asking::Role {
        former: Some(one.clone()),
        name: one.name.to_string(),
        permissions: one.permissions.clone(),
    });
    let remove = ask.reform(move |_: MouseEvent| Asking::Removal(other.clone()));
    html! {
        <tr key={role.name.to_string()}>
            <th scope="row">{ said(role.name.as_str()) }</th>
            <td data-label="What it allows">{ allowed(&role.permissions) }</td>
            <td data-label="Change">
                if is_held {
                    <span class="soft">{ "Your own" }</span>
                } else if props.may_give.contains(&given) {
                    <div class="actions">
                        <button type="button" onclick={change}>{ "Change…" }</button>
                        <button type="button" onclick={remove}>{ "Delete…" }</button>
                    </div>
                } else {
                    <span class="soft">{ "May more than you" }</span>
                }
            </td>
        </tr>
    }
}

fn question(
    props: &RolesProps,
    asking: &Asking,
    ask: &Callback<Asking>,
    keep: &Callback<KeepRole>,
    remove: &Callback<OwnRole>,
) -> Html {
    let closed = ask.reform(|()| Asking::Nothing);
    match asking {
        Asking::Nothing => html! {},
        Asking::Removal(role) => {
            let gone = role.clone();
            html! {
                <Confirm id="remove-role" title={format!("Delete the role {}?", role.name)} action="Delete"
                    yes={remove.reform(move |()| gone.clone())} {closed}>
                    <p>{ "It can be deleted while no user and no invitation has it." }</p>
                </Confirm>
            }
        }
        Asking::Role { former, name, permissions } => {
            let role = Name::parse(name).ok().map(|name| OwnRole { name, permissions: permissions.clone() });
            let body = role
                .filter(|role| !role.permissions.is_empty())
                .map(|role| KeepRole { former: former.as_ref().map(|former| former.permissions.clone()), role });
            let (ready, title) = (
                body.is_some(),
                former.as_ref().map_or_else(|| "A new role".to_owned(), |former| format!("What {} allows", former.name)),
            );
            let yes = {
                let keep = keep.clone();
                Callback::from(move |()| body.iter().cloned().for_each(|body| keep.emit(body)))
            };
            html! {
                <Confirm id="role" {title} action="Save" danger=false {ready} {yes} {closed}>
                    if former.is_none() {
                        { name_field(asking, name, ask) }
                    }
                    <fieldset class="roles">
                        <legend>{ "It allows to" }</legend>
                        { for props.site.permissions.iter().map(|permission| choice(asking, *permission, ask)) }
                    </fieldset>
                </Confirm>
            }
        }
    }
}

fn name_field(asking: &Asking, name: &str, ask: &Callback<Asking>) -> Html {
    let typed = {
        let (asking, ask) = (asking.clone(), ask.clone());
        move |event: InputEvent| {
            let (Some(input), Asking::Role { former, permissions, .. }) =
                (event.target_dyn_into::<HtmlInputElement>(), asking.clone())
            else {
                return;
            };
            ask.emit(Asking::Role { former, name: input.value(), permissions });
        }
    };
    html! {
        <div class="field">
            <label for="role-name">{ "Name" }</label>
            <input id="role-name" type="text" maxlength="200" autocomplete="off" value={name.to_owned()} oninput={typed} />
        </div>
    }
}

fn choice(asking: &Asking, permission: Permission, ask: &Callback<Asking>) -> Html {
    let Asking::Role { former, name, permissions } = asking.clone() else { return html! {} };
    let checked = permissions.contains(&permission);
    let toggle = ask.reform(move |_: Event| {
        let is_in = |one: &Permission| if *one == permission { !checked } else { permissions.contains(one) };
        let permissions = Permission::ALL.iter().copied().filter(is_in).collect();
        Asking::Role { former: former.clone(), name: name.clone(), permissions }
    });
    html! {
        <label key={permission.code()}>
            <input type="checkbox" {checked} onchange={toggle} />
            <span>{ permission.may() }</span>
        </label>
    }
}
