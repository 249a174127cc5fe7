// A mail server for one story: says its port, then each mail that it takes as a line of JSON. Of mail to `refused@` it wants to know nothing,
// and to `busy@` nothing now. With a key it speaks TLS: from the start, or after STARTTLS. With a login nobody gets in without.
import { readFileSync } from "node:fs";
import { SMTPServer } from "smtp-server";

const { PORT = "0", LOGIN, KEY, CERT, FROM_THE_START } = process.env;
const hidden = KEY ? { key: readFileSync(KEY), cert: readFileSync(CERT) } : { disabledCommands: ["STARTTLS"] };
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

const server = new SMTPServer({
  ...hidden,
  secure: Boolean(FROM_THE_START),
  authOptional: !LOGIN,
  logger: false,
  onAuth({ username, password }, session, done) {
    if (`${username}:${password}` === LOGIN) return done(null, { user: username });
    return done(refusal(535, "wrong user or password"));
  },
  onRcptTo({ address }, session, done) {
    if (address.startsWith("refused@")) return done(refusal(550, "nobody of that name here"));
    if (address.startsWith("busy@")) return done(refusal(451, "come back later"));
    return done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on("data", (part) => parts.push(part));
    stream.on("end", () => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      const { secure, user = null } = session;
      console.log(JSON.stringify({ to, secure, user, text: Buffer.concat(parts).toString("utf8") }));
      done();
    });
  },
});
server.on("error", () => {});
server.listen(Number(PORT), "127.0.0.1", () => console.log(server.server.address().port));
