/** Folders made here, seen there? */
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, flag, forProtocols, type Told } from './sentences.ts';

export const folders: Answer = (told) => [
  ...forProtocols((protocol, name) => made(told, protocol, name)),
  ...forProtocols((protocol, name) => filed(told, protocol, name)),
  ...forProtocols((protocol, name) => beyond(told, protocol, name)),
];

function made(told: Told, protocol: Protocol, name: string) {
  const there = flag(told, 'serverFolders', protocol);
  if (there === null) return null;
  if (there)
    return both(
      `Over ${name}, yes: the folder that one machine made is on the server, and the other machine shows it.`,
      `${name}では見えます。あるマシンで作ったフォルダーはサーバーにあり、別のマシンにも表示されます。`,
    );
  return both(
    `Over ${name}, no: the folder stays on the machine that made it.`,
    `${name}では見えません。フォルダーは作ったマシンの中だけにあります。`,
  );
}

function filed(told: Told, protocol: Protocol, name: string) {
  const [there, of] = [count(told, 'filedThere', protocol), count(told, 'filed', protocol)];
  if (there === null || of === null) return null;
  return both(
    `Of ${mails(of).en} filed over ${name}, the other machine shows ${there} in the same folder.`,
    `${name}で整理した${of}通のうち、別のマシンでも同じフォルダーに見えるのは${there}通です。`,
  );
}

/** RFC 1939 knows one maildrop and no folders. */
export function beyond(told: Told, protocol: Protocol, name: string) {
  const n = count(told, 'outOfReach', protocol);
  if (n === null || n === 0) return null;
  return both(
    `${mails(n).en} that had been filed on the server before ${name} asked never reached a ${name} machine, though the server still has ${n === 1 ? 'it' : 'them'}.`,
    `${name}のマシンが確かめる前にサーバー上で整理された${n}通は、サーバーに残っているのに${name}のマシンには届きませんでした。`,
  );
}
