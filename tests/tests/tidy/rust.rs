//! Divides Rust into code, strings and comments, so that a check looks only where it should.

/// A file's parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parts {
    /// Everything but the content of strings and comments. White space is single spaces.
    pub(crate) code: String,
    /// What string literals hold, as written.
    pub(crate) strings: Vec<String>,
    /// What comments say, one entry for a run of line comments.
    pub(crate) comments: Vec<String>,
}

/// Divides a source text.
pub(crate) fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let mut code = String::new();
    // Where the code was when the last line comment ended.
    let mut commented = None;
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if rest.starts_with("//") {
            let (comment, after) = rest.split_at(rest.find('\n').unwrap_or(rest.len()));
            let goes_on = commented.is_some_and(|at: usize| code[at..].trim().is_empty());
            add_line_comment(&mut parts.comments, comment, goes_on);
            commented = Some(code.len());
            rest = after;
        } else if rest.starts_with("/*") {
            let (comment, after) = rest.split_at(block_comment(rest));
            parts.comments.push(comment.to_owned());
            rest = after;
        } else if let Some((string, after)) = string(rest, &code) {
            parts.strings.push(string.to_owned());
            code.push_str("\"\"");
            rest = after;
        } else {
            let (taken, after) = rest.split_at(character(rest).unwrap_or(next.len_utf8()));
            code.push_str(if taken.len() > next.len_utf8() { "' '" } else { taken });
            rest = after;
        }
    }
    parts.code = code.split_whitespace().collect::<Vec<_>>().join(" ");
    parts
}

/// The names and words of a code, with `::` paths kept together.
pub(crate) fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
        .map(|word| word.trim_matches(':'))
        .filter(|w| !w.is_empty())
}

// Lines that follow each other are one comment: a sentence may go on in the next line.
fn add_line_comment(comments: &mut Vec<String>, comment: &str, goes_on: bool) {
    let text = comment.trim_start_matches(['/', '!']);
    match comments.last_mut().filter(|_| goes_on) {
        Some(last) => last.push_str(text),
        None => comments.push(text.to_owned()),
    }
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        let here = &text.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// A string that begins here, and what comes after it. `b`, `c` and `r` stand before the quote, not within a name.
fn string<'a>(text: &'a str, code: &str) -> Option<(&'a str, &'a str)> {
    let within_name = code.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let start = if within_name { text } else { text.trim_start_matches(['b', 'c']) };
    if let Some(raw) = start.strip_prefix('r').filter(|_| !within_name) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        let body = raw[hashes..].strip_prefix('"')?;
        let end = format!("\"{}", "#".repeat(hashes));
        return body.split_once(&end);
    }
    let body = start.strip_prefix('"')?;
    let mut escaped = false;
    let end = body.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    })?;
    Some((&body[..end], &body[end + 1..]))
}

/// How long a character literal is that begins here; `None` for a lifetime and everything else.
fn character(text: &str) -> Option<usize> {
    let body = text.strip_prefix('\'')?;
    let mut rest = body.char_indices();
    let (_, first) = rest.next()?;
    if first == '\\' {
        // The escaped character may be a quote itself.
        return body[2..].find('\'').map(|end| end + 4);
    }
    let (end, quote) = rest.next()?;
    (quote == '\'').then_some(end + 2)
}
