import { expect, test } from 'vitest';
import { MailError, type MailErrorFields, type Reason, reasons } from '../../../src/base/errors.ts';
import { explain, explainLine, stepName, stoppedAt } from '../../../src/contract/words/explain.ts';

const langs = ['en', 'ja'] as const;
const bare = (reason: Reason): MailErrorFields => ({ kind: 'refused', at: 'pop3.retr', reason, advice: 'report' });
const full = (reason: Reason): MailErrorFields => ({
  ...bare(reason),
  said: '-ERR [SYS/TEMP] no',
  peer: 'mail.example:995',
  facts: {
    user: 'aiko',
    address: 'aiko@example.test',
    names: '*.host.test, host.test, a.test, b.test',
    issuer: 'CN=Own CA',
    validTo: 'Nov 21 08:12:22 2025 GMT',
    validFrom: 'Nov 21 08:12:22 2027 GMT',
    limit: 10_485_760,
    size: 20_000_000,
    pid: 4711,
    offered: 'XFOO',
  },
});

/** Reasons in which no peer speaks: the network's, the certificate's (its facts are told instead), and the user's own. */
const nobodySpeaks = new Set<Reason>([
  ...reasons.filter((reason) => reason.startsWith('certificate-')),
  'name-not-found',
  'connection-refused',
  'no-route',
  'connect-timeout',
  'reset',
  'cancelled',
  // The comparison's own.
  'too-few-mailboxes',
  'mailbox-not-empty',
  'would-delete-foreign',
  'folder-not-ours',
  'left-behind',
]);

