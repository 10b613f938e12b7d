/** A real Dovecot (and Postfix) as mailboxes of the comparison, seen by another client than ours. */
import type { GroundMailbox } from '../../../../src/compare/ground/index.ts';
import { imapFlags, imapFolders } from '../../../servers/observer.ts';
import { type House, password, settingsFor } from '../../../support/house.ts';

export function dovecotMailbox(house: House, user: string): GroundMailbox {
  const { dovecot, postfix } = house;
  return {
    name: user,
    address: `${user}@hana.test`,
    user,
    password,
    settings: (protocol) => settingsFor(dovecot, user, protocol, { postfix }),
    async deliver(mails) {
      dovecot.fill(
        user,
        'INBOX',
        mails.map(({ raw }) => raw),
      );
    },
    async observe() {
      const paths = await imapFolders(dovecot, user);
      return {
        folders: await Promise.all(
          paths.map(async (path) => ({
            path,
            mails: (await imapFlags(dovecot, user, path)).map((each) => ({
              ...each,
              flags: each.flags.map((flag) => flag.replace('\\', '').toLowerCase()),
            })),
          })),
        ),
      };
    },
  };
}
