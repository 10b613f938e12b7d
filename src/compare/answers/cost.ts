/** What all of it cost. */
import { duration, octets } from '../../contract/compare/numbers.ts';
import { type Answer, both, count, forProtocols } from './sentences.ts';

export const cost: Answer = (told) =>
  forProtocols((protocol, name) => {
    const of = (fact: string) => count(told, fact, protocol);
    const [bytes, trips, ms, disk] = [of('bytes'), of('roundTrips'), of('lineMs'), of('diskForMail')];
    if (bytes === null || trips === null || ms === null || disk === null) return null;
    const time = duration(ms);
    return both(
      `${name === 'IMAP' ? 'An' : 'A'} ${name} machine moved ${octets(bytes)} in ${trips} round trips (${time.en} of its line) and keeps ${octets(disk)} of mail.`,
      `${name}のマシン1台あたり、通信は${octets(bytes)}、往復は${trips}回（回線の時間で${time.ja}）、保存しているメールは${octets(disk)}です。`,
    );
  });
