//! `parlor doctor` (O1).

use std::io::{Read, Write};
use std::net::TcpListener;

use serde_json::json;

use crate::{Desk, dialogue, message};

/// What it says, without what depends on the machine.
fn told(desk: &Desk, arguments: &[&str]) -> (i32, Vec<String>) {
    // Where nobody says, no server is looked for: one may run on this machine.
    let listen = if arguments.contains(&"--listen") { &[][..] } else { &["--listen", "127.0.0.1:0"] };
    let (code, told) = desk.run(&[&["doctor"][..], listen, arguments].concat());
    let of_machine = ["clock: 20", "disk: "];
    let lines = told.lines().filter(|line| !of_machine.iter().any(|start| line[9..].starts_with(start)));
    let folder = desk.path("data").display().to_string();
    (code, lines.map(|line| line.replace(&folder, "DATA")).collect())
}

#[test]
fn o1_what_is_as_it_should_be_is_told_line_by_line() {
    let desk = Desk::new();
    let place = json!({ "all": [{ "if": { "attribute": "inferred.country", "test": { "text": { "is": ["de"] } } } }] });
    let mut local = dialogue("Local", json!({ "hi": message("Hello") }));
    local["audience"] = place;
    let settings = json!({ "name": "Harbour", "key": "harbour", "allowed_domains": ["example.com"] });
    desk.write("site.json", json!({ "parlor": 1, "site": settings, "dialogues": [local] }).to_string());
    desk.succeed(&["import", "site.json", "--publish"]);
    desk.succeed(&["user", "add", "ada@example.com"]);
    let url = ["--public-url", "https://chat.example.com", "--trust-proxy", "127.0.0.1"];
    let (code, lines) = told(&desk, &url);
    let begin = [
        "ok       public URL: https://chat.example.com",
        "ok       mail: none is sent, links of invitations are passed on by hand; --smtp names a mail server",
        "ok       data folder: DATA can be written to",
        "ok       database: sound",
    ];
    assert_eq!((code, &lines[..4]), (0, &begin.map(str::to_owned)[..]), "{lines:?}");
    assert!(lines[4].starts_with("ok       schema: ") && lines[5].starts_with("ok       log: "), "{lines:?}");
    let end =
        ["ok       users: 1", "warning  site harbour: \"Local\" asks for places, and none are known; give the server --places"];
    assert_eq!(lines[6..], end);
    let city = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/places/city.mmdb");
    let (code, lines) = told(&desk, &[&url[..], &["--places", city]].concat());
    assert_eq!(code, 0);
    assert!(lines[1].starts_with("ok       places: "), "{lines:?}");
    assert_eq!(lines.last().expect("a line"), "ok       site harbour: 1 dialogues and flows are published");
}

#[test]
fn o1_what_is_not_is_told_with_what_to_do() {
    let desk = Desk::new();
    let (code, lines) = told(&desk, &[]);
    let expected = [
        "warning  public URL: none is set, so visitors reach the server on its own machine alone; set --public-url",
        "ok       mail: none is sent, links of invitations are passed on by hand; --smtp names a mail server",
        "warning  database: there is none in DATA; parlor serve makes it, or name another folder with --data",
    ];
    assert_eq!((code, &lines[..]), (0, &expected.map(str::to_owned)[..]));
    assert!(!desk.path("data").exists(), "looking makes nothing");

    desk.succeed(&["site", "add", "Harbour"]);
    let (code, lines) = told(&desk, &["--public-url", "http://chat.example.com", "--places", "none.mmdb"]);
    assert_eq!(code, 1);
    assert!(lines[0].starts_with("problem  public URL: http://chat.example.com is neither https"), "{lines:?}");
    assert!(lines[1].starts_with("problem  places: none.mmdb can't be read"), "{lines:?}");
    let warned = |what: &str| lines.iter().any(|line| line.starts_with("warning  ") && line.contains(what));
    assert!(
        warned("users: nobody may sign in") && warned("every website may show it") && warned("nothing is published"),
        "{lines:?}"
    );
    assert_eq!(lines.last().expect("a line"), "2 problems");

    desk.write("data/parlor.db", "a shopping list, much longer than the header of a database would be. ".repeat(20));
    let (code, lines) = told(&desk, &["--public-url", "https://chat.example.com"]);
    assert_eq!(code, 1);
    assert!(lines.iter().any(|line| line.starts_with("problem  database: DATA/parlor.db is not a Parlor database")), "{lines:?}");
}

#[test]
fn o1_whether_a_server_answers_is_asked_where_one_is_expected() {
    let desk = Desk::new();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let answer = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        let mut request = [0; 1024];
        let length = stream.read(&mut request).expect("a request");
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nalive").expect("an answer");
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    let (code, lines) = told(&desk, &["--url", &url]);
    assert_eq!((code, lines.last()), (0, Some(&format!("ok       server: {url} answers"))));
    assert!(answer.join().expect("an answer was given").starts_with("GET /healthz "));
    // Nobody is there any more.
    let (code, lines) = told(&desk, &["--url", &url, "--listen", &url["http://".len()..]]);
    assert_eq!(code, 1);
    assert!(lines.iter().any(|line| line.starts_with(&format!("warning  server: none runs at {url}; "))), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with(&format!("problem  server: {url}/healthz: "))), "{lines:?}");
}
