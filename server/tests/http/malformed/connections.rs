//! Requests whose heads, methods and ends are not what they should be.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

use parlor_domain::limits::BATCH_BYTES;
use parlor_wire::visitor::FORM_TYPE;
use reqwest::Method;

use super::{PATHS, Sound, Target, told};

#[actix_web::test]
async fn o15_another_content_type_is_malformed() {
    let target = Target::start().await;
    for Sound { path, bytes, status } in target.sound() {
        for wrong in [
            "text/plain",
            "application/json",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "",
            ";",
            "*/*",
        ] {
            let answer = target.request(path).header("content-type", wrong).body(bytes.clone()).send().await;
            assert_eq!(told(answer.expect("an answer")).await, 400, "{path}, {wrong}");
        }
        let answer = target.request(path).body(bytes.clone()).send().await;
        assert_eq!(told(answer.expect("an answer")).await, 400, "{path}, no type");
        let answer =
            target.request(path).header("content-type", "Application/Octet-Stream; charset=utf-8").body(bytes).send().await;
        assert_eq!(told(answer.expect("an answer")).await, status, "{path}, a type that is as good");
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_another_method_finds_nothing() {
    let target = Target::start().await;
    let made_up = Method::from_bytes(b"BREW").expect("a method");
    for Sound { path, bytes, .. } in target.sound() {
        for method in [Method::GET, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS, made_up.clone()] {
            let request = target.client.request(method.clone(), target.app.address(path));
            let answer = request.header("content-type", FORM_TYPE).body(bytes.clone()).send().await.expect("an answer");
            assert_eq!(told(answer).await, 404, "{method} {path}");
        }
        let head = target.client.head(target.app.address(path)).send().await.expect("an answer");
        assert_eq!(head.status(), 404, "HEAD {path}");
    }
    target.serves().await;
}

/// What is written to a connection, piece by piece, and what it must be answered with.
struct Talk {
    pieces: Vec<Vec<u8>>,
    /// Whether the end is told.
    ends: bool,
    status: u16,
}

#[actix_web::test]
async fn o14_a_body_that_ends_too_soon_or_never_is_refused() {
    let target = Target::start().await;
    for sound in target.sound() {
        let half = &sound.bytes[..sound.bytes.len() / 2];
        let (path, length) = (sound.path, sound.bytes.len());
        let many = BATCH_BYTES * 2;
        let chunks = |chunks: &[u8]| vec![head(&target, path, "transfer-encoding: chunked"), chunks.to_vec()];
        let announced = |length: usize| head(&target, path, &format!("content-length: {length}"));
        let talks = [
            // All of it, byte by byte.
            Talk { pieces: bytewise(announced(length), &sound.bytes), ends: false, status: sound.status },
            // Announced and not sent: who has told the end of it may be gone.
            Talk { pieces: vec![announced(length), half.to_vec()], ends: true, status: 400 },
            Talk { pieces: vec![announced(length)], ends: true, status: 400 },
            // Too much is refused before it comes.
            Talk { pieces: vec![announced(many)], ends: false, status: 413 },
            Talk { pieces: chunks(&[b"20000\r\n", &vec![1; 0x20000][..], b"\r\n0\r\n\r\n"].concat()), ends: false, status: 413 },
            // Less than it needs, and none.
            Talk { pieces: vec![announced(length / 2), half.to_vec()], ends: false, status: 400 },
            Talk { pieces: vec![announced(0)], ends: false, status: 400 },
            Talk { pieces: vec![head(&target, path, "x-nothing: 1")], ends: false, status: 400 },
            // Pieces that are none.
            Talk { pieces: chunks(b"zz\r\nab\r\n0\r\n\r\n"), ends: false, status: 400 },
            Talk { pieces: chunks(b"ffffffffffffffffff\r\n"), ends: false, status: 400 },
            Talk { pieces: chunks(b"4\r\nabcdefgh\r\n0\r\n\r\n"), ends: false, status: 400 },
            Talk { pieces: chunks(b"4\r\nab"), ends: true, status: 400 },
        ];
        for (talk, nth) in talks.into_iter().zip(0..) {
            let status = talk.status;
            // Who has hung up, or sends what nobody reads, may hear nothing.
            let may_be_deaf = talk.ends || talk.pieces.iter().any(|piece| piece.len() > BATCH_BYTES);
            let answer = talks_to(&target, talk).await;
            let is_good =
                if status < 300 { answer.starts_with(&format!("HTTP/1.1 {status} ")) } else { is_problem(&answer, status) };
            assert!(is_good || may_be_deaf && answer.is_empty(), "{path}, {nth}: {answer}");
        }
    }
    target.serves().await;
}

#[actix_web::test]
async fn o15_what_is_no_http_is_refused_and_forgotten() {
    let target = Target::start().await;
    let heads: [&[u8]; 7] = [
        b"\0\0\0\0\r\n\r\n",
        b"POST\r\n\r\n",
        b"POST /events HTTP/9.9\r\n\r\n",
        b"POST /events HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST /events HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        b"POST /events HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ];
    for head in heads {
        let answer = talks_to(&target, Talk { pieces: vec![head.to_vec()], ends: true, status: 400 }).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{}: {answer}", String::from_utf8_lossy(head));
    }
    for path in PATHS {
        let long = vec![head(&target, path, &format!("x-long: {}", "a".repeat(2 * BATCH_BYTES)))];
        let answer = talks_to(&target, Talk { pieces: long, ends: true, status: 400 }).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    target.serves().await;
}

fn head(target: &Target, path: &str, line: &str) -> Vec<u8> {
    let host = target.app.server.address();
    format!("POST {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-type: {FORM_TYPE}\r\n{line}\r\n\r\n")
        .into_bytes()
}

fn bytewise(head: Vec<u8>, bytes: &[u8]) -> Vec<Vec<u8>> {
    std::iter::once(head).chain(bytes.iter().map(|byte| vec![*byte])).collect()
}

/// What comes until the other side ends it.
async fn talks_to(target: &Target, talk: Talk) -> String {
    let address = target.app.server.address();
    let talked = actix_web::web::block(move || {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a connection");
        for piece in &talk.pieces {
            // It may be refused before all of it is sent.
            if stream.write_all(piece).is_err() {
                break;
            }
        }
        if talk.ends {
            let _ = stream.shutdown(Shutdown::Write);
        }
        let mut answer = Vec::new();
        // What was read before the other side was gone is there.
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    });
    talked.await.expect("it is over")
}

fn is_problem(answer: &str, status: u16) -> bool {
    let answer = answer.to_lowercase();
    answer.starts_with(&format!("http/1.1 {status} "))
        && answer.contains("content-type: application/problem+json")
        && answer.contains(&format!("\"status\":{status}"))
}
