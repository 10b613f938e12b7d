/** swaks, the tester's own tool: it says exactly what it is told to, and prints what comes back. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, BEN, CHIYO, DAICHI] = ['aiko@hana.test', 'ben@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test'];

describeWith(['swaks', 'curl'], 'swaks and the whole lab', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  let count = 0;
  /** Gives the conversation, the mail's id, and the exit code. */
  async function swaks(...args: string[]): Promise<{ code: number | null; said: string; id: string }> {
    const id = `<swaks.${count++}@programs.test>`;
    const ended = await run('swaks', ['--from', AIKO, '--h-Message-Id', id, ...args]);
    return { code: ended.code, said: ended.out + ended.err, id };
  }
  const door = (service: 'submission' | 'submissions'): string[] => {
    const { address, port } = lab.place(AIKO, service);
    const tls = service === 'submission' ? '--tls' : '--tls-on-connect';
    return ['--server', address, '--port', String(port), tls, '--tls-ca-path', lab.ca, '--tls-verify'];
  };
  const signIn = (mechanism: string): string[] => [
    '--auth',
    mechanism,
    '--auth-user',
    AIKO,
    '--auth-password',
    PASSWORD,
  ];
  /** swaks writes `<** ` before a reply that it did not want. */
  const wentWell = ({ code, said }: { code: number | null; said: string }): void => {
    expect({ code, said }).toEqual({ code: 0, said: expect.not.stringMatching(/<(\*\*|~\*) |\*\*\* /) });
  };

  test.each([
    ['PLAIN', 'submission'],
    ['LOGIN', 'submission'],
    ['PLAIN', 'submissions'],
    ['LOGIN', 'submissions'],
  ] as const)(
    'signs in by %s at %s, with a certificate that it verifies, and its mail arrives',
    async (mechanism, service) => {
      const sent = await swaks(...door(service), ...signIn(mechanism), '--to', CHIYO);
      wentWell(sent);
      expect(sent.said).toMatch(/TLS (started|negotiated).*\n(.*\n)*.*235 2\.7\.0 /i);
      await lab.arrived(sent.id, CHIYO);
    },
  );

  test('says to a wrong password 535 5.7.8, to no password 530 5.7.0, and to a sender that is not one’s own 553 or 550 5.7.1', async () => {
    const wrong = await swaks(
      ...door('submission'),
      '--auth',
      'PLAIN',
      '--auth-user',
      AIKO,
      '--auth-password',
      'no',
      '--to',
      CHIYO,
    );
    expect(wrong.code).toBe(28);
    expect(wrong.said).toMatch(/<~\* 535 5\.7\.8 /);
    expect(wrong.said).toMatch(/ ~> QUIT\n<~ {2}221 /);
    const none = await swaks(...door('submission'), '--to', CHIYO);
    expect(none.said).toMatch(/530 5\.7\.0 /);
    const forged = await swaks(...door('submission'), ...signIn('PLAIN'), '--from', BEN, '--to', CHIYO);
    expect(forged.said).toMatch(/55[03] 5\.7\.1 /);
    expect(forged.code).toBe(23);
  });

  test('one mail to several, in three domains, by one transaction: each gets it once', async () => {
    const sent = await swaks(...door('submission'), ...signIn('PLAIN'), '--to', [BEN, CHIYO, DAICHI].join(','));
    wentWell(sent);
    expect(sent.said.match(/ ~> RCPT TO:/g)).toHaveLength(3);
    for (const to of [BEN, CHIYO, DAICHI]) await lab.arrived(sent.id, to);
    expect(lab.events('stored').filter(({ messageId }) => messageId === sent.id)).toHaveLength(3);
  });

  test('pipelining: MAIL, RCPT and DATA in one go, an unknown recipient among them is told by number, the others get it', async () => {
    const people = [BEN, 'nobody@hana.test', CHIYO];
    const sent = await swaks(...door('submission'), ...signIn('PLAIN'), '--pipeline', '--to', people.join(','));
    expect(sent.said).toMatch(/550 5\.1\.1 /);
    expect(sent.said.match(/250 2\.1\.5 /g)).toHaveLength(2);
    for (const to of [BEN, CHIYO]) await lab.arrived(sent.id, to);
  });

  test('DSN parameters: NOTIFY=SUCCESS gets a report with the envelope’s id and the original recipient, the header only', async () => {
    // swaks closes the path itself, so the last value ends with ">", which xtext allows.
    const sent = await swaks(
      ...[...door('submission'), ...signIn('PLAIN'), '--from', `${AIKO}> RET=HDRS ENVID=tea+2B1`, '--h-From', AIKO],
      ...[
        '--to',
        `${CHIYO}> NOTIFY=SUCCESS ORCPT=rfc822;someone@hana.test`,
        '--h-To',
        CHIYO,
        '--body',
        'Not returned.',
      ],
    );
    wentWell(sent);
    await lab.arrived(sent.id, CHIYO);
    const reported = await vi.waitUntil(
      () => {
        const report = lab.events('queued').find(({ why }) => why === 'success-report');
        return lab.events('stored').find(({ user, mail }) => user === AIKO && mail === report?.mail);
      },
      { timeout: 60_000, interval: 100 },
    );
    const { address, port } = lab.place(AIKO, 'imaps');
    const url = `imaps://${address}:${port}/INBOX;UID=${reported.uid}`;
    const report = await run('curl', ['-sS', '--cacert', lab.ca, '--user', `${AIKO}:${PASSWORD}`, url]);
    expect({ code: report.code, err: report.err }).toEqual({ code: 0, err: '' });
    expect(report.out).toMatch(/^Return-Path: <>\r\n/);
    expect(report.out).toMatch(/^Content-Type: multipart\/report;\s+report-type="?delivery-status"?/im);
    expect(report.out).toMatch(/^Original-Envelope-Id: tea\+1>\r$/m);
    expect(report.out).toMatch(/^Original-Recipient: rfc822; ?someone@hana\.test>\r$/m);
    expect(report.out).toMatch(/^Final-Recipient: rfc822; ?chiyo@yuki\.test\r$/m);
    expect(report.out).toMatch(/^Action: (delivered|relayed)\r$/m);
    expect(report.out).toMatch(/^Status: 2\.\d+\.\d+\r$/m);
    expect(report.out).toContain(sent.id);
    expect(report.out).not.toContain('Not returned.');
  });
});
