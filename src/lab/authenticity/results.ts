/** Writes the Authentication-Results field. RFC 8601 §2.2. */
import type { Signature } from './dkim.ts';
import type { Dmarc } from './dmarc.ts';
import type { Spf } from './spf.ts';

/** One field, folded before each method, CRLF at its end. `host` is the authserv-id. */
export function authenticationResults(
  host: string,
  { spf, signatures, dmarc }: { readonly spf: Spf; readonly signatures: readonly Signature[]; readonly dmarc: Dmarc },
): string {
  const methods = [
    method('spf', spf.result, '', [[`smtp.${spf.identity.property}`, spf.identity.value]]),
    ...(signatures.length === 0 ? ['dkim=none'] : signatures.map(ofSignature)),
    method('dmarc', dmarc.result, dmarc.published === null ? '' : `p=${dmarc.published}`, [
      ['header.from', dmarc.domain],
    ]),
  ];
  return `Authentication-Results: ${value(host)};\r\n\t${methods.join(';\r\n\t')}\r\n`;
}

function ofSignature({ result, why, domain, selector, algorithm, mark }: Signature): string {
  return method('dkim', result, result === 'pass' ? '' : why, [
    ['header.d', domain],
    ['header.s', selector],
    ['header.a', algorithm],
    ['header.b', mark],
  ]);
}

function method(
  name: string,
  result: string,
  comment: string,
  properties: readonly (readonly [string, string])[],
): string {
  const said = comment === '' ? [] : [`(${comment.replace(/[^ -~]+/g, ' ').replace(/[()\\]/g, '\\$&')})`];
  const told = properties.filter(([, what]) => what !== '').map(([property, what]) => `${property}=${value(what)}`);
  return [`${name}=${result}`, ...said, ...told].join(' ');
}

/** A token, or an address made of tokens, as it is; anything else as a quoted string. RFC 2045 §5.1, RFC 8601 §2.2. */
function value(what: string): string {
  const token = /^[!#$%&'*+.0-9A-Z^_`a-z{|}~-]*@?[0-9A-Za-z.-][!#$%&'*+.0-9A-Z^_`a-z{|}~-]*$/;
  return token.test(what) ? what : `"${what.replace(/[\x00-\x1f\x7f]+/g, ' ').replace(/["\\]/g, '\\$&')}"`;
}
