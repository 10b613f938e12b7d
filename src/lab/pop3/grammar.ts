/** A line of the client, taken apart. RFC 1939 §3: keyword of three or four letters, arguments after single spaces. Knows no connection. */
export interface Command {
  /** Upper case. */
  readonly keyword: string;
  /** All after the first space, as it stands; spaces belong to a password. */
  readonly argument: string;
}

/** Null: no command. */
export function readCommand(line: Uint8Array): Command | null {
  const text = Buffer.from(line).toString('utf8');
  const found = /^([A-Za-z]{3,4}\d?)(?: (.*))?$/s.exec(text);
  if (found === null || /[\0\r\n]/.test(text)) return null;
  return { keyword: (found[1] ?? '').toUpperCase(), argument: found[2] ?? '' };
}

/** Message-numbers and counts: decimal digits, one space between. Null: something else. */
export function readNumbers(argument: string): number[] | null {
  if (argument.trim() === '') return [];
  const words = argument.trim().split(/ +/);
  return words.every((word) => /^\d{1,10}$/.test(word)) ? words.map(Number) : null;
}

/** RFC 4616: authorization identity, name, password, with NUL between. Null: not that. */
export function readPlain(base64: string): { authorize: string; user: string; password: string } | null {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return null;
  const parts = Buffer.from(base64, 'base64').toString('utf8').split('\0');
  const [authorize, user, password] = parts;
  return parts.length === 3 && authorize !== undefined && user && password ? { authorize, user, password } : null;
}