for (const lang of langs) {
  test.each(reasons)(`%s is said in whole sentences, with and without facts (${lang})`, (reason) => {
    for (const error of [bare(reason), full(reason), { ...full(reason), at: 'imap.greeting' }]) {
      const { what, helps } = explain(error, lang);
      for (const text of [what, helps]) {
        expect(text).not.toMatch(/undefined|null|NaN|\{\{|\[object/);
        expect(text).not.toMatch(/ {2}| [.。、]|\.\.|。。/);
        expect(text).toMatch(lang === 'ja' ? /。$/ : /[.?]$/);
        expect(text.length).toBeGreaterThan(8);
      }
      if (lang === 'ja') expect(what + helps).toMatch(/[ぁ-ん]/);
    }
  });

  test.each(reasons.filter((reason) => !nobodySpeaks.has(reason)))(
    `%s quotes what the peer said (${lang})`,
    (reason) => {
      const quoted = lang === 'ja' ? '「-ERR [SYS/TEMP] no」' : '“-ERR [SYS/TEMP] no”';
      expect(explain(full(reason), lang).what).toContain(quoted);
      expect(explain(bare(reason), lang).what).not.toMatch(/“|「/);
    },
  );
}

test('A refused password reads as the house writes it', () => {
  const error: MailErrorFields = {
    kind: 'refused',
    at: 'smtp.auth',
    reason: 'password-refused',
    advice: 'sign-in-again',
    said: '535 5.7.8 Bad credentials',
    peer: 'mail.example:587',
    facts: { user: 'aiko' },
  };
  expect(explainLine(error, 'en')).toBe(
    'mail.example refused the password for aiko: “535 5.7.8 Bad credentials”. Check the user name and the password, or make an app password if the provider asks for one.',
  );
  expect(explain(error, 'ja').what).toBe(
    'mail.example が aiko のパスワードを受け付けませんでした（サーバーの応答：「535 5.7.8 Bad credentials」）。',
  );
});

test('A quotation that ends as a sentence ends ours too', () => {
  const error = { ...bare('server-busy'), said: '[INUSE] Try later.' };
  expect(explain(error, 'en').what).toBe('The server cannot do this now: “[INUSE] Try later.”');
});

test('A closed port names the ports that the protocol usually has', () => {
  const refused = (peer: string, at = 'net.connect') =>
    explain({ kind: 'unreachable', at, reason: 'connection-refused', advice: 'check-server', peer }, 'en');
  expect(refused('mail.example:993')).toEqual({
    what: 'Nothing answers at mail.example, port 993.',
    helps: 'Is the port right? Many servers use 993 for IMAP with TLS from the start, and 143 with STARTTLS.',
  });
  expect(refused('mail.example:2525', 'smtp.connect').helps).toContain('465');
  expect(refused('mail.example:4190').helps).toContain('995 for POP3');
});

test('A handshake on a port that begins in clear points to STARTTLS, and silence on a TLS port to TLS', () => {
  const tls = { kind: 'untrusted', at: 'tls.handshake', reason: 'tls-failed', advice: 'check-security' } as const;
  expect(explain({ ...tls, peer: 'mail.example:143' }, 'en').helps).toContain('STARTTLS');
  const silent = { kind: 'unreachable', at: 'imap.greeting', reason: 'silent', advice: 'check-server' } as const;
  expect(explain({ ...silent, peer: 'mail.example:993' }, 'en').helps).toContain('TLS from the start');
  expect(explain({ ...silent, peer: 'mail.example:993' }, 'ja').helps).toContain('最初から TLS');
});

test('A certificate for other names tells them, at most three', () => {
  const error: MailErrorFields = {
    kind: 'untrusted',
    at: 'tls.verify',
    reason: 'certificate-wrong-host',
    advice: 'check-certificate',
    peer: 'mail.example:993',
    facts: { names: '*.host.test' },
  };
  expect(explain(error, 'en').what).toBe('The certificate of mail.example is for *.host.test, not for mail.example.');
  expect(explain({ ...error, facts: { names: 'DNS:a, DNS:b, DNS:c, DNS:d' } }, 'en').what).toContain(
    'a, b, c and 1 more',
  );
  expect(explain(error, 'ja').what).toBe(
    'mail.example の証明書は *.host.test のためのもので、mail.example のためのものではありません。',
  );
});

test('Hostile words of a peer stay on one line, in order, and short', () => {
  const said = `-ERR \u202eevil\r\nsecond line ${'x'.repeat(1000)}`;
  const { what } = explain({ ...bare('server-refused'), said }, 'en');
  expect(what).toContain('“-ERR evil second line xx');
  expect(what).not.toMatch(/[\r\n\u202e]/);
  expect(what.length).toBeLessThan(400);
});

test("A library's names for a broken socket are not passed off as the server's words", () => {
  const closed = {
    kind: 'unreachable',
    at: 'imap.read',
    reason: 'closed',
    advice: 'retry-later',
    peer: 'm.test:993',
  } as const;
  expect(explain({ ...closed, said: 'write EPIPE' }, 'en').what).toBe('m.test closed the connection.');
  expect(explain({ ...closed, said: 'BYE Autologout' }, 'en').what).toBe(
    'm.test closed the connection: “BYE Autologout”.',
  );
  const tls = { ...closed, at: 'tls.handshake', reason: 'tls-failed' } as const;
  const openssl = 'write EPROTO C0BC:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl.c:354: ';
  expect(explain({ ...tls, said: openssl }, 'en').what).toContain('“wrong version number”');
});

test('An IPv6 peer keeps its address, and a peer without a port its name', () => {
  const at = { kind: 'unreachable', at: 'net.connect', reason: 'connect-timeout', advice: 'retry-later' } as const;
  expect(explain({ ...at, peer: '[::1]:993' }, 'en').what).toBe('[::1], port 993, did not answer in time.');
  expect(explain({ ...at, peer: 'mail.example' }, 'en').what).toBe('mail.example did not answer in time.');
});

test('A MailError itself can be explained, and a reason of a later engine is a fault of ours', () => {
  const error = new MailError({ kind: 'not-stored', at: 'vault.write', reason: 'disk-full', advice: 'free-space' });
  expect(explain(error, 'en').what).toBe('The disk is full, so this could not be stored.');
  expect(explain({ ...bare('cancelled'), reason: 'of-tomorrow' as Reason }, 'ja').what).toContain('Tegami の内部');
});

test('What is not there is named', () => {
  const gone = (what: string) => ({ ...bare('not-found'), at: 'vault.x', facts: { what } });
  expect(explain(gone('message 5'), 'en').what).toBe('There is no message 5 here, or no longer.');
  expect(explain(gone('an account for a@b.test'), 'en').what).toBe(
    'There is no account for a@b.test here, or no longer.',
  );
  expect(explain(gone('folder 受信箱'), 'ja').what).toBe('フォルダー 受信箱 は見つかりません。');
  expect(explain(gone('an account for a@b.test'), 'ja').what).toBe('アカウント a@b.test は見つかりません。');
});

test('A server that lacks an extension is told by the extension', () => {
  const lacking = {
    ...bare('recipient-refused'),
    peer: 'm.test:587',
    facts: { address: '愛子@hana.test', needs: 'SMTPUTF8' },
  };
  expect(explain(lacking, 'en').what).toContain('cannot deliver to 愛子@hana.test');
  expect(explain({ ...lacking, reason: 'message-refused', facts: { needs: '8BITMIME' } }, 'ja').what).toBe(
    'm.test が 8BITMIME に対応していないため、このメールをそのままでは送れません。',
  );
});

test('Every step of a connection test has a name and a sentence for its failure', () => {
  for (const lang of langs)
    for (const step of ['connect', 'tls', 'greeting', 'sign-in', 'list'] as const) {
      expect(stepName(step, lang).length).toBeGreaterThan(1);
      for (const side of ['incoming', 'outgoing'] as const)
        expect(stoppedAt({ side, step }, lang)).toMatch(
          lang === 'ja' ? /サーバー.*。$/ : new RegExp(`${side} server.*\\.$`),
        );
    }
});
