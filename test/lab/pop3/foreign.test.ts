import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPop3 } from '../../../src/pop3/index.ts';
import { AIKO, PASSWORD, type Pop3House, startPop3House } from './support/house.ts';

let house: Pop3House;
beforeEach(async () => {
  house = await startPop3House();
});
afterEach(() => house.close());

interface Ran {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

/** A program that talks to our server must not be waited for synchronously. */
function run(
  program: string,
  args: readonly string[],
  o: { input?: string; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(program, args, { env: { ...process.env, ...o.env }, stdio: ['pipe', 'pipe', 'pipe'] });
  const out: Buffer[] = [];
  let err = '';
  child.stdout.on('data', (piece: Buffer) => out.push(piece));
  child.stderr.on('data', (piece: Buffer) => {
    err += piece.toString();
  });
  child.stdin.on('error', () => {});
  child.stdin.end(o.input ?? '');
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, out: Buffer.concat(out), err }));
  });
}

const needing = (program: string) => {
  const there = existsSync(`/usr/bin/${program}`);
  const skip = !there && !process.env['CI'];
  return skip
    ? (title: string, body: () => void) => describe.skip(`${title} (skipped: apt-get install ${program})`, body)
    : describe;
};

const mails = [
  'From: a@yuki.test\r\nSubject: dots\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\n',
  `From: a@yuki.test\r\nSubject: long\r\n\r\n${'x'.repeat(2000)}\r\n${'A line of it.\r\n'.repeat(60_000)}`,
  'From: a@yuki.test\r\nSubject: =?UTF-8?B?5omL57SZ?=\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n手紙です。\r\n',
];

/** What was refused, and what was no command. */
const refusals = (): string[] =>
  house.events('reply').flatMap(({ text, outcome }) => (outcome === 'passed' ? [] : [text]));

needing('curl')('curl', () => {
  const curl = (path: string, security: 'pop3' | 'pop3s' | 'starttls', ...more: string[]): Promise<Ran> => {
    const scheme = security === 'pop3s' ? 'pop3s' : 'pop3';
    const port = security === 'pop3s' ? house.pop3s : house.pop3;
    const tls = security === 'starttls' ? ['--ssl-reqd'] : [];
    return run('curl', [
      ...['-sS', '--max-time', '20', '--cacert', house.caFile, '-u', `${AIKO}:${PASSWORD}`, ...tls, ...more],
      `${scheme}://localhost:${port}/${path}`,
    ]);
  };

  test.each(['pop3', 'pop3s', 'starttls'] as const)('reads every message octet by octet: %s', async (security) => {
    await house.fill(AIKO, mails);
    for (const [at, mail] of mails.entries()) {
      const ran = await curl(`${at + 1}`, security);
      expect(ran.err).toBe('');
      expect(ran.out.equals(Buffer.from(mail))).toBe(true);
    }
    expect((await curl('', security)).out.toString().trim().split('\r\n')).toHaveLength(3);
    expect((await curl('', security, '-X', 'UIDL')).out.toString().trim().split('\r\n')).toHaveLength(3);
    expect((await curl('1', security, '-X', 'DELE', '-l')).code).toBe(0);
    expect(await house.inbox(AIKO)).toHaveLength(2);
    expect(refusals()).toEqual([]);
    const tls = house.events('tls').map(({ version }) => version);
    expect(tls.every((version) => version.startsWith('TLSv1.'))).toBe(true);
    expect(tls).toHaveLength(security === 'pop3' ? 0 : house.events('connected').length);
  });

  test.each(['AUTH=PLAIN', 'AUTH=+APOP'])('signs in by %s', async (login) => {
    await house.fill(AIKO, mails.slice(0, 1));
    const ran = await curl('1', 'pop3', '--login-options', login);
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(house.events('signed-in')).toMatchObject([{ mechanism: login.includes('APOP') ? 'APOP' : 'PLAIN' }]);
  });

  test('is told of a wrong password', async () => {
    expect((await curl('1', 'pop3', '-u', `${AIKO}:wrong`)).code).toBe(67);
  });
});

needing('python3')('poplib', () => {
  test('does everything: APOP, STLS, TOP, UIDL, DELE and RSET', async () => {
    await house.fill(AIKO, mails);
    const script = `
import hashlib, json, poplib, ssl, sys
user, password, plain, secure, ca = sys.argv[1:]
a = poplib.POP3('localhost', int(plain)); a.apop(user, password)
found = {'stat': a.stat(), 'list': len(a.list()[1]), 'uidl': [u.split()[1].decode() for u in a.uidl()[1]]}
found['sums'] = [hashlib.sha256(b''.join(l + b'\\r\\n' for l in a.retr(n)[1])).hexdigest() for n in (1, 2, 3)]
found['top'] = [len(a.top(1, n)[1]) for n in (0, 1, 2)]
a.dele(1); a.rset(); a.dele(2); a.quit()
b = poplib.POP3('localhost', int(plain)); b.stls(ssl.create_default_context(cafile=ca))
b.user(user); b.pass_(password); found['left'] = b.stat()[0]; found['capa'] = sorted(b.capa()); b.utf8; b.quit()
c = poplib.POP3_SSL('localhost', int(secure), context=ssl.create_default_context(cafile=ca))
c.user(user); c.pass_(password); found['again'] = [u.split()[1].decode() for u in c.uidl()[1]]; c.quit()
print(json.dumps(found))
`;
    const args = ['-c', script, AIKO, PASSWORD, `${house.pop3}`, `${house.pop3s}`, house.caFile];
    const ran = await run('python3', args);
    expect(ran.err).toBe('');
    const found = JSON.parse(ran.out.toString()) as Record<string, unknown> & { uidl: string[]; sums: string[] };
    const { createHash } = await import('node:crypto');
    expect(found).toMatchObject({ list: 3, left: 2, top: [3, 4, 5], again: [found.uidl[0], found.uidl[2]] });
    expect(found.sums).toEqual(mails.map((mail) => createHash('sha256').update(mail).digest('hex')));
    expect(refusals()).toEqual([]);
  });
});

