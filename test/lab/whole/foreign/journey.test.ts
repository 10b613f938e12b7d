/** One mail and its answer, each handed over by one program, carried by three hosts, and read by another program. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, CHIYO] = ['aiko@hana.test', 'chiyo@yuki.test'];

describeWith(['swaks', 'mpop'], 'a mail from flower to snow, and back', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  async function swaks(from: string, to: string, id: string, ...more: string[]): Promise<void> {
    const { address, port } = lab.place(from, 'submission');
    const ended = await run('swaks', [
      ...['--server', address, '--port', String(port), '--tls', '--tls-ca-path', lab.ca, '--tls-verify'],
      ...['--auth', 'PLAIN', '--auth-user', from, '--auth-password', PASSWORD],
      ...['--from', from, '--to', to, '--h-Message-Id', id, ...more],
    ]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    expect(ended.out).not.toMatch(/<(\*\*|~\*) /);
  }

  /** Gives the new mail of that id, as it lies in the reader's own Maildir. */
  async function mpop(user: string, id: string): Promise<string> {
    const box = path.join(lab.folder, user);
    for (const each of ['new', 'cur', 'tmp']) mkdirSync(path.join(box, each), { recursive: true });
    const { address, port } = lab.place(user, 'pop3s');
    const rc = path.join(lab.folder, `${user}.mpoprc`);
    const settings = [
      ...['account lab', `host ${address}`, `port ${port}`, `user ${user}`, `password ${PASSWORD}`],
      ...['tls on', 'tls_starttls off', `tls_trust_file ${lab.ca}`, 'keep on'],
      ...[`uidls_file ${lab.folder}/${user}.uidls`, `delivery maildir ${box}`],
    ];
    writeFileSync(rc, `${settings.join('\n')}\n`, { mode: 0o600 });
    const ended = await run('mpop', ['-C', rc, '-q', 'lab']);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    const files = readdirSync(path.join(box, 'new')).map((name) => readFileSync(path.join(box, 'new', name), 'utf8'));
    const found = files.filter((content) => content.includes(`Message-Id: ${id}`));
    expect(found).toHaveLength(1);
    return found[0] ?? '';
  }

  /** The mail's own events, each as a line, those of its conversations left out. */
  function way(id: string): string[] {
    const first = lab.events('queued').find(({ messageId }) => messageId === id);
    expect(first).toBeDefined();
    const mine = (
      kind: 'dns.question' | 'queued' | 'routed' | 'attempt' | 'checked' | 'delivered' | 'stored' | 'unqueued',
    ) => lab.events(kind).filter(({ mail }) => mail === first?.mail);
    return [
      ...mine('dns.question').filter((event) => event.kind === 'dns.question' && /^(MX|A)$/.test(event.type)),
      ...[...mine('queued'), ...mine('routed'), ...mine('attempt'), ...mine('checked')],
      ...[...mine('delivered'), ...mine('stored'), ...mine('unqueued')],
    ]
      .sort((one, other) => one.seq - other.seq)
      .map((event) => {
        if (event.kind === 'dns.question') return `${event.host} asks ${event.name} ${event.type}`;
        if (event.kind === 'queued') return `${event.host} ${event.why}`;
        if (event.kind === 'routed') return `${event.host} ${event.decision} ${event.to.join(' ')}`;
        if (event.kind === 'checked') return `${event.host} ${event.spf} ${event.dkim} ${event.dmarc}`;
        if (event.kind === 'stored') return `${event.host} stored for ${event.user}`;
        return `${event.host} ${event.kind}`;
      });
  }

  test('there: submission, DNS, exchange, spool, POP3; the trace file tells it under one name, in this order', async () => {
    const id = '<there@programs.test>';
    await swaks(AIKO, CHIYO, id, '--h-Subject', 'Tea?', '--body', 'At three.');
    const uid = await lab.arrived(id, CHIYO);
    const mail = await mpop(CHIYO, id);
    expect(mail).toContain('At three.\n');
    expect(mail).toMatch(/^Return-Path: <aiko@hana\.test>$/m);
    expect(mail).toMatch(/^Delivered-To: chiyo@yuki\.test$/m);
    expect(mail).toMatch(/spf=pass/);
    expect(mail).toMatch(/dkim=pass/);
    expect(mail).toMatch(/dmarc=pass/);
    // The reader's own, the exchanger's, the submission server's.
    expect(mail.match(/^Received: /gm)).toHaveLength(3);
    expect(mail).toMatch(
      /Received: from mx1\.hana\.test \(mx1\.hana\.test \[127\.[\d.]+\]\)\s+by mx\.minato\.test with ESMTPS /,
    );
    expect(mail).toMatch(/by mx1\.hana\.test with ESMTPSA /);
    await expect
      .poll(() => way(id))
      .toEqual([
        'mx1.hana.test submitted',
        'mx1.hana.test asks yuki.test MX',
        'mx1.hana.test mx mx.minato.test',
        'mx1.hana.test asks mx.minato.test A',
        'mx1.hana.test attempt',
        // The receiver looks up who may send for hana.test.
        'mx.minato.test asks hana.test MX',
        'mx.minato.test asks mx1.hana.test A',
        'mx.minato.test pass pass pass',
        'mx.minato.test relayed',
        'mx.minato.test mailbox chiyo@yuki.test',
        ...['mx1.hana.test delivered', 'mx1.hana.test unqueued', 'mx.minato.test stored for chiyo@yuki.test'],
        ...['mx.minato.test delivered', 'mx.minato.test unqueued'],
      ]);
    await expect
      .poll(() => lab.events('retrieved').find((event) => event.user === CHIYO && event.uid === uid))
      .toMatchObject({ protocol: 'pop3', what: 'RETR' });
  });

  test('and back: the answer names the mail that it answers, and goes by the exchanger of the lower preference', async () => {
    const id = '<back@programs.test>';
    const answer = ['--h-Subject', 'Re: Tea?', '--h-In-Reply-To', '<there@programs.test>', '--body', 'Gladly.'];
    await swaks(CHIYO, AIKO, id, ...answer);
    await lab.arrived(id, AIKO);
    const mail = await mpop(AIKO, id);
    expect(mail).toMatch(/^In-Reply-To: <there@programs\.test>$/m);
    expect(mail).toMatch(/by mx1\.hana\.test with ESMTPS /);
    expect(mail).not.toContain('mx2.hana.test');
    expect(mail).toMatch(/dmarc=pass/);
    expect(way(id)).toContain('mx.minato.test mx mx1.hana.test mx2.hana.test');
  });

  test('each conversation of it is in the file of conversations to the last octet', async () => {
    const file = path.join(lab.data, 'trace', 'conversations.jsonl');
    // Two of submission, two between hosts, two of POP3.
    await expect.poll(() => lab.events('closed')).toHaveLength(6);
    const said = new Map<string, string>();
    await expect.poll(() => readFileSync(file, 'utf8').match(/"ended":true/g)).toHaveLength(6);
    for (const line of readFileSync(file, 'utf8').trimEnd().split('\n')) {
      const {
        connection,
        who,
        octets = '',
      } = JSON.parse(line) as { connection: string; who?: string; octets?: string };
      if (who === 'C') said.set(connection, (said.get(connection) ?? '') + octets);
    }
    const all = [...said.values()];
    // Dot-stuffed or not, the words are said at submission and between the hosts, the same.
    expect(all.filter((spoken) => spoken.includes('\r\n\r\nAt three.\r\n'))).toHaveLength(2);
    expect(all.filter((spoken) => spoken.includes('\r\n\r\nGladly.\r\n'))).toHaveLength(2);
    expect(all.every((spoken) => /(^|\r\n)QUIT\r\n$/.test(spoken))).toBe(true);
  });
});
