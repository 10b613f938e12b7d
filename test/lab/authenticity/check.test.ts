import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { worldWith } from '../dns/support.ts';
import { type House, mail, startHouse } from './support.ts';

const strict = (name: string, record: string) => ({
  origin: name,
  records: [
    { name: '_dmarc', type: 'TXT' as const, text: record },
    { name: '@', type: 'TXT' as const, text: 'v=spf1 ip4:127.9.9.9 -all' },
  ],
});
let house: House;
beforeAll(async () => {
  house = await startHouse(
    worldWith({
      zones: [
        strict('strict.test', 'v=DMARC1; p=reject; adkim=s; aspf=s'),
        strict('relaxed.test', 'v=DMARC1; p=reject; sp=quarantine'),
        strict('trial.test', 'v=DMARC1; p=reject; t=y'),
        strict('shared.test', 'v=DMARC1; p=none; psd=y'),
        strict('tenant.shared.test', 'v=DMARC1; p=reject'),
        strict('broken.test', 'v=DMARC1; p=perhaps'),
      ],
    }),
  );
});
afterAll(() => house.close());

describe('mail of an honest sender', () => {
  test('signed by its domain and sent by its exchanger: all three pass', async () => {
    const checked = await house.check(await house.signed(mail('chiyo@yuki.test'), 'yuki.test'));
    expect(checked).toMatchObject({ spf: 'pass', dkim: 'pass', dmarc: 'pass', policy: 'accept', from: 'yuki.test' });
    expect(checked.header).toMatch(
      /^Authentication-Results: mx1\.hana\.test;\r\n\tspf=pass smtp\.mailfrom=chiyo@yuki\.test;\r\n\tdkim=pass header\.d=yuki\.test header\.s=lab header\.a=rsa-sha256 header\.b=\S+;\r\n\tdmarc=pass \(p=none\) header\.from=yuki\.test\r\n$/,
    );
  });

  test('forwarded by another host: SPF fails, the signature still proves it', async () => {
    const message = await house.signed(mail('aiko@hana.test'), 'hana.test');
    expect(await house.check(message, { mailFrom: 'aiko@hana.test', ip: '127.44.0.41' })).toMatchObject({
      spf: 'fail',
      dkim: 'pass',
      dmarc: 'pass',
      policy: 'accept',
    });
  });

  test('unsigned, but sent by an exchanger of its own', async () => {
    const checked = await house.check(mail('aiko@hana.test'), { mailFrom: 'aiko@hana.test', ip: '127.44.0.12' });
    expect(checked).toMatchObject({ spf: 'pass', dkim: 'none', dmarc: 'pass', policy: 'accept' });
  });
});

describe('forged mail', () => {
  test('from a host that may not send for the domain is to be refused, because the domain says so', async () => {
    const checked = await house.check(mail('Aiko <aiko@hana.test>'), {
      mailFrom: 'aiko@hana.test',
      ip: '127.44.0.31',
      helo: 'niwa.test',
    });
    expect(checked).toMatchObject({ spf: 'fail', dkim: 'none', dmarc: 'fail', policy: 'reject', wish: 'reject' });
  });

  test('with an envelope of its own that passes, it does not pass: alignment is real', async () => {
    const checked = await house.check(mail('aiko@hana.test'), {
      mailFrom: 'daichi@niwa.test',
      ip: '127.44.0.31',
      helo: 'niwa.test',
    });
    expect(checked).toMatchObject({ spf: 'pass', dmarc: 'fail', policy: 'reject', from: 'hana.test' });
  });

  test('signed by another domain does not pass either', async () => {
    const message = await house.signed(mail('aiko@hana.test'), 'yuki.test');
    expect(await house.check(message)).toMatchObject({ dkim: 'pass', dmarc: 'fail', policy: 'reject' });
  });

  test('quarantine and none are said, and refuse nothing', async () => {
    const from = { ip: '127.44.0.99', helo: 'nobody.test' };
    expect(await house.check(mail('daichi@niwa.test'), { ...from, mailFrom: 'daichi@niwa.test' })).toMatchObject({
      dmarc: 'fail',
      policy: 'none',
      wish: 'quarantine',
    });
    expect(await house.check(mail('chiyo@yuki.test'), from)).toMatchObject({ dmarc: 'fail', wish: 'none' });
    expect(await house.check(mail('emi@sora.test'), from)).toMatchObject({ dmarc: 'none', published: null });
  });

  test('a second From field hides nothing', async () => {
    const honest = await house.signed(mail('chiyo@yuki.test'), 'yuki.test');
    const checked = await house.check(Buffer.concat([Buffer.from('From: aiko@hana.test\r\n'), honest]));
    expect(checked).toMatchObject({ dmarc: 'fail', policy: 'reject', from: 'hana.test' });
  });
});

