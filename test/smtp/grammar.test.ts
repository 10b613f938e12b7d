import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOffer } from '../../src/smtp/ehlo.ts';
import { chooseMechanism, xoauth2 } from '../../src/smtp/mechanism.ts';
import { type Reply, readReply } from '../../src/smtp/reply.ts';

const reply = (text: string): Reply => {
  const read = readReply(text);
  if (read === null) throw new Error(`no reply: ${text}`);
  return read;
};

describe('replies', () => {
  test('one line, several lines, with and without enhanced codes', () => {
    expect(readReply('250 2.1.5 Ok\r\n')).toEqual({
      code: 250,
      enhanced: '2.1.5',
      lines: ['Ok'],
      said: '250 2.1.5 Ok',
    });
    expect(readReply('550-5.1.1 No such\r\n550 5.1.1 user\r\n')).toEqual({
      code: 550,
      enhanced: '5.1.1',
      lines: ['No such', 'user'],
      said: '550 5.1.1 No such user',
    });
    expect(readReply('221')).toEqual({ code: 221, enhanced: null, lines: [''], said: '221' });
    expect(readReply('220 10.0.0.1 ready')).toMatchObject({ enhanced: null, lines: ['10.0.0.1 ready'] });
  });

  test.each(['', 'hello', '25 Ok', '250x', '650 no', '250-a\r\n251 b', '250-a\r\nb', '+OK', '* OK'])(
    '%j is none',
    (text) => {
      expect(readReply(text)).toBe(null);
    },
  );

  test('any text is a reply or none, never an exception, and what is shown is one line', () => {
    const line = fc.tuple(
      fc.integer({ min: 100, max: 999 }),
      fc.constantFrom(' ', '-', ''),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
        const read = readReply(lines.map(([code, mark, text]) => `${code}${mark}${text}`).join('\r\n'));
        expect(read?.said ?? '').not.toMatch(/[\r\n]/);
      }),
    );
  });
});

describe('what a server offers', () => {
  test('keywords, mechanisms in both forms, and the size', () => {
    const offer = readOffer(
      reply(
        '250-mail.example.test\r\n250-size 1000\r\n250-AUTH plain LOGIN\r\n250-AUTH=LOGIN CRAM-MD5\r\n250 8BITMIME',
      ),
    );
    expect([...offer.extensions.keys()]).toEqual(['SIZE', 'AUTH', '8BITMIME']);
    expect(offer.mechanisms).toEqual(['PLAIN', 'LOGIN', 'CRAM-MD5']);
    expect(offer.size).toBe(1000);
  });

  test.each(['SIZE', 'SIZE 0', 'SIZE lots', 'SIZE 99999999999999999999'])('%s is no limit', (line) => {
    expect(readOffer(reply(`250-x\r\n250 ${line}`)).size).toBe(null);
  });

  test('the name of the server is no extension', () => {
    expect(readOffer(reply('250 AUTH PLAIN')).mechanisms).toEqual([]);
  });
});

describe('the mechanism', () => {
  const offer = (mechanisms: string) => readOffer(reply(`250-x\r\n250 AUTH ${mechanisms}`));
  const peer = 'localhost:587';

  test('inside TLS the plain one, in clear the one that hides the password', () => {
    const all = offer('CRAM-MD5 LOGIN PLAIN XOAUTH2');
    expect(chooseMechanism(all, { token: false, secure: true, peer })).toBe('PLAIN');
    expect(chooseMechanism(all, { token: false, secure: false, peer })).toBe('CRAM-MD5');
    expect(chooseMechanism(all, { token: true, secure: true, peer })).toBe('XOAUTH2');
  });

  test('a password is never given as a token, nor a token as a password', () => {
    const thrown = (mechanisms: string, token: boolean) => () =>
      chooseMechanism(offer(mechanisms), { token, secure: true, peer });
    expect(thrown('XOAUTH2 GSSAPI', false)).toThrow(expect.objectContaining({ reason: 'mechanism-missing' }));
    expect(thrown('PLAIN LOGIN', true)).toThrow(expect.objectContaining({ reason: 'mechanism-missing' }));
  });

  test('XOAUTH2 is written as its specification says', () => {
    // https://developers.google.com/gmail/imap/xoauth2-protocol
    expect(xoauth2('someuser@example.com', 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg')).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
  });
});
