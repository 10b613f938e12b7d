/** RFC 1939 and 5034: PASS, APOP and the exchange after AUTH are secret; messages are counted. */
import { limits } from '../limits.ts';
import { lines, octets, Scan, secret, shown } from './scan.ts';
import type { Redactor, Tells } from './types.ts';

/** What a command's positive answer brings beside its first line. */
type Brings = 'nothing' | 'listing' | 'message';

interface Asked {
  readonly verb: string;
  readonly brings: Brings;
}

/** Lines that begin with another word are a mechanism's answers, or nonsense; both are hidden. */
const verbs = new Set(
  [
    'USER',
    'PASS',
    'APOP',
    'AUTH',
    'CAPA',
    'STLS',
    'STAT',
    'LIST',
    'UIDL',
    'RETR',
    'TOP',
    'DELE',
    'NOOP',
    'RSET',
  ].concat(['QUIT', 'LAST', 'LANG', 'UTF8', 'XTND', 'XCLIENT']),
);

export function pop3Redactor(tells: Tells): Redactor {
  const asked: Asked[] = [];
  let answering = false; // a mechanism's exchange is under way
  let listing = -1; // lines of the listing that were told; -1: none is under way

  const client = new Scan({
    line(text, cut) {
      const told = clientLine(text, cut); // counts, also where nobody records
      tells.line?.({ who: 'C', text: told });
      return lines;
    },
    block: () => {},
  });

  const server = new Scan({
    line(text, cut) {
      if (listing >= 0) return listingLine(text, cut);
      tells.line?.({ who: 'S', text: shown(text, cut) });
      if (text.startsWith('+') && !/^\+OK/i.test(text)) return lines; // a challenge, RFC 5034 §4
      const question = asked.shift();
      if (question?.verb === 'AUTH') answering = false;
      if (!question || !/^\+OK/i.test(text)) return lines;
      if (question.brings === 'message') return { untilDot: true };
      if (question.brings === 'listing') listing = 0;
      return lines;
    },
    block(size) {
      listing = -1;
      tells.line?.({ who: 'S', text: octets(size) });
      tells.line?.({ who: 'S', text: '.' });
    },
  });

  function clientLine(text: string, cut: number): string {
    if (answering) return secret;
    const [word = '', ...rest] = text.split(' ');
    const verb = word.toUpperCase();
    if (!verbs.has(verb)) return secret;
    tells.command();
    if (tells.line) asked.push({ verb, brings: bringsOf(verb, rest) });
    if (verb === 'PASS') return `${word} ${secret}`;
    if (verb === 'APOP') return `${word} ${rest[0] ?? ''} ${secret}`;
    if (verb === 'AUTH') {
      // Without a mechanism it asks for the list of them, an old habit of servers that lack CAPA.
      // Its end is known by the server's answer, which is only heard where somebody records.
      answering = rest.length > 0 && tells.line !== undefined;
      return rest.length > 1 ? `${word} ${rest[0]} ${secret}` : shown(text, cut);
    }
    return shown(text, cut);
  }

  function listingLine(text: string, cut: number): ReturnType<typeof nextOfListing> {
    if (text === '.') listing = -1;
    else listing++;
    tells.line?.({ who: 'S', text: shown(text, cut) });
    return nextOfListing();
  }

  function nextOfListing() {
    return listing >= limits.transcriptListing ? ({ untilDot: true } as const) : lines;
  }

  return {
    client: (chunk) => client.feed(chunk),
    server: (chunk) => {
      if (tells.line) server.feed(chunk);
    },
    restart() {
      client.restart();
      server.restart();
      asked.length = 0;
      answering = false;
      listing = -1;
    },
    end() {
      client.end();
      server.end();
    },
  };
}

function bringsOf(verb: string, parameters: readonly string[]): Brings {
  if (verb === 'RETR' || verb === 'TOP') return 'message';
  if (verb === 'CAPA') return 'listing';
  if ((verb === 'LIST' || verb === 'UIDL' || verb === 'AUTH') && parameters.length === 0) return 'listing';
  return 'nothing';
}
