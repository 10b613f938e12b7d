/** Values with parameters: Content-Type, Content-Disposition. RFC 2045 §5.1, RFC 2183. */
import { Lexer } from './lexer.ts';

export type Parameters = readonly (readonly [name: string, value: string])[];

export interface ContentType {
  /** In lower case. */
  readonly type: string;
  readonly subtype: string;
  readonly parameters: Parameters;
}

/** One mail has a handful. */
const MOST = 100;
const token = /[^\x00-\x20()<>@,;:\\"/[\]?=\x7f]+/y;

/** Where there is no value, or none that can be read: `usual`, as `text/plain`. RFC 2045 §5.2. */
export function readContentType(value: string | null, usual: string): ContentType {
  const [usualType = 'text', usualSubtype = 'plain'] = usual.split('/');
  const plain: ContentType = {
    type: usualType,
    subtype: usualSubtype,
    parameters: usualType === 'text' ? [['charset', 'us-ascii']] : [],
  };
  if (value === null) return plain;
  const lexer = new Lexer(value);
  lexer.skip();
  const type = lexer.take(token).toLowerCase();
  lexer.skip();
  if (type === '' || lexer.peek() !== '/') return plain;
  lexer.next();
  lexer.skip();
  const subtype = lexer.take(token).toLowerCase();
  if (subtype === '') return plain;
  const parameters = readParameters(lexer);
  // RFC 2046 §4.1.2: what every text without a charset is in.
  const implied = type === 'text' && !parameters.some(([name]) => name.toLowerCase() === 'charset');
  return { type, subtype, parameters: implied ? [...parameters, ['charset', 'us-ascii']] : parameters };
}

export function readDisposition(value: string): { readonly kind: string; readonly parameters: Parameters } | null {
  const lexer = new Lexer(value);
  lexer.skip();
  const kind = lexer.take(token);
  return kind === '' ? null : { kind, parameters: readParameters(lexer) };
}

/** `; name=value` as often as it comes. What is no parameter is passed over. */
function readParameters(lexer: Lexer): Parameters {
  const parameters: [string, string][] = [];
  while (!lexer.done && parameters.length < MOST) {
    lexer.skip();
    lexer.take(/[^;]*/y);
    if (lexer.next() !== ';') break;
    lexer.skip();
    const name = lexer.take(token);
    lexer.skip();
    if (name === '' || lexer.peek() !== '=') continue;
    lexer.next();
    lexer.skip();
    parameters.push([name, lexer.peek() === '"' ? lexer.quoted() : lexer.take(/[^\x00-\x20;\x7f()]+/y)]);
  }
  return parameters;
}
