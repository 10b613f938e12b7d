/** A conversation from its first octet to its last: greeting, commands in turn, their answers. RFC 5321; the verbs are in verbs/. */
import { receive } from './content.ts';
import { effectAt, fault, suffer } from './faults.ts';
import { decodeLine, readCommand } from './grammar.ts';
import { failure } from './intake.ts';
import type { Line } from './lines.ts';
import { type Answer, mistake } from './replies.ts';
import type { Session } from './session.ts';
import { allowed, outOfOrder } from './states.ts';
import { verbs } from './verbs/index.ts';

/** `full`: only to say that there is no room. Never throws. */
export async function converse(session: Session, full: boolean): Promise<void> {
  try {
    if (full) session.refuse({ code: 421, text: `4.3.2 ${session.host} has no line free` });
    else if ((await secureAtOnce(session)) && (await greet(session))) await answerAll(session);
  } catch {
    // A fault of ours; the client must not take it for an answer.
    session.refuse({ code: 421, text: '4.3.0 Something failed here' });
  }
  session.forgetTransaction();
  const { why } = session.channel;
  if (why === 'timeout') session.reply({ code: 421, text: '4.4.2 Nothing was said for too long' });
  if (why === 'stopped') session.reply({ code: 421, text: `4.3.2 ${session.host} is closing` });
}

/** False: it is over already. */
async function secureAtOnce(session: Session): Promise<boolean> {
  const { channel } = session;
  const effect = effectAt(session, 'smtp.connect');
  // Nobody is there, or leaves at once: before any handshake.
  if (effect?.kind === 'dead-host' || (effect?.kind === 'drop' && effect.afterOctets === 0)) {
    channel.cut();
    return false;
  }
  let refused = effect === null ? null : await suffer(session, effect);
  if (session.kind === 'submissions') {
    // There is no command to refuse: the refusal is the first that is said.
    refused ??= await fault(session, 'smtp.starttls');
    if (!(await handshake(session))) return false;
  }
  if (refused !== null) session.refuse(refused);
  return channel.why === null;
}

/** RFC 5321 §3.1. */
async function greet(session: Session): Promise<boolean> {
  const { channel } = session;
  const refused = await fault(session, 'smtp.greeting');
  if (channel.why !== null) return false;
  session.reply(refused ?? { code: 220, text: `${session.host} ESMTP Tegami lab` });
  if (refused !== null && refused.code < 500) channel.why ??= 'refused';
  if (refused !== null) session.state = 'refused';
  return channel.why === null;
}

async function answerAll(session: Session): Promise<void> {
  const { channel } = session;
  let mistakes = 0;
  const counted = (answer: Answer): Answer => {
    if (answer.mistake === true) mistakes += 1;
    return answer.mistake === true && mistakes >= session.limits.mistakes
      ? { code: 421, text: '4.7.0 Too many mistakes; this is no conversation', next: 'close' }
      : answer;
  };
  while (channel.why === null) {
    const line = await session.line();
    const given = line === null ? null : await answerTo(session, line);
    if (given === null) return;
    const answer = counted(given);
    if (answer.next === 'close' || answer.code === 421) {
      session.reply(answer);
      channel.why ??= answer.code === 221 ? 'quit' : 'refused';
      return;
    }
    if (answer.next === 'handshake') {
      if (!(await startTls(session, answer))) return;
      continue;
    }
    session.reply(answer);
    if (answer.next === 'forget') session.forgetTransaction();
    // MAIL was refused: what its mail would have been called means nothing any more.
    if (session.transaction === null) delete session.peer.mail;
    if (answer.next === 'content' && !(await content(session))) return;
  }
}

async function answerTo(session: Session, line: Line): Promise<Answer | null> {
  if (line.kind === 'bare') {
    session.tell({ kind: 'command', text: '(a CR or LF that stands alone)' });
    return mistake(500, '5.5.2 Lines end with CRLF; a CR or LF alone ends nothing, RFC 5321 section 2.3.8');
  }
  const text = line.kind === 'line' ? decodeLine(line.octets) : null;
  const command = text === null ? null : readCommand(text);
  if (command?.verb === 'MAIL' && allowed[session.state].has('MAIL')) session.policy.begins?.(session.peer);
  session.tell({ kind: 'command', text: text ?? '(a line that cannot be read)' });
  if (line.kind === 'too-long') return mistake(500, '5.5.6 That line is too long');
  if (command === null) return mistake(500, '5.5.2 That is no command');
  if (line.octets.length + 2 > session.limits.commandLine && command.verb !== 'AUTH')
    return mistake(500, '5.5.6 That line is too long');
  // A web page can make a browser send such a line to a port of this machine, with commands in what it posts.
  if (httpVerbs.has(command.verb)) return { code: 421, text: '4.7.0 This is SMTP, and no place for a browser' };
  const verb = verbs.get(command.verb);
  if (verb === undefined) return mistake(500, `5.5.1 ${command.verb} is not known here`);
  // The octets after BDAT come whether it was the time for it or not; it looks itself.
  if (!allowed[session.state].has(verb.name) && verb.name !== 'BDAT')
    return outOfOrder(session.state, verb.name, (session.transaction?.tried ?? 0) > 0);
  try {
    return await verb.run(session, command.argument);
  } catch (thrown) {
    return failure(thrown);
  }
}

/** The message after DATA. False: the connection is over. */
async function content(session: Session): Promise<boolean> {
  const { transaction, channel } = session;
  if (transaction === null) return false;
  let answer: Answer | null;
  try {
    answer = await receive(session, transaction);
  } catch (thrown) {
    // The content may not have been read to its end: nothing after it can be trusted.
    answer = { ...failure(thrown), code: 421 };
    channel.why ??= 'refused';
  }
  if (answer === null) return false;
  session.reply(answer);
  session.forgetTransaction();
  return answer.code !== 421;
}

/** False: the connection is over. */
async function startTls(session: Session, answer: Answer): Promise<boolean> {
  // RFC 3207 §4, CVE-2011-0411: what was sent ahead in clear would be run as if it had come inside TLS.
  if (session.channel.isAhead) {
    session.refuse({ code: 554, text: '5.5.1 Nothing may follow STARTTLS before the handshake' });
    return false;
  }
  session.reply(answer);
  if (session.channel.why !== null || !(await handshake(session))) return false;
  session.forgetHello();
  return true;
}

async function handshake({ connection, peer }: Session): Promise<boolean> {
  peer.tls = await connection.secure();
  peer.address = connection.client.address;
  return peer.tls !== null;
}

const httpVerbs: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'CONNECT', 'DELETE', 'PATCH']);
