// Hands over mail as fast as it is taken: SESSIONS connections, one mail after the other in each, until MAILS were answered 250.
// node smtp-client.mjs '{"host":"127.0.0.1","port":2525,"from":"a@b","to":["c@d"],"sessions":10,"mails":5000,"octets":5000}' prints { ms, refused }.
import net from 'node:net';

const o = JSON.parse(process.argv[2] ?? '{}');
const line = 'The quick brown fox jumps over the lazy dog, and 0123456789 times.\r\n';
const body = line.repeat(Math.ceil(o.octets / line.length)).slice(0, o.octets - 2);
let begun = 0;
let taken = 0;
let refused = 0;

const began = performance.now();
await Promise.all(Array.from({ length: o.sessions }, (_, i) => session(i)));
process.stdout.write(`${JSON.stringify({ ms: performance.now() - began, taken, refused })}\n`);

/** @param {number} who */
function session(who) {
  return new Promise((done, fail) => {
    const socket = net.connect({ host: o.host, port: o.port, noDelay: true });
    let unread = '';
    let step = -1;
    let over = false;
    socket.setEncoding('latin1');
    socket.once('error', fail);
    socket.once('close', () => done(undefined));
    socket.on('data', (chunk) => {
      unread += chunk;
      for (let end = unread.indexOf('\r\n'); end >= 0; end = unread.indexOf('\r\n')) {
        const reply = unread.slice(0, end);
        unread = unread.slice(end + 2);
        if (reply[3] !== '-') heard(reply);
      }
    });

    function leave() {
      over = true;
      socket.end('QUIT\r\n');
    }

    /** @param {string} reply */
    function heard(reply) {
      if (socket.writableEnded) return; // the answer to QUIT
      if (over) return;
      if (reply[0] === '4' || reply[0] === '5') {
        refused += 1;
        return leave();
      }
      if (step === -1) {
        step = 0;
        return socket.write(`EHLO client${who}.test\r\n`);
      }
      if (step === 0 || step === 4) {
        if (step === 4) taken += 1;
        if (begun >= o.mails) return leave();
        begun += 1;
        step = 1;
        return socket.write(`MAIL FROM:<${o.from}>\r\n`);
      }
      step += 1;
      if (step === 2) return socket.write(`RCPT TO:<${o.to[begun % o.to.length]}>\r\n`);
      if (step === 3) return socket.write('DATA\r\n');
      socket.write(
        `From: <${o.from}>\r\nTo: <${o.to[0]}>\r\nSubject: ${begun}\r\nMessage-ID: <${who}.${begun}@bench.test>\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n\r\n${body}\r\n.\r\n`,
      );
    }
  });
}
