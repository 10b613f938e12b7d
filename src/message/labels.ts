/** Names under which charsets are announced, and the decoder that each means. */
import iconv from 'iconv-lite';

/** Labels whose meaning in mail is wider than, or other than, their registered one. */
const meant: Readonly<Record<string, string>> = {
  '646': 'us-ascii',
  ascii: 'us-ascii',
  'us-ascii': 'us-ascii',
  'ansi_x3.4-1968': 'us-ascii',
  'iso-8859-1': 'iso-8859-1',
  'iso8859-1': 'iso-8859-1',
  iso_8859_1: 'iso-8859-1',
  'iso_8859-1': 'iso-8859-1',
  latin1: 'iso-8859-1',
  l1: 'iso-8859-1',
  'iso-8859-8-i': 'iso-8859-8',
  'iso-8859-8-e': 'iso-8859-8',
  'iso-8859-6-i': 'iso-8859-6',
  'iso-8859-9': 'windows-1254', // WHATWG: the superset is what is sent
  'iso-8859-11': 'windows-874',
  'tis-620': 'windows-874',
  utf8: 'utf-8',
  'utf-8': 'utf-8',
  'utf-8n': 'utf-8',
  utf8mb4: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'utf-7': 'utf-7',
  'unicode-1-1-utf-7': 'utf-7',
  jis: 'iso-2022-jp',
  'iso-2022-jp': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  'iso-2022-jp-2004': 'iso-2022-jp',
  'iso-2022-jp-ms': 'iso-2022-jp',
  csiso2022jp: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  'x-iso-2022-jp': 'iso-2022-jp',
  shift_jis: 'shift_jis',
  'shift-jis': 'shift_jis',
  shiftjis: 'shift_jis',
  sjis: 'shift_jis',
  'x-sjis': 'shift_jis',
  's-jis': 'shift_jis',
  ms_kanji: 'shift_jis',
  mskanji: 'shift_jis',
  csshiftjis: 'shift_jis',
  'windows-31j': 'shift_jis',
  cswindows31j: 'shift_jis',
  'windows-932': 'shift_jis',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  cp943c: 'shift_jis',
  'euc-jp': 'euc-jp',
  eucjp: 'euc-jp',
  'x-euc-jp': 'euc-jp',
  'x-eucjp': 'euc-jp',
  'eucjp-ms': 'euc-jp',
  'eucjp-win': 'euc-jp',
  ujis: 'euc-jp',
  cp51932: 'euc-jp',
  cseucpkdfmtjapanese: 'euc-jp',
  gb2312: 'gb18030', // GB18030 reads all of GBK and GB2312
  'x-gb2312': 'gb18030',
  'euc-cn': 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  cp936: 'gb18030',
  'windows-936': 'gb18030',
  gb18030: 'gb18030',
  'gb_2312-80': 'gb18030',
  big5: 'big5',
  'x-big5': 'big5',
  'big5-hkscs': 'big5',
  cp950: 'big5',
  'euc-kr': 'cp949',
  'ks_c_5601-1987': 'cp949',
  ks_c_5601: 'cp949',
  ksc5601: 'cp949',
  'windows-949': 'cp949',
  cp949: 'cp949',
  uhc: 'cp949',
};

/** Labels that say that nobody knows. */
const nothing =
  /^(unknown|unknown-8bit|x-unknown|default|default_charset|auto|_autodetect.*|none|null|8bit|binary|charset)$/;

/** The decoder's name, null for a label that says nothing, undefined for one that nobody knows. */
export function decoderName(label: string): string | null | undefined {
  const key = label.toLowerCase().slice(0, 60);
  if (nothing.test(key)) return null;
  const known = Object.hasOwn(meant, key) ? meant[key] : undefined;
  if (known !== undefined) return known;
  // iconv-lite compares letters and digits only, and knows codecs (base64, hex) that are no charsets.
  if (
    !/^(iso[-_]?8859|windows|cp|koi8|mac|x-mac|ibm|dos|utf-?(16|32)|ucs-?2|tcvn|viscii|armscii|hp-?roman|pt154|rk1048|latin|greek|hebrew|arabic|cyrillic|csiso|x-cp)/.test(
      key,
    )
  )
    return undefined;
  const name = key.replace(/^x-(cp|mac)/, '$1');
  return iconv.encodingExists(name) ? name : undefined;
}
