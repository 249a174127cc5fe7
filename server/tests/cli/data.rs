//! The data folder that commands work in (O4, O17).

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Stdio};

use parlor_store::{DATABASE, Store};

use crate::Desk;

#[test]
fn o4_a_folder_that_was_named_by_mistake_is_not_taken_for_an_empty_one() {
    let desk = Desk::new();
    for command in [
        &["site", "list"][..],
        &["site", "remove", "harbour", "--yes"],
        &["user", "list"],
        &["user", "remove", "ada@example.com"],
        &["key", "list", "--site", "harbour"],
        &["key", "add", "website", "--site", "harbour"],
        &["webhook", "list", "--site", "harbour"],
        &["export", "site.json", "--site", "harbour"],
        &["erase-person", "ada@example.com", "--yes"],
        &["backup", "parlor.backup"],
    ] {
        let (code, told) = desk.run(&[command, &["--data", "nowhere"]].concat());
        let expected = "there is no Parlor database in nowhere; name the data folder with --data\n";
        assert_eq!((code, told.as_str()), (1, expected), "{command:?}");
        assert!(!desk.path("nowhere").exists(), "{command:?} makes nothing");
    }
}

#[cfg(unix)]
#[test]
fn o17_the_data_are_for_the_server_s_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    let desk = Desk::new();
    desk.succeed(&["site", "add", "Harbour", "--data", "made/for/it"]);
    let folder = desk.path("made/for/it");
    assert_eq!((mode(&folder), mode(&folder.join(DATABASE))), (0o700, 0o600));
    // What stands beside the database while somebody works.
    let store = Store::open(&folder).expect("a store");
    for end in ["-wal", "-shm"] {
        assert_eq!(mode(&folder.join(format!("{DATABASE}{end}"))), 0o600, "{end}");
    }
    store.close();

    desk.succeed(&["restore", &backup(&desk), "--data", "restored"]);
    let restored = desk.path("restored");
    assert_eq!((mode(&restored), mode(&restored.join(DATABASE))), (0o700, 0o600));

    // A folder that is somebody's already stays as it is, and the doctor says so.
    std::fs::set_permissions(&folder, PermissionsExt::from_mode(0o755)).expect("set");
    std::fs::set_permissions(folder.join(DATABASE), PermissionsExt::from_mode(0o644)).expect("set");
    desk.succeed(&["site", "list", "--data", "made/for/it"]);
    assert_eq!((mode(&folder), mode(&folder.join(DATABASE))), (0o755, 0o644));
    let told = desk.succeed(&["doctor", "--data", "made/for/it"]);
    let expected = "warning  data folder: made/for/it is open to other users of this machine; chmod -R go= made/for/it\n";
    assert!(told.contains(expected), "{told}");
}

fn backup(desk: &Desk) -> String {
    desk.succeed(&["backup", "parlor.backup", "--data", "made/for/it"]);
    "parlor.backup".to_owned()
}

#[test]
fn o4_a_second_server_in_a_folder_is_refused() {
    let desk = Desk::new();
    let first = Store::open_to_serve(&desk.path("data")).expect("a store");
    let (code, told) = desk.run(&["serve", "--listen", "127.0.0.1:0"]);
    let folder = desk.path("data");
    let expected = format!(
        "a server runs with the data in {} already; stop it first, or give this one a folder of its own with --data\n",
        folder.display()
    );
    assert_eq!((code, told), (1, expected));
    // Commands work beside it.
    desk.succeed(&["site", "add", "Harbour"]);
    // Unless its database is gone: a second one isn't made.
    std::fs::rename(folder.join(DATABASE), folder.join("elsewhere")).expect("moved");
    let (code, told) = desk.run(&["site", "add", "Quay"]);
    assert!(code == 1 && told.starts_with("there is no Parlor database in "), "{told}");
    let (code, told) = desk.run(&["doctor", "--listen", "127.0.0.1:0"]);
    assert!(code == 1 && told.contains("but its database is gone; stop it and restore a backup"), "{told}");
    std::fs::rename(folder.join("elsewhere"), folder.join(DATABASE)).expect("moved");
    first.close();
    Store::open_to_serve(&folder).expect("the place is free again").close();
}

/// The exit code of the program and what it complains of, with one variable in its environment.
fn complaint(desk: &Desk, name: &str, value: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parlor"));
    command.args(arguments).current_dir(desk.path("")).env("PARLOR_DATA", "data").env(name, value);
    let output = command.stdin(Stdio::null()).output().expect("the program runs");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn o5_a_database_that_was_emptied_is_told() {
    let desk = Desk::new();
    desk.write("data/parlor.db", "");
    for command in [&["site", "list"][..], &["erase-person", "ada@example.com", "--yes"], &["backup", "parlor.backup"]] {
        let (code, told) = complaint(&desk, "PARLOR_LOG", "warn", command);
        let expected = "data/parlor.db is empty; restore a backup, or remove the file to begin anew\n";
        assert_eq!((code, told.as_str()), (Some(1), expected), "{command:?}");
    }
    let (code, told) = complaint(&desk, "PARLOR_LOG", "warn", &["site", "add", "Harbour"]);
    assert!(code == Some(0) && told.contains("the database's file was empty, so everything begins anew"), "{told}");
    let (_, told) = complaint(&desk, "PARLOR_LOG", "warn", &["site", "list"]);
    assert_eq!(told, "");
}

#[test]
fn o3_a_variable_that_is_empty_is_none() {
    let desk = Desk::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    // It comes as far as to listen, so it has understood all that was said.
    let serve = ["serve", "--listen", &address];
    for name in ["PARLOR_PUBLIC_URL", "PARLOR_METRICS", "PARLOR_TRUST_PROXY", "PARLOR_PLACES", "PARLOR_CONNECTIONS", "PARLOR_LOG"]
    {
        let (code, told) = complaint(&desk, name, "", &serve);
        assert!(code == Some(1) && told.starts_with(&format!("can't listen on {address}")), "{name}: {told}");
    }
    for (name, value) in [("PARLOR_ALLOW_PRIVATE_ADDRESSES", "1"), ("PARLOR_TRUST_PROXY", "127.0.0.1, 10.0.0.1")] {
        let (code, told) = complaint(&desk, name, value, &serve);
        assert!(code == Some(1) && told.starts_with(&format!("can't listen on {address}")), "{name}: {told}");
    }
    let (code, told) = complaint(&desk, "PARLOR_LOG", "loud", &serve);
    assert_eq!((code, told.as_str()), (Some(1), "PARLOR_LOG: \"loud\" is no level; say error, warn, info, debug or trace\n"));
}
