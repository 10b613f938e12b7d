/**
 * A process that keeps mail by the durability rule and says so: `keeper ROOT FIRST COUNT`. Each line `kept N` is what a DELE would be: after
 * it the message must never be lost. It is run under strace, which kills it or lets its disk fail at every step.
 */
import { writeSync } from 'node:fs';
import { asMailError } from '../../../src/base/errors.ts';
import { systemClock } from '../../../src/base/ports.ts';
import { AccountSettings } from '../../../src/contract/account.ts';
import { Vault } from '../../../src/vault/index.ts';

const [root = '', first = '0', count = '1'] = process.argv.slice(2);

async function main(): Promise<void> {
  const vault = await Vault.open(root, systemClock);
  const account = vault.accounts.list()[0]?.id ?? vault.write(() => vault.accounts.add(settings()));
  if (vault.accounts.list().length === 1) await vault.saveAccounts();
  const inbox = vault.write(() =>
    vault.folders.put({
      account,
      parent: null,
      name: 'INBOX',
      path: 'INBOX',
      role: 'inbox',
      selectable: true,
      local: true,
    }),
  );
  writeSync(1, 'open\n');
  for (let n = Number(first); n < Number(first) + Number(count); n += 1) {
    const body = Buffer.from(`Subject: ${n}\r\n\r\n${'x'.repeat(100)}\r\n`);
    const staged = await vault.files.stage(
      (async function* () {
        yield body.subarray(0, 20);
        yield body.subarray(20);
      })(),
    );
    await vault.files.seal([staged]);
    vault.write(() => {
      const about = {
        account,
        folder: inbox,
        uid: null,
        uidl: `u${n}`,
        messageId: null,
        from: null,
        to: [],
        cc: [],
        bcc: [],
      };
      const more = {
        replyTo: [],
        inReplyTo: null,
        references: [],
        subject: `${n}`,
        date: n,
        size: staged.size,
        flags: [],
      };
      vault.messages.add(
        { ...about, ...more, preview: '', attachments: [], structure: null, file: staged.sha256 },
        'the keeper',
      );
      vault.uidls.add(account, `u${n}`, n);
    });
    await vault.settle();
    writeSync(1, `kept ${n}\n`);
  }
  await vault.close();
  writeSync(1, 'closed\n');
}

function settings(): AccountSettings {
  return AccountSettings.parse({
    name: 'a',
    email: 'a@hana.test',
    protocol: 'pop3',
    incoming: { host: 'localhost', port: 995, security: 'implicit', user: 'a' },
    outgoing: { host: 'localhost', port: 587, security: 'starttls', user: 'a' },
    keep: { policy: 'delete' },
    trust: { pins: [] },
  });
}

main().catch((thrown: unknown) => {
  writeSync(1, `failed ${asMailError(thrown, 'keeper').reason}\n`);
  process.exitCode = 1;
});
