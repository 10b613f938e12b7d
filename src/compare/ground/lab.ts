/** A small lab of its own: its servers are real, its mailboxes are made as they are asked for. */
import { tmpdir } from 'node:os';
import { MailError } from '../../base/errors.ts';
import { removeFolder, temporaryFolder } from '../../base/temporary.ts';
import type { AccountSettings } from '../../contract/account.ts';
import { type LabUser, settingsFor } from '../../contract/lab/settings.ts';
import { type Lab, type LabOptions, startLab } from '../../lab/index.ts';
import type { RawMail } from '../mails/mail.ts';
import { imapGreeting, pop3Greeting } from './greetings.ts';
import type { Ground, GroundMailbox } from './ground.ts';
import { post } from './lab-post.ts';
import { compareWorld, domain, mailHost, outsider, withUsers } from './lab-world.ts';
import { type Access, Observer } from './observer.ts';

/**
 * `folder`: where the lab may keep what it keeps; without one it has a temporary one. `addresses`: see LabOptions. @throws MailError as
 * startLab does
 */
export async function labGround({
  folder: where = tmpdir(),
  ...o
}: { readonly folder?: string } & Pick<LabOptions, 'addresses'> = {}): Promise<Ground> {
  const folder = await temporaryFolder('tegami-compare-', where);
  const gone = () => removeFolder(folder);
  let lab: Lab | null = null;
  try {
    lab = await startLab({ folder, world: compareWorld(), move: 'free', seed: false, ...o });
    return await onLab(lab, gone);
  } catch (thrown) {
    await lab?.close();
    await gone();
    throw thrown;
  }
}

async function onLab(lab: Lab, gone: () => Promise<void>): Promise<Ground> {
  const about = await greetingsOf(lab);
  let open: Observer[] = [];
  const endObservers = async () => {
    await Promise.all(open.map((each) => each.close()));
    open = [];
  };
  return {
    about: { kind: 'lab', name: 'Tegami', ...about },
    capacity: null,
    outsider,
    check: async () => {},
    sent() {},

    async mailboxes(names) {
      await endObservers();
      await usersOf(lab, []);
      await lab.spoolOf(mailHost)?.clear();
      // The same address for the same name: letters follow from it.
      await usersOf(lab, names);
      return names.map((name) => {
        const user = userOf(lab, `${name}@${domain}`);
        const observer = new Observer(accessOf(settings(lab, user, 'imap'), user), { anew: false });
        open.push(observer);
        return mailbox(lab, name, user, observer);
      });
    },
    advance: async (ms) => {
      await lab.advance(ms);
    },
    settled: () => lab.settled(),
    async close() {
      await endObservers();
      await lab.close();
      await gone();
    },
  };
}

async function usersOf(lab: Lab, names: readonly string[]): Promise<void> {
  const [problem] = await lab.setWorld(withUsers(lab.world(), names));
  if (problem !== undefined) throw unsound(problem);
}

function mailbox(lab: Lab, name: string, user: LabUser, observer: Observer): GroundMailbox {
  return {
    name,
    address: user.address,
    user: user.user,
    password: user.password,
    settings: (protocol) => settings(lab, user, protocol),
    deliver: (mails: readonly RawMail[]) => post(lab, { from: userOf(lab, outsider), to: user.address, mails }),
    observe: () => observer.look(),
  };
}

async function greetingsOf(lab: Lab): Promise<{ imap: string; pop3: string }> {
  const user = userOf(lab, outsider);
  const [imap, { greeting }] = await Promise.all([
    imapGreeting(accessOf(settings(lab, user, 'imap'), user)),
    pop3Greeting(accessOf(settings(lab, user, 'pop3'), user)),
  ]);
  return { imap, pop3: greeting };
}

const accessOf = ({ incoming, trust }: AccountSettings, { user, password }: LabUser): Access => ({
  server: incoming,
  user,
  password,
  trust,
});

function settings(lab: Lab, user: LabUser, protocol: 'imap' | 'pop3'): AccountSettings {
  const found = settingsFor(lab.status(), user, protocol);
  if (found === null) throw new Error(`no ${protocol} for ${user.address}`);
  return found;
}

function userOf(lab: Lab, address: string): LabUser {
  const found = lab.status().users.find((each) => each.address === address);
  if (found === undefined) throw new Error(`no ${address}`);
  return found;
}

/** A name that is no local part of an address. */
const unsound = ({ path: place, en, ja }: { path: readonly (string | number)[]; en: string; ja: string }): MailError =>
  new MailError({
    kind: 'bad-input',
    at: 'compare.mailboxes',
    reason: 'lab-world',
    advice: 'check-input',
    facts: { place: place.join('.'), en, ja },
  });
