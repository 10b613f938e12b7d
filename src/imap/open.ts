/** From options to a session that is signed in: connect, secure, greeting, sign-in, within one deadline. */
import type { ImapTransport } from 'imapflow';
import { MailError } from '../base/errors.ts';
import { wireTransport } from '../net/index.ts';
import { asImapError, cut, rename } from './errors.ts';
import { type Flow, makeFlow } from './flow.ts';
import { awaitGreeting } from './greeting.ts';
import { limits as defaults } from './limits.ts';
import { Session } from './session.ts';
import type { SessionState } from './talk.ts';
import type { ImapOptions, ImapSession } from './types.ts';

/**
 * Connects, secures, signs in.
 * @throws MailError whose `at` names the step: net.connect, tls.…, imap.greeting, imap.starttls, imap.auth, imap.setup
 */
export async function openImap(o: ImapOptions): Promise<ImapSession> {
  const limits = { ...defaults, ...o.limits };
  const peer = `${o.server.host}:${o.server.port}`;
  const state: SessionState = { peer, limits, step: 'net.connect', ended: null, closing: false };
  if (o.password === '')
    throw new MailError({
      kind: 'bad-input',
      at: 'imap.auth',
      reason: 'password-missing',
      advice: 'sign-in-again',
      peer,
    });

  const { transport, wire } = wireTransport({
    ...o.server,
    trust: o.trust,
    protocol: 'imap',
    connectMs: limits.connectMs,
    silenceMs: limits.silenceMs,
    counters: o.counters,
    route: o.route,
    record: o.record,
    signal: o.signal,
  });
  const idling = new Set<() => void>();
  const flow = makeFlow(
    o,
    limits,
    greeted(transport, state, () => wire()?.owe(true)),
    {
      command: (name) => {
        state.step = steps[name] ?? state.step;
      },
      owed: (owed) => wire()?.owe(owed),
      failed: (error) => {
        state.ended ??= asImapError(error, { at: state.step, peer, ended: null });
      },
      idling: () => {
        for (const tell of idling) tell();
        idling.clear();
      },
      compressed: () => wire()?.tapInside() ?? null,
    },
  );

  const end = (error: MailError) => {
    state.ended ??= error;
    flow.close();
  };
  // Until the wire is up its own deadline, which knows whether it was DNS, TCP or TLS, comes first.
  const late = () => {
    if (state.step === 'net.connect' && wire()?.stream.destroyed === false) timer = setTimeout(late, 1000);
    else end(new MailError({ kind: 'unreachable', at: state.step, reason: 'silent', advice: 'retry-later', peer }));
  };
  let timer = setTimeout(late, limits.connectMs);
  const aborted = () =>
    end(new MailError({ kind: 'unreachable', at: state.step, reason: 'cancelled', advice: 'retry-later', peer }));
  o.signal?.addEventListener('abort', aborted, { once: true });
  flow.once('close', () => o.signal?.removeEventListener('abort', aborted));
  try {
    if (o.signal?.aborted) aborted();
    await flow.connect();
  } catch (thrown) {
    flow.close();
    throw failure(thrown, state, flow);
  } finally {
    clearTimeout(timer);
  }
  state.step = 'imap.session';
  return new Session(flow, state, o, {
    onIdle: (tell) => idling.add(tell),
    failure: () => wire()?.stream.errored ?? null,
  });
}

/** Which step of the connection a command of imapflow's belongs to. */
const steps: Readonly<Record<string, string>> = {
  CAPABILITY: 'imap.greeting',
  STARTTLS: 'imap.starttls',
  LOGIN: 'imap.auth',
  AUTHENTICATE: 'imap.auth',
  NAMESPACE: 'imap.setup',
};

function greeted(transport: ImapTransport, state: SessionState, owed: () => void): ImapTransport {
  return {
    ...transport,
    connect(options, onConnect) {
      const stream = transport.connect(options, () => {
        state.step = 'imap.greeting';
        owed();
        awaitGreeting(stream, state.peer).then(onConnect, (error: Error) => stream.destroy(error));
      });
      return stream;
    },
  };
}

function failure(thrown: unknown, state: SessionState, flow: Flow): MailError {
  if (state.ended) return state.ended;
  const error = asImapError(thrown, { at: state.step, peer: state.peer, ended: null });
  // A wire knows that it failed while reading, we know at what step that was.
  if (error.at === 'imap.read' || error.at === 'imap.write') return rename(error, state.step);
  if (error.reason === 'closed' && flow.byeReason)
    return new MailError({
      kind: 'refused',
      at: state.step,
      reason: 'server-refused',
      advice: 'retry-later',
      said: cut(`BYE ${flow.byeReason}`),
      peer: state.peer,
    });
  return error;
}
