/** What does a big attachment cost when only the text is wanted? */

import { duration, octets, percent } from '../../contract/compare/numbers.ts';
import type { Protocol } from '../facts/index.ts';
import { type Answer, both, count, flag, forProtocols, hasMachines, type Told } from './sentences.ts';

export const attachment: Answer = (told) => [
  ...forProtocols((protocol, name) => ofText(told, protocol, name)),
  compared(told),
  wanted(told),
];

function ofText(told: Told, protocol: Protocol, name: string) {
  const [bytes, ms] = [count(told, 'textBytes', protocol), count(told, 'textLineMs', protocol)];
  const of = count(told, 'mailBytes', protocol);
  if (!hasMachines(told, protocol) || of === null) return null;
  if (bytes === null || ms === null)
    return both(`Over ${name} the text never arrived.`, `${name}では、本文は届きませんでした。`);
  const time = duration(ms);
  return both(
    `Over ${name} the text of this mail of ${octets(of)} costs ${octets(bytes)} and ${time.en} of this line.`,
    `${name}では、${octets(of)}のこのメールの本文を読むのに${octets(bytes)}の通信と、この回線で${time.ja}がかかります。`,
  );
}

function compared(told: Told) {
  const ratio = count(told, 'textBytes', 'ratio');
  if (ratio === null) return null;
  if (ratio < 1)
    return both(
      `IMAP needs ${percent(ratio)} of what POP3 needs: it fetches the text by itself, while POP3 has no command for a part of a mail.`,
      `IMAPの通信量はPOP3の${percent(ratio)}です。IMAPは本文だけを取り出せますが、POP3にはメールの一部分だけを取り出すコマンドがありません。`,
    );
  return both(
    `IMAP saved nothing here: it needed ${percent(ratio)} of what POP3 needed.`,
    `今回はIMAPでも節約になりませんでした。通信量はPOP3の${percent(ratio)}でした。`,
  );
}

function wanted(told: Told) {
  const [imap, pop3] = [count(told, 'wholeBytes', 'imap'), count(told, 'wholeBytes', 'pop3')];
  const ms = count(told, 'wholeLineMs', 'imap');
  if (imap === null || ms === null) return null;
  const time = duration(ms);
  const measured = both(
    `Once the attachment is wanted too, IMAP comes to ${octets(imap)} and ${time.en}`,
    `添付ファイルも開くと、IMAPでも合計${octets(imap)}、${time.ja}になります`,
  );
  if (pop3 === null) return both(`${measured.en}.`, `${measured.ja}。`);
  if (imap >= pop3 * 0.9)
    return both(
      `${measured.en}: then nothing is saved, it is only put off until you ask for it.`,
      `${measured.ja}。その場合は節約にならず、必要になるまで先に延ばせるだけです。`,
    );
  const less = percent(imap / pop3);
  if (flag(told, 'compressed', 'imap') === true && flag(told, 'compressed', 'pop3') !== true)
    return both(
      `${measured.en}, ${less} of POP3's, as this server compresses what it says over IMAP.`,
      `${measured.ja}。POP3の${less}です。このサーバーはIMAPの通信を圧縮するためです。`,
    );
  return both(`${measured.en}, ${less} of POP3's.`, `${measured.ja}。POP3の${less}です。`);
}
