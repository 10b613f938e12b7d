/** RFC 9051: LOGIN's arguments and the exchange after AUTHENTICATE are secret; literals are counted. */
import { lines, type Next, octets, Scan, secret, shown } from './scan.ts';
import type { Redactor, Tells } from './types.ts';

const verbs = new Set(
  (
    'CAPABILITY NOOP LOGOUT STARTTLS AUTHENTICATE LOGIN ENABLE SELECT EXAMINE CREATE DELETE RENAME SUBSCRIBE UNSUBSCRIBE ' +
    'LIST LSUB NAMESPACE STATUS APPEND IDLE DONE CLOSE UNSELECT EXPUNGE SEARCH FETCH STORE COPY MOVE UID CHECK ID COMPRESS ' +
    'GETQUOTA GETQUOTAROOT SETQUOTA GETACL SETACL DELETEACL LISTRIGHTS MYRIGHTS SORT THREAD NOTIFY ESEARCH XLIST REPLACE ' +
    'GETMETADATA SETMETADATA CONVERT LANGUAGE COMPARATOR RESETKEY GENURLAUTH URLFETCH CANCELUPDATE CATENATE UNAUTHENTICATE ' +
    'X-GM-EXT-1 XAPPLEPUSHSERVICE UIDBATCHES JMAPACCESS'
  ).split(' '),
);

export function imapRedactor(tells: Tells): Redactor {
  let signingIn: string | null = null; // the tag of AUTHENTICATE until its answer
  let compressing: string | null = null; // the tag of COMPRESS
  let continues: 'shown' | 'secret' | null = null; // the line after a literal belongs to the command before it
  let opaque = false;
  let literalOfTag: string | null = null; // whose literal is announced and may still be refused

  const client = new Scan({
    line(text, cut) {
      const secretLine = continues === 'secret';
      const line = continues === null ? clientLine(text, cut) : secretLine ? secret : shown(text, cut);
      const next = literalAt(text);
      if (continues === null) continues = isSecretCommand(text) ? 'secret' : 'shown';
      if (next === lines) continues = null;
      literalOfTag = next === lines ? null : (text.split(' ', 1)[0] ?? null);
      tells.line?.({ who: 'C', text: next !== lines && line.endsWith(secret) ? `${line} ${literalOf(text)}` : line });
      return next;
    },
    block(size) {
      literalOfTag = null;
      tells.line?.({ who: 'C', text: continues === 'secret' ? secret : octets(size) });
    },
  });

  const server = new Scan({
    line(text, cut) {
      tells.line?.({ who: 'S', text: shown(text, cut) });
      const next = literalAt(text);
      if (next !== lines) return next;
      const [tag, status] = text.split(' ', 2);
      if (tag === signingIn) signingIn = null;
      if (tag === literalOfTag) {
        // The server refused the literal before it came (RFC 9051 §4.3), so the client goes on with a command.
        client.restart();
        literalOfTag = continues = null;
      }
      if (tag === compressing) {
        compressing = null;
        if (status?.toUpperCase() === 'OK') {
          opaque = true; // RFC 4978: deflate from here on, which is not read unless it is told from inside (restart)
          tells.line?.({ who: '*', text: 'compressed from here on' });
          return { octets: Number.MAX_SAFE_INTEGER };
        }
      }
      return lines;
    },
    block: (size) => tells.line?.({ who: 'S', text: octets(size) }),
  });

  function clientLine(text: string, cut: number): string {
    if (/^DONE$/i.test(text)) return text;
    const [tag = '', word = '', first] = text.split(' ');
    const verb = word.toUpperCase();
    if (!verbs.has(verb)) return secret; // a mechanism's answer, or nonsense
    tells.command();
    if (verb === 'LOGIN') return `${tag} ${word} ${secret}`;
    if (verb === 'AUTHENTICATE') {
      signingIn = tag;
      return text.split(' ').length > 3 ? `${tag} ${word} ${first} ${secret}` : shown(text, cut);
    }
    if (verb === 'COMPRESS') compressing = tag;
    // Only this one command's line is known; until the mechanism is done, nothing else is shown.
    return signingIn === null ? shown(text, cut) : secret;
  }

  return {
    client(chunk) {
      if (!opaque) client.feed(chunk);
    },
    server(chunk) {
      if (tells.line && !opaque) server.feed(chunk);
    },
    restart() {
      client.restart();
      server.restart();
      signingIn = compressing = continues = null;
      opaque = false;
    },
    end() {
      if (opaque) return;
      client.end();
      server.end();
    },
  };
}

function isSecretCommand(text: string): boolean {
  const verb = text.split(' ', 2)[1]?.toUpperCase();
  return verb === 'LOGIN' || verb === 'AUTHENTICATE' || verb === undefined || !verbs.has(verb);
}

/** RFC 9051 §4.3 and RFC 7888: {5}, {5+}, and ~{5} of RFC 3516. */
function literalAt(text: string): Next {
  const size = /\{(\d{1,15})\+?\}$/.exec(text)?.[1];
  return size === undefined ? lines : { octets: Number(size) };
}

function literalOf(text: string): string {
  return /\{\d+\+?\}$/.exec(text)?.[0] ?? '';
}
