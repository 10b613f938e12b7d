/** Can a colleague see a folder of mine? */
import type { Protocol } from '../facts/index.ts';
import { mails } from './numbers.ts';
import { type Answer, both, count, flag, forProtocols, refusalOf, type Told, text } from './sentences.ts';

export const sharing: Answer = (told) => forProtocols((protocol, name) => shared(told, protocol, name));

function shared(told: Told, protocol: Protocol, name: string) {
  const works = flag(told, 'shared', protocol);
  if (works === null) return null;
  const refused = text(told, 'shareRefused', protocol);
  if (refused !== null) return refusal(told, name, refused);
  const n = (fact: string) => count(told, fact, protocol) ?? 0;
  const [of, seen, read, beside] = [n('sharedMails'), n('sharedSeen'), n('sharedRead'), n('sharedBeside')];
  const only =
    beside === 0
      ? both('Nothing else of mine shows', 'それ以外のメールは見えません')
      : both(`${mails(beside).en} from elsewhere can be seen as well`, `ほかの場所の${beside}通も見えてしまいました`);
  if (works)
    return both(
      `Over ${name}, yes: my colleague sees ${seen} of ${mails(of).en} in the shared folder and could read ${read}. ${only.en}.`,
      `${name}では見せられます。同僚には共有フォルダーの${of}通のうち${seen}通が見え、${read}通を読めました。${only.ja}。`,
    );
  return both(
    `Over ${name}, no: the server agreed, but my colleague sees ${seen} of the ${mails(of).en} in that folder.`,
    `${name}では見せられませんでした。サーバーは受け付けましたが、同僚に見えたのはフォルダーの${of}通のうち${seen}通です。`,
  );
}

function refusal(told: Told, name: string, reason: string) {
  if (reason === 'pop3-no-sharing')
    return both(
      `Over ${name}, no: a POP3 mailbox belongs to one user, and the protocol knows no folders that could be shared.`,
      `${name}では見せられません。POP3のメールボックスは1人のもので、共有できるフォルダーという考えがありません。`,
    );
  if (reason === 'acl-missing')
    return both(
      `Over ${name}, not on this server: it does not let users share folders (no ACL).`,
      `${name}でも、このサーバーでは見せられません。利用者どうしの共有（ACL）に対応していません。`,
    );
  const why = refusalOf(told, reason);
  return both(`Over ${name}, no: it failed (${why.en}).`, `${name}では見せられませんでした（${why.ja}）。`);
}
