/** From the spool to the reader by POP3: who one is, what lies there, taking it, and when it is gone. RFC 1939. */
import { handOver } from './clients/mua.ts';
import { Pop3 } from './clients/pop3.ts';
import { aiko, ben, chiyo, password } from './people.ts';
import type { Scene } from './scene.ts';
import { fact, many, n } from './stage.ts';

const host = 'mx1.hana.test';

export const pop3: Scene = {
  info: {
    number: 4,
    name: 'pop3',
    title: { en: 'Retrieval by POP3', ja: 'POP3で受け取る' },
    question: {
      en: 'How does mail come from the server to my computer, and when is it gone from there?',
      ja: 'メールはどうやって手元のパソコンに来るのでしょうか。そして、いつサーバーから消えるのでしょうか。',
    },
  },
  async play(stage) {
    const { lab } = stage;
    const letters = [
      { from: ben, subject: 'The van', text: 'It starts. It was a mouse.' },
      { from: chiyo, subject: '初雪', text: 'こちらは昨夜、初雪になりました。' },
      { from: ben, subject: 'The hotel', text: 'They want it "more November".' },
    ];
    for (const letter of letters) await handOver(lab, { ...letter, to: [aiko] });
    await stage.quiet();
    const before = await stage.lies(aiko);
    stage.step({
      title: { en: 'The spool', ja: 'スプール' },
      narration: {
        en: `${many(before.mails, 'mail')} for Aiko lie in her spool at ${host}, ${n(before.octets)} octets (bytes), as files on its disk. Delivery ends here. Her computer may be switched off; SMTP brings mail only as far as a machine that is always awake. To get it home, another protocol is needed.`,
        ja: `愛子さん宛てのメールが${n(before.mails)}通、${n(before.octets)} オクテット（バイト）、${host} のスプール（読まれるのを待つ場所）にファイルとして置かれています。配達はここまでです。愛子さんのパソコンは電源が切れているかもしれません。SMTPが運ぶのは、いつも起きている機械までです。手元に取り寄せるには、別の約束が必要です。`,
      },
      facts: [
        fact('mails', 'mails in the spool', 'スプールのメール', before.mails),
        fact('octets', 'octets', 'オクテット数', before.octets),
      ],
    });

    const first = await Pop3.open(stage.door(host, 'pop3'));
    await first.stls();
    await first.signIn(aiko, password);
    const stat = await first.stat();
    const sizes = await first.askLong('LIST');
    await first.quit();
    await stage.quiet();
    stage.step({
      title: { en: 'Who are you? USER and PASS', ja: 'どなたですか　USERとPASS' },
      narration: {
        en: `POP3, the Post Office Protocol in its third version, is like a counter for collecting. It knows two answers only: +OK and -ERR. With USER and PASS one says name and password, word for word; whoever listens on the line can read them. That is why the program said STLS (start TLS) first, and all that follows is encrypted. STAT asks how much there is: ${stat.mails} mails, ${n(stat.octets)} octets. LIST gives the size of each: ${sizes.join('; ')}.`,
        ja: `POP3（郵便局プロトコル第3版）は、郵便物を引き取る窓口のようなものです。返事は二種類、+OK と -ERR しかありません。USERとPASSで名前とパスワードをそのまま伝えるので、回線を盗み聞きされると読まれてしまいます。そこでメールソフトはまずSTLS（TLSの開始）と言い、その後の会話をすべて暗号化しました。STATで量を尋ねると${n(stat.mails)}通、${n(stat.octets)} オクテット。LISTで一通ごとの大きさがわかります（${sizes.join('、')}）。`,
      },
      facts: [
        fact('mails', 'mails by STAT', 'STATの通数', stat.mails),
        fact('octets', 'octets by STAT', 'STATのオクテット数', stat.octets),
        fact('in', 'octets received', '受信オクテット', first.octetsIn),
        fact('out', 'octets sent', '送信オクテット', first.octetsOut),
      ],
    });

    const second = await Pop3.open(stage.door(host, 'pop3'));
    await second.apop(aiko, password);
    await second.stat();
    await second.quit();
    await stage.quiet();
    const spoken = stage.said(stage.of('connected', ({ protocol }) => protocol === 'pop3')[0]?.connection, 'C');
    const digest = /APOP \S+ (\S+)/.exec(spoken)?.[1] ?? '';
    const passwords = spoken.split(password).length - 1;
    stage.step({
      title: { en: 'Proving it without saying it: APOP', ja: '言わずに証明する　APOP' },
      narration: {
        en: `This time without encryption, but with APOP. The server's greeting holds a timestamp that is never the same twice. The program puts the password behind it, computes a digest of both (MD5) and sends only that: ${digest}. The server does the same sum and compares. Times that the password was said in the whole conversation: ${n(passwords)}. A listener could not even use the digest again, since the next greeting is another. (MD5 is weak today, and the letters themselves still travel in the open; what counts now is STLS.)`,
        ja: `今度は暗号化をせず、APOPを使います。サーバーの最初の挨拶には、二度と同じにならない時刻印が入っています。メールソフトはその後ろにパスワードをつなげ、要約値（MD5）を計算して、それだけを送ります。${digest} です。サーバーも同じ計算をして比べます。この会話全体で、パスワードが口に出された回数は${n(passwords)}回です。次の挨拶は別のものになるので、盗み聞きした人がこの値をもう一度使うこともできません。（今ではMD5は弱いとされ、手紙そのものは暗号化されずに流れます。頼りになるのはSTLSのほうです。）`,
      },
      facts: [
        fact('passwords', 'times the password was on the line', 'パスワードが流れた回数', passwords),
        fact('digest', 'what was sent instead', '代わりに送られたもの', digest),
      ],
    });

    const third = await Pop3.open(stage.door(host, 'pop3s'));
    await third.signIn(aiko, password);
    let taken = 0;
    const has = new Set<string>();
    for (const [number, name] of await third.uidl()) {
      taken += (await third.retr(number)).length;
      has.add(name);
      await third.ask(`DELE ${number}`);
    }
    await third.cut();
    await stage.quiet();
    const afterCut = await stage.lies(aiko);
    stage.step({
      title: { en: 'Taken, marked, and the line breaks', ja: '取り寄せ、印を付け、そこで回線が切れる' },
      narration: {
        en: `This time the connection is encrypted from its first octet (pop3s). UIDL gives each mail a lasting name, so that a program knows what it has already. RETR fetches: ${n(taken)} octets in all. DELE marks each for deletion. Then somebody trips over the cable: the connection is gone before QUIT. What lies in the spool now? ${many(afterCut.mails, 'mail')}, all of them. DELE only makes a mark; without a goodbye it counts for nothing, so that no mail can be lost between two machines.`,
        ja: `今度は最初から暗号化された接続（pop3s）です。UIDLは、メール一通ごとに変わらない名前を教えてくれます。受信済みかどうかを見分けるためのものです。RETRで取り寄せると、全部で ${n(taken)} オクテットでした。DELEで一通ずつ削除の印を付けます。ところがそこで誰かがケーブルに足を引っかけ、QUITを言う前に回線が切れてしまいました。スプールには今、何通あるでしょうか。${n(afterCut.mails)}通、全部残っています。DELEは印を付けるだけで、別れの挨拶がなければ無かったことになります。二台の間でメールが失われないための約束です。`,
      },
      facts: [
        fact('taken', 'octets retrieved', '取り寄せたオクテット数', taken),
        fact('left', 'mails left after the cut', '切断後に残ったメール', afterCut.mails),
      ],
    });

    const last = await Pop3.open(stage.door(host, 'pop3s'));
    await last.signIn(aiko, password);
    const listed = await last.uidl();
    const known = [...listed].filter(([, name]) => has.has(name));
    for (const [number] of known) await last.ask(`DELE ${number}`);
    await last.quit();
    await stage.quiet();
    const after = await stage.lies(aiko);
    const gone = stage.of('expunged', ({ by }) => by === 'pop3').flatMap(({ uids }) => uids).length;
    stage.step({
      title: { en: 'QUIT', ja: 'QUIT' },
      narration: {
        en: `The program comes back, sees by the UIDLs that it has ${n(known.length)} of ${n(listed.size)} already, marks them again, and this time says QUIT. Only now the server enters what POP3 calls the UPDATE state, and removes ${many(gone, 'mail')}. In the spool: ${n(after.mails)}. From here on the only copy is on Aiko's computer; she should look after it well.`,
        ja: `メールソフトがもう一度つなぎ、UIDLを見て${n(listed.size)}通のうち${n(known.length)}通が受信済みだと確かめ、印を付け直し、今度はQUITと言いました。ここで初めてサーバーは、POP3でUPDATEと呼ばれる状態に入り、${n(gone)}通を消します。スプールに残ったのは${n(after.mails)}通です。これから先、ただ一つの控えは愛子さんのパソコンの中にあります。大切にしなければなりません。`,
      },
      facts: [
        fact('known', 'known by their UIDL', 'UIDLで受信済みとわかったメール', known.length),
        fact('gone', 'mails removed', '消えたメール', gone),
        fact('left', 'mails left', '残ったメール', after.mails),
      ],
    });
    return {
      en: `The program calls the server, proves who you are, and copies mail by RETR; it is gone from the server only after DELE and a proper QUIT (${many(afterCut.mails, 'mail')} left after the cut, ${n(after.mails)} after QUIT).`,
      ja: `メールソフトがサーバーにつなぎ、本人であることを証明し、RETRで写し取ります。サーバーから消えるのは、DELEの後で正しくQUITしたときだけです（切断の後は${n(afterCut.mails)}通、QUITの後は${n(after.mails)}通）。`,
    };
  },
};
