// A bare socket in a process of its own: signs in, selects INBOX, says each command that it is given, and prints how long the answers took.
import { connect } from 'node:net';

const [port, user, password, ...commands] = process.argv.slice(2);
const lines = [`LOGIN ${user} "${password}"`, 'SELECT INBOX', ...commands];
const socket = connect({ host: '127.0.0.1', port: Number(port) }).setNoDelay(true);
/** @type {{ ms: number, octets: number, messages: number }[]} */
const measured = [];
let at = -1;
let began = 0;
let octets = 0;
let messages = 0;
let rest = '';

socket.on('data', (chunk) => {
  octets += chunk.length;
  const text = rest + chunk.toString('latin1');
  const end = text.lastIndexOf('\n') + 1;
  rest = text.slice(end);
  for (const _ of text.slice(0, end).matchAll(/^\* \d+ FETCH /gm)) messages += 1;
  const answer = at < 0 ? /^\* OK/m : new RegExp(`^t${at} (OK|NO|BAD).*`, 'm');
  const found = answer.exec(text.slice(0, end));
  if (found === null) return;
  if (at >= 0 && found[1] !== 'OK') throw new Error(found[0]);
  if (at >= 2) measured.push({ ms: performance.now() - began, octets, messages });
  at += 1;
  octets = 0;
  messages = 0;
  const line = lines[at];
  if (line === undefined) {
    process.stdout.write(JSON.stringify(measured));
    socket.end();
    return;
  }
  began = performance.now();
  socket.write(`t${at} ${line}\r\n`);
});
