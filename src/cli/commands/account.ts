import { readFile } from 'node:fs/promises';
import { MailError } from '../../base/errors.ts';
import { AccountSettings, type Keep, type Pin } from '../../contract/account.ts';
import { stepName } from '../../contract/words/index.ts';
import { type Command, type Given, oneOf, required, text, UsageError, whole } from '../command.ts';

const securities = ['implicit', 'starttls', 'none'] as const;
const string = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

export const accountAdd: Command = {
  name: 'account add',
  usage:
    '--name N --email A --protocol imap|pop3 --host H --port N --tls implicit|starttls|none --user U --smtp-host H --smtp-port N ' +
    '--smtp-tls implicit|starttls|none [--smtp-user U] [--keep forever|delete|days:N] [--ca FILE | --trust sha256/HEX] [--remember] [--no-check]',
  options: {
    name: string,
    email: string,
    protocol: string,
    host: string,
    port: string,
    tls: string,
    user: string,
    'smtp-host': string,
    'smtp-port': string,
    'smtp-tls': string,
    'smtp-user': string,
    keep: string,
    ca: string,
    trust: string,
    remember: flag,
    'no-check': flag,
  },
  async run(given, { engine, password, note, lang }) {
    const settings = await settingsOf(given);
    const secret = await password();
    if (secret === null)
      throw new UsageError('the password is missing: TEGAMI_PASSWORD, or one line on standard input');
    const { handlers, parts } = await engine();
    const steps: string[] = [];
    if (given.options['no-check'] !== true) {
      const report = await handlers['accounts.test']({ settings, password: secret });
      const failed = report.steps.find((step) => step.state === 'failed');
      if (failed?.error !== undefined) throw new MailError(failed.error);
      for (const step of report.steps)
        steps.push(`${step.side} ${stepName(step.step, lang)}: ok${step.said ? ` (${step.said})` : ''}`);
    }
    const remember = given.options['remember'] === true;
    const { id } = await handlers['accounts.add']({
      settings,
      password: secret,
      secret: remember ? 'unsafe-file' : 'session',
    });
    if (remember)
      note(
        lang === 'ja'
          ? `パスワードは ${parts.vault.root} の中のファイル passwords-in-clear.json に、暗号化せずに置かれています（本人だけが読める 0600）。`
          : `The password lies unencrypted in passwords-in-clear.json in ${parts.vault.root}, mode 0600: only your user can read it.`,
      );
    return {
      json: { id, email: settings.email, protocol: settings.protocol, remembered: remember },
      lines: [...steps, `account ${id}`],
    };
  },
};

export const accountList: Command = {
  name: 'account list',
  usage: '',
  options: {},
  async run(_given, { engine }) {
    const accounts = (await engine()).handlers['accounts.list']({});
    const rows = await accounts;
    return {
      json: rows.map(({ id, settings: { trust: _trust, ...settings } }) => ({ id, ...settings })),
      lines: rows.map(
        ({ id, settings }) =>
          `${id}\t${settings.protocol}\t${settings.email}\t${settings.incoming.host}:${settings.incoming.port}`,
      ),
    };
  },
};

export const accountRemove: Command = {
  name: 'account remove',
  usage: 'ID',
  options: {},
  async run(given, { engine }) {
    const [word, more] = given.words;
    if (word === undefined || more !== undefined)
      throw new UsageError('one account id is wanted; "account list" shows them');
    const id = whole(word, 'an id');
    await (await engine()).handlers['accounts.remove']({ id });
    return { json: { removed: id }, lines: [`account ${id} removed; the server's mail is untouched`] };
  },
};

async function settingsOf(given: Given): Promise<AccountSettings> {
  const host = required(given, 'host');
  const smtpHost = required(given, 'smtp-host');
  const user = required(given, 'user');
  const smtpUser = text(given, 'smtp-user') ?? user;
  const settings = AccountSettings.safeParse({
    name: required(given, 'name'),
    email: required(given, 'email'),
    protocol: oneOf(required(given, 'protocol'), ['imap', 'pop3'], '--protocol'),
    incoming: {
      host,
      port: whole(required(given, 'port'), '--port'),
      security: oneOf(required(given, 'tls'), securities, '--tls'),
      user,
    },
    outgoing: {
      host: smtpHost,
      port: whole(required(given, 'smtp-port'), '--smtp-port'),
      security: oneOf(required(given, 'smtp-tls'), securities, '--smtp-tls'),
      user: smtpUser === '' ? null : smtpUser,
    },
    keep: keepOf(text(given, 'keep') ?? 'forever'),
    trust: { ca: await caOf(text(given, 'ca')), pins: pinsOf(text(given, 'trust'), [host, smtpHost]) },
  });
  if (!settings.success)
    throw new UsageError(settings.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  return settings.data;
}

function keepOf(word: string): Keep {
  if (word === 'forever' || word === 'delete') return { policy: word };
  const days = /^days:(\d+)$/.exec(word)?.[1];
  if (days === undefined) throw new UsageError(`--keep is forever, delete or days:N, not "${word}"`);
  return { policy: 'days', days: whole(days, 'the number of days') };
}

async function caOf(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const pem = await readFile(file, 'utf8').catch((thrown: Error) => {
    throw new UsageError(`--ca ${file}: ${thrown.message}`);
  });
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw new UsageError(`--ca ${file}: no PEM certificate in it`);
  return pem;
}

function pinsOf(word: string | undefined, hosts: readonly string[]): Pin[] {
  if (word === undefined) return [];
  const sha256 = /^sha256\/([0-9a-fA-F:]+)$/.exec(word)?.[1]?.replace(/:/g, '').toLowerCase();
  if (sha256?.length !== 64) throw new UsageError('--trust is sha256/ and 64 hexadecimal digits');
  return [...new Set(hosts)].map((host) => ({ host, sha256 }));
}
