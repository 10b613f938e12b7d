/** GETACL, SETACL, DELETEACL, LISTRIGHTS, MYRIGHTS. RFC 4314 §3. */
import type { Scanner } from '../grammar/scanner.ts';
import { quoted, writeAstring, writeMailbox } from '../grammar/write.ts';
import { bad, no } from '../refusal.ts';
import { signedIn, type Verb } from '../verb.ts';
import { identifierOf } from './identifier.ts';
import { ALL_RIGHTS, changed, isRights, OWNED, print, printText, rights } from './rights.ts';

/** RFC 4314 §4: one of these is enough for MYRIGHTS. */
const ANY_FOR_MYRIGHTS = 'lrikxa';

const octets = (identifier: string): string => writeAstring(Buffer.from(identifier, 'utf8').toString('latin1'));

/** A mailbox, and who is meant. */
function readSubject(args: Scanner): { name: string; who: string } {
  args.sp();
  const name = args.mailbox();
  args.sp();
  return { name, who: args.astring() };
}

export const getacl: Verb = {
  name: 'GETACL',
  states: signedIn,
  async run(session, args) {
    const name = args.onlyMailbox();
    const { mailbox, owner } = await session.need(name, 'a');
    const lines = new Map(mailbox.acl);
    if (owner !== '') lines.set(owner, [...rights(mailbox, owner)].join(''));
    const said = [...lines].map(([identifier, text]) => ` ${octets(identifier)} ${quoted(printText(text))}`);
    session.untagged(`ACL ${writeMailbox(name)}${said.join('')}`);
    return 'Access list';
  },
};

export const setacl: Verb = {
  name: 'SETACL',
  states: signedIn,
  async run(session, args) {
    const { name, who } = readSubject(args);
    args.sp();
    const change = args.astring();
    args.end();
    if (!isRights(change.replace(/^[+-]/, ''))) throw bad('These are no rights of RFC 4314');
    const { mailbox } = await session.need(name, 'a');
    const identifier = identifierOf(session.around.world(), who);
    const before = mailbox.acl.get(identifier) ?? (identifier === mailbox.owner ? ALL_RIGHTS : undefined);
    await mailbox.setAcl(identifier, changed(before, change));
    return 'Access list changed';
  },
};

export const deleteacl: Verb = {
  name: 'DELETEACL',
  states: signedIn,
  async run(session, args) {
    const { name, who } = readSubject(args);
    args.end();
    const { mailbox } = await session.need(name, 'a');
    await mailbox.setAcl(identifierOf(session.around.world(), who), null);
    return 'Access list changed';
  },
};

export const listrights: Verb = {
  name: 'LISTRIGHTS',
  states: signedIn,
  async run(session, args) {
    const { name, who } = readSubject(args);
    args.end();
    const { owner } = await session.need(name, 'a');
    const identifier = identifierOf(session.around.world(), who);
    const always = identifier === owner ? OWNED.join('') : '';
    const others = [...ALL_RIGHTS].filter((right) => !always.includes(right));
    session.untagged(
      `LISTRIGHTS ${writeMailbox(name)} ${octets(identifier)} ${quoted(always)} ${others.join(' ')} c d`,
    );
    return 'Rights';
  },
};

export const myrights: Verb = {
  name: 'MYRIGHTS',
  states: signedIn,
  async run(session, args) {
    const name = args.onlyMailbox();
    const found = await session.resolve(name);
    const held = found === null ? null : rights(found.mailbox, session.user);
    if (held === null || ![...ANY_FOR_MYRIGHTS].some((right) => [...held].some((each) => each === right)))
      throw no('There is no such mailbox', 'NONEXISTENT');
    session.untagged(`MYRIGHTS ${writeMailbox(name)} ${quoted(print(held))}`);
    return 'Your rights';
  },
};
