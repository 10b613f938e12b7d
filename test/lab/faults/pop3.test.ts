/** What a POP3 program sees of each fault; and the mail stays where it is. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from '../../../src/contract/lab/world.ts';
import { openPop3 } from '../../../src/pop3/index.ts';
import { effects, type Kind, pairs, type Table, table } from './support.ts';

const user = 'daichi@niwa.test';
const mails = ['one', 'two', 'three'].map((n) => `Subject: ${n}\r\n\r\n${`${n} `.repeat(40)}\r\n`);

let house: Table;
beforeAll(async () => {
  house = await table();
  await fill();
});
afterAll(() => house.close());

const box = () => house.lab.spoolOf('niwa.test')?.open(user, 'INBOX');

/** All three are there, whatever was before. */
async function fill(): Promise<void> {
  const mailbox = await box();
  await mailbox?.expunge(
    mailbox.messages.map(({ uid }) => uid),
    'lab',
  );
  for (const mail of mails) await mailbox?.append(Buffer.from(mail));
}

interface Visit {
  readonly count: number;
  readonly octets: number;
  readonly uidls: readonly string[] | null;
  readonly sizes: readonly number[];
  readonly contents: readonly string[];
}

/** A program that fetches all and leaves it, marking the first one for deletion where it is asked to. */
async function visit(security: 'none' | 'implicit' = 'none', o: { readonly dele?: boolean } = {}): Promise<Visit> {
  const { lab } = house;
  const at = lab.status().hosts.find(({ name }) => name === 'niwa.test');
  const session = await openPop3({
    server: { host: at?.address ?? '', port: (security === 'none' ? at?.pop3 : at?.pop3s) ?? 1, security },
    user,
    password: 'tegami',
    trust: { ca: lab.status().ca, pins: [] },
  });
  try {
    const { count, octets } = await session.stat();
    const listed = await session.list();
    const uidls = await session.uidl();
    const contents: string[] = [];
    await session.retr(
      listed.map(({ n }) => n),
      async (_, content) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of content) pieces.push(piece);
        contents.push(Buffer.concat(pieces).toString());
      },
    );
    if (o.dele === true) await session.dele([1]);
    await session.quit();
    return {
      count,
      octets,
      uidls: uidls?.map(({ uidl }) => uidl) ?? null,
      sizes: listed.map((each) => each.octets),
      contents,
    };
  } finally {
    session.close();
  }
}

const whole = async (): Promise<Visit> => ({
  count: 3,
  octets: mails.join('').length,
  uidls: ((await box())?.messages ?? []).map(({ guid }) => guid),
  sizes: mails.map((mail) => mail.length),
  contents: mails,
});

/** What the visit is like then: another account of the same mails, or the step at which it fails. */
function seen(point: FaultPoint, kind: Kind, is: Visit): Visit | RegExp {
  const [first = '', , third = ''] = is.uidls ?? [];
  switch (kind) {
    case 'delay':
      return is;
    case 'lying-size':
      if (point === 'pop3.stat') return { ...is, octets: is.octets + 7 };
      return point === 'pop3.list' ? { ...is, sizes: is.sizes.map((size) => size + 7) } : is;
    case 'uidl-missing':
      return { ...is, uidls: null };
    case 'uidl-duplicate':
      return { ...is, uidls: [first, first, third] };
    case 'uidl-changed':
      return { ...is, uidls: (is.uidls ?? []).map((name) => expect.stringMatching(`^.+[.]${name}$`) as string) };
    case 'dead-host':
      return /^net\.connect$/;
    case 'bad-tls':
      return /^tls\.handshake$/;
    default:
      return step[point] ?? /never/;
  }
}

const step: Partial<Record<FaultPoint, RegExp>> = {
  'pop3.connect': /^pop3\.greeting$/,
  'pop3.pass': /^pop3\.auth$/,
  'pop3.stat': /^pop3\.stat$/,
  'pop3.list': /^pop3\.list$/,
  'pop3.uidl': /^pop3\.uidl$/,
  'pop3.retr': /^pop3\.retr$/,
  'pop3.quit': /^pop3\.quit$/,
};

test.each(pairs('pop3.'))('%s: %s', async (point, kind) => {
  const before = await whole();
  const expected = seen(point, kind, before);
  await house.strike({ point, effect: effects[kind], host: 'niwa.test' });
  const visited = visit(kind === 'bad-tls' ? 'implicit' : 'none', { dele: point === 'pop3.quit' });
  if (expected instanceof RegExp) await expect(visited).rejects.toMatchObject({ at: expect.stringMatching(expected) });
  else expect(await visited).toEqual(expected);
  expect([...new Set(house.told())]).toEqual([`f ${point} ${kind}`]);
  await house.heal();
  // QUIT that is late deletes; one whose answer is cut has deleted, and the client does not know. What is refused deletes nothing.
  const deleted = point === 'pop3.quit' && (kind === 'delay' || kind === 'drop');
  // A mail that another program removed is gone: that is this fault.
  const gone = kind === 'expunge-during-fetch';
  expect((await visit()).contents).toEqual(gone ? [] : deleted ? mails.slice(1) : mails);
  await fill();
});
