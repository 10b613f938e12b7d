/** From nothing to the TRANSACTION state: connect, greeting, STLS, CAPA, sign in. */
import { MailError } from '../base/errors.ts';
import {
  type Counters,
  oneLine,
  openWire,
  type Route,
  type TranscriptLine,
  type Trust,
  type WireOptions,
} from '../net/index.ts';
import { checkCredentials, signIn } from './auth.ts';
import { askCapabilities } from './capabilities.ts';
import { Conversation } from './conversation.ts';
import { parseReply } from './reply.ts';
import { type Pop3Session, Session } from './session.ts';

export interface Pop3Options {
  readonly server: { readonly host: string; readonly port: number; readonly security: WireOptions['security'] };
  readonly user: string;
  readonly password: string;
  readonly trust: Trust;
  readonly counters?: Counters | undefined;
  readonly route?: Route | undefined;
  readonly record?: ((line: TranscriptLine) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly connectMs?: number | undefined;
  readonly silenceMs?: number | undefined;
}

/**
 * A session with the maildrop locked for us.
 * @throws MailError whose `at` tells the step: net.connect, tls.handshake, tls.verify, pop3.greeting, pop3.capa, pop3.stls, pop3.auth…
 */
export async function openPop3(o: Pop3Options): Promise<Pop3Session> {
  const peer = `${o.server.host}:${o.server.port}`;
  checkCredentials(o.user, o.password, peer);
  const { trust, counters, route, record, signal, connectMs, silenceMs } = o;
  const wire = await openWire({
    ...o.server,
    trust,
    protocol: 'pop3',
    counters,
    route,
    record,
    signal,
    connectMs,
    silenceMs,
  });
  try {
    const talk = new Conversation(wire);
    await greeting(talk);
    let capabilities = await askCapabilities(talk);
    if (o.server.security === 'starttls') {
      await stls(talk, capabilities);
      capabilities = await askCapabilities(talk); // RFC 2595 §4: what was said before TLS is forgotten
    }
    await signIn(talk, capabilities, o.user, o.password);
    return new Session(talk, capabilities);
  } catch (thrown) {
    wire.close();
    throw thrown;
  }
}

async function greeting(talk: Conversation): Promise<void> {
  talk.begin('pop3.greeting');
  let line: Buffer;
  try {
    line = await talk.incoming.line();
  } catch (thrown) {
    // It did say something before it fell silent, hung up or went on without end: that is more telling.
    const heard = talk.incoming.waiting;
    if (heard.length > 0 && !couldBeReply(heard)) throw notPop3(talk, heard);
    throw thrown;
  }
  const reply = parseReply(line);
  if (!reply || reply.status === 'challenge') throw notPop3(talk, line);
  if (reply.status === 'err') throw talk.refused(reply);
}

function couldBeReply(heard: Buffer): boolean {
  const words = heard.subarray(0, 4).toString('latin1').toUpperCase();
  return '-ERR'.startsWith(words) || '+OK'.startsWith(words.slice(0, 3));
}

function notPop3(talk: Conversation, heard: Buffer): MailError {
  return new MailError({
    kind: 'broken-grammar',
    at: 'pop3.greeting',
    reason: 'not-this-protocol',
    advice: 'check-server',
    said: oneLine(heard),
    peer: talk.wire.peer,
  });
}

/** RFC 2595 §4. Without TLS nothing secret is said, whoever asks. */
async function stls(talk: Conversation, capabilities: ReadonlySet<string> | null): Promise<void> {
  talk.begin('pop3.stls');
  if (capabilities && !capabilities.has('STLS')) throw notOffered(talk);
  talk.send('STLS');
  const reply = await talk.reply();
  if (reply.status !== 'ok') throw notOffered(talk, oneLine(reply.line));
  await talk.incoming.startTls();
}

function notOffered(talk: Conversation, said?: string): MailError {
  return new MailError({
    kind: 'refused',
    at: 'pop3.stls',
    reason: 'tls-not-offered',
    advice: 'check-security',
    said,
    peer: talk.wire.peer,
  });
}