describe('a message that was changed on its way', () => {
  const tampered: readonly [string, (message: string) => string][] = [
    ['in its body', (message) => message.replace('Good morning', 'Good evening')],
    ['in its subject', (message) => message.replace('5omL57SZ', '5omL57SY')],
    ['in its author', (message) => message.replace('From: chiyo', 'From: other')],
    ['by text behind it', (message) => `${message}Buy this.\r\n`],
    ['in its signature', (message) => message.replace(/ b=(....)/, ' b=AAAA')],
    ['in the time of signing', (message) => message.replace(/ t=\d/, ' t=0')],
  ];
  test.each(tampered)('%s is not proved any more', async (_, change) => {
    const message = (await house.signed(mail('chiyo@yuki.test'), 'yuki.test')).toString('latin1');
    const changed = change(message);
    expect(changed).not.toBe(message);
    expect((await house.check(Buffer.from(changed, 'latin1'))).dkim).toBe('fail');
  });

  test('folded and spaced otherwise, or with fields and blank lines added that are not signed, it still is', async () => {
    const message = (await house.signed(mail('chiyo@yuki.test'), 'yuki.test')).toString('latin1');
    const relayed = `Received: from a by b; Wed, 1 Apr 2026 09:00:00 +0900\r\nList-Id: <tea.sora.test>\r\n${message
      .replace('To: Aiko', 'to:\r\n\tAiko')
      .replace('Good morning.', 'Good  \tmorning. ')}\r\n\r\n`;
    expect((await house.check(Buffer.from(relayed, 'latin1'))).dkim).toBe('pass');
  });
});

describe('a signature', () => {
  const signature = async (): Promise<string> =>
    (await house.signed(mail('chiyo@yuki.test'), 'yuki.test')).toString('latin1');

  test('whose key nobody published is a permanent error', async () => {
    const message = (await signature()).replace(/ s=lab;/, ' s=gone;');
    expect(await house.check(message)).toMatchObject({ dkim: 'permerror', signatures: [{ why: 'no key' }] });
  });

  test('whose key cannot be asked for is a temporary one', async () => {
    const message = await signature();
    house.lab.world.faults.push({
      id: 'dns-down',
      point: 'dns.answer',
      effect: { kind: 'servfail' },
      address: 'lab._domainkey.yuki.test',
      skip: 0,
    });
    house.resolver.forget();
    expect(await house.check(message)).toMatchObject({ dkim: 'temperror' });
    house.lab.world.faults.pop();
    expect(await house.check(message)).toMatchObject({ dkim: 'pass' });
  });

  test('over only a part of the body is not accepted', async () => {
    const message = (await signature()).replace(/ q=dns/, ' l=5; q=dns');
    expect(await house.check(message)).toMatchObject({ dkim: 'policy' });
  });

  test('that is broken, or many, is no trouble', async () => {
    const message = `${'DKIM-Signature: v=1; a=none; d=x.test\r\n'.repeat(50)}${mail('chiyo@yuki.test')}`;
    const checked = await house.check(message);
    expect(checked).toMatchObject({ dkim: 'permerror' });
    expect(checked.signatures).toHaveLength(8);
  });
});

describe('DMARC', () => {
  const judged = (from: string, mailFrom: string) =>
    house.check(mail(from), { mailFrom, ip: '127.9.9.9', helo: 'x.test' });

  test('strict: only the very domain', async () => {
    expect((await judged('a@strict.test', 'a@strict.test')).dmarc).toBe('pass');
    const signed = await house.signed(mail('a@strict.test'), 'sub.strict.test');
    expect(await house.check(signed, { mailFrom: '' })).toMatchObject({ dkim: 'pass', dmarc: 'fail' });
  });

  test('relaxed: anything of the same organisation, found by walking up', async () => {
    expect(await judged('a@deep.sub.relaxed.test', 'b@relaxed.test')).toMatchObject({ dmarc: 'pass' });
    expect(await judged('a@sub.relaxed.test', 'b@strict.test')).toMatchObject({ dmarc: 'fail', wish: 'quarantine' });
    expect(await judged('a@relaxed.test', 'b@strict.test')).toMatchObject({ dmarc: 'fail', wish: 'reject' });
  });

  test('two tenants of a public suffix are two organisations', async () => {
    expect(await judged('a@tenant.shared.test', 'b@shared.test')).toMatchObject({ dmarc: 'fail', wish: 'reject' });
  });

  test('a policy on trial asks for less than it says; an unreadable one is an error', async () => {
    expect(await judged('a@trial.test', '')).toMatchObject({ wish: 'quarantine', published: 'reject', policy: 'none' });
    expect(await judged('a@broken.test', '')).toMatchObject({ dmarc: 'permerror', policy: 'none' });
  });

  test('a mail without an author has none', async () => {
    expect(await house.check('Subject: x\r\n\r\nx\r\n')).toMatchObject({ dmarc: 'permerror', from: '' });
  });
});

describe('SPF', () => {
  test('of a null reverse-path is that of the name in HELO', async () => {
    const checked = await house.check(mail('x@niwa.test'), { mailFrom: '', ip: '127.44.0.31', helo: 'niwa.test' });
    expect(checked.header).toContain('spf=pass smtp.helo=niwa.test;');
    expect(await house.check(mail('x@niwa.test'), { mailFrom: '', helo: '[127.0.0.1]' })).toMatchObject({
      spf: 'none',
    });
  });

  test('of a domain that nobody has is none, and that of one outside the lab cannot be known', async () => {
    expect(await house.check(mail('x@nosuch.test'), { mailFrom: 'x@nosuch.test' })).toMatchObject({ spf: 'none' });
    expect(await house.check(mail('x@example.com'), { mailFrom: 'x@example.com' })).toMatchObject({ spf: 'temperror' });
  });
});

test('what a sender wrote cannot end the field or add another result', async () => {
  const { header } = await house.check(mail('x@niwa.test'), { mailFrom: 'a"; dkim=pass\r\nX: y@niwa.test' });
  expect(header.split('\r\n').filter((line) => line !== '' && !line.startsWith('\t'))).toHaveLength(1);
  expect(header).toContain('smtp.mailfrom="a\\"; dkim=pass X: y@niwa.test"');
});
