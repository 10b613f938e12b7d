/** The text of an HTML part, without a DOM: for previews only, never for display. One pass, linear for any input. */

const blocks = new Set(
  'address article aside blockquote br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
);
/** Elements whose content is no text. */
const silent = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'svg',
  'object',
  'textarea',
  'select',
]);

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  shy: '',
  zwnj: '',
  zwj: '',
  lrm: '',
  rlm: '',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  sbquo: '‚',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  yen: '¥',
  euro: '€',
  pound: '£',
  cent: '¢',
  deg: '°',
  sect: '§',
  para: '¶',
  larr: '←',
  rarr: '→',
  agrave: 'à',
  aacute: 'á',
  acirc: 'â',
  atilde: 'ã',
  auml: 'ä',
  aring: 'å',
  aelig: 'æ',
  ccedil: 'ç',
  egrave: 'è',
  eacute: 'é',
  ecirc: 'ê',
  euml: 'ë',
  igrave: 'ì',
  iacute: 'í',
  icirc: 'î',
  iuml: 'ï',
  ntilde: 'ñ',
  ograve: 'ò',
  oacute: 'ó',
  ocirc: 'ô',
  otilde: 'õ',
  ouml: 'ö',
  oslash: 'ø',
  ugrave: 'ù',
  uacute: 'ú',
  ucirc: 'û',
  uuml: 'ü',
  szlig: 'ß',
  Agrave: 'À',
  Auml: 'Ä',
  Eacute: 'É',
  Ouml: 'Ö',
  Uuml: 'Ü',
};

/** Lines of text. `quotes: false` leaves out what stands in blockquotes. Stops when `enough` characters are there. */
export function htmlToText(html: string, o: { quotes: boolean; enough: number }): string {
  const out: string[] = [];
  let length = 0;
  let quoted = 0;
  let at = 0;
  const say = (text: string): void => {
    if (quoted > 0 && !o.quotes) return;
    out.push(text);
    length += text.length;
  };
  while (at < html.length && length < o.enough) {
    const open = html.indexOf('<', at);
    const until = open < 0 ? html.length : open;
    if (until > at) say(decodeEntities(html.slice(at, until).replace(/[\r\n\t ]+/g, ' ')));
    if (open < 0) break;
    if (html.startsWith('<!--', open)) {
      const close = html.indexOf('-->', open + 4);
      at = close < 0 ? html.length : close + 3;
      continue;
    }
    const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})/y;
    tag.lastIndex = open;
    const match = tag.exec(html);
    if (match === null) {
      const declaration = html[open + 1] === '!' || html[open + 1] === '?';
      if (!declaration) say('<');
      const close = declaration ? html.indexOf('>', open) : open;
      at = close < 0 ? html.length : close + 1;
      continue;
    }
    const name = (match[2] as string).toLowerCase();
    const closing = match[1] === '/';
    const end = tagEnd(html, tag.lastIndex);
    at = end;
    if (name === 'blockquote') quoted = Math.max(0, quoted + (closing ? -1 : 1));
    if (silent.has(name) && !closing && html[end - 2] !== '/') at = afterClosing(html, name, end);
    else if (blocks.has(name)) say('\n');
    else if (name === 'img' && !closing) say(' ');
  }
  return out.join('');
}

/** Behind the `>` that ends a tag, quotes respected; a quote that is never closed ends with the next `>`. */
function tagEnd(html: string, from: number): number {
  let at = from;
  while (at < html.length && at < from + 20_000) {
    const c = html[at];
    if (c === '>') return at + 1;
    if (c === '"' || c === "'") {
      const close = html.indexOf(c, at + 1);
      if (close < 0 || close > at + 20_000) break;
      at = close;
    }
    at += 1;
  }
  const plain = html.indexOf('>', from);
  return plain < 0 ? html.length : plain + 1;
}

function afterClosing(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}[\\s>/]`, 'gi');
  closing.lastIndex = from;
  const match = closing.exec(html);
  if (match === null) return name === 'head' ? from : html.length;
  const close = html.indexOf('>', match.index);
  return close < 0 ? html.length : close + 1;
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#[xX][0-9a-fA-F]{1,6}|#\d{1,7}|[a-zA-Z]{2,8});?/g, (whole, name: string) => {
    if (!name.startsWith('#')) return Object.hasOwn(entities, name) ? (entities[name] as string) : whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
    return String.fromCodePoint(code);
  });
}
