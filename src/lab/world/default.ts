/**
 * The world that the lab begins with: eight domains, each with another way to receive mail, so that every route there is can be walked.
 * Named after flower, snow, garden, sky, mountain, cloud, nothing, and the harbour that hosts for others.
 */
import { World, type WorldInput } from '../../contract/lab/world.ts';

const password = 'tegami';

const input: WorldInput = {
  version: 1,
  name: 'Tegami',
  seed: 20_261_121,
  domains: [
    {
      name: 'hana.test',
      title: { en: 'Hana, two exchangers', ja: '花　メールサーバーが二台' },
      mailboxes: 'mx1.hana.test',
      submission: 'mx1.hana.test',
      accepts: ['mx1.hana.test', 'mx2.hana.test'],
      dkim: 'lab',
      checks: 'enforce',
    },
    {
      name: 'yuki.test',
      title: { en: 'Yuki, hosted in another domain', ja: '雪　別ドメインに預けている' },
      mailboxes: 'mx.minato.test',
      submission: 'mx.minato.test',
      accepts: ['mx.minato.test'],
      dkim: 'lab',
    },
    {
      name: 'minato.test',
      title: { en: 'Minato, hosts and relays for others', ja: '港　他ドメインの預かりと中継' },
      mailboxes: 'mx.minato.test',
      submission: 'mx.minato.test',
      accepts: ['mx.minato.test', 'gate.minato.test'],
    },
    {
      name: 'niwa.test',
      title: { en: 'Niwa, no MX at all', ja: '庭　MXレコードがない' },
      mailboxes: 'niwa.test',
      submission: 'niwa.test',
      accepts: ['niwa.test'],
      forging: 'allowed',
      checks: 'off',
    },
    {
      name: 'sora.test',
      title: { en: 'Sora, sends by a smart host', ja: '空　スマートホスト経由で送る' },
      mailboxes: 'mail.sora.test',
      submission: 'mail.sora.test',
      accepts: ['mail.sora.test'],
      dkim: 'lab',
    },
    {
      name: 'yama.test',
      title: { en: 'Yama, fetched once an hour', ja: '山　一時間ごとに受け渡し' },
      mailboxes: 'mail.yama.test',
      submission: 'mail.yama.test',
      accepts: ['mail.yama.test'],
    },
    {
      name: 'kumo.test',
      title: { en: 'Kumo, its only host is down', ja: '雲　唯一のホストが停止中' },
      mailboxes: null,
      submission: null,
      accepts: ['mx.kumo.test'],
    },
    {
      name: 'mu.test',
      title: { en: 'Mu, wants no mail (null MX)', ja: '無　メールを受け取らない（null MX）' },
      mailboxes: null,
      submission: null,
      accepts: [],
    },
  ],
  hosts: [
    { name: 'ns.minato.test', address: '127.44.0.53', roles: ['dns'], tls: 'none', at: { x: 4, y: 0 } },
    { name: 'mx1.hana.test', address: '127.44.0.11', roles: ['submission', 'mx', 'mailbox'], at: { x: 1, y: 1 } },
    { name: 'mx2.hana.test', address: '127.44.0.12', roles: ['mx'], at: { x: 2, y: 1 } },
    { name: 'mx.minato.test', address: '127.44.0.21', roles: ['submission', 'mx', 'mailbox'], at: { x: 4, y: 2 } },
    {
      name: 'gate.minato.test',
      address: '127.44.0.22',
      roles: ['relay', 'mx'],
      at: { x: 5, y: 2 },
      relayFor: ['mail.sora.test', 'mail.yama.test', 'yama.test'],
    },
    { name: 'niwa.test', address: '127.44.0.31', roles: ['submission', 'mx', 'mailbox'], at: { x: 1, y: 3 } },
    { name: 'mail.sora.test', address: '127.44.0.41', roles: ['submission', 'mx', 'mailbox'], at: { x: 7, y: 1 } },
    { name: 'mail.yama.test', address: '127.44.0.51', roles: ['submission', 'mx', 'mailbox'], at: { x: 7, y: 3 } },
    { name: 'mx.kumo.test', address: '127.44.0.61', roles: ['mx'], at: { x: 3, y: 4 } },
  ],
  users: [
    { address: 'aiko@hana.test', password, name: '田中愛子' },
    { address: 'ben@hana.test', password, name: 'Ben Ito', owns: ['sales@hana.test'] },
    { address: 'chiyo@yuki.test', password, name: '雪村千代' },
    { address: 'daichi@niwa.test', password, name: 'Daichi Mori' },
    { address: 'emi@sora.test', password, name: '青木恵美' },
    { address: 'fuyu@yama.test', password, name: 'Fuyu Yamada', quota: 20_000_000 },
  ],
  aliases: [
    { address: 'info@hana.test', to: ['office@hana.test'] },
    { address: 'office@hana.test', to: ['aiko@hana.test', 'ben@hana.test'] },
    { address: 'sales@hana.test', to: ['ben@hana.test'] },
    { address: 'postmaster@hana.test', to: ['aiko@hana.test'] },
    { address: 'postmaster@yuki.test', to: ['chiyo@yuki.test'] },
    { address: 'postmaster@minato.test', to: ['chiyo@yuki.test'] },
    { address: 'postmaster@niwa.test', to: ['daichi@niwa.test'] },
    { address: 'postmaster@sora.test', to: ['emi@sora.test'] },
    { address: 'postmaster@yama.test', to: ['fuyu@yama.test'] },
    { address: 'abroad@niwa.test', to: ['chiyo@yuki.test'] },
  ],
  lists: [
    {
      address: 'tea@sora.test',
      title: { en: 'The tea circle', ja: 'お茶の会' },
      owner: 'emi@sora.test',
      members: ['aiko@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test', 'emi@sora.test'],
      style: 'modern',
      news: true,
    },
    {
      address: 'old-tea@sora.test',
      title: { en: 'The tea circle, as lists once were', ja: 'お茶の会（昔ながらの配り方）' },
      owner: 'emi@sora.test',
      members: ['aiko@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test', 'emi@sora.test'],
      style: 'classic',
    },
  ],
  transports: [
    { host: 'mail.sora.test', domain: '*', via: { kind: 'smart-host', to: 'gate.minato.test' } },
    {
      host: 'gate.minato.test',
      domain: 'yama.test',
      via: { kind: 'store-and-forward', to: 'mail.yama.test', everyMinutes: 60 },
    },
  ],
  zones: [
    {
      origin: 'hana.test',
      records: [
        { name: '@', type: 'MX', preference: 10, exchange: 'mx1.hana.test' },
        { name: '@', type: 'MX', preference: 20, exchange: 'mx2.hana.test' },
        { name: '@', type: 'TXT', text: 'v=spf1 mx -all' },
        { name: '_dmarc', type: 'TXT', text: 'v=DMARC1; p=reject; adkim=r; aspf=r' },
        { name: 'www', type: 'CNAME', target: 'mx1.hana.test' },
      ],
    },
    {
      origin: 'yuki.test',
      records: [
        { name: '@', type: 'MX', preference: 10, exchange: 'mx.minato.test' },
        { name: '@', type: 'TXT', text: 'v=spf1 include:minato.test -all' },
        { name: '_dmarc', type: 'TXT', text: 'v=DMARC1; p=none' },
      ],
    },
    {
      origin: 'minato.test',
      records: [
        { name: '@', type: 'MX', preference: 10, exchange: 'mx.minato.test' },
        { name: '@', type: 'TXT', text: 'v=spf1 a:mx.minato.test a:gate.minato.test -all' },
        { name: 'imap', type: 'CNAME', target: 'mx.minato.test' },
      ],
    },
    {
      origin: 'niwa.test',
      records: [
        { name: '@', type: 'TXT', text: 'v=spf1 a -all' },
        { name: '_dmarc', type: 'TXT', text: 'v=DMARC1; p=quarantine' },
      ],
    },
    {
      origin: 'sora.test',
      records: [
        { name: '@', type: 'MX', preference: 10, exchange: 'mail.sora.test' },
        { name: '@', type: 'TXT', text: 'v=spf1 a:gate.minato.test a:mail.sora.test -all' },
      ],
    },
    {
      origin: 'yama.test',
      records: [
        { name: '@', type: 'MX', preference: 10, exchange: 'gate.minato.test' },
        { name: '@', type: 'TXT', text: 'v=spf1 a:mail.yama.test a:gate.minato.test -all' },
      ],
    },
    { origin: 'kumo.test', records: [{ name: '@', type: 'MX', preference: 10, exchange: 'mx.kumo.test' }] },
    { origin: 'mu.test', records: [{ name: '@', type: 'MX', preference: 0, exchange: '.' }] },
  ],
  faults: [{ id: 'kumo-is-down', point: 'smtp.connect', host: 'mx.kumo.test', effect: { kind: 'dead-host' } }],
  queue: {},
  clock: { mode: 'real' },
};

/** A new copy each time: worlds are edited. */
export function defaultWorld(): World {
  return World.parse(input);
}
