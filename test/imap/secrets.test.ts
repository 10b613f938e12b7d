import { expect, test } from 'vitest';
import { openImap } from '../../src/imap/index.ts';
import { speaks } from '../support/hostile.ts';

const user = 'anna';
const password = 'se"cr\\et';
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const ways: [name: string, o: { auth?: 'xoauth2' }, transcript: string][] = [
  ['LOGIN', {}, 'S: * OK [CAPABILITY IMAP4rev1] hi\nC: 1 LOGIN\nS: 1 NO no'],
  [
    'PLAIN',
    {},
    'S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] hi\nC: 1 AUTHENTICATE PLAIN\nS: + \nC: *\nS: 1 NO no',
  ],
  [
    'PLAIN, asked twice',
    {},
    'S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\nC: 1 AUTHENTICATE PLAIN\nS: + \nC: *\nS: * OK still thinking\nS: + \nC: *\nS: 1 NO no',
  ],
  [
    'LOGIN by SASL',
    {},
    `S: * OK [CAPABILITY IMAP4rev1 AUTH=LOGIN] hi\nC: 1 AUTHENTICATE LOGIN\nS: + ${base64('Username:')}\nC: *\nS: + ${base64('Password:')}\nC: *\nS: 1 NO no`,
  ],
  [
    'XOAUTH2 with SASL-IR',
    { auth: 'xoauth2' },
    `S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] hi\nC: 1 AUTHENTICATE XOAUTH2 *\nS: + ${base64('{"status":"401"}')}\nC: *\nS: 1 NO no`,
  ],
  [
    'OAUTHBEARER without SASL-IR',
    { auth: 'xoauth2' },
    'S: * OK [CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER] hi\nC: 1 AUTHENTICATE OAUTHBEARER\nS: +\nC: *\nS: 1 NO no',
  ],
];

for (const [name, o, transcript] of ways)
  test(`no secret in the transcript or the error: ${name}`, async () => {
    const server = await speaks(transcript);
    const lines: string[] = [];
    try {
      const outcome = await openImap({
        server: { host: 'localhost', port: server.port, security: 'none' },
        user,
        password,
        trust: { pins: [] },
        record: ({ who, text }) => lines.push(`${who}: ${text}`),
        ...o,
      }).catch((thrown: unknown) => thrown);
      expect(outcome).toMatchObject({ at: 'imap.auth', reason: 'password-refused', said: 'NO no' });
      const told = `${lines.join('\n')}\n${JSON.stringify(outcome)}`;
      expect(told).toMatch(/C: 1 (LOGIN|AUTHENTICATE)/);
      const bearer = [
        `n,a=${user},\x01host=`,
        `user=${user}\x01auth=Bearer ${password}\x01\x01`,
        `\0${user}\0${password}`,
        password,
      ];
      for (const text of bearer)
        for (const form of [text, base64(text), base64(text).slice(0, 16)]) expect(told).not.toContain(form);
      expect(told).not.toContain('cr\\\\et');
    } finally {
      await server.close();
    }
  });
