/** ESMTP parameters of MAIL and RCPT, RFC 5321 §4.1.2, and the values that RFC 3461 gives them. */

/** Keywords in upper case; null: a keyword without value. A string: what is wrong. */
export function readParameters(rest: string): ReadonlyMap<string, string | null> | string {
  const parameters = new Map<string, string | null>();
  if (rest.trim() === '') return parameters;
  if (!/^[ \t]/.test(rest)) return '5.5.2 A space stands between the path and its parameters';
  for (const word of rest.trim().split(/[ \t]+/)) {
    const found = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([!-<>-~\u00a0-\u{10ffff}]+))?$/u.exec(word);
    if (found === null) return '5.5.4 Parameters are written NAME=VALUE';
    const name = (found[1] as string).toUpperCase();
    if (parameters.has(name)) return `5.5.4 ${name} is there twice`;
    parameters.set(name, found[2] ?? null);
  }
  return parameters;
}

/** RFC 3461 §4: `+2B` for what may not stand there itself. Null where it is none, or hides what is not printable. */
export function decodeXtext(text: string): string | null {
  if (!/^(?:[!-*,-<>-~]|\+[0-9A-F]{2})*$/.test(text)) return null;
  const decoded = text.replace(/\+(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  // A line end in it would become a header field in a bounce.
  return /^[ -~]*$/.test(decoded) ? decoded : null;
}

export type Notify = 'never' | 'success' | 'failure' | 'delay';

/** RFC 3461 §4.1. Null where it is none. */
export function readNotify(value: string): readonly Notify[] | null {
  const words = value.toLowerCase().split(',');
  if (words.length === 1 && words[0] === 'never') return ['never'];
  const wanted = words.filter((word): word is Notify => ['success', 'failure', 'delay'].includes(word));
  return wanted.length === words.length ? [...new Set(wanted)] : null;
}

/** RFC 3461 §4.2, RFC 6533 §3: `rfc822;ben@hana.test`, decoded. Null where it is none. */
export function readOriginal(value: string): string | null {
  const found = /^([A-Za-z0-9][A-Za-z0-9-]*);(.+)$/su.exec(value);
  if (found === null) return null;
  const type = (found[1] as string).toLowerCase();
  const address = found[2] as string;
  if (type !== 'utf-8') {
    const decoded = decodeXtext(address);
    return decoded === null || decoded === '' ? null : `${type};${decoded}`;
  }
  const decoded = address.replace(/\\x\{([0-9A-F]{2,6})\}/g, (whole, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
  return /[\0-\x1f\x7f-\x9f]/.test(decoded) ? null : `${type};${decoded}`;
}
