/** RFC 5321, 4954, 3030: what follows AUTH until its last answer is secret; the message is counted. */
import { lines, type Next, octets, Scan, secret, shown } from './scan.ts';
import type { Redactor, Tells } from './types.ts';

/** Lines that begin with another word are a mechanism's answers, or nonsense; both are hidden. */
const verbs = new Set(
  ['HELO', 'EHLO', 'LHLO', 'MAIL', 'RCPT', 'DATA', 'BDAT', 'RSET', 'VRFY', 'EXPN', 'HELP', 'NOOP', 'QUIT'].concat([
    'AUTH',
    'STARTTLS',
    'ETRN',
    'XCLIENT',
    'BURL',
  ]),
);

export function smtpRedactor(tells: Tells): Redactor {
  const asked: string[] = ['']; // the greeting is an answer too
  let answering = false;

  const client = new Scan({
    line(text, cut) {
      const { line, next } = clientLine(text, cut);
      tells.line?.({ who: 'C', text: line });
      return next;
    },
    block(size) {
      tells.line?.({ who: 'C', text: octets(size) });
      if (inData) tells.line?.({ who: 'C', text: '.' });
      inData = false;
    },
  });
  let inData = false;

  const server = new Scan({
    line(text, cut) {
      tells.line?.({ who: 'S', text: shown(text, cut) });
      if (/^\d{3}-/.test(text)) return lines;
      const code = text.slice(0, 3);
      const verb = asked[0];
      if (verb === 'AUTH' && code === '334') return lines;
      asked.shift();
      if (verb === 'AUTH') answering = false;
      if (verb === 'DATA' && code === '354') {
        asked.unshift('.'); // the answer to the message
        inData = true;
        client.expect({ untilDot: true });
      }
      return lines;
    },
    block: () => {},
  });

  function clientLine(text: string, cut: number): { line: string; next: Next } {
    const [word = '', first, second] = text.split(' ');
    const verb = word.toUpperCase();
    if (answering || !verbs.has(verb)) return { line: secret, next: lines };
    tells.command();
    asked.push(verb);
    if (verb === 'AUTH') {
      answering = true;
      return { line: second === undefined ? shown(text, cut) : `${word} ${first} ${secret}`, next: lines };
    }
    // The chunk follows its command without waiting. RFC 3030 §2
    const size = verb === 'BDAT' ? Number(first) : 0;
    return { line: shown(text, cut), next: Number.isSafeInteger(size) && size > 0 ? { octets: size } : lines };
  }

  return {
    client: (chunk) => client.feed(chunk),
    server: (chunk) => server.feed(chunk),
    restart() {
      client.restart();
      server.restart();
      // Implicit TLS begins before the greeting, STARTTLS after its answer.
      if (asked.length !== 1 || asked[0] !== '') asked.length = 0;
      answering = false;
      inData = false;
    },
    end() {
      client.end();
      server.end();
    },
  };
}