/** Subjects of what a program put into a Maildir, and how often. */
function subjects(folder: string): string[] {
  return ['new', 'cur']
    .flatMap((place) => readdirSync(join(folder, place)).map((name) => readFileSync(join(folder, place, name), 'utf8')))
    .map((content) => /^Subject: (.*?)\r?$/m.exec(content)?.[1] ?? '')
    .sort();
}

needing('fetchmail')('fetchmail', () => {
  async function fetchmail(options: string): Promise<Ran> {
    const rc = join(house.folder, 'fetchmailrc');
    writeFileSync(
      rc,
      `poll localhost protocol pop3 port ${house.pop3} uidl user "${AIKO}" password "${PASSWORD}" ssl '' sslproto '' ${options} mda "cat >> ${house.folder}/taken; echo END >> ${house.folder}/taken"\n`.replace(
        "ssl '' sslproto ''",
        "sslproto ''",
      ),
    );
    chmodSync(rc, 0o600);
    return run(
      'fetchmail',
      ['-f', rc, '-i', join(house.folder, 'ids'), '--pidfile', join(house.folder, 'pid'), '--nosyslog', '-v'],
      {
        env: { FETCHMAILHOME: house.folder, HOME: house.folder },
      },
    );
  }
  const taken = (): number =>
    existsSync(join(house.folder, 'taken'))
      ? readFileSync(join(house.folder, 'taken'), 'latin1')
          .split('\n')
          .filter((line) => line === 'END').length
      : 0;

  test('keeps what it took, and takes nothing the second time', async () => {
    await house.fill(AIKO, mails);
    const first = await fetchmail('keep');
    expect([first.code, first.err]).toEqual([0, expect.anything()]);
    expect(taken()).toBe(3);
    // 1: there was no new mail.
    expect((await fetchmail('keep')).code).toBe(1);
    expect(taken()).toBe(3);
    expect(await house.inbox(AIKO)).toHaveLength(3);
    expect(house.events('retrieved')).toHaveLength(3);
  });

  test('takes and deletes', async () => {
    await house.fill(AIKO, mails);
    expect((await fetchmail('fetchall nokeep')).code).toBe(0);
    expect(taken()).toBe(3);
    expect(await house.inbox(AIKO)).toEqual([]);
    expect((await fetchmail('fetchall nokeep')).code).toBe(1);
  });
});

needing('mpop')('mpop', () => {
  async function mpop(security: 'off' | 'on' | 'starttls', keep: 'on' | 'off'): Promise<Ran> {
    const inbox = join(house.folder, 'taken');
    const rc = join(house.folder, 'mpoprc');
    await run('mkdir', ['-p', `${inbox}/new`, `${inbox}/cur`, `${inbox}/tmp`]);
    const lines = [
      'account lab',
      'host localhost',
      `port ${security === 'on' ? house.pop3s : house.pop3}`,
      `user ${AIKO}`,
      `password ${PASSWORD}`,
      ...(security === 'off'
        ? ['tls off', 'auth user']
        : ['tls on', `tls_starttls ${security === 'starttls' ? 'on' : 'off'}`, `tls_trust_file ${house.caFile}`]),
      `keep ${keep}`,
      `uidls_file ${house.folder}/uidls`,
      `delivery maildir ${inbox}`,
    ];
    writeFileSync(rc, `${lines.join('\n')}\n`);
    chmodSync(rc, 0o600);
    return run('mpop', ['-C', rc, '-q', 'lab']);
  }

  test.each(['off', 'on', 'starttls'] as const)(
    'keeps what it took, and takes nothing the second time: TLS %s',
    async (security) => {
      await house.fill(AIKO, mails);
      for (const round of [1, 2]) {
        const ran = await mpop(security, 'on');
        expect([round, ran.code, ran.err]).toEqual([round, 0, '']);
        expect(subjects(join(house.folder, 'taken'))).toEqual(['=?UTF-8?B?5omL57SZ?=', 'dots', 'long']);
      }
      expect(house.events('retrieved')).toHaveLength(3);
      expect(refusals()).toEqual([]);
    },
  );

  test('takes and deletes', async () => {
    await house.fill(AIKO, mails);
    expect(await mpop('starttls', 'off')).toMatchObject({ code: 0, err: '' });
    expect(subjects(join(house.folder, 'taken'))).toHaveLength(3);
    expect(await house.inbox(AIKO)).toEqual([]);
  });
});

describe('our own client', () => {
  test.each(['implicit', 'starttls', 'none'] as const)('reads, deletes and comes again: %s', async (security) => {
    await house.fill(AIKO, mails);
    const port = security === 'implicit' ? house.pop3s : house.pop3;
    const open = () =>
      openPop3({
        server: { host: 'localhost', port, security },
        user: AIKO,
        password: PASSWORD,
        trust: { ca: house.caPem, pins: [] },
      });
    const session = await open();
    const taken: Buffer[] = [];
    await session.retr([1, 2, 3], async (_, content) => {
      const pieces: Buffer[] = [];
      for await (const piece of content) pieces.push(piece);
      taken.push(Buffer.concat(pieces));
    });
    expect(taken.map((one, at) => one.equals(Buffer.from(mails[at] ?? '')))).toEqual([true, true, true]);
    await session.dele([2]);
    await session.quit();
    const again = await open();
    expect((await again.stat()).count).toBe(2);
    await again.quit();
  });
});
