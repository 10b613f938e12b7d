/** What is wrong with a world, in both languages. */
import { pointsOf, sensible } from '../../contract/lab/sensible.ts';
import type { WorldProblem } from '../../contract/lab/table.ts';
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';

type Said = Pick<WorldProblem, 'en' | 'ja'>;

const roles = {
  mailbox: { en: 'holds no mailboxes', ja: 'メールボックスを持っていません' },
  submission: { en: 'takes no mail from users', ja: '利用者からの送信を受け付けていません' },
} as const;

/** The schema's own words (contract/lab/world.ts), in Japanese. */
const forms: Readonly<Record<string, string>> = {
  'a name like mail.hana.test': 'mail.hana.test のような名前',
  'an address like aiko@hana.test': 'aiko@hana.test のようなアドレス',
  'an address in 127.0.0.0/8': '127.0.0.0/8 の中のアドレス',
};
export const isForm = (message: string): boolean => Object.hasOwn(forms, message);

export const say = {
  /** `form`: what a value must be like, where the schema says it in words of its own. */
  form: (form: string): Said => ({
    en: `This must be ${form}.`,
    ja: `${forms[form] ?? form}で書いてください。`,
  }),
  value: (en: string, ja: string): Said => ({ en: `${en}.`, ja: `値が正しくありません（${ja}）。` }),
  twice: (name: string): Said => ({
    en: `“${name}” is there twice. A name or address can be one thing only.`,
    ja: `「${name}」が重複しています。名前やアドレスは一つのものにしか使えません。`,
  }),
  noHost: (name: string): Said => ({
    en: `There is no host “${name}” in this world. Add it, or choose one that is there.`,
    ja: `ホスト「${name}」はこの世界にありません。追加するか、既にあるホストを選んでください。`,
  }),
  noRole: (name: string, role: keyof typeof roles): Said => ({
    en: `The host “${name}” ${roles[role].en}. Give it that role, or choose another host.`,
    ja: `ホスト「${name}」は${roles[role].ja}。役割を加えるか、別のホストを選んでください。`,
  }),
  noDns: (): Said => ({
    en: 'No host answers for DNS. One host needs the role “dns”.',
    ja: 'DNSに答えるホストがありません。どれか一つに「dns」の役割が必要です。',
  }),
  mailboxesAccept: (name: string): Said => ({
    en: `“${name}” holds the mailboxes, so it must also accept mail for the domain.`,
    ja: `「${name}」はメールボックスを持つホストなので、このドメイン宛てのメールも受け付ける必要があります。`,
  }),
  noDomain: (name: string): Said => ({
    en: `There is no domain “${name}” in this world.`,
    ja: `ドメイン「${name}」はこの世界にありません。`,
  }),
  noMailboxes: (name: string): Said => ({
    en: `The domain “${name}” has no host for mailboxes, so nobody can live there.`,
    ja: `ドメイン「${name}」にはメールボックスを置くホストがないため、アドレスを作れません。`,
  }),
  noSuchEffect: (point: FaultPoint, kind: FaultEffect['kind']): Said => ({
    en: `“${kind}” means nothing at ${point}. It can be at ${pointsOf(kind).join(', ')}; at ${point} there can be ${sensible[point].join(', ')}.`,
    ja: `「${kind}」は${point}では起こせません。起こせる場所は${pointsOf(kind).join('、')}です。${point}で選べるのは${sensible[point].join('、')}です。`,
  }),
  cnameAlone: (name: string): Said => ({
    en: `“${name}” has a CNAME, and beside a CNAME there may be no other record (RFC 1034).`,
    ja: `「${name}」にはCNAMEがあります。CNAMEと同じ名前に別のレコードは置けません（RFC 1034）。`,
  }),
  cnameAtTop: (): Said => ({
    en: 'The top of a zone has SOA and NS records, so it cannot be a CNAME.',
    ja: 'ゾーンの頂点にはSOAとNSがあるため、CNAMEにはできません。',
  }),
  nullMxAlone: (): Said => ({
    en: 'A null MX says that the domain takes no mail; no other MX may stand beside it (RFC 7505).',
    ja: 'null MXは「メールを受け取らない」という宣言です。ほかのMXと並べることはできません（RFC 7505）。',
  }),
  noIpv4: (text: string): Said => ({
    en: `“${text}” is no IPv4 address.`,
    ja: `「${text}」はIPv4アドレスではありません。`,
  }),
  noIpv6: (text: string): Said => ({
    en: `“${text}” is no IPv6 address.`,
    ja: `「${text}」はIPv6アドレスではありません。`,
  }),
};
