import { asMailError, type MailError } from '../base/errors.ts';
import type { AccountSettings, TestReport, TestStep } from '../contract/account.ts';
import { openImap } from '../imap/index.ts';
import type { TranscriptLine } from '../net/index.ts';
import { openPop3 } from '../pop3/index.ts';
import { verifySubmission } from '../smtp/index.ts';
import { asUser } from './runner/password.ts';

type Pen = (protocol: 'imap' | 'pop3' | 'smtp', peer: string) => (line: TranscriptLine) => void;
const order = ['connect', 'tls', 'greeting', 'sign-in', 'list'] as const;

/** Tries both servers as a sync and a submission would, up to the point where something would change. Never throws for what they do. */
export async function testAccount(
  settings: AccountSettings,
  password: string,
  pen: Pen,
  silenceMs?: number,
): Promise<TestReport> {
  const [incoming, outgoing] = await Promise.all([
    testIncoming(settings, password, pen, silenceMs),
    testOutgoing(settings, password, pen, silenceMs),
  ]);
  const steps = [...incoming, ...outgoing];
  return { ok: steps.every((step) => step.state === 'ok'), steps };
}

async function testIncoming(
  settings: AccountSettings,
  password: string,
  pen: Pen,
  silenceMs?: number,
): Promise<TestStep[]> {
  const { incoming, trust, protocol } = settings;
  const record = pen(protocol, `${incoming.host}:${incoming.port}`);
  const options = { server: incoming, user: incoming.user, password, trust, record };
  const steps = incoming.security === 'none' ? order.filter((step) => step !== 'tls') : order;
  return walk('incoming', steps, async () => {
    if (protocol === 'imap') {
      const session = await asUser(incoming.user, () =>
        openImap({ ...options, ...(silenceMs === undefined ? {} : { limits: { silenceMs } }) }),
      );
      try {
        const folders = await session.folders();
        return `${folders.length} folders`;
      } finally {
        await session.close();
      }
    }
    const session = await asUser(incoming.user, () => openPop3({ ...options, silenceMs }));
    try {
      const { count, octets } = await session.stat();
      await session.quit();
      return `${count} messages, ${octets} octets`;
    } finally {
      session.close();
    }
  });
}

async function testOutgoing(
  settings: AccountSettings,
  password: string,
  pen: Pen,
  silenceMs?: number,
): Promise<TestStep[]> {
  const { outgoing, trust } = settings;
  const steps = order.filter(
    (step) =>
      step !== 'list' &&
      !(step === 'tls' && outgoing.security === 'none') &&
      !(step === 'sign-in' && outgoing.user === null),
  );
  return walk('outgoing', steps, async () => {
    await asUser(outgoing.user, () =>
      verifySubmission({
        server: outgoing,
        password: outgoing.user === null ? null : password,
        trust,
        ...(silenceMs === undefined ? {} : { limits: { commandMs: silenceMs, testMs: silenceMs } }),
        record: pen('smtp', `${outgoing.host}:${outgoing.port}`),
      }),
    );
    return undefined;
  });
}

/** The steps as they went: an error says by its `at` which one it belongs to; those before it went well. */
async function walk(
  side: TestStep['side'],
  steps: readonly TestStep['step'][],
  work: () => Promise<string | undefined>,
): Promise<TestStep[]> {
  const began = Date.now();
  try {
    const said = await work();
    const last = steps.length - 1;
    return steps.map((step, at) => ({
      side,
      step,
      state: 'ok',
      ...(at === last ? { ms: Date.now() - began, ...(said ? { said } : {}) } : {}),
    }));
  } catch (thrown) {
    const error = asMailError(thrown, 'accounts.test');
    const at = Math.max(0, steps.indexOf(stepOf(error, steps)));
    return steps.map((step, n): TestStep => {
      if (n < at) return { side, step, state: 'ok' };
      if (n > at) return { side, step, state: 'not-reached' };
      return {
        side,
        step,
        state: 'failed',
        error: error.toValue(),
        ms: Date.now() - began,
        ...said(error),
        ...certificate(error),
      };
    });
  }
}

/** Which step an error belongs to, by where it happened. */
export function stepOf(error: Pick<MailError, 'at' | 'reason'>, steps: readonly TestStep['step'][]): TestStep['step'] {
  const step = named(error);
  return steps.includes(step) ? step : (steps.at(-1) ?? 'connect');
}

function named({ at, reason }: Pick<MailError, 'at' | 'reason'>): TestStep['step'] {
  if (reason.startsWith('certificate-') || reason.startsWith('tls-')) return 'tls';
  if (at.startsWith('net.')) return 'connect';
  if (at.startsWith('tls.') || /\.(stls|starttls)$/.test(at)) return 'tls';
  if (/\.(greeting|ehlo|helo|capa|capability)$/.test(at)) return 'greeting';
  if (/\.(auth|user|pass|login|apop)/.test(at)) return 'sign-in';
  return 'list';
}

function said(error: MailError): { said?: string } {
  return error.said === undefined ? {} : { said: error.said };
}

function certificate(error: MailError): Pick<TestStep, 'certificate'> {
  const facts = error.facts;
  const sha256 = facts?.['sha256'];
  if (typeof sha256 !== 'string') return {};
  const text = (name: string): string => String(facts?.[name] ?? '');
  return {
    certificate: {
      sha256,
      subject: text('subject'),
      issuer: text('issuer'),
      names: text('names').split(', ').filter(Boolean),
      validTo: text('validTo'),
    },
  };
}
